"""Deleting a draft: a page that names what is lost, and a POST."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.cases.access import own_case
from projects.cases.presence import seen_in
from projects.models import Case
from projects.services.deleting import can_be_deleted, delete_draft
from projects.services.evidence import in_use
from projects.services.moves import MoveOvertaken, MoveRefused
from projects.wizard.steps import STEPS


class DeleteForm(forms.Form):
    """`version` is the version of the draft whose loss was shown."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Lost:
    """What goes with a draft: the steps that were answered, and the files."""

    steps: list[str]
    files: list[Any]


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Only a draft that was never submitted; for any other case the page says why not."""
    case = own_case(request, pk)
    if request.method != "POST":
        return _page(request, case)
    form = DeleteForm(request.POST)
    if not form.is_valid():
        return _page(request, case, status=422)
    try:
        record = delete_draft(case=case, actor=request.user, version=form.cleaned_data["version"])
    except MoveOvertaken:
        return _overtaken(request, case)
    except MoveRefused:
        return _page(request, case, status=409)
    words = _("The draft %(reference)s is deleted.")
    messages.success(request, words % {"reference": record.reference})
    return redirect("cases:list")


def _overtaken(request: HttpRequest, case: Case) -> HttpResponse:
    """A colleague was faster: the draft changed, or is gone already."""
    now = Case.objects.filter(pk=case.pk).select_related("draft_saved_by").first()
    if now is None:
        messages.info(request, _("The draft was deleted already."))
        return redirect("cases:list")
    return _page(request, now, changed=True, status=409)


def _page(
    request: HttpRequest, case: Case, *, changed: bool = False, status: int = 200
) -> HttpResponse:
    steps = [step for step in STEPS if any(_typed(case, step.name))]
    context = {
        "case": case,
        "can_be_deleted": can_be_deleted(case),
        "lost": Lost([str(step.title) for step in steps], in_use(case)),
        "seen": seen_in([case], request.user)[case.pk],
        "changed": changed,
        "form": DeleteForm(initial={"version": case.draft_version}),
    }
    return render(request, "cases/delete.html", context, status=status)


def _typed(case: Case, step: str) -> list[str]:
    return [text for texts in case.draft.get(step, {}).values() for text in texts if text.strip()]
