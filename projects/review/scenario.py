"""A scenario: a reviewer changes inputs, sees what moves, and may keep it for a request.

Looking writes nothing, and nothing here touches the submission.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from additionality.engine.analyses.investment import ANALYSIS
from additionality.engine.problems import MalformedCase
from projects.models import Case, Person, Status, Submission
from projects.review.access import case_for
from projects.review.desk import seen_by_form
from projects.review.forms import KeepForm
from projects.review.refused import Refused, refused
from projects.review.scenario_form import ScenarioForm, Typed, typed_of
from projects.services.judging import OtherRules, pack_of
from projects.services.moves import MoveOvertaken, MoveRefused
from projects.services.scenarios import assessed, keep_scenario
from projects.showing.scenarios import ShownScenario, can_be_changed, compare, picture_address


@dataclass(frozen=True)
class Desk:
    """The case, what was submitted last, and who looks at it."""

    case: Case
    submission: Submission
    person: Person

    @property
    def is_mine(self) -> bool:
        """Whether this person reviews the case now, and so may keep what was found."""
        return self.case.status == Status.UNDER_REVIEW and self.case.reviewer_id == self.person.pk


@require_http_methods(["GET", "HEAD", "POST"])
def scenario(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The inputs as submitted beside fields to change them, and the result of both."""
    case = case_for(request.user, pk)
    submission = case.latest_submission()
    if not can_be_changed(submission.case_data(), submission.assessment_data()):
        raise Http404
    desk = Desk(case, submission, request.user)
    try:
        pack_of(submission)
    except OtherRules as rules:
        return render(request, "review/scenario_rules.html", {"case": case, "rules": rules})
    if request.method != "POST":
        return _page(request, desk, _typed(request, submission))
    if request.POST.get("do") == "keep":
        return _keep(request, desk)
    why = None
    if request.POST.get("submission", str(submission.number)) != str(submission.number):
        why = refused(MoveOvertaken(), case, seen_in(request))
    keeping = KeepForm(request.POST).untouched()
    return _page(request, desk, request.POST.dict(), keeping=keeping, why=why)


def seen_in(request: HttpRequest) -> int:
    """The newest move the page knew of, 0 where it says none."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 19 else 0


def _typed(request: HttpRequest, submission: Submission) -> Typed:
    """What the fields hold at first: the submission, or a scenario of it that was kept."""
    chosen = request.GET.get("scenario", "")
    if not chosen:
        return {}
    key = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 19 else 0
    kept = get_object_or_404(submission.scenarios, pk=key)
    return typed_of(submission.case_data(), kept.changes_data())


def _keep(request: HttpRequest, desk: Desk) -> HttpResponse:
    typed, keeping = request.POST.dict(), KeepForm(request.POST)
    form = ScenarioForm(typed, case=desk.submission.case_data())
    if form.is_valid() and not form.changes:
        form.add_error(None, _("Change at least one input before you keep the scenario."))
    if not (form.is_valid() and keeping.is_valid()):
        return _page(request, desk, typed, form=form, keeping=keeping)
    words = keeping.cleaned_data
    try:
        kept = keep_scenario(
            case=desk.case,
            actor=desk.person,
            submission_number=words["submission"],
            name=words["name"],
            reason=words["reason"],
            changes=form.changes,
        )
    except MalformedCase:  # the page shows at which fields
        return _page(request, desk, typed, form=form, keeping=keeping)
    except MoveRefused as error:
        fresh = case_for(request.user, desk.case.pk)
        why = refused(error, fresh, words["seen"])
        desk = Desk(fresh, fresh.latest_submission(), desk.person)
        return _page(request, desk, typed, keeping=keeping, why=why)
    messages.success(request, _("The scenario is kept. Attach it to a request if you raise one."))
    query = urlencode({"part": ANALYSIS, "scenario": kept.pk})
    return redirect(f"{reverse('review:desk', kwargs={'pk': desk.case.pk})}?{query}#raise")


def _page(
    request: HttpRequest,
    desk: Desk,
    typed: Typed,
    *,
    form: ScenarioForm | None = None,
    keeping: KeepForm | None = None,
    why: Refused | None = None,
) -> HttpResponse:
    submission = desk.submission
    form = form or ScenarioForm(typed, case=submission.case_data())
    shown = _shown(form, submission)
    hidden = seen_by_form(submission, list(desk.case.moves.all()))
    keeping = keeping or KeepForm()
    wrong = not form.is_valid() or bool(keeping.errors)
    context: dict[str, Any] = {
        "case": desk.case,
        "submission": submission,
        "form": form,
        "both": [form, keeping],
        "shown": shown,
        "picture": picture_address(shown, submission) if shown else "",
        "is_mine": desk.is_mine,
        "keeping": keeping.renewed(hidden),
        "refused": why,
    }
    status = 409 if why else 422 if wrong else 200
    return render(request, "review/scenario.html", context, status=status)


def _shown(form: ScenarioForm, submission: Submission) -> ShownScenario | None:
    """What the changes give, or None where they cannot be read; the form then says why."""
    if not form.is_valid():
        return None
    try:
        found = assessed(submission, form.changes)
    except MalformedCase as malformed:
        form.note(malformed.errors)
        return None
    return compare(
        submission.case_data(),
        submission.assessment_data(),
        form.changes,
        finding=found.finding(ANALYSIS).to_dict(),
        conclusion=found.conclusion.value,
    )
