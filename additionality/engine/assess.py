"""Runs the pathway of a case and combines its findings into one conclusion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from additionality.engine.analyses import barriers, common_practice, investment, regulatory
from additionality.engine.case import Case
from additionality.engine.findings import Conclusion, Finding, Outcome
from additionality.engine.pathway import TierDecision, tier_of
from additionality.engine.rulepack import RulePack, load_pack

FORMAT = "additionality-assessment/1"

#: Which parts of the group "investment or barriers" a route relies on.
ROUTES: Mapping[str, tuple[str, ...]] = {
    "investment": ("investment",),
    "barriers": ("barriers",),
    "both": ("investment", "barriers"),
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """The engine's answer: tier, findings in the order of the pack, conclusion."""

    pack: RulePack
    tier: TierDecision
    findings: tuple[Finding, ...]
    conclusion: Conclusion

    def finding(self, analysis: str) -> Finding:
        """The finding of one analysis. Raises `KeyError` when the pack has no such analysis."""
        return {finding.analysis: finding for finding in self.findings}[analysis]

    def to_dict(self) -> dict[str, Any]:
        """The result as `assess` prints it; every number is text."""
        required = [list(part) if isinstance(part, tuple) else part for part in self.tier.required]
        return {
            "format": FORMAT,
            "pack": {
                "key": self.pack.key,
                "edition": self.pack.edition,
                "sha256": self.pack.sha256,
            },
            "tier": self.tier.tier,
            "tier_basis": [basis.to_dict() for basis in self.tier.basis],
            "required": required,
            "findings": [finding.to_dict() for finding in self.findings],
            "conclusion": self.conclusion.value,
        }


def assess(case: Case, pack: RulePack | None = None) -> Assessment:
    """Assess a case under its pack, or under `pack`, on the day the case names.

    Raises `UnknownPack`, `NotInForce`.
    """
    pack = pack or load_pack(case.pack)
    tier = tier_of(case.project, pack, case.assessed_on)
    relied_on = _relied_on(tier, case.route)
    findings = tuple(_finding(analysis, case, pack, tier, relied_on) for analysis in pack.analyses)
    return Assessment(pack, tier, findings, _conclude(findings))


def _relied_on(tier: TierDecision, route: str) -> tuple[str, ...]:
    """The analyses that must pass.

    Each required one, and of a group the parts the route chooses.
    """
    chosen: list[str] = []
    for part in tier.required:
        if isinstance(part, str):
            chosen.append(part)
        else:
            chosen += [analysis for analysis in ROUTES.get(route, part) if analysis in part]
    return tuple(chosen)


def _finding(
    analysis: str, case: Case, pack: RulePack, tier: TierDecision, relied_on: tuple[str, ...]
) -> Finding:
    in_group = any(analysis in part for part in tier.required if isinstance(part, tuple))
    citations = pack.cited_by["not_required"]
    if in_group and not case.route:
        return Finding(analysis, Outcome.INSUFFICIENT, "route_not_chosen", {}, citations)
    if analysis not in relied_on:
        reason = "other_route_chosen" if in_group else "not_needed_at_tier"
        return Finding(analysis, Outcome.NOT_REQUIRED, reason, {}, citations)
    judges: dict[str, Callable[[], Finding]] = {
        "regulatory": lambda: regulatory.judge(case, pack, tier.tier),
        "investment": lambda: investment.judge(case, pack),
        "barriers": lambda: (
            barriers.judge_large if tier.tier == "large" else barriers.judge_small
        )(case, pack),
        "common_practice": lambda: common_practice.judge(case, pack),
    }
    return judges[analysis]()


def _conclude(findings: tuple[Finding, ...]) -> Conclusion:
    """A required part that failed decides, even where another is insufficient; then insufficiency.

    Then additional.
    """
    outcomes = [finding.outcome for finding in findings]
    if Outcome.FAILED in outcomes:
        return Conclusion.NOT_ADDITIONAL
    if Outcome.INSUFFICIENT in outcomes:
        return Conclusion.INCONCLUSIVE
    return Conclusion.ADDITIONAL
