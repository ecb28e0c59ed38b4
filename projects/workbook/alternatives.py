"""The sheet of the alternatives: the cash flow of each by the project's indicator, and the best of them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from projects import wording
from projects.workbook.analysis import Analysis
from projects.workbook.cash_flow import write_kinds, write_lines
from projects.workbook.outcome import write_outcome
from projects.workbook.rates import Rates
from projects.workbook.sheet import (
    ABOUT,
    HEAD,
    HEADING,
    LABEL,
    PLAIN,
    SINGLE,
    Page,
    quoted,
    write_formula,
    write_text,
)
from projects.workbook.terms import Shared


def write_alternatives(
    page: Page, shared: Shared, rates: Rates, analysis: Analysis, pattern: str
) -> tuple[str, str]:
    """The cells with the indicator of the best alternative, and with what it is called."""
    names = {one.id: one.name for one in analysis.case.alternatives}
    page.year_head(_("Line"), _("Kind"), _("Value"))
    found, titles = [], []
    for item in shared.investment.alternatives:
        page.skip()
        title = f"{item.id} {names.get(item.id, '')}".strip()
        titles.append(page.address(LABEL))
        page.line(title, HEADING)
        kinds = write_kinds(page, write_lines(page, item.lines), {})
        outcome = write_outcome(page, shared, kinds, with_credits=False)
        write_text(page.cell(LABEL), wording.indicator(shared.investment.indicator), HEAD)
        write_formula(page.cell(SINGLE), outcome.worth(rates, title), pattern)
        found.append(page.address(SINGLE))
        page.row += 1
    best = "MIN" if shared.investment.indicator == "levelised_cost" else "MAX"
    page.skip()
    write_text(page.cell(LABEL), _("The best alternative"), HEAD)
    write_formula(page.cell(SINGLE), f"{best}({','.join(found)})", pattern)
    # The first of several that are as good, as in the engine.
    name = quoted("–")
    for value, called in zip(reversed(found), reversed(titles), strict=True):
        name = f"IF({value}={page.address(SINGLE)},{called},{name})"
    write_formula(page.cell(ABOUT), name, PLAIN)
    return page.address(SINGLE), page.address(ABOUT)
