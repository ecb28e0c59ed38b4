"""What a reviewer should look at in tax, loan and tariffs (domain section 4, faults found)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from additionality.engine.case import Case
from additionality.engine.cashflow import total
from additionality.engine.decimals import EXACT, fixed, plain
from additionality.engine.findings import Concern
from additionality.engine.investment_facts import Investment, Line
from additionality.engine.lending import balance_left
from additionality.engine.rulepack import RulePack
from additionality.engine.taxation import tax_years

if TYPE_CHECKING:
    from additionality.engine.analyses.investment import Result


def of(case: Case, investment: Investment, result: Result, pack: RulePack) -> Iterator[Concern]:
    """All concerns of this module."""
    yield from _tax(investment, result)
    yield from _loan(investment)
    yield from _left_out(investment, pack.number("investment.sensitivity_share", case.assessed_on))
    yield from _tariffs(investment)


def _tax(investment: Investment, result: Result) -> Iterator[Concern]:
    if investment.tax_basis != "post_tax":
        return
    given = [line.name for line in investment.lines if line.kind == "tax"]
    if investment.tax is None and not given:
        yield Concern("tax_not_shown")
        return
    if given:
        yield Concern("tax_as_given", {"lines": given})
    lines = result.model.lines
    basis = investment.benchmark.basis if investment.benchmark else ""
    borrowed = any(line.kind == "loan_drawdown" and any(line.amounts) for line in lines)
    pays_interest = any(line.kind == "interest" and any(line.amounts) for line in lines)
    if not pays_interest and (borrowed or basis in ("wacc", "lending_rate")):
        yield Concern("interest_not_in_tax")
    if investment.tax is not None and investment.tax.loss_carry_forward_years is None:
        years = tax_years(lines, investment.tax, with_credits=False)
        used = sum((year.loss_used for year in years), Decimal(0))
        if used:
            yield Concern("loss_carry_forward_not_stated", {"amount": fixed(used)})


def _loan(investment: Investment) -> Iterator[Concern]:
    lines = investment.lines
    with localcontext(EXACT):
        if investment.loan:
            drawn = sum(investment.loan.drawdowns, Decimal(0))
            left = balance_left(investment.loan)
        else:
            drawn = total(lines, ("loan_drawdown",))
            left = drawn - total(lines, ("principal",))
    if drawn and left > 0:
        yield Concern("loan_not_repaid", {"amount": fixed(left)})
    if drawn > (invested := total(lines, ("capex", "working_capital"))):
        yield Concern(
            "loan_above_investment", {"loan": plain(drawn), "investment": plain(invested)}
        )


def _left_out(investment: Investment, share: Decimal) -> Iterator[Concern]:
    """Tariff or running cost that no variation moves, because it comes in many small lines."""
    lines = investment.lines
    for kind, whole in (
        ("revenue", ("revenue", "subsidy", "residual")),
        ("opex", ("capex", "opex")),
    ):
        with localcontext(EXACT):
            least = share * abs(total(lines, whole))
            own = [(line, sum(line.amounts, Decimal(0))) for line in lines if line.kind == kind]
            if own and max(amount for _, amount in own) <= least < sum(a for _, a in own):
                yield Concern("split_below_share", {"lines": [line.name for line, _ in own]})


def _tariffs(investment: Investment) -> Iterator[Concern]:
    """Sites that sell at different prices, judged as one."""
    priced = [line for line in investment.lines if line.kind == "revenue" and line.site]
    prices: dict[str, set[object]] = {}
    for line in priced:
        if line.price is not None:
            prices.setdefault(line.site, set()).add(_price(line))
    if len(prices) > 1 and len({frozenset(one) for one in prices.values()}) > 1:
        yield Concern("several_tariffs", {"sites": list(prices)})


def _price(line: Line) -> object:
    """A price as it can be compared: one for all years is one, however it was written."""
    if isinstance(line.price, tuple):
        charged = {price for price, amount in zip(line.price, line.amounts, strict=True) if amount}
        return charged.pop() if len(charged) == 1 else line.price
    return line.price
