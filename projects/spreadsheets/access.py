"""Who may open an upload: the proponents of the case's organisation, nobody else."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from projects.cases.access import own_case
from projects.models import Case, Spreadsheet, SpreadsheetSheet


def own_upload(request: HttpRequest, pk: UUID, upload: int) -> Spreadsheet:
    """An upload of a case of the own organisation; else 404."""
    case = own_case(request, pk)
    found = get_object_or_404(
        Spreadsheet.objects.select_related("uploaded_by").defer("content"), case=case, pk=upload
    )
    found.case = case
    return found


def own_sheet(request: HttpRequest, pk: UUID, upload: int, position: int) -> SpreadsheetSheet:
    """A sheet of such an upload."""
    spreadsheet = own_upload(request, pk, upload)
    found = get_object_or_404(SpreadsheetSheet, spreadsheet=spreadsheet, position=position)
    found.spreadsheet = spreadsheet
    return found


def case_of(sheet: SpreadsheetSheet) -> Case:
    return sheet.spreadsheet.case
