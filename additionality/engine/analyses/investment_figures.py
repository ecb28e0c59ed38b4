"""The figures of an investment finding: every number as text, so that nothing is rounded twice."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from additionality.engine.analyses.credits import credit_figures
from additionality.engine.analyses.residual import residual_figures
from additionality.engine.case import Case
from additionality.engine.decimals import EXACT, fixed, percent, plain
from additionality.engine.investment_facts import Investment, Loan, Tax
from additionality.engine.lending import loan_lines
from additionality.engine.taxation import tax_years
from additionality.engine.valuation import RATES_OF_RETURN

if TYPE_CHECKING:
    from additionality.engine.analyses.investment import Result


def figures_of(result: Result, case: Case, investment: Investment) -> dict[str, Any]:
    """Rates as fractions and money in the case's currency, both with six decimals.

    `npv_at_benchmark` is at the target for rates of return, else at the discount rate.
    """
    model, target, found = result.model, result.target, result.without.rate
    is_rate = investment.indicator in RATES_OF_RETURN
    rate = target if is_rate else investment.discount_rate or Decimal(0)
    flows, flows_with = (model.streams(with_credits=on).net for on in (False, True))
    with_credits = result.with_credits.rate if result.with_credits else None
    figures = {
        "option": investment.option,
        "indicator_kind": investment.indicator,
        "indicator": number(found),
        "benchmark": fixed(target),
        "margin": None if found is None else fixed(found - target),
        "with_credits": number(with_credits),
        "npv_at_benchmark": fixed(model.net_present_value(rate)),
        "break_even": [v.break_even_dict() for v in result.variations],
        "sensitivity": [end for v in result.variations for end in v.sensitivity_dicts()],
        "as_printed": {
            name: printed(value, is_rate)
            for name, value in (
                ("indicator", found),
                ("benchmark", target),
                ("with_credits", with_credits),
            )
        },
        "simple_payback_years": number(simple_payback(flows)),
        **credit_figures(result, case, investment),
        "net_flows": [
            {
                "year": str(investment.first_year + i),
                "without_credits": plain(a),
                "with_credits": plain(b),
            }
            for i, (a, b) in enumerate(zip(flows, flows_with, strict=True))
        ],
    }
    if result.two_way:
        figures["two_way"] = result.two_way.to_dict()
    if result.alternatives:
        figures["alternatives"] = [
            {"id": name, "indicator": number(worth.rate)}
            for name, worth in result.alternatives.items()
        ]
    if investment.loan:
        figures["loan"] = _loan(investment.loan, investment.first_year)
    if investment.tax:
        figures["tax"] = _tax(result, investment.tax, investment.first_year)
    return figures | residual_figures(investment)


def number(value: Decimal | None) -> str | None:
    """A figure with six decimals, or none."""
    return None if value is None else fixed(value)


def printed(value: Decimal | None, is_rate: bool) -> str | None:
    """A value as readers see it and as it is compared."""
    if value is None:
        return None
    return str(percent(value)) if is_rate else fixed(value)


def simple_payback(flows: Sequence[Decimal]) -> Decimal | None:
    """Years after the first until the undiscounted flows have paid back, for good.

    Within a year evenly; none where the project pays nothing back or needs no money first.
    """
    with localcontext(EXACT):
        totals = list(accumulate(flows))
        if totals[-1] < 0 or min(totals) >= 0:
            return None
        last = max(year for year, total in enumerate(totals) if total < 0)
        return last + -totals[last] / flows[last + 1]


def _loan(loan: Loan, first_year: int) -> list[dict[str, str]]:
    drawn, interest, principal = (line.amounts for line in loan_lines(loan))
    return [
        {
            "year": str(first_year + t),
            "drawdown": fixed(drawn[t]),
            "interest": fixed(interest[t]),
            "principal": fixed(principal[t]),
        }
        for t in range(len(drawn))
    ]


def _tax(result: Result, tax: Tax, first_year: int) -> list[dict[str, str]]:
    """Depreciation, base, losses used and tax of each year, without credits."""
    years = tax_years(result.model.lines, tax, with_credits=False)
    return [
        {
            "year": str(first_year + t),
            "depreciation": fixed(year.depreciation),
            "base": fixed(year.base),
            "loss_used": fixed(year.loss_used),
            "tax": fixed(year.tax),
        }
        for t, year in enumerate(years)
    ]
