"""What of the cash flows counts (domain sections 3 and 4).

Policies favour higher (E+) or lower (E-) emissions (EB 22 Annex 3).

Where the pack says so, a line of the cash flow that comes from such a policy is left out if the
policy was adopted after the pack's day. Law that binds is not touched by this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from additionality.engine.analyses.regulatory import dropped
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
    """The case with only the lines that count, of the project and of the alternatives that count.

    A cash flow of which nothing would be left is kept as it is. An alternative that step 1 dropped
    is none to compare with.
    """
    investment = case.investment
    if investment is None:
        return case

    def kept(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(line for line in lines if not is_left_out(line, case, pack)) or lines

    gone = dropped(case) if investment.alternatives else ()
    alternatives = tuple(
        replace(one, lines=kept(one.lines)) for one in investment.alternatives if one.id not in gone
    )
    counting = replace(investment, lines=kept(investment.lines), alternatives=alternatives)
    return replace(case, investment=counting)


def dropped_concerns(case: Case) -> Iterator[Concern]:
    """Which alternatives have a cash flow and are not compared with."""
    investment = case.investment
    is_compared = investment is not None and investment.option != "benchmark"
    alternatives = investment.alternatives if investment and is_compared else ()
    gone = dropped(case) if alternatives else ()
    if named := [one.id for one in alternatives if one.id in gone]:
        yield Concern("dropped_alternative", {"alternatives": named})


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
