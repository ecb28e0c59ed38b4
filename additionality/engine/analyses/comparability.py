"""Whether the alternatives the project is compared with deliver as much (TOOL01: comparable output)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import localcontext
from typing import TYPE_CHECKING

from additionality.engine.case import Case
from additionality.engine.cashflow import total
from additionality.engine.decimals import EXACT, plain
from additionality.engine.findings import Concern
from additionality.engine.investment_facts import Investment
from additionality.engine.rulepack import RulePack
from additionality.engine.valuation import is_worse

if TYPE_CHECKING:
    from additionality.engine.analyses.investment import Result

RANGE = "common_practice.range"


def of(case: Case, investment: Investment, result: Result, pack: RulePack) -> Iterator[Concern]:
    """Better alternatives that earn far less or far more than the project.

    Output is not stated of alternatives, so that their sales stand for it; what is comparable is
    measured by the range of output of common practice (TOOL24). A levelised cost divides the cost of all
    by the same output, and a simple cost analysis has no sales.
    """
    share = pack.number_if_any(RANGE, case.assessed_on)
    own = total(investment.lines, ("revenue",))
    if investment.option != "comparison" or investment.indicator == "levelised_cost":
        return
    if share is None or own <= 0:
        return
    for item in investment.alternatives:
        earned = total(item.lines, ("revenue",))
        with localcontext(EXACT):
            is_comparable = own * (1 - share) <= earned <= own * (1 + share)
        if not is_comparable and _is_better(result, item.id):
            yield Concern("alternative_of_another_output", {
                "alternatives": [item.id], "sales": plain(earned), "project_sales": plain(own),
                "range": plain(share),
            })  # fmt: skip


def _is_better(result: Result, key: str) -> bool:
    own, other = result.without.rate, result.alternatives[key].rate
    return other is not None and (own is None or is_worse(result.model.indicator, own, other))
