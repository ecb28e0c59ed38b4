"""Conditions of which one makes a micro-scale project additional (TOOL19; domain 2.3)."""

from __future__ import annotations

from additionality.engine.case import Case
from additionality.engine.findings import Finding, Outcome
from additionality.engine.practice_facts import Microscale
from additionality.engine.rulepack import RulePack

ANALYSIS = "microscale"


def judge(case: Case, pack: RulePack) -> Finding:
    """Passed when one condition is met and evidenced.

    Without evidence insufficient, and so where none is met while one was not answered; failed when all
    were answered and none is met.
    """
    stated, citations = case.microscale, pack.cited_by[ANALYSIS]
    answers = conditions(case, pack)
    met = [name for name, is_met in answers.items() if is_met]
    figures = {"met": met, "open": [name for name, is_met in answers.items() if is_met is None]}
    if stated == Microscale():
        return Finding(ANALYSIS, Outcome.INSUFFICIENT, "microscale_not_supplied", {}, citations)
    if met and stated.evidence:
        outcome, reason = Outcome.PASSED, "microscale_condition_met"
    elif met:
        outcome, reason = Outcome.INSUFFICIENT, "microscale_not_evidenced"
    elif figures["open"]:
        outcome, reason = Outcome.INSUFFICIENT, "microscale_conditions_open"
    else:
        outcome, reason = Outcome.FAILED, "no_microscale_condition"
    return Finding(ANALYSIS, outcome, reason, figures, citations)


def conditions(case: Case, pack: RulePack) -> dict[str, bool | None]:
    """Each condition: met, not met, or `None` where it was not answered."""
    stated = case.microscale
    return {
        "host": stated.host != "none" if stated.host else None,
        "off_grid": _off_grid(case, pack),
        "distributed_units": _distributed(case, pack),
        "recommended_technology": _recommended(case, pack),
    }


def _off_grid(case: Case, pack: RulePack) -> bool | None:
    """Off the grid, or on one that gives fewer hours a day than the pack's: its hours, where given, decide."""
    hours = case.microscale.grid_hours_per_day
    if hours is not None:
        return hours < pack.number("microscale.grid_hours_below", case.assessed_on)
    return case.microscale.off_grid


def _distributed(case: Case, pack: RulePack) -> bool | None:
    """Units within one of three limits, used by households, communities or small enterprises.

    Either answer alone can say no: units used by others, or too large whoever uses them.
    """
    units, day = case.microscale.units, case.assessed_on
    sizes = (
        (units.kw, "microscale.unit_kw_most"),
        (units.mwh_per_year, "microscale.unit_mwh_most"),
        (units.tco2e_per_year, "microscale.unit_tco2e_most"),
    )
    given = [value <= pack.number(name, day) for value, name in sizes if value is not None]
    if units.users == "other" or (given and not any(given)):
        return False
    return True if given and units.users else None


def _recommended(case: Case, pack: RulePack) -> bool | None:
    """Recommended by the designated national authority, with a share not above the pack's."""
    recommended, share = case.microscale.recommended_by_authority, case.microscale.technology_share
    if recommended and share is not None:
        return share <= pack.number("microscale.technology_share_most", case.assessed_on)
    return None if recommended else recommended
