"""What a reviewer should look at in an investment analysis.

Faults reviewers really found (domain section 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING

from additionality.engine.analyses import financing_concerns
from additionality.engine.case import Benchmark, Case, Investment, Line
from additionality.engine.cashflow import operating_span, years_of
from additionality.engine.decimals import EXACT, exponent_of, fixed, percent, plain
from additionality.engine.discounted import looks_discounted
from additionality.engine.findings import Concern
from additionality.engine.rulepack import RulePack
from additionality.engine.valuation import RATES_OF_RETURN

if TYPE_CHECKING:
    from additionality.engine.analyses.investment import Result

_CONSTRUCTION_INTEREST = re.compile(
    r"interest\s+(during|in|under)\s+(the\s+)?construction|construction(-|\s+)(period\s+)?interest|\bidc\b"
    r"|capitali[sz]ed\s+interest|(建設|施工|興建|建造|建築)(期間|期)?(之)?利息|利息資本化|資本化利息",
    re.IGNORECASE,
)
_WORKING_CAPITAL = re.compile(
    r"working[\s-]+capital|營運資金|週轉金|周轉金|營運週轉", re.IGNORECASE
)


def concerns_of(
    case: Case, investment: Investment, result: Result, pack: RulePack
) -> list[Concern]:
    """All concerns about the investment analysis except `fragile`."""
    benchmark = investment.benchmark or Benchmark()
    return [
        *_result(result, case, pack),
        *_period(investment, case, pack),
        *_lines(investment),
        *_sources(case, investment, benchmark),
        *_bases(investment, benchmark),
        *financing_concerns.of(case, investment, result, pack),
        *_range(investment, result, case, pack),
    ]


def _result(result: Result, case: Case, pack: RulePack) -> Iterator[Concern]:
    without, credit_worth = result.without.rate, result.with_credits
    with_credits = credit_worth.rate if credit_worth else None
    indicator = result.model.indicator
    if without is not None and indicator in RATES_OF_RETURN:
        points = pack.number("investment.near_benchmark_points", case.assessed_on)
        distance = abs(percent(without) - percent(result.target))
        if distance <= points:
            yield Concern("near_benchmark", {"points": str(distance)})
    if credit_worth is None:
        yield Concern("no_credit_revenue")
    if credit_worth is not None and result.is_unattractive_with_credits:
        detail = {
            "with_credits": None if with_credits is None else fixed(with_credits),
            "benchmark": fixed(result.target),
        }
        yield Concern("below_benchmark_with_credits", detail)
    if without is not None and with_credits is not None:
        lower = with_credits > without if indicator == "levelised_cost" else with_credits < without
        if lower:
            detail = {"with_credits": fixed(with_credits), "indicator": fixed(without)}
            yield Concern("lower_with_credits", detail)


def _period(investment: Investment, case: Case, pack: RulePack) -> Iterator[Concern]:
    span = operating_span(investment)
    operating = Decimal(len(span))
    day = case.assessed_on
    least = pack.number("investment.operating_years_least", day)
    most = pack.number("investment.operating_years_most", day)
    if not least <= operating <= most:
        yield Concern("operating_years_out_of_range", {
            "years": plain(operating), "least": plain(least), "most": plain(most)})  # fmt: skip
    residuals = [line for line in investment.lines if line.kind == "residual" and any(line.amounts)]
    life = investment.technical_life_years
    if life is not None and life > operating and not residuals:
        yield Concern("horizon_shorter_than_life", {"years": plain(operating), "life": plain(life)})
    early = [line.name for line in residuals if any(line.amounts[: years_of(investment) - 1])]
    if early:
        yield Concern("residual_not_in_last_year", {"lines": early})


def _lines(investment: Investment) -> Iterator[Concern]:
    lines = investment.lines
    capex = [line.name for line in lines if line.kind == "capex"]
    if named := [name for name in capex if _CONSTRUCTION_INTEREST.search(name)]:
        yield Concern("construction_interest_as_investment", {"lines": named})
    if named := [name for name in capex if _WORKING_CAPITAL.search(name)]:
        yield Concern("working_capital_as_investment", {"lines": named})
    with localcontext(EXACT):
        tied = [sum(line.amounts, Decimal(0)) for line in lines if line.kind == "working_capital"]
        if sum(tied, Decimal(0)) > 0:
            yield Concern("working_capital_not_recovered", {"amount": plain(sum(tied, Decimal(0)))})
    for line in lines:
        quoted, built = line.units_quoted, line.units_built
        if quoted is not None and built is not None and quoted != built:
            yield Concern(
                "units_differ", {"line": line.name, "quoted": plain(quoted), "built": plain(built)}
            )
    for line in lines:
        if years := _years_not_price_times_quantity(line):
            detail = {"line": line.name, "years": [str(investment.first_year + i) for i in years]}
            yield Concern("amount_not_price_times_quantity", detail)
    if ratio := looks_discounted(investment):
        yield Concern(
            "looks_discounted", {"yearly_ratio": fixed(ratio), "implied_rate": fixed(1 / ratio - 1)}
        )


def _years_not_price_times_quantity(line: Line) -> list[int]:
    """Positions of the years whose amount is not price times quantity, to the last digit the
    amount is written with.

    A price or quantity given once holds for every year; a year without amount is then not
    compared.

    """
    if line.price is None or line.quantity is None:
        return []
    years = range(len(line.amounts))
    prices = line.price if isinstance(line.price, tuple) else tuple(line.price for _ in years)
    quantities = (
        line.quantity if isinstance(line.quantity, tuple) else tuple(line.quantity for _ in years)
    )
    listed = isinstance(line.price, tuple) or isinstance(line.quantity, tuple)
    wrong = []
    with localcontext(EXACT):
        for year in years:
            amount = line.amounts[year]
            unit = Decimal(1).scaleb(min(0, exponent_of(amount)))
            product = (prices[year] * quantities[year]).quantize(unit, rounding=ROUND_HALF_UP)
            if product != amount and (listed or amount):
                wrong.append(year)
    return wrong


def _sources(case: Case, investment: Investment, benchmark: Benchmark) -> Iterator[Concern]:
    decided = case.project.decision_date
    dated = {item.id: item.dated for item in case.evidence if item.id}
    if decided is None:
        yield Concern("decision_date_not_stated")
    else:
        late = [
            line.name
            for line in investment.lines
            if _is_after(line.source, line.source_date, dated, decided)
        ]
        if late:
            yield Concern(
                "source_after_decision", {"lines": late, "decision_date": decided.isoformat()}
            )
        if _is_after(benchmark.source, benchmark.source_date, dated, decided):
            yield Concern("benchmark_source_after_decision", {"decision_date": decided.isoformat()})
    if not any(line.source.strip() for line in investment.lines):
        yield Concern("inputs_without_source")
    if investment.option == "benchmark" and not benchmark.source.strip():
        yield Concern("benchmark_without_source")


def _is_after(
    source: str, source_date: date | None, dated: dict[str, date | None], decided: date
) -> bool:
    """Whether the source is later than the decision.

    Without a date of its own, the evidence's date counts.
    """
    on = source_date or dated.get(source)
    return on is not None and on > decided


def _bases(investment: Investment, benchmark: Benchmark) -> Iterator[Concern]:
    """How the benchmark was found; other indicators than rates are compared with no rate."""
    if investment.option != "benchmark" or investment.indicator not in RATES_OF_RETURN:
        return
    if not benchmark.basis:
        yield Concern("benchmark_basis_not_stated")
    if benchmark.basis == "company_internal":
        yield Concern("company_internal_benchmark")
    if benchmark.rate is not None and not 0 < benchmark.rate < 1:
        yield Concern("benchmark_implausible", {"benchmark": fixed(benchmark.rate)})
    if not benchmark.tax_basis:
        yield Concern("tax_basis_not_stated")
    if not benchmark.price_basis:
        yield Concern("price_basis_not_stated")


def _range(investment: Investment, result: Result, case: Case, pack: RulePack) -> Iterator[Concern]:
    stated = investment.sensitivity.range
    least = pack.number("investment.sensitivity_range", case.assessed_on)
    if stated is not None and stated < least:
        yield Concern("range_too_narrow", {"range": plain(stated), "used": plain(least)})
    crossing = [
        v.break_even_dict()
        for v in result.variations
        if v.break_even is not None and result.fragile_within < abs(v.break_even) <= result.change
    ]
    if crossing and result.is_unattractive:
        yield Concern("crosses_within_range", {"break_even": crossing})
