"""Uploading a spreadsheet for the cash flow of a case."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from projects.cases.access import own_case
from projects.cases.refusals import already_there, refusal
from projects.models import Case, Spreadsheet
from projects.services import evidence, spreadsheets
from projects.services.file_types import FileRefused
from projects.services.room import is_no_room
from projects.spreadsheets.targets import alternatives_of
from projects.tables.limits import MIB, Limits, TableRefused
from projects.wording.tables import refused_sentence

ENDINGS = ".xlsx,.xlsm,.ods,.csv,.tsv,.txt"


class UploadForm(forms.Form):
    """The file, and whether it is evidence as well."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("Choose the file of your calculation"),
        help_text=gettext_lazy(
            "A workbook (.xlsx, .ods) or text with separators (.csv). It is read, never run: no macro, "
            "no link, no formula."
        ),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.ClearableFileInput(attrs={"accept": ENDINGS}),
    )
    is_evidence = forms.BooleanField(
        label=gettext_lazy("Keep the file as evidence of this case too"),
        help_text=gettext_lazy("It then gets a number, such as E1, and is the source of the lines taken from it."),
        required=False,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form, and what was uploaded before."""
    case = own_case(request, pk)
    if not case.is_editable:
        return redirect("cases:overview", pk=pk)
    if request.method != "POST":
        return _page(request, case, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, case, form, status=422)
    given = form.cleaned_data["file"]
    try:
        row = spreadsheets.take_in(case=case, actor=request.user, file=given, name=given.name)
    except TableRefused as refused:
        form.add_error("file", refused_sentence(refused))
        return _page(request, case, form, status=422)
    except spreadsheets.SpreadsheetClosed:
        form.add_error("file", _("The case cannot be changed now."))
        return _page(request, case, form, status=422)
    if form.cleaned_data["is_evidence"]:
        _keep_as_evidence(request, row, given)
    return redirect("spreadsheets:found", pk=pk, upload=row.pk)


def _keep_as_evidence(request: HttpRequest, row: Spreadsheet, given: forms.FileField) -> None:
    """Add the file to the evidence, or say why it is not; it is read in any case."""
    try:
        added = evidence.add_evidence(
            case=row.case,
            actor=request.user,
            file=given,
            name=given.name,
            size=given.size,
            title=given.name,
        )
    except evidence.AlreadyThere as there:
        key = there.existing.key
        messages.info(request, already_there(there.existing))
    except FileRefused as refused:
        words = _("The file is read, but it is not kept as evidence. %(reason)s")
        messages.warning(request, words % {"reason": refusal(refused)})
        return
    except evidence.EvidenceClosed:
        return
    except (OSError, DatabaseError) as error:
        if not is_no_room(error):
            raise
        words = _("The file is read, but it is not kept as evidence. %(reason)s")
        messages.warning(request, words % {"reason": _("The disk of the server is full.")})
        return
    else:
        key = added.key
        messages.success(request, _("%(key)s is uploaded.") % {"key": key})
    Spreadsheet.objects.filter(pk=row.pk).update(evidence_key=key)


def _page(request: HttpRequest, case: Case, form: UploadForm, *, status: int = 200) -> HttpResponse:
    limits = Limits()
    context = {
        "case": case,
        "form": form,
        "uploads": case.spreadsheets.defer("content").select_related("uploaded_by"),
        "limit": limits.packed // MIB,
        "cells": limits.cells,
        "sheets": limits.sheets,
        "has_alternatives": bool(alternatives_of(case.draft)),
    }
    return render(request, "spreadsheets/upload.html", context, status=status)
