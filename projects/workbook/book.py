"""What is left in the books at the end, written off over the technical life, as in `engine.book_value`.

Where the tax is computed, its depreciation is that of the books, and its rows say what is left.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from projects.workbook.sheet import PLAIN, Page, Row
from projects.workbook.taxation import in_use, write_disposal
from projects.workbook.terms import TECHNICAL_LIFE, Kinds


def write_book(page: Page, kinds: Kinds) -> str:
    """Rows of what was invested each year and what is left of it; the cell with the sum at the end."""
    page.heading(_("Book value over the technical life"))
    start = in_use(
        page, [kinds[kind] for kind in ("revenue", "subsidy", "carbon_revenue", "opex") if kind in kinds],
        _("In use (1) or not yet (0)"), _("First year in use"),
    )  # fmt: skip
    disposal, n, cost = write_disposal(page, kinds), page.years, kinds["capex"]
    years = page.yearly(
        _("Years in use of what was invested in the year"),
        lambda t: f"MAX(0,{n}-MAX({page.year(t)},{start}))",
        pattern=PLAIN,
    )

    def left(t: int) -> str:
        rest = f"{cost.at(t)}*(1-MIN(1,{years.at(t)}/{TECHNICAL_LIFE}))"
        if not disposal:
            return rest
        # What was sold before the last year is no longer in the books.
        return f"IF(AND({disposal}<{n - 1},{page.year(t)}<={disposal}),0,{rest})"

    row = page.yearly(
        _("Left of it in the books at the end: cost × (1 − years ÷ technical life)"),
        left,
        about=_("Together"),
        single=f"SUM({Row(page, page.row).all()})",
        single_pattern="#,##0.00",
    )
    return row.single
