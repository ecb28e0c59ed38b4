"""What is left of the investment in the books at the end of the analysis.

TOOL27, fair value of the assets at the end of the assessment period: the book value and the expected
profit or loss when they are sold. Where the tax is computed, its depreciation is that of the books;
otherwise the investment is written off in equal parts over the technical life that the case states.
Where the last residual value falls before the last year, nothing is left of what was bought until then,
as in the tax.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from additionality.engine.decimals import EXACT, settled
from additionality.engine.investment_facts import Depreciation, Line, Tax
from additionality.engine.taxation import (
    charges_of,
    first_year_with_revenue,
    taxed_span,
    yearly_sum,
)

_NOTHING = Decimal(0)
#: Where the depreciation comes from.
TAX, TECHNICAL_LIFE = "tax", "technical_life"


@dataclass(frozen=True, slots=True)
class Terms:
    """How an asset loses its value: `life` in years, `rate` the yearly fraction of what is left."""

    source: str
    method: str
    life: Decimal | None = None
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """What was invested in one year: positions of that year and of the first it is depreciated in.

    `years` are those of depreciation within the analysis, the last one included. `is_sold`: it was
    disposed of before the last year of the analysis, and depreciated until then.
    """

    bought: int
    cost: Decimal
    first: int
    years: int
    depreciated: Decimal
    is_sold: bool = False

    @property
    def undepreciated(self) -> Decimal:
        """What is left of the cost at the end of the analysis, or in the year of disposal."""
        with localcontext(EXACT):
            return self.cost - self.depreciated

    @property
    def book_value(self) -> Decimal:
        return _NOTHING if self.is_sold else self.undepreciated


@dataclass(frozen=True, slots=True)
class BookValue:
    """The assets of a cash flow at the end of its last year, in its currency."""

    terms: Terms
    assets: tuple[Asset, ...]

    @property
    def cost(self) -> Decimal:
        with localcontext(EXACT):
            return sum((one.cost for one in self.assets), _NOTHING)

    @property
    def value(self) -> Decimal:
        """The book value: nothing at the least, the cost at the most."""
        with localcontext(EXACT):
            return sum((one.book_value for one in self.assets), _NOTHING)

    @property
    def at_disposal(self) -> Decimal | None:
        """What was written off when assets were disposed of before the end; none where none were."""
        sold = [one.undepreciated for one in self.assets if one.is_sold]
        with localcontext(EXACT):
            return sum(sold, _NOTHING) if sold else None


def terms_of(tax: Tax | None, technical_life: Decimal | None) -> Terms | None:
    """The depreciation a case states; none where it states none in full."""
    if tax is not None:
        stated = tax.depreciation or Depreciation()
        life = None if stated.years is None else Decimal(stated.years)
        needed = {"straight_line": life, "declining_balance": stated.rate}.get(stated.method)
        return None if needed is None else Terms(TAX, stated.method, life, stated.rate)
    if technical_life is None:
        return None
    return Terms(TECHNICAL_LIFE, "straight_line", technical_life)


def book_value(
    lines: Sequence[Line], tax: Tax | None, technical_life: Decimal | None
) -> BookValue | None:
    """The book value of the project whose cash flow these lines are.

    Depreciated is from the first year with revenue (operating cost, where nothing is ever earned),
    or from the year of the investment where that is later. `None` where nothing is invested, or no
    depreciation is stated.
    """
    terms = terms_of(tax, technical_life)
    if terms is None or not lines:
        return None
    end = len(lines[0].amounts)
    with localcontext(EXACT):
        capex = yearly_sum(lines, ("capex",), end)
        start = _first_year_in_use(lines, end, terms)
        disposal = taxed_span(lines, end).disposal
        sold = -1 if disposal is None or disposal == end - 1 else disposal
        assets = tuple(
            _asset(bought, cost, max(bought, start), sold + 1, terms, is_sold=True)
            if bought <= sold
            else _asset(bought, cost, max(bought, start), end, terms)
            for bought, cost in enumerate(capex)
            if cost
        )
    return BookValue(terms, assets) if assets else None


def _first_year_in_use(lines: Sequence[Line], end: int, terms: Terms) -> int:
    start = first_year_with_revenue(lines, end)
    if start < end or terms.source == TAX:
        return start
    costs = yearly_sum(lines, ("opex",), end)
    return next((year for year in range(end) if costs[year]), end)


def _asset(
    bought: int, cost: Decimal, first: int, end: int, terms: Terms, *, is_sold: bool = False
) -> Asset:
    years = max(0, end - first)
    if terms.life is not None:
        years = min(years, int(terms.life.to_integral_value(rounding="ROUND_CEILING")))
    if terms.source == TAX:
        stated = None if terms.life is None else int(terms.life)
        charges = charges_of(cost, years, Depreciation(terms.method, stated, terms.rate))
        depreciated = sum(charges, _NOTHING)
    else:
        depreciated = settled(cost * years / terms.life) if terms.life else cost
    # A third of a cost three times is not quite the cost: at most it is written off.
    return Asset(bought, cost, first, years, min(depreciated, cost), is_sold)
