"""Declaring and submitting. Submitting is a POST of its own and happens once."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from additionality.engine.rulepack import RulePack, load_pack
from projects.cases.access import own_case
from projects.cases.checking import check_context
from projects.models import Case
from projects.services.moves import MoveRefused
from projects.services.submitting import Standing, SubmitRefused, stand, submit
from projects.showing.numbers import moment
from projects.wording.declarations import claims, declaration, speaker
from projects.wording.refusals import refusal_sentence


class DeclarationForm(forms.Form):
    """The declaration, and where the case would not be additional the knowledge of it."""

    use_required_attribute = False
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    declared = forms.BooleanField(
        label=gettext_lazy("I declare all of this"),
        error_messages={"required": gettext_lazy("Without the declaration nothing is submitted.")},
    )
    aware = forms.BooleanField(
        label=gettext_lazy("I know this and submit the case all the same"),
        error_messages={
            "required": gettext_lazy("Confirm that you know how the case stands, or go back.")
        },
    )

    def __init__(self, *args: Any, must_know: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not must_know:
            del self.fields["aware"]


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = own_case(request, pk)
    if not case.is_editable:
        return _already(request, case)
    standing = stand(case)
    if not check_context(case, standing)["may_submit"]:
        messages.warning(request, _("Something stands against submitting. See below."))
        return redirect("cases:check", pk=pk)
    must_know = standing.assessment.conclusion.value != "additional"
    if request.method != "POST":
        initial = {"version": case.draft_version, "number": next_number(case)}
        form = DeclarationForm(must_know=must_know, initial=initial)
        return _page(request, case, standing, form)
    form = DeclarationForm(request.POST, must_know=must_know)
    if not form.is_valid():
        return _page(request, case, standing, form, status=422)
    return _submit(request, case, form)


def _submit(request: HttpRequest, case: Case, form: DeclarationForm) -> HttpResponse:
    person = request.user
    text = declaration(person.name, person.organisation.name, rules_of(case))
    typed = form.cleaned_data
    try:
        submit(
            case=case,
            actor=person,
            version=typed["version"],
            declaration=text,
            number=typed["number"],
        )
    except SubmitRefused as refused:
        messages.warning(request, _refusal(refused, case))
        return redirect("cases:check", pk=case.pk)
    except MoveRefused:
        return _already(request, case)
    messages.success(request, _("Your case is submitted. A reviewer will take it up."))
    return redirect("cases:overview", pk=case.pk)


def rules_of(case: Case) -> RulePack:
    """The rules under which the draft will be judged."""
    return load_pack(case.pack_key)


def next_number(case: Case) -> int:
    newest = case.latest_submission()
    return newest.number + 1 if newest else 1


def _refusal(refused: SubmitRefused, case: Case) -> str:
    if refused.code == "stale":
        case.refresh_from_db()
        if not case.draft_saved_by:
            return _("Somebody changed the answers meanwhile. Check them again before you submit.")
        words = _(
            "%(name)s changed the answers meanwhile, on %(moment)s. "
            "Check them again before you submit."
        )
        return words % {"name": case.draft_saved_by.name, "moment": moment(case.draft_saved_at)}
    if refused.code == "search_altered":
        return refusal_sentence(refused.code)
    return _("Something stands against submitting. See below.")


def _already(request: HttpRequest, case: Case) -> HttpResponse:
    """A second sending, or somebody of the organisation was first: say who, change nothing."""
    if not Case.objects.filter(pk=case.pk).exists():
        messages.warning(request, _("A colleague deleted this draft meanwhile."))
        return redirect("cases:list")
    last = case.submissions.select_related("submitted_by").order_by("-number").first()
    if last:
        words = _("Already submitted by %(name)s on %(moment)s. Nothing was sent twice.")
        who = {"name": last.submitted_by.name, "moment": moment(last.submitted_at)}
        messages.info(request, words % who)
    return redirect("cases:overview", pk=case.pk)


def _page(
    request: HttpRequest,
    case: Case,
    standing: Standing,
    form: DeclarationForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = check_context(case, standing) | {
        "form": form,
        "who": speaker(request.user.name, request.user.organisation.name),
        "claims": claims(rules_of(case)),
    }
    return render(request, "cases/declare.html", context, status=status)
