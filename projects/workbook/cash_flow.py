"""The sheet of the cash flow: every line as entered, loan, depreciation, totals, tax, net flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from additionality.engine.investment_facts import Line
from projects import wording
from projects.workbook.book import write_book
from projects.workbook.lending import write_loan
from projects.workbook.outcome import Outcome, write_outcome
from projects.workbook.sheet import FIRST_YEAR, PERCENT, SINGLE, Page, Row, write_number
from projects.workbook.taxation import write_shares
from projects.workbook.terms import KINDS, Kinds, Shared


@dataclass(frozen=True, slots=True)
class CashFlow:
    """The project's rows: each line with the change set for it, kinds, outcome without and with.

    `book` is the cell with the book value at the end of the last year, if it is known.
    """

    lines: Mapping[str, Row]
    kinds: Kinds
    without: Outcome
    with_credits: Outcome | None
    payback: Row
    book: str = ""


def write_cash_flow(page: Page, shared: Shared, changes: Mapping[str, str]) -> CashFlow:
    """`changes` are the cells by which each line is changed."""
    investment = shared.investment
    page.year_head(_("Line"), _("Kind"), _("Change"))
    page.heading(_("Lines as entered, in %(currency)s") % {"currency": investment.currency})
    groups = write_lines(page, investment.lines, changes)
    if any(investment.output.amounts):
        page.heading(_("Output"))
        shared.output = page.yearly(
            _("Output"), amounts=investment.output.amounts, about=investment.output.unit
        )
    loan = write_loan(page, investment.loan) if investment.loan else {}
    if investment.tax and investment.tax.depreciation:
        shared.shares = write_shares(page)
    page.heading(_("Totals by kind, with the changes"))
    kinds = write_kinds(page, groups, loan)
    page.heading(_("Without credits"))
    without = write_outcome(page, shared, kinds, with_credits=False)
    payback = _payback(page, without.net)
    with_credits = None
    if "carbon_revenue" in kinds:
        page.heading(_("With credits"))
        with_credits = write_outcome(page, shared, kinds, with_credits=True)
        _cumulative(page, with_credits.net)
    book = ""
    if without.taxes and without.taxes.book:
        book = page.address(FIRST_YEAR + page.years - 1, without.taxes.book.number)
    elif investment.technical_life_years and not investment.tax and "capex" in kinds:
        book = write_book(page, kinds)
    lines = {one.name: row for group in groups.values() for one, row in group}
    return CashFlow(lines, kinds, without, with_credits, payback, book)


Groups = dict[str, list[tuple[Line, Row]]]


def write_lines(
    page: Page, lines: Sequence[Line], changes: Mapping[str, str] | None = None
) -> Groups:
    """Every line as entered, those of a kind together; its change stands here without `changes`."""
    groups: Groups = {}
    for kind in KINDS:
        for line in (one for one in lines if one.kind == kind):
            row = page.yearly(
                line.name,
                amounts=line.amounts,
                about=wording.line_kind(kind),
                single=changes[line.name] if changes else "",
                single_pattern=PERCENT,
            )
            if not changes:
                write_number(page.cell(SINGLE, row.number), 0, PERCENT)
            groups.setdefault(kind, []).append((line, row))
    return groups


def write_kinds(page: Page, groups: Groups, loan: Kinds) -> Kinds:
    """The yearly total of each kind that has a line, the change of each line applied."""
    kinds = {}
    for kind in (one for one in KINDS if one in groups or one in loan):
        rows = [row for _line, row in groups.get(kind, [])]
        own = loan.get(kind)

        def total(t: int, rows: list[Row] = rows, own: Row | None = own) -> str:
            return "+".join([*_changed(rows, t), *([own.at(t)] if own else [])])

        kinds[kind] = page.yearly(wording.line_kind(kind), total)
    return kinds


def _changed(rows: list[Row], t: int) -> list[str]:
    if not rows:
        return []
    first, last = rows[0], rows[-1]
    if first == last:
        return [f"{first.at(t)}*(1+$C{first.number})"]
    return [f"SUMPRODUCT(1+$C{first.number}:$C{last.number},{first.at(t)}:{last.at(t)})"]


def _cumulative(page: Page, net: Row) -> Row:
    return page.yearly(_("Cumulative net cash flow"), lambda t: f"SUM({net.to(t)})")


def _payback(page: Page, net: Row) -> Row:
    """The cumulative flow, and when it becomes positive, within a year evenly; the last such time counts."""
    total = _cumulative(page, net)

    def crossing(t: int) -> str:
        if not t:
            return '""'
        before, after = total.at(t - 1), total.at(t)
        return f'IF(AND({before}<0,{after}>=0),{page.year(t - 1)}-{before}/{net.at(t)},"")'

    row = page.row
    last = Row(page, total.number).at(page.years - 1)
    none = f'IF(OR({last}<0,MIN({total.all()})>=0),"–",MAX({Row(page, row).all()}))'
    return page.yearly(
        _("Paid back, in years after the first"), crossing, single=none, single_pattern="0.00",
        pattern="0.00",
    )  # fmt: skip
