"""Investment analysis: simple cost, comparison, or benchmark (TOOL01 step 2; TOOL27; domain section 4).

Whatever the option, the project without credits is compared with a target by one indicator: with the
benchmark (option III), or with the best of its alternatives (options I and II).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from additionality.engine.analyses.benchmark_concerns import is_refused
from additionality.engine.analyses.benchmark_figures import benchmark_figures
from additionality.engine.analyses.investment_concerns import concerns_of
from additionality.engine.analyses.investment_figures import figures_of
from additionality.engine.analyses.policies import counted, dropped_concerns, policy_concerns
from additionality.engine.case import Case
from additionality.engine.cashflow import CREDITS
from additionality.engine.finance import Irr, IrrKind
from additionality.engine.findings import Concern, Finding, Outcome
from additionality.engine.investment_facts import Investment
from additionality.engine.lending import missing_terms as missing_loan_terms
from additionality.engine.rulepack import RulePack
from additionality.engine.sensitivity import Variation, vary
from additionality.engine.taxation import missing_terms as missing_tax_terms
from additionality.engine.two_way import TwoWay, two_way
from additionality.engine.valuation import NEEDS_DISCOUNT_RATE, RATES_OF_RETURN, Model, is_worse
from additionality.engine.varied import Estimate

ANALYSIS = "investment"


@dataclass(frozen=True, slots=True)
class Result:
    """What was computed: the indicator without and with credits, and the variations.

    `target` is the benchmark, or the indicator of the best alternative; `alternatives` the
    indicator of each alternative by its id.
    """

    model: Model
    target: Decimal
    without: Irr
    with_credits: Irr | None
    alternatives: dict[str, Irr]
    change: Decimal
    variations: list[Variation]
    fragile_within: Decimal
    estimate: Estimate
    two_way: TwoWay | None

    @property
    def is_unattractive(self) -> bool:
        """Whether the project without credits is less favourable than the target."""
        return self.model.is_less_favourable(self.without, self.target)

    @property
    def is_unattractive_with_credits(self) -> bool:
        """Whether the project with credits is still less favourable than the target."""
        return self.model.is_less_favourable(self.with_credits, self.target, with_credits=True)

    @property
    def fragile(self) -> list[Variation]:
        """Variations whose break-even is within the limit, the limit included."""
        within = self.fragile_within
        return [
            v for v in self.variations if v.break_even is not None and abs(v.break_even) <= within
        ]


def judge(case: Case, pack: RulePack) -> Finding:
    """The investment finding.

    Passed when the project is less favourable than its target and not fragile. A break-even within
    the limit needs the proponent's explanation; without it the outcome is insufficient, as it is
    where anything is missing that the computation needs.
    """
    citations = pack.cited_by[ANALYSIS]
    as_stated, case = case, counted(case, pack)
    investment = case.investment
    if investment is None:
        return Finding(ANALYSIS, Outcome.INSUFFICIENT, "investment_not_supplied", {}, citations)
    citations = pack.cited_by[f"{ANALYSIS}_{investment.option}"]
    gone = tuple(dropped_concerns(as_stated))
    for reason, figures in _gaps(investment):
        return Finding(ANALYSIS, Outcome.INSUFFICIENT, reason, figures, citations, gone)
    result = _result(case, investment, pack)
    if result is None:
        reason = "alternatives_without_indicator"
        return Finding(ANALYSIS, Outcome.INSUFFICIENT, reason, {}, citations)
    outcome, reason = _decide(result, investment)
    concerns = []
    if result.is_unattractive and result.fragile:
        detail = {"break_even": [v.break_even_dict() for v in result.fragile]}
        concerns.append(Concern("fragile", detail))
    concerns += concerns_of(case, investment, result, pack)
    concerns += [*policy_concerns(as_stated, pack), *gone]
    figures = figures_of(result, case, investment) | benchmark_figures(case, investment, pack)
    return Finding(ANALYSIS, outcome, reason, figures, citations, tuple(concerns))


def result_of(case: Case, pack: RulePack) -> Result | None:
    """What the finding rests on; none where something is missing that the computation needs."""
    case = counted(case, pack)
    investment = case.investment
    if investment is None or any(_gaps(investment)):
        return None
    return _result(case, investment, pack)


def _gaps(investment: Investment) -> Iterator[tuple[str, dict[str, Any]]]:
    """Why nothing can be computed or compared: reason codes, each with what is concerned."""
    option, indicator = investment.option, investment.indicator
    benchmark = investment.benchmark
    if option == "benchmark":
        if investment.would_invest_otherwise:
            yield "benchmark_option_not_appropriate", {}
        if benchmark and is_refused(benchmark):
            yield "company_internal_not_appropriate", {}
        if indicator in RATES_OF_RETURN and (benchmark is None or benchmark.rate is None):
            yield "benchmark_rate_not_stated", {}
        if indicator == "levelised_cost" and (benchmark is None or benchmark.value is None):
            yield "benchmark_value_not_stated", {}
    elif not investment.alternatives or not all(item.lines for item in investment.alternatives):
        yield "alternatives_without_cash_flow", {}
    if option == "simple_cost" and (earning := _earning_lines(investment)):
        yield "simple_cost_not_appropriate", {"lines": earning}
    if indicator in NEEDS_DISCOUNT_RATE and investment.discount_rate is None:
        yield "discount_rate_not_stated", {}
    if indicator == "levelised_cost" and not any(investment.output.amounts):
        yield "output_not_stated", {}
    if investment.loan and (missing := missing_loan_terms(investment.loan)):
        yield "loan_incomplete", {"missing": missing}
    if investment.tax and (missing := missing_tax_terms(investment.tax, investment.lines)):
        yield "tax_incomplete", {"missing": missing}


def _earning_lines(investment: Investment) -> list[str]:
    """Lines by which the project or an alternative earns something that is no credit."""
    lines = [*investment.lines, *(one for item in investment.alternatives for one in item.lines)]
    earning = ("revenue", "subsidy")
    return [line.name for line in lines if line.kind in earning and any(line.amounts)]


def target_of(investment: Investment, alternatives: dict[str, Irr]) -> Decimal | None:
    """What the indicator is compared with: the benchmark, or the best of the alternatives."""
    if investment.option != "benchmark":
        best = None
        for rate in (found.rate for found in alternatives.values()):
            if rate is not None and (best is None or is_worse(investment.indicator, best, rate)):
                best = rate
        return best
    if investment.indicator == "npv":
        return Decimal(0)
    if investment.indicator == "benefit_cost":
        return Decimal(1)
    benchmark = investment.benchmark
    if benchmark is None:
        return None
    return benchmark.value if investment.indicator == "levelised_cost" else benchmark.rate


def _result(case: Case, investment: Investment, pack: RulePack) -> Result | None:
    """Everything computed; none where no alternative has an indicator to compare with."""
    alternatives = {
        item.id: Model.of(investment, item.lines).worth() for item in investment.alternatives
    }
    target = target_of(investment, alternatives)
    if target is None:
        return None
    day = case.assessed_on
    stated = investment.sensitivity.range or Decimal(0)
    change = max(stated, pack.number("investment.sensitivity_range", day))
    model = Model.of(investment)
    estimate = Estimate(model)
    has_credits = any(line.kind == CREDITS for line in investment.lines)
    share = pack.number("investment.sensitivity_share", day)
    variations = vary(investment, estimate, target, change, share)
    return Result(
        model=model,
        target=target,
        without=estimate.worth,
        with_credits=model.worth(with_credits=True) if has_credits else None,
        alternatives=alternatives,
        change=change,
        variations=variations,
        fragile_within=pack.number("investment.fragile_within", day),
        estimate=estimate,
        two_way=two_way(estimate, variations, target),
    )


_WITHOUT_RATE = {
    IrrKind.NONE: "no_indicator_npv",
    IrrKind.SEVERAL: "several_indicators_npv",
    IrrKind.INFLOWS_FIRST: "inflows_first_npv",
}


def _decide(result: Result, investment: Investment) -> tuple[Outcome, str]:
    passed, failed = _reasons(result, investment)
    if not result.is_unattractive:
        return Outcome.FAILED, failed
    if result.fragile and not investment.sensitivity.explanation.strip():
        return Outcome.INSUFFICIENT, "fragile_not_explained"
    return Outcome.PASSED, passed


def _reasons(result: Result, investment: Investment) -> tuple[str, str]:
    """The reasons for passing and for failing."""
    if investment.option == "simple_cost":
        return "alternative_costs_less", "no_alternative_costs_less"
    if investment.option == "comparison":
        return "alternative_more_attractive", "no_alternative_more_attractive"
    if investment.indicator == "levelised_cost":
        return "indicator_above_benchmark", "indicator_not_above_benchmark"
    subject = "indicator"
    if investment.indicator in RATES_OF_RETURN:
        subject = _WITHOUT_RATE.get(result.without.kind, subject)
    limit = "benchmark" if subject == "indicator" else "zero"
    return f"{subject}_below_{limit}", f"{subject}_not_below_{limit}"
