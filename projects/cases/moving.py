"""Withdrawing a case and opening it again: a page that says what will happen, and a POST."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from projects import wording, workflow
from projects.cases.access import own_case
from projects.models import Case, MoveRecord
from projects.services.moves import MoveRefused, make_move
from projects.wizard.fields import Text


@dataclass(frozen=True, slots=True)
class Words:
    """What a move is called, what it does, what its button says, and what is said afterwards."""

    title: Any
    effect: Any
    button: Any
    done: Any
    is_grave: bool = False


WORDS = {
    "withdraw": Words(
        gettext_lazy("Withdraw the case"),
        gettext_lazy(
            "The review ends without a decision. What was submitted stays on record; "
            "you can open the case again as a draft and submit it anew."
        ),
        gettext_lazy("Withdraw"),
        gettext_lazy("The case is withdrawn."),
        is_grave=True,
    ),
    "reopen": Words(
        gettext_lazy("Open the case again"),
        gettext_lazy("The case becomes a draft again, with everything you typed."),
        gettext_lazy("Open again"),
        gettext_lazy("The case is a draft again."),
    ),
}


class MoveForm(forms.Form):
    """`seen` is the newest move the page showed, 0 for none."""

    use_required_attribute = False
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    note = Text(
        gettext_lazy("Why (optional)"),
        gettext_lazy("It stands in the history of the case, for both sides."),
        max_length=2_000,
        lines=3,
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """The moves of the proponent other than submitting. Another name is a 404."""
    if name not in WORDS:
        raise Http404
    case = own_case(request, pk)
    if request.method != "POST":
        return _page(request, case, name, MoveForm(initial={"seen": newest_move(case)}))
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, case, name, form, status=422)
    seen = form.cleaned_data["seen"]
    meanwhile = list(case.moves.filter(pk__gt=seen).select_related("actor"))
    if meanwhile:
        return _overtaken(request, case, name, meanwhile)
    try:
        make_move(case=case, name=name, actor=request.user, note=form.cleaned_data["note"])
    except MoveRefused:
        case.refresh_from_db()
        since = list(case.moves.filter(pk__gt=seen).select_related("actor"))
        return _overtaken(request, case, name, since)
    messages.success(request, str(WORDS[name].done))
    return redirect("cases:overview", pk=pk)


def newest_move(case: Case) -> int:
    last = case.moves.order_by("pk").last()
    return last.pk if last else 0


def _overtaken(
    request: HttpRequest, case: Case, name: str, meanwhile: list[MoveRecord]
) -> HttpResponse:
    """The page again, with what others did; pressing once more is then an informed decision."""
    form = MoveForm(
        initial={"seen": newest_move(case), "note": request.POST.get("note", "")[:2_000]}
    )
    return _page(request, case, name, form, meanwhile=meanwhile, status=409)


def _page(
    request: HttpRequest,
    case: Case,
    name: str,
    form: MoveForm,
    *,
    meanwhile: list[MoveRecord] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": case,
        "words": WORDS[name],
        "form": form,
        "is_open": not workflow.refusal(name, case, request.user),
        "meanwhile": [(one, _moved(one)) for one in meanwhile or []],
    }
    return render(request, "cases/move.html", context, status=status)


def _moved(record: MoveRecord) -> str:
    words = _("%(name)s: %(move)s")
    return words % {"name": record.actor.name, "move": wording.move(record.move)}
