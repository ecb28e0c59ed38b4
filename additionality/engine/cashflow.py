"""The lines of a cash flow: which kinds come in and which go out, sums, and the operating years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

from additionality.engine.decimals import EXACT
from additionality.engine.investment_facts import Investment, Line

INFLOWS = ("revenue", "subsidy", "residual")
OUTFLOWS = ("capex", "opex", "working_capital")
CREDITS = "carbon_revenue"

Flows = tuple[Decimal, ...]


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
