"""Investment analysis by benchmark (TOOL01 step 2, option III; TOOL27; domain section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from additionality.engine.analyses.investment_concerns import concerns_of
from additionality.engine.case import Case, Investment
from additionality.engine.cashflow import CREDITS, Flows, net_flows, years_of
from additionality.engine.decimals import fixed, percent, plain, rounded
from additionality.engine.finance import Irr, IrrKind, irr, npv
from additionality.engine.findings import Concern, Finding, Outcome
from additionality.engine.rulepack import RulePack
from additionality.engine.sensitivity import Variation, vary

ANALYSIS = "investment"


@dataclass(frozen=True, slots=True)
class Result:
    """What was computed.

    Indicator without and with credits, NPV at the benchmark, and the variations.
    """

    benchmark: Decimal
    without: Irr
    with_credits: Irr | None
    npv: Decimal
    npv_with_credits: Decimal
    flows: Flows
    flows_with_credits: Flows
    change: Decimal
    variations: list[Variation]
    fragile_within: Decimal

    @property
    def is_unattractive(self) -> bool:
        """Whether the project without credits is less favourable than the benchmark."""
        return _is_less_favourable(self.without, self.npv, self.benchmark)

    @property
    def is_unattractive_with_credits(self) -> bool:
        """Whether the project with credits is still less favourable than the benchmark."""
        return _is_less_favourable(self.with_credits, self.npv_with_credits, self.benchmark)

    @property
    def fragile(self) -> list[Variation]:
        """Variations whose break-even is within the limit, the limit included."""
        within = self.fragile_within
        return [
            v for v in self.variations if v.break_even is not None and abs(v.break_even) <= within
        ]


def _is_less_favourable(found: Irr | None, value: Decimal, benchmark: Decimal) -> bool:
    """Strictly below the benchmark as printed, or an NPV below zero where there is no IRR."""
    if found is None or found.rate is None:
        return rounded(value, 30) < 0
    return percent(found.rate) < percent(benchmark)


def judge(case: Case, pack: RulePack) -> Finding:
    """The investment finding. Passed when the project is less favourable than the benchmark and
    not fragile.

    A break-even within the limit needs the proponent's explanation; without it the outcome is
    insufficient.

    """
    citations = pack.cited_by[ANALYSIS]
    investment = case.investment
    if investment is None:
        return Finding(ANALYSIS, Outcome.INSUFFICIENT, "investment_not_supplied", {}, citations)
    if investment.benchmark is None or investment.benchmark.rate is None:
        return Finding(ANALYSIS, Outcome.INSUFFICIENT, "benchmark_rate_not_stated", {}, citations)
    result = compute(case, investment, investment.benchmark.rate, pack)
    outcome, reason = _decide(result, investment)
    concerns: list[Concern] = []
    if result.is_unattractive and result.fragile:
        concerns.append(
            Concern("fragile", {"break_even": [v.break_even_dict() for v in result.fragile]})
        )
    concerns += concerns_of(case, investment, result, pack)
    return Finding(
        ANALYSIS, outcome, reason, _figures(result, investment), citations, tuple(concerns)
    )


def compute(case: Case, investment: Investment, benchmark: Decimal, pack: RulePack) -> Result:
    """All figures of the analysis."""
    day, years = case.assessed_on, years_of(investment)
    change = max(
        investment.sensitivity.range or Decimal(0), pack.number("investment.sensitivity_range", day)
    )
    flows = net_flows(investment.lines, years)
    has_credits = any(line.kind == CREDITS for line in investment.lines)
    flows_with_credits = net_flows(investment.lines, years, with_credits=True)
    return Result(
        benchmark=benchmark,
        without=irr(flows),
        with_credits=irr(flows_with_credits) if has_credits else None,
        npv=npv(flows, benchmark, investment.timing),
        npv_with_credits=npv(flows_with_credits, benchmark, investment.timing),
        flows=flows,
        flows_with_credits=flows_with_credits,
        change=change,
        variations=vary(
            investment, benchmark, change, pack.number("investment.sensitivity_share", day)
        ),
        fragile_within=pack.number("investment.fragile_within", day),
    )


_WITHOUT_RATE = {
    IrrKind.NONE: "no_indicator_npv",
    IrrKind.SEVERAL: "several_indicators_npv",
    IrrKind.INFLOWS_FIRST: "inflows_first_npv",
}


def _decide(result: Result, investment: Investment) -> tuple[Outcome, str]:
    subject = _WITHOUT_RATE.get(result.without.kind, "indicator")
    limit = "benchmark" if subject == "indicator" else "zero"
    if not result.is_unattractive:
        return Outcome.FAILED, f"{subject}_not_below_{limit}"
    if result.fragile and not investment.sensitivity.explanation.strip():
        return Outcome.INSUFFICIENT, "fragile_not_explained"
    return Outcome.PASSED, f"{subject}_below_{limit}"


def _figures(result: Result, investment: Investment) -> dict[str, Any]:
    """Rates as fractions with six decimals, money with six decimals in the case's currency."""
    rate = result.without.rate
    credit_rate = result.with_credits.rate if result.with_credits else None
    return {
        "indicator": _rate(rate),
        "benchmark": fixed(result.benchmark),
        "margin": None if rate is None else fixed(rate - result.benchmark),
        "with_credits": _rate(credit_rate),
        "npv_at_benchmark": fixed(result.npv),
        "break_even": [v.break_even_dict() for v in result.variations],
        "sensitivity": [end for v in result.variations for end in v.sensitivity_dicts()],
        "as_printed": {
            "indicator": _printed(rate),
            "benchmark": _printed(result.benchmark),
            "with_credits": _printed(credit_rate),
        },
        "net_flows": [
            {
                "year": str(investment.first_year + i),
                "without_credits": plain(a),
                "with_credits": plain(b),
            }
            for i, (a, b) in enumerate(zip(result.flows, result.flows_with_credits, strict=True))
        ],
    }


def _rate(value: Decimal | None) -> str | None:
    return None if value is None else fixed(value)


def _printed(value: Decimal | None) -> str | None:
    return None if value is None else str(percent(value))
