"""What the credits do to the result: whether they decide, and the price at which they would."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any

from additionality.engine.case import Case
from additionality.engine.cashflow import CREDITS
from additionality.engine.decimals import EXACT, fixed
from additionality.engine.investment_facts import Investment, Line
from additionality.engine.varied import Estimate

if TYPE_CHECKING:
    from additionality.engine.analyses.investment import Result


#: Decimals of a price: the money of a case may be in millions.
PLACES = 12


def credits_decisive(result: Result) -> bool | None:
    """Whether the project reaches its target with the credits and not without them.

    None where no credit revenue is given, or where the project reaches it without any.
    """
    if result.with_credits is None or not result.is_unattractive:
        return None
    return not result.is_unattractive_with_credits


def credit_figures(result: Result, case: Case, investment: Investment) -> dict[str, Any]:
    """`credits_decisive`, `credits_needed` and `credit_price`; none of it decides anything.

    `credits_needed`: the share of the credit revenue at which the target is reached, and the price
    at that share where one price is stated. `credit_price`: the price of a credit as entered and as
    needed, on average over the years, and `from` what it follows (see `average_price`).
    """
    share = _share_needed(result, investment)
    price, price_from = average_price(case, investment)
    with localcontext(EXACT):
        needed = None if share is None or price is None else share * price
    stated = fixed(needed) if needed is not None and price_from == "price" else None
    return {
        "credits_needed": None if share is None else {"share": fixed(share), "price": stated},
        "credits_decisive": credits_decisive(result),
        "credit_price": None
        if price is None
        else {
            "entered": fixed(price, PLACES),
            "needed": None if needed is None else fixed(needed, PLACES),
            "from": price_from,
        },
    }


def _share_needed(result: Result, investment: Investment) -> Decimal | None:
    """The fraction of the credit revenue with which the target is reached; none in (0, 11): none."""
    names = [line.name for line in investment.lines if line.kind == CREDITS]
    if not names or result.with_credits is None:
        return None
    root = Estimate(result.model, with_credits=True).varied(names).break_even(result.target)
    with localcontext(EXACT):
        return None if root is None else 1 + root


def average_price(case: Case, investment: Investment) -> tuple[Decimal | None, str | None]:
    """The price of a credit as entered, over all years, and from what it follows.

    `price`: every credit line states one and the same; `quantity`: all revenue from credits by the
    quantities stated; `reductions`: the revenue by the tonnes of the same years, of those years for
    which tonnes are estimated. None where nothing says how many credits there are.
    """
    lines = [line for line in investment.lines if line.kind == CREDITS]
    if not lines:
        return None, None
    stated = {line.price for line in lines}
    one = stated.pop() if len(stated) == 1 else None
    if isinstance(one, tuple):
        earned = {price for price, amount in zip(one, lines[0].amounts, strict=True) if amount}
        one = earned.pop() if len(earned) == 1 else None
    if isinstance(one, Decimal):
        return one, "price"
    years = range(len(lines[0].amounts))
    with localcontext(EXACT):
        revenue = [sum((line.amounts[t] for line in lines), Decimal(0)) for t in years]
        sold = _quantities(lines, revenue)
        if sold:
            return sum(revenue, Decimal(0)) / sold, "quantity"
        tonnes = {year.year: year.tco2e for year in case.project.annual_reductions}
        known = [
            (revenue[t], tonnes[investment.first_year + t])
            for t in years
            if revenue[t] and tonnes.get(investment.first_year + t)
        ]
        if not known:
            return None, None
        amounts, sold_in_year = zip(*known, strict=True)
        return sum(amounts, Decimal(0)) / sum(sold_in_year, Decimal(0)), "reductions"


def _quantities(lines: Sequence[Line], revenue: Sequence[Decimal]) -> Decimal | None:
    """All credits sold in the years with revenue, where every line says how many."""
    total = Decimal(0)
    for line in lines:
        quantity = line.quantity
        if quantity is None:
            return None
        for t, amount in enumerate(revenue):
            if amount and line.amounts[t]:
                total += quantity[t] if isinstance(quantity, tuple) else quantity
    return total
