"""Policies that favour higher (E+) or lower (E-) emissions (EB 22 Annex 3; domain section 4).

Where the pack says so, a line of the cash flow that comes from such a policy is left out if the
policy was adopted after the pack's day. Law that binds is not touched by this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from additionality.engine.case import Case
from additionality.engine.findings import Concern
from additionality.engine.investment_facts import Line
from additionality.engine.rulepack import RulePack

_ADOPTED_AFTER = {
    "e_plus": "policies.e_plus_adopted_after",
    "e_minus": "policies.e_minus_adopted_after",
}


def is_left_out(line: Line, case: Case, pack: RulePack) -> bool:
    """Whether the line comes from a policy that the pack leaves out, adopted after its day."""
    if not pack.policies_may_be_left_out or not line.policy or line.policy_adopted is None:
        return False
    return line.policy_adopted > pack.value(_ADOPTED_AFTER[line.policy], case.assessed_on).day


def counted(case: Case, pack: RulePack) -> Case:
    """The case with only the lines that count, of the project and of its alternatives.

    A cash flow of which nothing would be left is kept as it is.
    """
    investment = case.investment
    if investment is None:
        return case

    def kept(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(line for line in lines if not is_left_out(line, case, pack)) or lines

    alternatives = tuple(replace(one, lines=kept(one.lines)) for one in investment.alternatives)
    counting = replace(investment, lines=kept(investment.lines), alternatives=alternatives)
    return replace(case, investment=counting)


def policy_concerns(case: Case, pack: RulePack) -> Iterator[Concern]:
    """Which lines were left out, and which count although they are said to come from a policy."""
    if case.investment is None:
        return
    flows = (case.investment.lines, *(one.lines for one in case.investment.alternatives))
    lines = [line for lines in flows for line in lines if line.policy]
    left_out = [line.name for line in lines if is_left_out(line, case, pack)]
    counting = [line.name for line in lines if not is_left_out(line, case, pack)]
    if left_out:
        yield Concern("policy_left_out", {"lines": left_out})
    if counting:
        yield Concern("policy_counted", {"lines": counting})
