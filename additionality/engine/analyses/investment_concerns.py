"""What a reviewer should look at in an investment analysis.

Faults reviewers really found (domain section 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING

from additionality.engine.analyses import (
    benchmark_concerns,
    comparability,
    financing_concerns,
    residual,
)
from additionality.engine.analyses.line_names import is_depreciation_loan_or_tax
from additionality.engine.analyses.project_concerns import output_proportion
from additionality.engine.case import Case
from additionality.engine.cashflow import operating_span, total, years_of
from additionality.engine.decimals import EXACT, exponent_of, fixed, percent, plain
from additionality.engine.discounted import looks_discounted, recurring_lines
from additionality.engine.findings import Concern
from additionality.engine.investment_facts import Benchmark, Investment, Line
from additionality.engine.rulepack import RulePack
from additionality.engine.valuation import RATES_OF_RETURN

if TYPE_CHECKING:
    from additionality.engine.analyses.investment import Result

_CONSTRUCTION_INTEREST = re.compile(
    r"interest\s+(during|in|under)\s+(the\s+)?construction|construction(-|\s+)(period\s+)?interest|\bidc\b"
    r"|capitali[sz]ed\s+interest|(建設|施工|興建|建造|建築)(期間|期)?(之)?利息|利息資本化|資本化利息",
    re.IGNORECASE,
)
#: Units of energy, in MWh.
_MWH = {"kwh": Decimal("0.001"), "度": Decimal("0.001"), "mwh": Decimal(1), "gwh": Decimal(1000)}
#: A break-even stated this far from the one computed, or nearer, is the same.
_NEAR = Decimal("0.005")
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
        *benchmark_concerns.of(case, investment, pack),
        *financing_concerns.of(case, investment, result, pack),
        *residual.concerns(investment),
        *comparability.of(case, investment, result, pack),
        *_output(case, investment, pack),
        *_range(investment, result, case, pack),
        *_stated_break_even(investment, result),
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
    costs = [line.name for line in lines if line.kind == "opex"]
    costs += [name for name in capex if name not in named]
    if wrong := [name for name in costs if is_depreciation_loan_or_tax(name)]:
        yield Concern("depreciation_loan_or_tax_as_cost", {"lines": wrong})
    if named := [name for name in capex if _WORKING_CAPITAL.search(name)]:
        yield Concern("working_capital_as_investment", {"lines": named})
    with localcontext(EXACT):
        tied = total(lines, ("working_capital",))
        if tied > 0:
            named = [line.name for line in lines if line.kind == "working_capital"]
            yield Concern("working_capital_not_recovered", {"amount": plain(tied), "lines": named})
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
        yield Concern("looks_discounted", {
            "yearly_ratio": fixed(ratio), "implied_rate": fixed(1 / ratio - 1),
            "lines": [line.name for line in recurring_lines(investment)],
        })  # fmt: skip


def _output(case: Case, investment: Investment, pack: RulePack) -> Iterator[Concern]:
    """The output a levelised cost is taken over, in its largest year, where it is energy."""
    per_unit = _MWH.get(investment.output.unit.strip().lower())
    if investment.indicator == "levelised_cost" and per_unit and investment.output.amounts:
        with localcontext(EXACT):
            largest = max(investment.output.amounts) * per_unit
        yield from output_proportion(case, largest, pack)


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


def _is_after(
    source: str, source_date: date | None, dated: dict[str, date | None], decided: date
) -> bool:
    """Whether the source is later than the decision.

    Without a date of its own, the evidence's date counts.
    """
    on = source_date or dated.get(source)
    return on is not None and on > decided


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


def _stated_break_even(investment: Investment, result: Result) -> Iterator[Concern]:
    """The proponent's own statement against what is computed, where there is one."""
    stated = {one.line: one.change for one in investment.sensitivity.break_even}
    if not stated:
        return
    computed = {v.line: v.break_even for v in result.variations}
    with localcontext(EXACT):
        other = [
            line
            for line, change in stated.items()
            if (found := computed.get(line)) is None or abs(found - change) > _NEAR
        ]
    if other:
        yield Concern("break_even_not_as_stated", {"lines": other})
    left_out = [
        line for line, change in computed.items() if change is not None and line not in stated
    ]
    if left_out:
        yield Concern("break_even_not_stated", {"lines": left_out})
