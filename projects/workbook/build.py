"""The workbook of a case, sheet by sheet."""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from additionality.engine.case import Case
from additionality.engine.cashflow import years_of
from additionality.engine.findings import Finding
from projects.models.case import title_to_read
from projects.workbook.about import write_about
from projects.workbook.alternatives import write_alternatives
from projects.workbook.analysis import Analysis, analyse
from projects.workbook.cash_flow import write_cash_flow
from projects.workbook.inputs import Inputs
from projects.workbook.rates import Rates
from projects.workbook.results import ROWS, Results
from projects.workbook.sensitivity import Sensitivity
from projects.workbook.sheet import LABEL_WIDTH, PERCENT, SIX, TITLE, Page, clean
from projects.workbook.terms import BEST_NAME, TARGET, Shared

#: The media type of the file.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(case: Case, found: Finding | None = None) -> bytes:
    """The analysis of a case as XLSX in the active language; `found` spares judging it again.

    Raises `NoWorkbook` where nothing can be computed.
    """
    book = build(analyse(case, found))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def build(analysis: Analysis) -> Workbook:
    """All sheets; no cell holds a computed value."""
    investment, book = analysis.investment, Workbook()
    years = years_of(investment)
    shared = Shared(investment, years)
    pattern = PERCENT if shared.is_rate else SIX
    inputs = Page(book.active, years)
    flow_page = Page(book.create_sheet(_("Cash flow")), years)
    table = Page(book.create_sheet(_("Sensitivity")), years)
    others = None
    if investment.option != "benchmark":
        others = Page(book.create_sheet(_("Alternatives")), years)
    workings = Page(book.create_sheet(_("Variations")), years)
    search = Page(book.create_sheet(_("Rates of return")), years)
    about = Page(book.create_sheet(_("About this workbook")), years)

    inputs.sheet.title = _("Inputs")
    project = analysis.case.project
    title = _("Investment analysis: %(project)s") % {
        "project": title_to_read(project.name, project.name_zh)
    }
    inputs.line(title, TITLE)
    inputs.row = ROWS
    entered = Inputs(inputs, analysis)
    changes = entered.write()
    rates = Rates.on(search)
    flow = write_cash_flow(flow_page, shared, changes)
    if others:
        best, name = write_alternatives(others, shared, rates, analysis, pattern)
        entered.name(TARGET, best)
        entered.name(BEST_NAME, name)
    results = Results(inputs, analysis, flow, rates, pattern)
    needed = Sensitivity(table, workings, rates, shared, flow, analysis, pattern).write()
    results.write(needed)
    write_about(about, analysis)

    for page in (flow_page, others, workings):
        if page:
            _look(page.sheet, (LABEL_WIDTH, 30, 14), "D3", landscape=True)
            page.sheet.print_title_cols = "A:A"
            page.sheet.print_title_rows = "1:1"
    _look(inputs.sheet, (LABEL_WIDTH, 42, 36, 46), "A3", landscape=False)
    _look(table.sheet, (58, 32, 22, 16, 22, 26, 22, 20), "B1", landscape=True)
    _look(search.sheet, (50, 18, 18, 40), "E2", landscape=True)
    # The present values by which a rate is found are many; on paper the rates will do.
    search.sheet.print_area = f"A1:D{search.row}"
    _look(about.sheet, (40, 76), None, landscape=False)
    book.properties.creator = ""
    book.properties.title = clean(title)
    book.calculation.fullCalcOnLoad = True
    return book


def _look(
    sheet: Worksheet, widths: tuple[int, ...], frozen: str | None, *, landscape: bool
) -> None:
    """Widths, what stays in sight, and how it is printed."""
    for column in range(1, sheet.max_column + 1):
        width = widths[column - 1] if column <= len(widths) else 15
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = frozen
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&A  &P / &N"
