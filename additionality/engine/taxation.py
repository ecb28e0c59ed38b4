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

from additionality.engine.case import Depreciation, Line, Tax
from additionality.engine.decimals import EXACT, settled

_NOTHING = Decimal(0)


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
        incomes = ("revenue", "subsidy", *(["carbon_revenue"] if with_credits else []))
        income, costs, capex, residual = (
            yearly_sum(lines, kinds, years)
            for kinds in (incomes, ("opex", "interest"), ("capex",), ("residual",))
        )
        start = first_year_with_revenue(lines, years)
        disposal = max((year for year in range(years) if residual[year]), default=None)
        charges = _depreciation(capex, tax.depreciation, start, disposal)
        base = [income[t] - costs[t] - charges[t] + residual[t] for t in range(years)]
        if disposal is not None:
            base[disposal] -= sum(capex[: disposal + 1]) - sum(charges[: disposal + 1])
        used = losses_used(base, tax.loss_carry_forward_years)
        exempt = range(start, start + (tax.holiday_years or 0))
        rate = tax.rate or _NOTHING
        return tuple(
            TaxYear(
                charges[t],
                base[t],
                used[t],
                _NOTHING if t in exempt else settled(max(_NOTHING, base[t] - used[t]) * rate),
            )
            for t in range(years)
        )


def yearly_sum(lines: Iterable[Line], kinds: Sequence[str], years: int) -> list[Decimal]:
    """The sum of the lines of these kinds, year by year."""
    chosen = [line.amounts for line in lines if line.kind in kinds]
    return [sum((amounts[t] for amounts in chosen), _NOTHING) for t in range(years)]


def first_year_with_revenue(lines: Sequence[Line], years: int) -> int:
    """Position of the first year that earns from sales; failing that from subsidy, from credits.

    A project that never earns has none: the position after the last year.
    """
    for kind in ("revenue", "subsidy", "carbon_revenue"):
        earned = yearly_sum(lines, (kind,), years)
        if any(earned):
            return next(year for year in range(years) if earned[year])
    return years


def losses_used(base: Sequence[Decimal], carried_years: int | None) -> list[Decimal]:
    """How much of earlier losses each year's profit uses up, the oldest loss first.

    A loss of year t can be used until year t + `carried_years`, that year included; without
    limit where it is `None`.
    """
    open_losses: list[tuple[int, Decimal]] = []
    used = []
    for year, amount in enumerate(base):
        left, kept = max(amount, _NOTHING), []
        for since, loss in open_losses:
            if carried_years is not None and year - since > carried_years:
                continue
            part = min(left, loss)
            left -= part
            if loss > part:
                kept.append((since, loss - part))
        used.append(max(amount, _NOTHING) - left)
        open_losses = [*kept, (year, -amount)] if amount < 0 else kept
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
            for year, charge in enumerate(_charges(cost, years, terms), start=first):
                charges[year] += charge
    return charges


def _charges(cost: Decimal, years: int, terms: Depreciation) -> list[Decimal]:
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
