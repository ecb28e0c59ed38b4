"""One case under every rule pack, side by side, and why they come out differently."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from additionality.engine.assess import Assessment
from additionality.engine.case import Case as CaseFacts
from additionality.engine.compare import Comparison
from additionality.engine.compare import requirement as requirement_of
from additionality.engine.rulepack import load_pack
from projects import wording
from projects.models import Case
from projects.showing.numbers import day
from projects.wizard.answers import Answers
from projects.wizard.facts import draft_from
from projects.wizard.path import Path
from projects.wizard.steps import Step
from projects.wording.packs import pack_title
from projects.wording.phrases import listed, quoted, separated

Packs = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """What one pack makes of the case; `not_held` names what it asks and the case file does not hold."""

    key: str
    title: str
    edition: str
    tier: str
    tier_reason: str
    conclusion: str
    conclusion_label: str
    sentence: str
    not_held: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One finding under one pack, and how the pack asks for it; all empty where it has no such analysis."""

    outcome: str = ""
    label: str = ""
    requirement: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class SideBySide:
    columns: list[Column]
    rows: list[Row]
    reasons: list[str]


def side_by_side(comparison: Comparison, facts: CaseFacts) -> SideBySide:
    """The comparison of the case `facts` in words, packs from left to right."""
    lacking = parts_not_held(facts, [one.pack.key for one in comparison.assessments])
    results = [one.to_dict() for one in comparison.assessments]
    columns = [
        Column(
            key=one.pack.key,
            title=pack_title(one.pack),
            edition=one.pack.edition,
            tier=wording.tier(one.tier.tier),
            tier_reason=wording.tier_reason(result),
            conclusion=one.conclusion.value,
            conclusion_label=wording.conclusion(one.conclusion.value),
            sentence=wording.conclusion_sentence(result),
            not_held=_not_held(lacking[one.pack.key]),
        )
        for one, result in zip(comparison.assessments, results, strict=True)
    ]
    cells = [_cells(one) for one in comparison.assessments]
    analyses = list(dict.fromkeys(name for found in cells for name in found))
    rows = [
        Row(wording.analysis(name), [found.get(name, Cell()) for found in cells])
        for name in analyses
    ]
    return SideBySide(columns, rows, list(reasons(comparison)))


def parts_not_held(facts: CaseFacts, keys: Iterable[str]) -> dict[str, list[str]]:
    """By pack, the titles of the steps that it asks and the case file holds nothing of.

    What its own pack asks too is open under both, and not named; unless the own pack needs no answer.
    """
    draft = draft_from(facts.to_dict())

    def path(key: str) -> Path:
        return Answers(Case(pack_key=key), facts.assessed_on, draft).path

    own = path(facts.pack)

    def is_asked_here_only(step: Step, other: Path) -> bool:
        return not own.has(step) or (own.is_optional(step) and not other.is_optional(step))

    def not_held(other: Path) -> list[str]:
        missing = [step for step in other.steps() if step.name not in draft]
        return [str(step.title) for step in missing if is_asked_here_only(step, other)]

    return {key: not_held(path(key)) for key in keys}


def _not_held(titles: list[str]) -> str:
    if not titles:
        return ""
    sentence = _("These rules also ask for parts that the case file does not hold: %(parts)s.")
    return sentence % {"parts": listed(titles)}


def _cells(assessment: Assessment) -> dict[str, Cell]:
    """What one pack finds and asks for at its size, by the analysis."""
    return {
        one.analysis: Cell(
            one.outcome.value,
            wording.outcome(one.outcome.value),
            requirement(requirement_of(assessment, one.analysis)),
        )
        for one in assessment.findings
    }


def reasons(comparison: Comparison) -> Iterator[str]:
    """Why the packs differ, a sentence for each difference that its words show."""
    for one in comparison.differences:
        if sentence := SAYING[one.code](one.packs, one.analysis):
            yield sentence


def _not_in_force(packs: Packs, _analysis: str) -> str:
    late = [
        _("%(pack)s (from %(day)s)")
        % {"pack": title(key), "day": day(date.fromisoformat(one["in_force_from"]))}
        for key, one in packs.items()
    ]
    return _("Not in force on the day of the assessment: %(packs)s.") % {"packs": listed(late)}


def _tier(packs: Packs, _analysis: str) -> str:
    parts = [
        _("%(tier)s under %(pack)s") % {"tier": wording.tier(one["tier"]), "pack": title(key)}
        + pgettext("before an explanation", ": ")
        + wording.tier_reason({"tier": one["tier"], "tier_basis": one["basis"]}).rstrip(".。")
        for key, one in packs.items()
    ]
    return _("The size is measured differently: %(parts)s.") % {"parts": separated(parts)}


def _required(packs: Packs, analysis: str) -> str:
    parts = _by_value(packs, lambda one: requirement(one["required"]))
    return _said(_("%(analysis)s is asked differently: %(parts)s."), parts, analysis)


def _method(packs: Packs, analysis: str) -> str:
    parts = _by_value(packs, lambda one: method(one["method"]))
    return _said(_("%(analysis)s is judged by another method: %(parts)s."), parts, analysis)


def _outcome(packs: Packs, analysis: str) -> str:
    parts = _by_value(packs, lambda one: wording.outcome(one["outcome"]))
    return _said(_("%(analysis)s comes out differently: %(parts)s."), parts, analysis)


def _conclusion(packs: Packs, _analysis: str) -> str:
    def said(one: Mapping[str, Any]) -> str:
        parts = [part if isinstance(part, str) else part[0] for part in one["decided_by"] if part]
        label = wording.conclusion(one["conclusion"])
        names = listed(wording.analysis(part) for part in parts)
        by = {"conclusion": label, "analyses": names}
        return _("%(conclusion)s, by %(analyses)s") % by if names else label

    return _said(_("So the conclusions differ: %(parts)s."), _by_value(packs, said))


def _said(sentence: str, parts: list[str], analysis: str = "") -> str:
    """The sentence with its parts; nothing where the words are the same under every pack."""
    if len(parts) < 2:
        return ""
    name = wording.analysis(analysis) if analysis else ""
    return sentence % {"analysis": name, "parts": separated(parts)}


def _by_value(packs: Packs, words: Callable[[Mapping[str, Any]], str]) -> list[str]:
    """`additional under A and B`, `not additional under C`."""
    found: dict[str, list[str]] = {}
    for key, one in packs.items():
        found.setdefault(words(one), []).append(title(key))
    return [
        _("%(value)s under %(packs)s") % {"value": value, "packs": listed(titles)}
        for value, titles in found.items()
    ]


def requirement(code: str) -> str:
    return {
        "required": _("required"),
        "one_of": _("one of several"),
        "instead": _("may be claimed instead of the later steps"),
        "not_asked": _("not asked"),
    }[code]


def method(code: str) -> str:
    return {
        "step_3": _("barriers that stop the project and leave an alternative free"),
        "small_scale": _("one barrier of the small scale"),
        "": _("the only one"),
    }[code]


def title(key: str) -> str:
    """The title of a pack in a sentence; in quotation marks, because it may hold commas."""
    return quoted(pack_title(load_pack(key)))


SAYING = {
    "not_in_force": _not_in_force,
    "tier": _tier,
    "required": _required,
    "method": _method,
    "outcome": _outcome,
    "conclusion": _conclusion,
}
