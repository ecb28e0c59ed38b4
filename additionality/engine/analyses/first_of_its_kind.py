"""First of its kind (TOOL23; domain 8): the claim that makes a large project additional at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from additionality.engine.analyses.common_practice import cut_off, is_different, started_before
from additionality.engine.case import Case
from additionality.engine.findings import Concern, Finding, Outcome
from additionality.engine.practice_facts import OtherTechnology
from additionality.engine.rulepack import RulePack
from additionality.engine.territory import is_whole_country

ANALYSIS = "first_of_its_kind"


def judge(case: Case, pack: RulePack) -> Finding:
    """Passed when the claim meets every condition; failed when one is not met.

    One of the four measures; one fixed crediting period of at most the pack's years; and every
    technology in the area that delivers the same output and started before the cut-off is
    different: those listed with the claim, and the plants of the common practice analysis.
    """
    claim, citations = case.first_of_its_kind, pack.cited_by[ANALYSIS]
    if not claim.claimed:
        reason = "first_of_its_kind_not_claimed"
        return Finding(ANALYSIS, Outcome.NOT_REQUIRED, reason, {}, citations)
    day = cut_off_of(case)
    most = int(pack.number("first_of_its_kind.crediting_years_most", case.assessed_on))
    same = [i for i, one in enumerate(claim.others or ()) if is_same(one, day)]
    unclear = [i for i, one in enumerate(claim.others or ()) if is_same(one, day) is None]
    plants = same_plants(case, day)
    figures = {
        "cut_off": day.isoformat() if day else None,
        "crediting_years_most": str(most),
        "same_technology": [*(_named(claim.others, i) for i in same), *plants],
        "unclear": [_named(claim.others, i) for i in unclear],
        "lacks": lacks(case, has_unclear=bool(unclear)),
    }
    kind, years = case.project.crediting.kind, case.project.crediting.years
    if case.project.measure == "other":
        outcome, reason = Outcome.FAILED, "measure_outside_the_four"
    elif same or plants:
        outcome, reason = Outcome.FAILED, "technology_not_first"
    elif kind == "renewable" or (years is not None and years > most):
        outcome, reason = Outcome.FAILED, "crediting_period_not_fixed"
    elif figures["lacks"]:
        outcome, reason = Outcome.INSUFFICIENT, "first_of_its_kind_incomplete"
    else:
        outcome, reason = Outcome.PASSED, "first_of_its_kind_met"
    return Finding(ANALYSIS, outcome, reason, figures, citations, tuple(_concerns(case)))


def same_plants(case: Case, day: date | None) -> list[str]:
    """The plants compared with in the whole country that used the same technology before `day`.

    Carbon projects among them, too: TOOL23 leaves none out.
    """
    if case.first_of_its_kind.area.strip() and not is_whole_country(
        case.first_of_its_kind.area, case.project
    ):
        return []
    return [
        one.name or str(position + 1)
        for position, one in enumerate(case.common_practice.activities)
        if not one.excluded
        and started_before(one.started, day)
        and is_different(one, case.project) is False
    ]


def _concerns(case: Case) -> Iterator[Concern]:
    others = case.first_of_its_kind.others or ()
    silent = [i for i, one in enumerate(others) if one.different and not one.reason.strip()]
    if silent:
        named = [_named(others, i) for i in silent]
        yield Concern("difference_without_reason", {"activities": named})


def cut_off_of(case: Case) -> date | None:
    """The earlier of publication and start, of those given; a day stated that is later, or without them.

    An earlier day would leave out others that ran before the project.
    """
    by_dates, stated = cut_off(case.project), case.first_of_its_kind.cut_off
    return max(by_dates, stated) if by_dates and stated else stated or by_dates


def is_same(other: OtherTechnology, day: date | None) -> bool | None:
    """Whether the other used the same technology before the cut-off day; `None` where it is open."""
    before = started_before(other.started, day)
    if before is False or other.different:
        return False
    return None if before is None or other.different is None else True


def lacks(case: Case, *, has_unclear: bool) -> list[str]:
    """What the claim lacks, by the keys of the case."""
    claim, project = case.first_of_its_kind, case.project
    gaps = {
        "grounds": not claim.grounds.strip(),
        "others": claim.others is None or has_unclear,
        "evidence": not claim.evidence,
        "area_reason": bool(claim.area.strip())
        and not is_whole_country(claim.area, project)
        and not claim.area_reason.strip(),
        "crediting.kind": not project.crediting.kind,
        "crediting.years": project.crediting.years is None,
    }
    return [name for name, is_missing in gaps.items() if is_missing]


def _named(others: tuple[OtherTechnology, ...] | None, position: int) -> str:
    other = (others or ())[position]
    return other.name or other.technology or str(position + 1)
