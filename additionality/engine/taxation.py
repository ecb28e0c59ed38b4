"""Tax on the yearly income of a project (domain section 4; case format, `tax` block).

Base of a year: revenue + subsidy (+ credits in the "with" case) - opex - interest - depreciation. A
residual value less the book value is part of it in the year of disposal, which is the last year with a
residual value. What is invested is depreciated from the first year with revenue, or from its own year
where that is later. A loss pays nothing; it is carried forward, the oldest used first, also in years of
a tax holiday. The holiday is counted from the first year with revenue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TypeVar

from additionality.engine.decimals import EXACT, settled
from additionality.engine.investment_facts import Depreciation, Line, Tax

_NOTHING = Decimal(0)
Number = TypeVar("Number", Decimal, float)


@dataclass(frozen=True, slots=True)
class TaxYear:
    """One year in money: `base` before losses (negative is a loss), losses used, tax to pay."""

    depreciation: Decimal
    base: Decimal
    loss_used: Decimal
    tax: Decimal


def missing_terms(tax: Tax, lines: Sequence[Line]) -> list[str]:
    """The names of the answers without which the tax cannot be computed, in the case's words."""
    missing = ["rate"] if tax.rate is None else []
    if not any(line.kind == "capex" and any(line.amounts) for line in lines):
        return missing
    terms = tax.depreciation or Depreciation()
    if not terms.method:
        missing.append("depreciation.method")
    if terms.method == "straight_line" and terms.years is None:
        missing.append("depreciation.years")
    if terms.method == "declining_balance" and terms.rate is None:
        missing.append("depreciation.rate")
    return missing


def tax_years(lines: Sequence[Line], tax: Tax, *, with_credits: bool) -> tuple[TaxYear, ...]:
    """The tax of every year. `tax` misses no term that is needed (`missing_terms`)."""
    with localcontext(EXACT):
        years = len(lines[0].amounts)
        span = taxed_span(lines, years)
        charges, base = taxable_income(lines, tax, span, years, with_credits=with_credits)
        used = losses_used(base, tax.loss_carry_forward_years)
        due = taxes_due(base, used, tax, span)
        return tuple(TaxYear(*year) for year in zip(charges, base, used, due, strict=True))


@dataclass(frozen=True, slots=True)
class Span:
    """Positions of the first year with revenue and of the year of disposal, if there is one."""

    start: int
    disposal: int | None


def taxed_span(lines: Sequence[Line], years: int) -> Span:
    """From when the cash flow of these lines is depreciated, and when it is disposed of."""
    residual = yearly_sum(lines, ("residual",), years)
    disposal = max((year for year in range(years) if residual[year]), default=None)
    return Span(first_year_with_revenue(lines, years), disposal)


def taxable_income(
    lines: Sequence[Line], tax: Tax, span: Span, years: int, *, with_credits: bool
) -> tuple[list[Decimal], list[Decimal]]:
    """Depreciation, and taxable income before losses, of each year.

    Both are additive: those of some lines and of all others in the same `span` make those of all.
    """
    incomes = ("revenue", "subsidy", *(["carbon_revenue"] if with_credits else []))
    with localcontext(EXACT):
        income, costs, capex, residual = (
            yearly_sum(lines, kinds, years)
            for kinds in (incomes, ("opex", "interest"), ("capex",), ("residual",))
        )
        disposal = span.disposal
        charges = _depreciation(capex, tax.depreciation, span.start, disposal)
        base = [income[t] - costs[t] - charges[t] + residual[t] for t in range(years)]
        if disposal is not None:
            base[disposal] -= sum(capex[: disposal + 1]) - sum(charges[: disposal + 1])
        return charges, base


def taxes_due(
    base: Sequence[Decimal], used: Sequence[Decimal], tax: Tax, span: Span
) -> list[Decimal]:
    """What is paid each year on the taxable income less the losses used."""
    exempt, rate = exempt_years(tax, span), tax.rate or _NOTHING
    with localcontext(EXACT):
        return [
            _NOTHING if t in exempt else settled(max(_NOTHING, base[t] - used[t]) * rate)
            for t in range(len(base))
        ]


def exempt_years(tax: Tax, span: Span) -> range:
    """Positions of the years of the tax holiday."""
    return range(span.start, span.start + (tax.holiday_years or 0))


def yearly_sum(lines: Iterable[Line], kinds: Sequence[str], years: int) -> list[Decimal]:
    """The sum of the lines of these kinds, year by year."""
    chosen = [line.amounts for line in lines if line.kind in kinds]
    if len(chosen) < 2:
        return list(chosen[0]) if chosen else [_NOTHING] * years
    return [sum(amounts, _NOTHING) for amounts in zip(*chosen, strict=True)]


def first_year_with_revenue(lines: Sequence[Line], years: int) -> int:
    """Position of the first year that earns from sales; failing that from subsidy, from credits.

    A project that never earns has none: the position after the last year.
    """
    for kind in ("revenue", "subsidy", "carbon_revenue"):
        earned = yearly_sum(lines, (kind,), years)
        if any(earned):
            return next(year for year in range(years) if earned[year])
    return years


def losses_used(base: Sequence[Number], carried_years: int | None) -> list[Number]:
    """How much of earlier losses each year's profit uses up, the oldest loss first.

    A loss of year t can be used until year t + `carried_years`, that year included; without
    limit where it is `None`.
    """
    if not base:
        return []
    nothing = type(base[0])()
    open_losses: list[tuple[int, Number]] = []
    used = []
    for year, amount in enumerate(base):
        profit = left = max(amount, nothing)
        kept: list[tuple[int, Number]] = []
        for since, loss in open_losses:
            if carried_years is not None and year - since > carried_years:
                continue
            part = min(left, loss)
            left -= part
            if loss > part:
                kept.append((since, loss - part))
        used.append(profit - left)
        if amount < 0:
            kept.append((year, -amount))
        open_losses = kept
    return used


def _depreciation(
    capex: Sequence[Decimal], terms: Depreciation | None, start: int, disposal: int | None
) -> list[Decimal]:
    """The charge of every year; what is disposed of is depreciated up to that year."""
    charges = [_NOTHING] * len(capex)
    if terms is None:
        return charges
    for spent, cost in enumerate(capex):
        if cost:
            end = disposal + 1 if disposal is not None and spent <= disposal else len(capex)
            first = max(spent, start)
            years = end - first if terms.years is None else min(terms.years, end - first)
            for year, charge in enumerate(charges_of(cost, years, terms), start=first):
                charges[year] += charge
    return charges


def charges_of(cost: Decimal, years: int, terms: Depreciation) -> list[Decimal]:
    """What an asset is depreciated by in each of its first `years`.

    Declining balance takes a share of what is left; where its years are stated, the last of them
    takes all that is left.
    """
    if terms.method == "straight_line":
        return [settled(cost / (terms.years or 1))] * years
    charges, book = [], cost
    for age in range(years):
        charge = book if age + 1 == terms.years else book * (terms.rate or _NOTHING)
        charges.append(charge)
        book -= charge
    return charges
