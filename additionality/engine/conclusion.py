"""How the findings of a case combine: single parts, groups of which one is enough, precedence.

Case format, `conclusion`: a required part that failed decides even where another is insufficient;
in a group parts not relied on never decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from additionality.engine.case import Case
from additionality.engine.findings import Conclusion, Finding, Outcome
from additionality.engine.practice_facts import Microscale
from additionality.engine.rulepack import Requirement, RulePack, TierRule

#: Which parts of the group "investment or barriers" a route relies on.
ROUTES: Mapping[str, tuple[str, ...]] = {
    "investment": ("investment",),
    "barriers": ("barriers",),
    "both": ("investment", "barriers"),
}


def supplied(case: Case, analyses: Iterable[str]) -> tuple[str, ...]:
    """Those of the analyses for which the case holds anything to judge."""
    practice = case.common_practice
    is_there = {
        "investment": case.investment is not None,
        "barriers": bool(case.barriers or case.positive_list.entry),
        "common_practice": bool(
            practice.activities
            or practice.distinctions.strip()
            or practice.n_all is not None
            or practice.n_diff is not None
        ),
        "microscale": case.microscale != Microscale(),
    }
    return tuple(name for name in analyses if is_there.get(name, True))


def relied_on(case: Case, group: tuple[str, ...], rule: TierRule) -> tuple[str, ...]:
    """The parts of a group that are judged: those the route names, or those supplied."""
    if rule.choice == "route":
        return tuple(name for name in ROUTES.get(case.route, group) if name in group)
    return supplied(case, group) or group


def outcome_of_group(
    outcomes: Sequence[Outcome], pack: RulePack, rule: TierRule, analyses: Sequence[str]
) -> Outcome:
    """The outcome of the parts of a group that are relied on.

    By route each must pass, unless the barrier analysis may rescue: then a failed investment
    analysis decides only where the barriers do not pass. With `any`, one that passes is enough;
    otherwise one insufficient leaves the group insufficient.
    """
    may_rescue = pack.barriers_may_rescue and set(analyses) == {"investment", "barriers"}
    if rule.choice == "route" and not may_rescue:
        return _all_of(outcomes)
    if Outcome.PASSED in outcomes:
        return Outcome.PASSED
    if rule.choice == "route" and outcomes[list(analyses).index("investment")] is Outcome.FAILED:
        return Outcome.FAILED
    return Outcome.INSUFFICIENT if Outcome.INSUFFICIENT in outcomes else Outcome.FAILED


def _all_of(outcomes: Sequence[Outcome]) -> Outcome:
    for outcome in (Outcome.FAILED, Outcome.INSUFFICIENT):
        if outcome in outcomes:
            return outcome
    return Outcome.PASSED


def decided_by(
    findings: Mapping[str, Finding], required: Iterable[Requirement], pack: RulePack, rule: TierRule
) -> dict[Requirement, Outcome]:
    """The outcome of each part that must pass: an analysis, or the relied-on parts of a group."""
    decided: dict[Requirement, Outcome] = {}
    for part in required:
        names = [part] if isinstance(part, str) else list(part)
        judged = [n for n in names if findings[n].outcome is not Outcome.NOT_REQUIRED]
        if not judged:
            continue
        outcomes = [findings[name].outcome for name in judged]
        key: Requirement = part if isinstance(part, str) else tuple(judged)
        decided[key] = (
            outcomes[0] if isinstance(part, str) else outcome_of_group(outcomes, pack, rule, judged)
        )
    return decided


def conclude(decided: Mapping[Requirement, Outcome]) -> Conclusion:
    """The conclusion from the outcome of each part, in order of precedence."""
    if decided.get("eligibility") is Outcome.FAILED:
        return Conclusion.NOT_ELIGIBLE
    if Outcome.FAILED in decided.values():
        return Conclusion.NOT_ADDITIONAL
    if Outcome.INSUFFICIENT in decided.values():
        return Conclusion.INCONCLUSIVE
    return Conclusion.ADDITIONAL
