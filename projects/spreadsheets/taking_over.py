"""The last page before the cash flow: what was found cell by cell, what changes, and the button."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from projects.models import Case, SpreadsheetSheet
from projects.services import spreadsheets
from projects.spreadsheets.access import case_of, own_sheet
from projects.spreadsheets.mapping import Mapping
from projects.spreadsheets.merging import (
    MERGE,
    REPLACE,
    TooManyLines,
    TooManyYears,
    basis_of,
    changes,
    common_basis,
    currency_of,
    lines_there,
    merged,
    named_once,
    years_kept,
)
from projects.spreadsheets.reading import Reading, shortened
from projects.spreadsheets.taken import Taken, around, with_taken
from projects.spreadsheets.targets import Target, target_of
from projects.tables.faults import stretches
from projects.wizard import saving
from projects.wizard.conflict import who_saved
from projects.wizard.forms.cash_flow import KINDS, MOST_YEARS, CashFlowForm
from projects.wizard.views import version_posted
from projects.wording.table_faults import ROUNDED_FROM, grouped, left_out


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: UUID, upload: int, position: int) -> HttpResponse:
    """What the mapping reads and what it would change; a POST takes it over into the draft."""
    row = own_sheet(request, pk, upload, position)
    case = case_of(row)
    if not case.is_editable:
        return redirect("cases:overview", pk=pk)
    if not row.mapping:
        return redirect("spreadsheets:mapping", pk=pk, upload=upload, position=position)
    reading = Reading(row.as_read(), Mapping.from_dict(row.mapping))
    if request.method != "POST":
        return _page(request, case, row, reading, MERGE)
    how = REPLACE if request.POST.get("how") == REPLACE else MERGE
    if hindrance(case, reading, how):
        return _page(request, case, row, reading, how, status=422)
    return _take_over(request, case, row, reading, how)


def hindrance(case: Case, reading: Reading, how: str) -> str:
    """Why nothing can be taken over as it stands, or ""."""
    if not reading.lines:
        return _("No row is a line of money yet. Go back and choose the kind of at least one.")
    if not reading.years:
        return _(
            "It is not known which years the amounts belong to. Go back and say where the years "
            "stand, or which year the first amount belongs to."
        )
    target = target_of(case.draft, reading.mapping.to)
    if target is None:
        return _(
            "It is not said whose cash flow this is. Go back and choose: that of the project, or of "
            "which alternative."
        )
    try:
        merged(case.draft, reading, how, target=target)
    except TooManyYears:
        words = _("File and cash flow together are longer than %(most)s years.")
        return words % {"most": MOST_YEARS}
    except TooManyLines:
        words = _("File and cash flow together have more than %(most)s lines.")
        return words % {"most": CashFlowForm.most_cards}
    return ""


def _take_over(
    request: HttpRequest, case: Case, row: SpreadsheetSheet, reading: Reading, how: str
) -> HttpResponse:
    source = row.spreadsheet.evidence_key
    target = target_of(case.draft, reading.mapping.to) or Target()
    taken = Taken.of(row, reading, timezone.now().isoformat())
    try:
        saving.save_step(
            case=case,
            person=request.user,
            version=version_posted(request),
            changes=merged(case.draft, reading, how, source, target)
            | with_taken(case.draft, taken, how),
        )
    except saving.Stale as stale:
        words = _("Nothing was taken over yet: below is what would change now.")
        messages.warning(request, f"{who_saved(stale.case)} {words}")
        return _page(request, stale.case, row, reading, how, status=409)
    except (saving.Closed, saving.Deleted):
        messages.warning(request, _("The case cannot be changed now."))
        return redirect("cases:list")
    spreadsheets.remember(case=case, actor=request.user, sheet=row.name, mapping=reading.mapping)
    number = len(reading.lines)
    words = ngettext(
        "%(number)s line was taken over from “%(sheet)s” of %(file)s.",
        "%(number)s lines were taken over from “%(sheet)s” of %(file)s.",
        number,
    )
    names = {"number": number, "sheet": row.name, "file": row.spreadsheet.name}
    messages.success(request, words % names)
    if cells := left_out(shortened(reading.faults)):
        blank = _("These cells were left out and are blank in the cash flow: %(cells)s.")
        messages.warning(request, blank % {"cells": cells})
    return redirect("wizard:step", pk=case.pk, step=target.step)


def readable(amount: Decimal | None) -> Decimal | None:
    """An amount as the page shows it: a large one without the decimals that a formula leaves behind."""
    return amount if amount is None or abs(amount) < ROUNDED_FROM else round(amount, 2)


def _page(
    request: HttpRequest,
    case: Case,
    row: SpreadsheetSheet,
    reading: Reading,
    how: str,
    *,
    status: int = 200,
) -> HttpResponse:
    stops = hindrance(case, reading, how)
    target = target_of(case.draft, reading.mapping.to) or Target()
    first, count = reading.first_year or 0, reading.number_of_years
    years = list(range(first, first + count))
    kinds = dict(KINDS)
    context = {
        "case": case,
        "upload": row.spreadsheet,
        "sheet": row,
        "hindrance": stops,
        "how": how,
        "merge": MERGE,
        "replace": REPLACE,
        "years": years,
        "lines": [
            (
                line.name,
                kinds[line.kind],
                [readable(line.amounts.get(year)) for year in years],
                readable(line.total),
            )
            for line in named_once(reading)
        ],
        "currency": currency_of(case.draft),
        "faults": grouped(shortened(reading.faults)),
        "faults_elsewhere": grouped(around(row, reading)),
        "target": target,
        "has_lines": bool(lines_there(case.draft, target)),
        "changes": [
            (
                replace(one, before=readable(one.before), after=readable(one.after)),
                kinds.get(one.kind, ""),
            )
            for one in changes(case.draft, reading, how, target)
        ],
        "before": basis_of(case.draft),
        "years_kept": stretches(years_kept(case.draft, reading, target)),
        "after": None if stops else common_basis(case.draft, reading, how, target),
    }
    return render(request, "spreadsheets/check.html", context, status=status)
