"""Regulatory additionality (TOOL01 sub-steps 1a and 1b; domain 2.1 and 3).

A binding law that mandates the activity fails the project at every tier, unless it is both
systematically not enforced and widely not complied with, each limb evidenced. The tiers the pack
names also need a list of alternatives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from additionality.engine.analyses import prior_consideration
from additionality.engine.case import Case
from additionality.engine.findings import Concern, Finding, Outcome
from additionality.engine.project_facts import Alternative, Law, Project
from additionality.engine.rulepack import RulePack
from additionality.engine.territory import Cover, covers

ANALYSIS = "regulatory"


class Effect(Enum):
    """What one law does to the project."""

    MANDATES = "mandates"
    EXCUSED = (
        "excused"  # mandates, but is not enforced and widely not complied with, both evidenced
    )
    HARMLESS = "harmless"
    ELSEWHERE = "elsewhere"  # would mandate, but does not apply at the site
    NOT_ASSESSED = "law_not_assessed"
    TERRITORY_UNCLEAR = "law_territory_unclear"
    ENFORCEMENT_NOT_STATED = "enforcement_not_stated"
    ENFORCEMENT_NOT_EVIDENCED = "enforcement_not_evidenced"


_UNSETTLED = (
    Effect.NOT_ASSESSED,
    Effect.TERRITORY_UNCLEAR,
    Effect.ENFORCEMENT_NOT_STATED,
    Effect.ENFORCEMENT_NOT_EVIDENCED,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Outcome and reason of one part of the analysis."""

    outcome: Outcome
    reason: str


def judge(case: Case, pack: RulePack, tier: str) -> Finding:
    """The regulatory finding."""
    effects = [effect_of(law, case.project) for law in case.regulatory.laws]
    answers = [_laws(case, effects)]
    if tier in pack.alternatives_required_at:
        answers.append(_alternatives(case))
    failed = [a for a in answers if a.outcome is Outcome.FAILED]
    short = [a for a in answers if a.outcome is Outcome.INSUFFICIENT]
    answer = (failed or short or answers)[0]
    concerns = (
        *_law_concerns(case, effects),
        *_alternative_concerns(case, effects, tier in pack.alternatives_required_at),
    )
    figures: dict[str, Any] = {
        "laws": [
            {"title": law.title, "clause": law.clause, "effect": effect.value}
            for law, effect in zip(case.regulatory.laws, effects, strict=True)
        ]
    }
    if pack.regulatory_again_at_issuance:
        figures["judged_again_at"] = "issuance"
    judges_notice = prior_consideration.ANALYSIS in pack.analyses
    if not judges_notice and (timeline := prior_consideration.timeline_of(case, pack)):
        figures["timeline"] = timeline
    return Finding(
        ANALYSIS, answer.outcome, answer.reason, figures, pack.cited_by[ANALYSIS], concerns
    )


def effect_of(law: Law, project: Project) -> Effect:
    """What the law does, from the answers given.

    An answer not given leaves it unsettled unless it cannot matter.
    """
    if law.binding is False or law.mandates_activity is False:
        return Effect.HARMLESS
    cover = covers(law.territory, project)
    if cover is Cover.NO:
        return Effect.ELSEWHERE
    if law.binding is None or law.mandates_activity is None:
        return Effect.NOT_ASSESSED
    limbs = (law.systematically_unenforced, law.noncompliance_widespread)
    if all(limbs) and is_unenforced(law):
        return Effect.EXCUSED
    if cover is Cover.UNCLEAR:
        return Effect.TERRITORY_UNCLEAR
    if False in limbs or limbs == (None, None):
        return Effect.MANDATES
    return Effect.ENFORCEMENT_NOT_EVIDENCED if all(limbs) else Effect.ENFORCEMENT_NOT_STATED


def mandates_although_not_asked(case: Case) -> Iterator[Concern]:
    """Laws that mandate the activity, at a tier whose pack does not ask for this analysis."""
    laws = case.regulatory.laws
    if titles := [law.title for law in laws if effect_of(law, case.project) is Effect.MANDATES]:
        yield Concern("mandated_but_not_asked", {"laws": titles})


def is_unenforced(law: Law) -> bool:
    """Whether both limbs hold, each with evidence; one document may serve both."""
    return bool(
        law.systematically_unenforced
        and law.noncompliance_widespread
        and (law.evidence or law.unenforced_evidence)
        and (law.evidence or law.noncompliance_evidence)
    )


