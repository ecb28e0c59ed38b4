"""One case under several rule packs, side by side, and why they come out differently.

The differences are computed from what was compared, required and found. They are codes with
values, published in `docs/codes.md`; whoever shows them makes sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from additionality.engine.assess import Assessment, assess
from additionality.engine.case import Case
from additionality.engine.findings import Outcome
from additionality.engine.rulepack import Requirement, RulePack, load_pack, pack_keys

FORMAT = "additionality-comparison/1"

#: Every code a difference may have, with what its `params` hold for each pack.
DIFFERENCES: dict[str, str] = {
    "not_in_force": "packs that are not in force on the day, with their first day",
    "tier": "the tier, and the comparison with a limit that decided it",
    "required": "whether an analysis must pass, is one of several, or is not asked",
    "method": "by which method an analysis was judged",
    "outcome": "the outcome and reason of an analysis",
    "conclusion": "the conclusion, and the parts that decided it",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which the packs differ; `packs` holds the values by the key of the pack.

    `analysis` is empty where it is about the whole.
    """

    code: str
    packs: dict[str, dict[str, Any]] = field(hash=False)
    analysis: str = ""

    def to_dict(self) -> dict[str, Any]:
        about = {"analysis": self.analysis} if self.analysis else {}
        return {"code": self.code, **about, "packs": self.packs}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The assessments in the order of the packs, and their differences in the order of the path."""

    assessments: tuple[Assessment, ...]
    differences: tuple[Difference, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "assessments": [assessment.to_dict() for assessment in self.assessments],
            "differences": [difference.to_dict() for difference in self.differences],
        }


def all_packs() -> tuple[RulePack, ...]:
    """The current edition of every pack, in the order in which they are told everywhere."""
    return tuple(load_pack(key) for key in pack_keys())


def compare(case: Case, packs: Sequence[RulePack] | None = None) -> Comparison:
    """Assess `case` under each of `packs` (all, if none are given) that is in force on its day."""
    wanted = all_packs() if packs is None else tuple(packs)
    in_force = [pack for pack in wanted if pack.in_force_from <= case.assessed_on]
    late = {
        pack.key: {"in_force_from": pack.in_force_from.isoformat()}
        for pack in wanted
        if pack not in in_force
    }
    found = compared([assess(case, pack) for pack in in_force])
    if not late:
        return found
    return Comparison(found.assessments, (Difference("not_in_force", late), *found.differences))


def compared(assessments: Sequence[Assessment]) -> Comparison:
    """Assessments of one project that were made already, each under its own pack."""
    return Comparison(tuple(assessments), tuple(differences(assessments)))


def differences(assessments: Sequence[Assessment]) -> Iterator[Difference]:
    """In what the assessments differ: size, what is required, how it is judged, what came out."""
    yield from _unless_alike("tier", {a.pack.key: _tier(a) for a in assessments}, by=("tier",))
    for analysis in _analyses(assessments):
        asked = {a.pack.key: {"required": requirement(a, analysis)} for a in assessments}
        yield from _unless_alike("required", asked, analysis)
        judged = [a for a in assessments if _outcome(a, analysis) is not Outcome.NOT_REQUIRED]
        methods = {a.pack.key: {"method": _method(a, analysis)} for a in judged}
        yield from _unless_alike("method", methods, analysis)
        outcomes = {a.pack.key: _found(a, analysis) for a in judged}
        yield from _unless_alike("outcome", outcomes, analysis)
    concluded = {a.pack.key: _conclusion(a) for a in assessments}
    yield from _unless_alike("conclusion", concluded, by=("conclusion",))


def requirement(assessment: Assessment, analysis: str) -> str:
    """`required`, `one_of` several, `instead` (of later steps), or `not_asked` at the tier."""
    rule = assessment.pack.tiers[assessment.tier.tier]
    if analysis in rule.required:
        return "required"
    if any(analysis in part for part in rule.required if isinstance(part, tuple)):
        return "one_of"
    if analysis == "first_of_its_kind" and rule.first_of_its_kind_replaces:
        return "instead"
    return "not_asked"


def _analyses(assessments: Sequence[Assessment]) -> list[str]:
    """Every analysis of any of the packs, in the order of the first pack that has it."""
    names = [finding.analysis for a in assessments for finding in a.findings]
    return list(dict.fromkeys(names))


def _unless_alike(
    code: str,
    packs: dict[str, dict[str, Any]],
    analysis: str = "",
    by: Sequence[str] | None = None,
) -> Iterator[Difference]:
    """The difference, unless the packs have the same values (those of the keys `by`)."""
    values = [{key: one[key] for key in by or one} for one in packs.values()]
    if any(value != values[0] for value in values):
        yield Difference(code, packs, analysis)


def _tier(assessment: Assessment) -> dict[str, Any]:
    """The tier and the comparisons of the criterion that decided it."""
    decisive = assessment.tier.criteria[0]
    return {
        "tier": assessment.tier.tier,
        "basis": [basis.to_dict() for basis in decisive.basis],
    }


def _outcome(assessment: Assessment, analysis: str) -> Outcome:
    found = {finding.analysis: finding.outcome for finding in assessment.findings}
    return found.get(analysis, Outcome.NOT_REQUIRED)


def _found(assessment: Assessment, analysis: str) -> dict[str, Any]:
    finding = assessment.finding(analysis)
    return {"outcome": finding.outcome.value, "reason": finding.reason}


def _method(assessment: Assessment, analysis: str) -> str:
    rule = assessment.pack.tiers[assessment.tier.tier]
    return rule.barriers if analysis == "barriers" else ""


def _conclusion(assessment: Assessment) -> dict[str, Any]:
    """The conclusion with the parts that brought it about: those that failed, or are missing."""
    wanted = {
        "not_eligible": Outcome.FAILED,
        "not_additional": Outcome.FAILED,
        "inconclusive": Outcome.INSUFFICIENT,
        "additional": Outcome.PASSED,
    }[assessment.conclusion.value]
    parts = [part for part, outcome in assessment.decided.items() if outcome is wanted]
    return {
        "conclusion": assessment.conclusion.value,
        "decided_by": [_decisive(assessment, part, wanted) for part in parts],
    }


def _decisive(assessment: Assessment, part: Requirement, wanted: Outcome) -> str | list[str]:
    """An analysis, or of a group the parts that came out like the group."""
    if isinstance(part, str):
        return part
    return [name for name in part if _outcome(assessment, name) is wanted]
