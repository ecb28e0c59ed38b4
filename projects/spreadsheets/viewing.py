"""An upload as it was found: how far its reading is, its sheets, and how each is read."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.models import Case, RememberedMapping, Spreadsheet, SpreadsheetSheet
from projects.services import spreadsheets, workers
from projects.spreadsheets import choices
from projects.spreadsheets.access import case_of, own_sheet, own_upload
from projects.spreadsheets.grid import Grid
from projects.spreadsheets.mapping import (
    MOST_LINES,
    ROWS,
    Mapping,
    place_words,
    posted_mapping,
    turned_mapping,
)
from projects.spreadsheets.merging import basis_of
from projects.spreadsheets.places import PlacesForm
from projects.spreadsheets.preview import Preview
from projects.spreadsheets.proposing import (
    candidates,
    not_listed,
    proposal,
    propose,
    proposed_lines,
)
from projects.spreadsheets.remembered import Fitting, fitting
from projects.spreadsheets.targets import OWN, choices_of, posted_to
from projects.tables.faults import Fault, without_result
from projects.tables.limits import TableRefused
from projects.tables.sheet import Sheet
from projects.wizard.forms.cash_flow import CashFlowForm
from projects.wording.table_faults import grouped
from projects.wording.tables import refused_sentence

PATIENCE = 60  # seconds without progress after which the page says so


@require_safe
def found(request: HttpRequest, pk: UUID, upload: int) -> HttpResponse:
    """How far the reading is; then why the file was refused, or its sheets and what is wrong in it."""
    row = own_upload(request, pk, upload)
    if not row.case.is_editable:
        return redirect("cases:overview", pk=pk)
    refused = row.refused and refused_sentence(
        TableRefused(row.refused["code"], **row.refused["params"])
    )
    sheets = row.sheets.defer("content", "mapping")
    context = {
        "case": row.case,
        "upload": row,
        "is_open": row.stage in spreadsheets.OPEN,
        "percent": row.done // 10,
        "warning": _warning(row),
        "refused": refused,
        "faults": grouped(map(Fault.from_dict, row.faults)),
        "sheets": [(one, grouped(map(Fault.from_dict, one.faults))) for one in sheets],
    }
    return render(request, "spreadsheets/found.html", context)


def _warning(row: Spreadsheet) -> str:
    """Why an upload that waits may wait longer, or ""."""
    if row.stage not in spreadsheets.OPEN:
        return ""
    if not workers.living().exists():
        return _(
            "Nobody has taken up this work so far. No worker seems to be running; "
            "an administrator can start one. The work is kept and will be done then."
        )
    if (timezone.now() - row.changed_at).total_seconds() <= PATIENCE:
        return ""
    return _("There has been no progress for a while. You can upload the file again.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """How a sheet is read as it stands: chosen before, remembered from another file, or proposed."""

    mapping: Mapping
    remembered: Fitting | None = None
    is_kept: bool = False


def chosen(case: Case, row: SpreadsheetSheet, sheet: Sheet) -> Chosen:
    """What was chosen for this sheet; else what fits of earlier ones; else what the sheet suggests."""
    if row.mapping:
        return Chosen(Mapping.from_dict(row.mapping), is_kept=True)
    rows = RememberedMapping.objects.filter(organisation=case.organisation_id)
    fits = fitting(case, sheet, rows.select_related("case", "saved_by"))
    if fits:
        return Chosen(fits.mapping, fits)
    return Chosen(propose(sheet, _first_year(case)))


def _first_year(case: Case) -> str:
    return str(basis_of(case.draft).first_year or "")


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest, pk: UUID, upload: int, position: int) -> HttpResponse:
    """The sheet with what is proposed or chosen; a POST keeps what was chosen and goes on."""
    row = own_sheet(request, pk, upload, position)
    case, sheet = case_of(row), row.as_read()
    if not case.is_editable:
        return redirect("cases:overview", pk=pk)
    now = chosen(case, row, sheet)
    if request.method == "POST":
        return _posted(request, row, sheet, now)
    return _shown(request, row, sheet, now)


def _shown(
    request: HttpRequest,
    row: SpreadsheetSheet,
    sheet: Sheet,
    now: Chosen,
    refused: PlacesForm | None = None,
) -> HttpResponse:
    """The page of a mapping; with `refused`, what was typed and cannot be read."""
    grid = Grid(sheet, now.mapping.orientation)
    preview = Preview(grid, now.mapping, _page(request.GET.get("page", "")))
    across = not grid.is_turned
    form = refused or PlacesForm(
        initial={
            "years_at": place_words(now.mapping.years_at, not across),
            "labels_at": place_words(now.mapping.labels_at, across),
            "first": place_words(now.mapping.first, across),
            "last": place_words(now.mapping.last, across),
            "first_year": now.mapping.first_year,
        },
        across=across,
    )
    context = {
        "case": case_of(row),
        "upload": row.spreadsheet,
        "sheet": row,
        "mapping": now.mapping,
        "remembered": now.remembered,
        "is_kept": now.is_kept,
        "preview": preview,
        "without_result": len(without_result(sheet)),
        "most_lines": MOST_LINES,
        "most_of_a_cash_flow": CashFlowForm.most_cards,
        "not_listed": not_listed(grid, now.mapping),
        "is_turned": grid.is_turned,
        "alternatives": choices_of(case_of(row).draft),
        "own": OWN,
        "form": form,
        "choices": choices,
    }
    status = 422 if refused else 200
    return render(request, "spreadsheets/mapping.html", context, status=status)


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _posted(request: HttpRequest, row: SpreadsheetSheet, sheet: Sheet, now: Chosen) -> HttpResponse:
    """Keep what was chosen, or forget it; then look again, turn the page, or check."""
    before = now.mapping
    here = {"pk": case_of(row).pk, "upload": row.spreadsheet_id, "position": row.position}
    address, action = reverse("spreadsheets:mapping", kwargs=here), request.POST.get("do", "")
    if action == "propose":
        fresh = replace(propose(sheet, _first_year(case_of(row))), to=before.to)
        spreadsheets.keep_mapping(sheet=row, mapping=fresh)
        messages.info(request, _("This is what the sheet itself suggests."))
        return redirect(address)
    to = posted_to(request.POST.get("to", before.to), case_of(row).draft, before.to)
    after = replace(as_posted(request, sheet, before), to=to)
    typed = PlacesForm(request.POST, across=before.orientation == ROWS)
    if after.orientation == before.orientation and not typed.is_valid():
        return _shown(request, row, sheet, replace(now, mapping=after), typed)
    spreadsheets.keep_mapping(sheet=row, mapping=after)
    if action == "check":
        return redirect("spreadsheets:check", **here)
    page = action.removeprefix("page-") if action.startswith("page-") else ""
    return redirect(f"{address}?page={_page(page)}#lines" if page else f"{address}#lines")


def as_posted(request: HttpRequest, sheet: Sheet, before: Mapping) -> Mapping:
    """The mapping with what was posted; lines are proposed anew where none could be before."""
    shown = {
        at: label
        for at, label in candidates(Grid(sheet, before.orientation), before).items()
        if f"kind-{at}" in request.POST
    }
    after = posted_mapping(before, request.POST, shown)
    if after.orientation != before.orientation:
        first_year = request.POST.get("first_year", before.first_year).strip()[:20]
        found = proposal(sheet, after.orientation, first_year)
        before, after = found, turned_mapping(found, request.POST, first_year)
    moved = (after.labels_at, after.first, after.last) != (
        before.labels_at,
        before.first,
        before.last,
    )
    if moved and not after.lines:
        after = replace(after, lines=proposed_lines(Grid(sheet, after.orientation), after))
    return after
