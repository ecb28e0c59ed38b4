"""Barrier analysis.

TOOL01 step 3 or TOOL21, as the pack says for the tier (domain sections 5 and 6).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from additionality.engine.analyses.regulatory import dropped
from additionality.engine.case import Case
from additionality.engine.findings import Citation, Concern, Finding, Outcome
from additionality.engine.practice_facts import Barrier
from additionality.engine.rulepack import RulePack
from additionality.engine.tiers import Size

ANALYSIS = "barriers"


def judge_large(case: Case, pack: RulePack) -> Finding:
    """Steps 3a and 3b.

    3a: a barrier stops this type of project, and credits alleviate it. 3b: another alternative is
    free of all such barriers, of those that step 1 leaves on the list.
    """
    citations = pack.cited_by["barriers_large"]
    outcomes = [outcome_of_large(barrier) for barrier in case.barriers]
    accepted = [
        b
        for b, (outcome, _) in zip(case.barriers, outcomes, strict=True)
        if outcome is Outcome.PASSED
    ]
    if not accepted:
        return _none_passed(case, outcomes, "no_barrier_prevents_project", citations)
    stated = [
        set(b.alternatives_not_prevented)
        for b in accepted
        if b.alternatives_not_prevented is not None
    ]
    gone = dropped(case)
    named_free = set.intersection(*stated) if stated else set()
    free = named_free - gone
    if stated and not free:
        outcome, reason = Outcome.FAILED, "no_alternative_free_of_barriers"
    elif len(stated) < len(accepted):
        outcome, reason = Outcome.INSUFFICIENT, "free_alternative_not_stated"
    else:
        outcome, reason = Outcome.PASSED, "barrier_prevents_project"
    figures = {**_figures(case, outcomes), "free_alternatives": sorted(free)}
    concerns = (*_concerns(case, outcomes), *_dropped(named_free & gone))
    return Finding(ANALYSIS, outcome, reason, figures, citations, concerns)


def judge_small(case: Case, pack: RulePack) -> Finding:
    """An entry of the pack's positive list, or at least one barrier of the four kinds.

    A barrier needs the alternative, that it emits more, and evidence of a recognised kind.
    """
    citations = pack.cited_by["barriers_small"]
    gone = dropped(case)
    outcomes = [outcome_of_small(barrier, gone) for barrier in case.barriers]
    claimed = case.positive_list.entry if pack.positive_list else ""
    gaps = positive_list_gaps(case, pack) if claimed else []
    if claimed and not gaps:
        entry = pack.positive_list[claimed]
        figures = {**_figures(case, outcomes), "positive_list": claimed}
        cited = (*pack.cited_by["positive_list"], entry.citation)
        return Finding(ANALYSIS, Outcome.PASSED, "on_positive_list", figures, cited)
    concerns = []
    if gaps:
        detail = {"entry": claimed, "gaps": gaps}
        concerns.append(Concern("positive_list_not_counted", detail))
    named = {one for barrier in case.barriers for one in barrier.alternatives_not_prevented or ()}
    concerns += _dropped(named & gone)
    if not any(outcome is Outcome.PASSED for outcome, _ in outcomes):
        finding = _none_passed(case, outcomes, "no_small_scale_barrier", citations)
        return replace(finding, concerns=(*concerns, *finding.concerns))
    concerns += _concerns(case, outcomes)
    unnamed = [str(i) for i, b in enumerate(case.barriers) if b.alternatives_not_prevented is None]
    if unnamed:
        concerns.append(Concern("alternative_not_named", {"barriers": unnamed}))
    figures = _figures(case, outcomes)
    return Finding(
        ANALYSIS, Outcome.PASSED, "small_scale_barrier", figures, citations, tuple(concerns)
    )


def positive_list_gaps(case: Case, pack: RulePack) -> list[str]:
    """Why the entry claimed does not count: keys of the case; none where it counts.

    The pack must have the entry, and the project its energy source and be within its capacity.
    """
    claim, project = case.positive_list, case.project
    entry = pack.positive_list.get(claim.entry)
    if entry is None:
        return ["entry"]
    kilowatts = Size.of(project).renewable_kw
    gaps = {
        "energy_source": bool(entry.energy_source) and project.energy_source != entry.energy_source,
        "capacity": entry.most_kw is not None and (kilowatts is None or kilowatts > entry.most_kw),
        "grounds": not claim.grounds.strip(),
        "evidence": not claim.evidence,
    }
    return [name for name, is_missing in gaps.items() if is_missing]


#: An outcome and the keys of the answers that are missing or speak against the barrier.
BarrierOutcome = tuple[Outcome, list[str]]


def outcome_of_large(barrier: Barrier) -> BarrierOutcome:
    """Sub-step 3a for one barrier.

    Asked are what it is, that it stops the project, that credits alleviate it, and evidence.
    """
    return _outcome(
        barrier,
        ["prevents_project", "alleviated_by_credits"],
        described=bool(barrier.description.strip()),
    )


def outcome_of_small(barrier: Barrier, gone: frozenset[str]) -> BarrierOutcome:
    """TOOL21 for one barrier.

    Whether credits alleviate it is not asked; a barrier said not to prevent the project is none. The
    alternative may be described; where alternatives are named, one must be left that is not `gone`.
    """
    named = barrier.alternatives_not_prevented
    described = bool(barrier.description.strip() or named)
    asked = ["alternative_emits_more"]
    if barrier.prevents_project is False:
        asked.append("prevents_project")
    outcome, because = _outcome(barrier, asked, described=described)
    if named is None or set(named) - gone or outcome is Outcome.FAILED:
        return outcome, because
    return Outcome.INSUFFICIENT, [*because, "alternatives_not_prevented"]


def _outcome(barrier: Barrier, asked: list[str], *, described: bool) -> BarrierOutcome:
    if denied := [key for key in asked if getattr(barrier, key) is False]:
        return Outcome.FAILED, denied
    missing = [key for key in asked if getattr(barrier, key) is None]
    missing += [key for key in ("kind", "evidence_kind", "evidence") if not getattr(barrier, key)]
    if not described:
        missing.append("description")
    return (Outcome.INSUFFICIENT if missing else Outcome.PASSED), missing


def _dropped(alternatives: set[str] | frozenset[str]) -> tuple[Concern, ...]:
    """Alternatives named that step 1 leaves none of."""
    detail = {"alternatives": sorted(alternatives)}
    return (Concern("dropped_alternative", detail),) if alternatives else ()


def _none_passed(
    case: Case, outcomes: list[BarrierOutcome], failed_reason: str, citations: tuple[Citation, ...]
) -> Finding:
    figures = _figures(case, outcomes)
    removable = _removable(case)
    if not outcomes:
        return Finding(ANALYSIS, Outcome.INSUFFICIENT, "barriers_not_supplied", figures, citations)
    if any(outcome is Outcome.INSUFFICIENT for outcome, _ in outcomes):
        return Finding(
            ANALYSIS, Outcome.INSUFFICIENT, "barrier_incomplete", figures, citations, removable
        )
    return Finding(ANALYSIS, Outcome.FAILED, failed_reason, figures, citations, removable)


def _figures(case: Case, outcomes: list[BarrierOutcome]) -> dict[str, Any]:
    return {
        "barriers": [
            {"kind": barrier.kind, "outcome": outcome.value, "because": keys}
            for barrier, (outcome, keys) in zip(case.barriers, outcomes, strict=True)
        ]
    }


def _concerns(case: Case, outcomes: list[BarrierOutcome]) -> tuple[Concern, ...]:
    return (*_not_counted(case, outcomes), *_removable(case))


def _removable(case: Case) -> tuple[Concern, ...]:
    """A barrier that money can remove is costed in the investment analysis (domain section 5)."""
    lines = {line.name.strip() for line in case.investment.lines} if case.investment else set()
    uncosted = [
        str(i)
        for i, barrier in enumerate(case.barriers)
        if barrier.removable_by_money and barrier.removal_line.strip() not in lines
    ]
    return (Concern("barrier_removable_by_money", {"barriers": uncosted}),) if uncosted else ()


def _not_counted(case: Case, outcomes: list[BarrierOutcome]) -> tuple[Concern, ...]:
    return tuple(
        Concern("barrier_not_counted", {"barrier": str(i), "kind": barrier.kind, "because": keys})
        for i, (barrier, (outcome, keys)) in enumerate(zip(case.barriers, outcomes, strict=True))
        if outcome is not Outcome.PASSED
    )
