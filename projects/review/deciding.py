"""Accepting a fragile explanation, and the two pages on which a case is decided."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.models import (
    Case,
    Decision,
    Determination,
    Edition,
    FragileAcceptance,
    Person,
)
from projects.review.access import case_for, sent_from_desk
from projects.review.desk import Forms, filled, hindrances, render_desk, seen_by_form
from projects.review.drafted import findings_drafted, open_forward_requests, requests_elsewhere
from projects.review.forms import DecisionForm, FragileForm
from projects.review.refused import refused
from projects.services import reviewing
from projects.services.deciding import MOVE_OF, decide
from projects.services.moves import MoveRefused
from projects.showing.findings import show
from projects.showing.path import stations_of_assessment


@sent_from_desk
def accept_fragile(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = case_for(request.user, pk)
    form = FragileForm(request.POST)
    if not form.is_valid():
        return render_desk(request, case, forms=Forms(fragile=form), status=422)
    typed = form.cleaned_data
    try:
        reviewing.accept_fragile(
            case=case,
            actor=request.user,
            submission_number=typed["submission"],
            reason=typed["reason"],
        )
    except MoveRefused as error:
        fresh = case_for(request.user, pk)
        why = refused(error, fresh, typed["seen"])
        return render_desk(request, fresh, forms=Forms(fragile=form), refused=why, status=409)
    messages.success(request, _("You have accepted the explanation by name."))
    return redirect("review:desk", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _decide(request, pk, Decision.APPROVED)


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _decide(request, pk, Decision.REFUSED)


def _decide(request: HttpRequest, pk: UUID, decision: Decision) -> HttpResponse:
    """Show what will be printed and ask for the reasons; with them, decide once."""
    case = case_for(request.user, pk)
    if request.method != "POST":
        return _drafted(request, case, decision, None)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _drafted(request, case, decision, form, status=422)
    typed = form.cleaned_data
    try:
        determination = decide(
            case=case,
            actor=request.user,
            decision=decision,
            reasons=typed["reasons"],
            edition=typed["edition"],
            submission_number=typed["submission"],
        )
    except MoveRefused as error:
        if mine := _decided_before(request.user, pk, decision, typed["submission"]):
            return redirect("register:determination", number=mine.number)
        fresh = case_for(request.user, pk)
        why = refused(error, fresh, typed["seen"])
        return _drafted(request, fresh, decision, form, why=why, status=409)
    return redirect("register:determination", number=determination.number)


def _decided_before(
    person: Person, pk: UUID, decision: Decision, submission_number: int
) -> Determination | None:
    """The same decision of the same person, where the button was pressed twice."""
    return Determination.objects.filter(
        submission__case=pk,
        submission__number=submission_number,
        decision=decision,
        decided_by=person,
    ).first()


def _drafted(
    request: HttpRequest,
    case: Case,
    decision: Decision,
    form: DecisionForm | None,
    *,
    why=None,
    status: int = 200,
) -> HttpResponse:
    submission = case.latest_submission()
    assessment = submission.assessment_data()
    moves = list(case.moves.select_related("actor"))
    requests = list(submission.all_requests())
    acceptance = FragileAcceptance.objects.filter(submission=submission).first()
    shown = show(assessment, submission.case_data())
    hidden = seen_by_form(submission, moves)
    empty = DecisionForm(initial=hidden | {"edition": Edition.BILINGUAL})
    context = {
        "case": case,
        "submission": submission,
        "decision": decision,
        "is_approval": decision == Decision.APPROVED,
        "shown": shown,
        "stations": stations_of_assessment(assessment),
        "findings": list(findings_drafted(shown, requests, acceptance)),
        "other_requests": requests_elsewhere(shown, requests),
        "forward_requests": open_forward_requests(requests),
        "hindrances": hindrances(MOVE_OF[decision], case, request.user),
        "form": filled(form, hidden) or empty,
        "refused": why,
    }
    return render(request, "review/decide.html", context, status=status)
