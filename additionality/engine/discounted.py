"""Do the flows look as if they had been discounted before they were entered?

An IRR taken of discounted flows is far too low, and makes an attractive project look unattractive
(published case P1: 16.2 % became 6.5 %). Discounting leaves a trace: every recurring line falls
from year to year by about the same ratio, 1 / (1 + d), even where the undiscounted amounts step up
or down now and then. The criterion asks all of:

- every recurring operating line (revenue, subsidy or opex with amounts in at least five consecutive
  years) falls by a ratio between 0.70 and 0.965, that is by a discount rate between 4 % and 42 %; flat
  prices (ratio 1), inflation (above 1), and the degradation of panels or turbines (0.98 to 0.998) are
  outside;
- at least 60 % of that line's yearly ratios lie within 0.25 % of their median; a line that falls
  unevenly, or by equal amounts, is outside. The share leaves room for the steps of the undiscounted
  amounts. Every line but the largest, which sets the measure, is also given the room that rounding
  to its last written digit needs.

Landfill gas falls by a constant ratio, too, but its operating cost does not, so that all lines
together clear it.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from itertools import pairwise
from statistics import median

from additionality.engine.decimals import EXACT, exponent_of
from additionality.engine.investment_facts import Investment, Line

LEAST_RATIO, MOST_RATIO = Decimal("0.70"), Decimal("0.965")
BAND = Decimal("0.0025")
SHARE = Decimal("0.6")
LEAST_YEARS = 5


def looks_discounted(investment: Investment) -> Decimal | None:
    """The yearly ratio by which the operating lines fall, or `None`.

    `None` says that they do not look discounted.
    """
    with localcontext(EXACT):
        found = [line.amounts for line in recurring_lines(investment)]
        found.sort(key=sum, reverse=True)
        if not found or not all(_falls_evenly(a, i == 0) for i, a in enumerate(found)):
            return None
        return median(median(_ratios(amounts)) for amounts in found)


def recurring_lines(investment: Investment) -> list[Line]:
    """The operating lines with amounts in enough consecutive years to be judged."""
    operating = [line for line in investment.lines if line.kind in ("revenue", "subsidy", "opex")]
    return [line for line in operating if len(_pairs(line.amounts)) >= LEAST_YEARS - 1]


def _pairs(amounts: tuple[Decimal, ...]) -> list[tuple[Decimal, Decimal]]:
    """Each amount after the one of the year before, where both are positive."""
    return [(before, after) for before, after in pairwise(amounts) if before > 0 and after > 0]


def _ratios(amounts: tuple[Decimal, ...]) -> list[Decimal]:
    return [after / before for before, after in _pairs(amounts)]


def _falls_evenly(amounts: tuple[Decimal, ...], is_largest: bool) -> bool:
    ratios = _ratios(amounts)
    middle = median(ratios)
    unit = Decimal(1).scaleb(min(0, *(exponent_of(amount) for amount in amounts)))
    near = 0
    for (before, _), ratio in zip(_pairs(amounts), ratios, strict=True):
        # Either amount may be off by half a unit.
        rounding = 0 if is_largest else unit * (1 + middle) / 2 / before
        near += abs(ratio - middle) <= BAND * middle + rounding
    return LEAST_RATIO <= middle <= MOST_RATIO and near >= SHARE * len(ratios)
