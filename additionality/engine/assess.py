"""Runs the pathway of a case and combines its findings into one conclusion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from additionality.engine.analyses import (
    barriers,
    common_practice,
    eligibility,
    first_of_its_kind,
    investment,
    microscale,
    prior_consideration,
    regulatory,
)
from additionality.engine.analyses.project_concerns import concerns_about_project
from additionality.engine.case import Case
from additionality.engine.conclusion import conclude, decided_by, relied_on
from additionality.engine.findings import Conclusion, Finding, Outcome
from additionality.engine.pathway import TierDecision, tier_of
from additionality.engine.performance import compare_performance
from additionality.engine.rulepack import Requirement, RulePack, TierRule, load_pack

FORMAT = "additionality-assessment/1"

BARRIERS: Mapping[str, Callable[[Case, RulePack], Finding]] = {
    "step_3": barriers.judge_large,
    "small_scale": barriers.judge_small,
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """The engine's answer: tier, findings in the order of the pack, conclusion.

    `decided` holds the outcome of each part that must pass, a group by its parts relied on.
    """

    pack: RulePack
    tier: TierDecision
    findings: tuple[Finding, ...]
    conclusion: Conclusion
    decided: Mapping[Requirement, Outcome]

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
    judging = _Judging(case, pack, tier, pack.tiers[tier.tier])
    findings = judging.findings()
    decided = decided_by(
        {finding.analysis: finding for finding in findings}, tier.required, pack, judging.rule
    )
    return Assessment(pack, tier, findings, conclude(decided), decided)


@dataclass(frozen=True, slots=True)
class _Judging:
    """One case under one pack at its tier."""

    case: Case
    pack: RulePack
    tier: TierDecision
    rule: TierRule

    def findings(self) -> tuple[Finding, ...]:
        """All findings in the order of the pack; one of them carries the project's concerns."""
        first = self._first_of_its_kind()
        is_first = first is not None and first.outcome is Outcome.PASSED
        found = {}
        for analysis in self.pack.analyses:
            if first is not None and analysis == first_of_its_kind.ANALYSIS:
                found[analysis] = first
            elif is_first and analysis in self.rule.first_of_its_kind_replaces:
                found[analysis] = self._not_required(analysis, "first_of_its_kind_decides")
            else:
                found[analysis] = self._finding(analysis)
        carrier = self._carrier(found)
        concerns = concerns_about_project(self.case, self.pack, self.tier)
        if found[carrier].analysis != regulatory.ANALYSIS:
            concerns += tuple(regulatory.mandates_although_not_asked(self.case))
        found[carrier] = replace(found[carrier], concerns=(*concerns, *found[carrier].concerns))
        if performance := compare_performance(self.case.project.performance):
            shows = self._shows_performance(found, carrier)
            figures = {**found[shows].figures, "performance": performance}
            found[shows] = replace(found[shows], figures=figures)
        return tuple(found.values())

    def _first_of_its_kind(self) -> Finding | None:
        """The finding of step 0, where the tier has that step."""
        if not self.rule.first_of_its_kind_replaces:
            return None
        return first_of_its_kind.judge(self.case, self.pack)

    def _carrier(self, found: Mapping[str, Finding]) -> str:
        asked = [name for name, one in found.items() if one.outcome is not Outcome.NOT_REQUIRED]
        names = asked or list(found)
        return regulatory.ANALYSIS if regulatory.ANALYSIS in names else names[0]

    @staticmethod
    def _shows_performance(found: Mapping[str, Finding], carrier: str) -> str:
        """Beside common practice, where that is asked."""
        beside = found.get(common_practice.ANALYSIS)
        is_asked = beside is not None and beside.outcome is not Outcome.NOT_REQUIRED
        return common_practice.ANALYSIS if is_asked else carrier

    def _finding(self, analysis: str) -> Finding:
        if analysis in self.tier.required:
            return self._judge(analysis)
        for group in self.tier.required:
            if isinstance(group, tuple) and analysis in group:
                return self._finding_in_group(analysis, group)
        return self._not_required(analysis, "not_needed_at_tier")

    def _finding_in_group(self, analysis: str, group: tuple[str, ...]) -> Finding:
        by_route = self.rule.choice == "route"
        if by_route and not self.case.route:
            citations = self.pack.cited_by["not_required"]
            return Finding(analysis, Outcome.INSUFFICIENT, "route_not_chosen", {}, citations)
        relied = relied_on(self.case, group, self.rule)
        if analysis in relied or self._takes_small_path(relied, group):
            return self._judge(analysis)
        reason = "other_route_chosen" if by_route else "other_part_supplied"
        return self._not_required(analysis, reason)

    def _takes_small_path(self, relied: tuple[str, ...], group: tuple[str, ...]) -> bool:
        """A micro project meets a condition or else takes the small path (domain 2.3).

        So what was not supplied is asked for, too, where what was supplied does not pass.
        """
        return microscale.ANALYSIS in group and all(
            self._judge(name).outcome is not Outcome.PASSED for name in relied
        )

    def _not_required(self, analysis: str, reason: str) -> Finding:
        citations = self.pack.cited_by["not_required"]
        return Finding(analysis, Outcome.NOT_REQUIRED, reason, {}, citations)

    def _judge(self, analysis: str) -> Finding:
        case, pack = self.case, self.pack
        judges: dict[str, Callable[[], Finding]] = {
            "eligibility": lambda: eligibility.judge(case, pack),
            "prior_consideration": lambda: prior_consideration.judge(case, pack),
            "first_of_its_kind": lambda: first_of_its_kind.judge(case, pack),
            "regulatory": lambda: regulatory.judge(case, pack, self.tier.tier),
            "investment": lambda: investment.judge(case, pack),
            "barriers": lambda: BARRIERS[self.rule.barriers](case, pack),
            "common_practice": lambda: common_practice.judge(case, pack),
            "microscale": lambda: microscale.judge(case, pack),
        }
        return judges[analysis]()