def _laws(case: Case, effects: list[Effect]) -> Answer:
    if Effect.MANDATES in effects:
        return Answer(Outcome.FAILED, "mandated_by_law")
    for effect in _UNSETTLED:
        if effect in effects:
            return Answer(Outcome.INSUFFICIENT, effect.value)
    if not case.regulatory.searched.strip():
        return Answer(Outcome.INSUFFICIENT, "search_not_described")
    if Effect.EXCUSED in effects:
        return Answer(Outcome.PASSED, "mandate_not_enforced")
    return Answer(Outcome.PASSED, "no_law_mandates" if effects else "no_law_found")


def dropped(case: Case) -> frozenset[str]:
    """The alternatives that sub-step 1b leaves none of, by their ids: later steps do not compare with them.

    Those that the proponent drops, and those that break law that is not shown to be unenforced.
    """
    keeps = _keeps_breaking(case)
    return frozenset(
        one.id
        for one in _others(case)
        if one.kept is False or (one.complies_with_law is False and not keeps)
    )


def _others(case: Case) -> list[Alternative]:
    return [alternative for alternative in case.alternatives if not alternative.is_project]


def _alternatives(case: Case) -> Answer:
    """Sub-steps 1a and 1b: is there an alternative left other than the project without credits?"""
    if not case.alternatives:
        return Answer(Outcome.INSUFFICIENT, "alternatives_not_listed")
    others = [
        one for one in _others(case) if one.kept is not False or one.complies_with_law is False
    ]
    if not others:
        return Answer(Outcome.INSUFFICIENT, "only_project_listed")
    if _is_only_complying(case):
        return Answer(Outcome.FAILED, "only_complying_alternative")
    if not any(other.complies_with_law or _keeps_breaking(case) for other in others):
        return Answer(Outcome.INSUFFICIENT, "compliance_not_stated")
    return Answer(Outcome.PASSED, "no_law_mandates")


def _keeps_breaking(case: Case) -> bool:
    """Whether an alternative that breaks the law is kept.

    A binding law at the site is not enforced, as evidenced.
    """
    return any(
        law.binding and is_unenforced(law) and covers(law.territory, case.project) is not Cover.NO
        for law in case.regulatory.laws
    )


def _is_only_complying(case: Case) -> bool:
    """Whether every other alternative breaks generally enforced law and the project does not."""
    others = _others(case)
    project_breaks = any(a.is_project and a.complies_with_law is False for a in case.alternatives)
    all_break = bool(others) and all(other.complies_with_law is False for other in others)
    return all_break and not project_breaks and not _keeps_breaking(case)


def _law_concerns(case: Case, effects: list[Effect]) -> list[Concern]:
    laws = list(zip(case.regulatory.laws, effects, strict=True))
    concerns = []
    if outside := [law.title for law, effect in laws if effect is Effect.ELSEWHERE]:
        concerns.append(Concern("law_outside_territory", {"laws": outside}))
    if later := [law.title for law, _ in laws if law.adopted and law.adopted > case.assessed_on]:
        concerns.append(Concern("law_adopted_after_assessment", {"laws": later}))
    return concerns


def _alternative_concerns(case: Case, effects: list[Effect], required: bool) -> list[Concern]:
    others = _others(case)
    concerns = []
    complying = [other.id for other in others if other.complies_with_law]
    breaking = [other.id for other in others if other.complies_with_law is False]
    binding = any(
        law.binding and covers(law.territory, case.project) is not Cover.NO
        for law in case.regulatory.laws
    )
    if Effect.MANDATES in effects and complying:
        concerns.append(Concern("alternatives_contradict_law", {"said_to_comply": complying}))
    elif breaking and not binding:
        concerns.append(Concern("alternatives_contradict_law", {"said_to_break_law": breaking}))
    if any(a.is_project and a.complies_with_law is False for a in case.alternatives):
        concerns.append(Concern("project_does_not_comply"))
    if others and not any(a.is_project for a in case.alternatives):
        concerns.append(Concern("project_not_among_alternatives"))
    if not required and _is_only_complying(case):
        concerns.append(Concern("only_project_complies"))
    if required and (unstated := [a.id for a in case.alternatives if a.complies_with_law is None]):
        concerns.append(Concern("alternative_compliance_not_stated", {"alternatives": unstated}))
    return concerns
