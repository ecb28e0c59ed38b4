"""The project's cash flow for the project IRR.

Which lines count, with which sign (domain section 4, table).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

from additionality.engine.case import Investment, Line
from additionality.engine.decimals import EXACT

INFLOWS = ("revenue", "subsidy", "residual")
OUTFLOWS = ("capex", "opex", "working_capital")
CREDITS = "carbon_revenue"

Flows = tuple[Decimal, ...]


def signed(line: Line) -> Flows:
    """The line's amounts as flows to the project: inflows positive, outflows negative."""
    return (
        line.amounts
        if line.kind in (*INFLOWS, CREDITS)
        else tuple(-amount for amount in line.amounts)
    )


def net_flows(lines: Iterable[Line], years: int, *, with_credits: bool = False) -> Flows:
    """The yearly sum of the lines, without credit revenue unless asked for.

    `years` is the length of every line.
    """
    kinds = (*INFLOWS, *OUTFLOWS, *([CREDITS] if with_credits else []))
    counted = [signed(line) for line in lines if line.kind in kinds]
    with localcontext(EXACT):
        return tuple(sum((flow[year] for flow in counted), Decimal(0)) for year in range(years))


def scaled(flows: Sequence[Decimal], part: Sequence[Decimal], change: Decimal) -> Flows:
    """`flows` after the signed `part` of them has changed by the fraction `change`."""
    with localcontext(EXACT):
        return tuple(flow + change * moved for flow, moved in zip(flows, part, strict=True))


def total(lines: Iterable[Line], kinds: Sequence[str]) -> Decimal:
    """The undiscounted sum of all amounts of these kinds."""
    with localcontext(EXACT):
        return sum(
            (sum(line.amounts, Decimal(0)) for line in lines if line.kind in kinds), Decimal(0)
        )


def years_of(investment: Investment) -> int:
    """How many years the cash flow has."""
    return len(investment.lines[0].amounts)


def operating_span(investment: Investment) -> range:
    """Positions of the first to the last operating year (empty when there is none).

    A year operates when it has revenue or subsidy (operating cost, where the project earns
    nothing), unless it is a construction year still: one before the first full year in which more
    is invested than earned.

    """
    years = years_of(investment)
    earned = _sum_by_year(investment, ("revenue", "subsidy"), years)
    if not any(earned):
        earned = _sum_by_year(investment, ("opex",), years)
    invested = _sum_by_year(investment, ("capex",), years)
    operating = [year for year in range(years) if earned[year] > 0]
    full = [year for year in operating if earned[year] >= invested[year]]
    return range(full[0], operating[-1] + 1) if full else range(0)


def _sum_by_year(investment: Investment, kinds: Sequence[str], years: int) -> list[Decimal]:
    lines = [line for line in investment.lines if line.kind in kinds]
    with localcontext(EXACT):
        return [sum((line.amounts[year] for line in lines), Decimal(0)) for year in range(years)]
