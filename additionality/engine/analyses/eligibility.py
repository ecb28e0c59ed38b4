"""The eligibility gate (domain 2.2, 2.3): circumstances that keep a project out altogether."""

from __future__ import annotations

import re

from additionality.engine.case import Case
from additionality.engine.findings import Finding, Outcome
from additionality.engine.rulepack import RulePack
from additionality.engine.tiers import RENEWABLE

ANALYSIS = "eligibility"

_NEW_HCFC22 = "new_hcfc22_capacity"
_ABOUT_HFC23 = re.compile(r"\bh(?:c?fc)[ -]?(?:23|22)\b", re.IGNORECASE)


def judge(case: Case, pack: RulePack) -> Finding:
    """Failed by any exclusion of the pack's gate, insufficient while one it asks is not answered.

    Whether HFC-23 is destroyed needs no answer where the case says that the project does something
    else, and must be answered wherever the pack excludes it and the case speaks of it.
    """
    answers = case.regulatory.exclusions
    excluded = [name for name in pack.gate.excluded_by if getattr(answers, name)]
    asked = [*pack.gate.must_be_answered]
    if _NEW_HCFC22 in pack.gate.excluded_by and is_about_hfc23(case):
        asked.append(_NEW_HCFC22)
    silent = [name for name in dict.fromkeys(asked) if getattr(answers, name) is None]
    settled = [name for name in silent if name == _NEW_HCFC22 and is_something_else(case)]
    open_ = [name for name in silent if name not in settled]
    citations = pack.cited_by[ANALYSIS]
    figures = {"excluded_by": excluded, "not_answered": open_}
    if settled:
        figures["settled_by_project"] = settled
    if excluded:
        return Finding(ANALYSIS, Outcome.FAILED, "excluded", figures, citations)
    if open_:
        reason = "exclusions_not_answered"
        return Finding(ANALYSIS, Outcome.INSUFFICIENT, reason, figures, citations)
    return Finding(ANALYSIS, Outcome.PASSED, "not_excluded", figures, citations)


def is_something_else(case: Case) -> bool:
    """Whether what the project does cannot be the destruction of HFC-23.

    It is of one of the four measures of TOOL24, of which that is none, uses a renewable source, or
    removes carbon dioxide, and says nothing of HFC-23.
    """
    project = case.project
    other = project.measure != "other" or project.energy_source in RENEWABLE or project.removals
    return bool(other) and not is_about_hfc23(case)


def is_about_hfc23(case: Case) -> bool:
    """Whether the project is described as one about HFC-23 or HCFC-22."""
    project = case.project
    return any(
        _ABOUT_HFC23.search(text) for text in (project.name, project.technology, project.output)
    )
