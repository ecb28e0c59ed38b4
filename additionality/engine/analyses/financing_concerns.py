"""What a reviewer should look at in tax, loan, benchmark and tariffs (domain section 4, faults found)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from additionality.engine.capital_cost import capital_cost
from additionality.engine.case import Benchmark, Case, Investment, Line
from additionality.engine.cashflow import total
from additionality.engine.decimals import EXACT, fixed, percent, plain
from additionality.engine.findings import Concern
from additionality.engine.lending import balance_left
from additionality.engine.rulepack import RulePack
from additionality.engine.taxation import tax_years

if TYPE_CHECKING:
    from additionality.engine.analyses.investment import Result

_DEFAULT_RETURN = re.compile(
    r"default\s+(value|return|rate|benchmark)|return\s+on\s+equity|cost\s+of\s+equity|expected\s+return"
    r"|預設(值|報酬|基準)|(股東)?權益報酬|股權(內部)?報酬|權益成本|股權成本",
    re.IGNORECASE,
)


def of(case: Case, investment: Investment, result: Result, pack: RulePack) -> Iterator[Concern]:
    """All concerns of this module."""
    yield from _tax(investment, result)
    yield from _loan(investment)
    if investment.benchmark and investment.option == "benchmark":
        yield from _benchmark(case, investment, investment.benchmark)
    yield from _left_out(investment, pack.number("investment.sensitivity_share", case.assessed_on))
    yield from _tariffs(investment)


def _tax(investment: Investment, result: Result) -> Iterator[Concern]:
    if investment.tax_basis != "post_tax":
        return
    given = any(line.kind == "tax" for line in investment.lines)
    if investment.tax is None and not given:
        yield Concern("tax_not_shown")
        return
    if given:
        yield Concern("tax_as_given")
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


def _benchmark(case: Case, investment: Investment, benchmark: Benchmark) -> Iterator[Concern]:
    titles = {item.id: item.title for item in case.evidence}
    source = f"{benchmark.source} {titles.get(benchmark.source, '')}"
    if benchmark.basis == "lending_rate" and _DEFAULT_RETURN.search(source):
        yield Concern("default_return_as_interest")
    sector = case.project.sector
    if sector and benchmark.sector not in ("", "all", sector):
        yield Concern(
            "benchmark_of_another_sector", {"benchmark": benchmark.sector, "project": sector}
        )
    if benchmark.components and benchmark.rate is not None:
        cost = capital_cost(benchmark.components)
        is_equity = investment.indicator == "equity_irr"
        built = None
        if cost is not None:
            built = cost.cost_of_equity if is_equity else cost.wacc
        if built is not None and percent(built) != percent(benchmark.rate):
            detail = {"built": fixed(built), "benchmark": fixed(benchmark.rate)}
            yield Concern("benchmark_not_as_built", detail)


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
