"""The rows of a tax, computed year by year from its terms as `engine.taxation` does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from projects.workbook.sheet import PLAIN, SINGLE, Page, Row
from projects.workbook.terms import (
    CARRIED,
    DECLINING,
    HOLIDAY,
    LIFE,
    METHOD,
    TAX_RATE,
    Kinds,
    Shared,
)


@dataclass(frozen=True, slots=True)
class Taxes:
    """The rows of taxable income and of tax; `start` is the cell with the first year that earns.

    `book`: the book value at the end of every year, where anything is depreciated.
    """

    start: str
    base: Row
    tax: Row
    book: Row | None = None


def write_shares(page: Page) -> Row:
    """What share of an asset is depreciated at each age, the greatest age first.

    Read beside what was put into service from the first year on, each share meets its asset.
    """
    page.heading(_("Depreciation by the age of an asset"))
    n = page.years
    age = page.yearly(
        _("Years since its first year in service"), lambda t: str(n - 1 - t), pattern=PLAIN
    )
    book, share = page.row, page.row + 1

    def cell(row: int, t: int) -> str:
        return Row(page, row).at(t)

    page.yearly(
        _("Book value at the start, as a share of its cost"),
        lambda t: "1" if t == n - 1 else f"{cell(book, t + 1)}-{cell(share, t + 1)}",
        pattern="0.0000%",
    )

    def share_of(t: int) -> str:
        years = age.at(t)
        straight = f"IF({years}<{LIFE},1/{LIFE},0)"
        left = cell(book, t)
        rest = f"IF({years}={LIFE}-1,{left},{left}*{DECLINING})"
        limited = f"IF({years}>={LIFE},0,{rest})"
        return f'IF({METHOD}=1,{straight},IF({LIFE}="",{left}*{DECLINING},{limited}))'

    return page.yearly(_("Depreciated at this age"), share_of, pattern="0.0000%")


def write_tax(page: Page, shared: Shared, kinds: Kinds, *, with_credits: bool) -> Taxes:
    """The tax of every year on the cash flow whose rows `kinds` are, on this sheet."""
    start, earning = _start(page, kinds), page.row - 1
    charges, sold, book = _depreciation(page, shared, kinds, start)
    incomes = ["revenue", "subsidy", "residual", *(["carbon_revenue"] if with_credits else [])]
    plus = [kinds[kind] for kind in incomes if kind in kinds]
    minus = [kinds[kind] for kind in ("opex", "interest") if kind in kinds]
    minus += [row for row in (charges, sold) if row]
    first = page.address(SINGLE, earning)
    due = write_due(page, lambda t: signed(plus, minus, t, page), first)
    return replace(due, book=book)


def write_due(page: Page, income: Callable[[int], str], start: str) -> Taxes:
    """From the taxable income of every year, before losses, to the tax."""
    base = page.yearly(_("Taxable income"), income)
    loss = page.yearly(_("Loss"), lambda t: f"MAX(0,-{base.at(t)})")
    gone, used = page.row, page.row + 1

    def gone_before(t: int) -> str:
        if not t:
            return "0"
        before = f"{Row(page, gone).at(t - 1)}+{Row(page, used).at(t - 1)}"
        on_time = f"({page.positions.all()}<{page.year(t)}-{CARRIED})"
        lapsed = f'IF({CARRIED}="",0,SUMPRODUCT({on_time}*{loss.all()}))'
        return f"MAX({before},{lapsed})"

    page.yearly(_("Losses used up or lapsed before the year"), gone_before)
    page.yearly(
        _("Losses used"),
        lambda t: (
            f"MIN(MAX(0,{base.at(t)}),MAX(0,SUM({loss.to(t - 1)})-{Row(page, gone).at(t)}))"
            if t
            else "0"
        ),
    )

    def tax_of(t: int) -> str:
        now = page.year(t)
        due = f"MAX(0,{base.at(t)}-{Row(page, used).at(t)})*{TAX_RATE}"
        return f"IF(AND({now}>={start},{now}<{start}+{HOLIDAY}),0,{due})"

    return Taxes(start, base, page.yearly(_("Tax"), tax_of))


def signed(plus: list[Row], minus: list[Row], t: int, on: Page) -> str:
    """The sum of the rows in one year, those of `minus` taken away."""
    text = "+".join(row.at(t, on) for row in plus) or "0"
    return text + "".join(f"-{row.at(t, on)}" for row in minus)


def _start(page: Page, kinds: Kinds) -> str:
    """The position of the first year that earns: from sales, else from subsidy, else from credits."""
    rows = [kinds[kind] for kind in ("revenue", "subsidy", "carbon_revenue") if kind in kinds]
    return in_use(page, rows, _("Earning (1) or not yet (0)"), _("First year that earns"))


def in_use(page: Page, rows: list[Row], label: str, about: str) -> str:
    """The position of the first year in which the first of these rows that holds anything does."""

    def begun_by(t: int) -> str:
        text = "0"
        for row in reversed(rows):
            text = f"IF(SUM({row.all()})>0,IF(SUM({row.to(t)})>0,1,0),{text})"
        return text

    row = page.yearly(
        label,
        begun_by,
        about=about,
        single=f"{page.years}-SUM({Row(page, page.row).all()})",
        pattern=PLAIN,
    )
    return f"$C{row.number}"


def _depreciation(
    page: Page, shared: Shared, kinds: Kinds, start: str
) -> tuple[Row | None, Row | None, Row | None]:
    """The charge of every year, the book value in the year of disposal, and that of every year."""
    if "capex" not in kinds or shared.shares is None:
        return None, None, None
    cost = kinds["capex"]
    disposal = write_disposal(page, kinds)

    def put_in(t: int, bought: str) -> str:
        now = page.year(t)
        before = f"SUMPRODUCT({cost.to(t)}*{_after(t, bought)})" if bought else f"SUM({cost.to(t)})"
        own = f"{cost.at(t)}*({now}>{bought})" if bought else cost.at(t)
        return f"IF({now}<{start},0,IF({now}={start},{before},{own}))"

    def _after(t: int, bought: str) -> str:
        return f"({page.positions.to(t)}>{bought})"

    service = page.yearly(_("Put into service"), lambda t: put_in(t, ""))
    late = None
    if disposal:
        last = disposal
        late = page.yearly(_("of it bought after the disposal"), lambda t: put_in(t, last))
    shares, n = shared.shares, page.years

    def charge(t: int) -> str:
        aged = shares.since(n - 1 - t, page)
        whole = f"SUMPRODUCT({service.to(t)},{aged})"
        if not late or not disposal:
            return whole
        rest = f"SUMPRODUCT({late.to(t)},{aged})"
        return f"IF(OR({disposal}<0,{page.year(t)}<={disposal}),{whole},{rest})"

    charges = page.yearly(_("Depreciation"), charge)
    return charges, *_book(page, kinds, charges, disposal)


def write_disposal(page: Page, kinds: Kinds) -> str:
    """The position of the last year with a residual value, below 0 where there is none."""
    residual = kinds.get("residual")
    if residual is None:
        return ""
    row = page.row
    page.yearly(
        _("Last year with a residual value so far"),
        lambda t: (
            f"IF({residual.at(t)}<>0,{page.year(t)},{Row(page, row).at(t - 1) if t else '-1'})"
        ),
        single=Row(page, row).at(page.years - 1),
        pattern=PLAIN,
    )
    return f"$C{row}"


def _book(page: Page, kinds: Kinds, charges: Row, disposal: str) -> tuple[Row | None, Row]:
    """What is left at the end of every year, and in the year of disposal of all bought until then."""
    cost, sold = kinds["capex"], page.row + 1

    def left(t: int) -> str:
        gone = f"-SUM({Row(page, sold).to(t - 1)})" if disposal and t else ""
        return f"SUM({cost.to(t)})-SUM({charges.to(t)}){gone}"

    book = page.yearly(_("Book value at the end of the year"), left)
    if not disposal:
        return None, book
    page.yearly(
        _("Book value at disposal"), lambda t: f"IF({page.year(t)}={disposal},{book.at(t)},0)"
    )
    found, residual = Row(page, sold), kinds["residual"]
    page.yearly(
        _("Profit or loss on disposal: residual value less book value"),
        lambda t: f"{residual.at(t)}-{found.at(t)}",
    )
    return found, book
