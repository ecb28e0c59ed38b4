"""Common practice analysis (domain section 7).

TOOL24 v03.1; TOOL01 sub-step 4b for measures outside the four.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from additionality.engine.analyses import funnel
from additionality.engine.case import Case
from additionality.engine.decimals import EXACT, fixed, plain
from additionality.engine.findings import Concern, Finding, Outcome
from additionality.engine.practice_facts import Activity
from additionality.engine.project_facts import Project
from additionality.engine.rulepack import RulePack, load_pack
from additionality.engine.territory import is_whole_country

ANALYSIS = "common_practice"

#: Units that measure the same thing, with their size in the first of them.
_SAME_QUANTITY = ({"kW": Decimal(1), "MW": Decimal(1000)}, {"t/d": Decimal(1), "t/h": Decimal(24)})


@dataclass(frozen=True, slots=True)
class Count:
    """Plants counted from the activities.

    `unclear` rows may or may not belong to N_all (a capacity, unit or date is missing);
    `unclear_difference` rows belong to it, but may or may not use a different technology.
    `*_with_carbon` leaves carbon projects in: some of those may be unclear too.

    """

    n_all: int = 0
    n_diff: int = 0
    unclear: int = 0
    unclear_difference: int = 0
    n_all_with_carbon: int = 0
    n_diff_with_carbon: int = 0
    unclear_with_carbon: int = 0
    unclear_difference_with_carbon: int = 0


def is_common(n_all: int, n_diff: int, pack: RulePack, on: date) -> bool:
    """F = 1 - n_diff / n_all above its limit and the gap above its own.

    Both strict, decided in whole numbers.
    """
    gap = n_all - n_diff
    f_limit = Fraction(pack.number("common_practice.f_limit", on))
    return gap * f_limit.denominator > f_limit.numerator * n_all and gap > pack.number(
        "common_practice.gap_limit", on
    )


def judge(case: Case, pack: RulePack) -> Finding:
    """The common practice finding: passed when the activity is not common practice."""
    if case.project.measure == "other":
        return _judge_by_distinctions(case, pack)
    stated, day = case.common_practice, case.assessed_on
    citations = pack.cited_by[ANALYSIS]
    is_listed = bool(stated.activities) or funnel.is_searched(stated)
    if not is_listed and (stated.n_all is None or stated.n_diff is None):
        return Finding(
            ANALYSIS, Outcome.INSUFFICIENT, "common_practice_not_supplied", {}, citations
        )
    counted = count(case, pack) if is_listed else Count(stated.n_all or 0, stated.n_diff or 0)
    figures = _figures(counted, case, pack)
    concerns = (*_concerns(case, counted), *_search_concerns(case, pack))
    # The gap is largest when every unclear row counts and is the same technology, smallest when
    # none does.
    gap_most = is_common(counted.n_all + counted.unclear, counted.n_diff, pack, day)
    gap_least = is_common(
        counted.n_all + counted.unclear,
        counted.n_diff + counted.unclear + counted.unclear_difference,
        pack,
        day,
    )
    if gap_least:
        return Finding(ANALYSIS, Outcome.FAILED, "common_practice", figures, citations, concerns)
    if gap_most:
        return Finding(
            ANALYSIS, Outcome.INSUFFICIENT, "activities_incomplete", figures, citations, concerns
        )
    if not _area_is_justified(case):
        return Finding(
            ANALYSIS, Outcome.INSUFFICIENT, "area_reason_not_stated", figures, citations, concerns
        )
    is_empty = not (counted.n_all or counted.unclear)
    reason = "no_comparable_plants" if is_empty else "not_common_practice"
    return Finding(ANALYSIS, Outcome.PASSED, reason, figures, citations, concerns)


def _judge_by_distinctions(case: Case, pack: RulePack) -> Finding:
    """Sub-step 4b for a measure outside the four.

    Essential distinctions in words, for a reviewer to weigh.
    """
    citations = pack.cited_by["common_practice_other"]
    if not case.common_practice.distinctions.strip():
        return Finding(ANALYSIS, Outcome.INSUFFICIENT, "distinctions_not_stated", {}, citations)
    concerns = (Concern("qualitative_comparison"),)
    return Finding(ANALYSIS, Outcome.PASSED, "distinctions_stated", {}, citations, concerns)


def _area_is_justified(case: Case) -> bool:
    area = case.common_practice.area
    is_whole = not area.strip() or is_whole_country(area, case.project)
    return (is_whole and not funnel.area_is_narrower(case.common_practice)) or bool(
        case.common_practice.area_reason.strip()
    )


def count(case: Case, pack: RulePack | None = None) -> Count:
    """Count the activities of the case.

    Range, cut-off date, carbon projects, technology (domain section 7, 1 to 4). A row that a
    search found and that is not listed is unclear.
    """
    pack = pack or load_pack(case.pack)
    share = pack.number("common_practice.range", case.assessed_on)
    n_all = n_diff = unclear_difference = carbon_all = carbon_diff = carbon_open = 0
    unclear = unclear_with_carbon = funnel.rows_missing(case.common_practice)
    for activity in case.common_practice.activities:
        similar = is_similar(activity, case.project, share)
        if similar is False:
            continue
        different = is_different(activity, case.project)
        is_carbon = activity.carbon_status not in ("", "none")
        if similar:
            carbon_all += 1
            carbon_diff += different is True
            carbon_open += different is None
        else:
            unclear_with_carbon += 1
        if is_carbon:
            continue
        if similar is None:
            unclear += 1
            continue
        n_all += 1
        n_diff += different is True
        unclear_difference += different is None
    return Count(
        n_all, n_diff, unclear, unclear_difference,
        carbon_all, carbon_diff, unclear_with_carbon, carbon_open,
    )  # fmt: skip


def is_similar(activity: Activity, project: Project, share: Decimal) -> bool | None:
    """Whether the activity is a similar plant; `None` when an answer needed for that is missing.

    Not similar: left out by the proponent, outside the range, not started before the cut-off, or,
    where the measure is a technology switch, another energy source.

    """
    same_source = (
        project.measure != "technology_switch"
        or not (activity.energy_source and project.energy_source)
        or activity.energy_source == project.energy_source
    )
    answers = (
        not activity.excluded,
        same_source,
        is_in_range(activity, project, share),
        started_before(activity.started, cut_off(project)),
    )
    if False in answers:
        return False
    return None if None in answers else True


def is_in_range(activity: Activity, project: Project, share: Decimal) -> bool | None:
    """Whether the capacity is within the project's, less and plus `share` of it, ends included.

    Around a capacity of zero there is no range: nothing would be comparable with it.
    """
    own = project.capacity
    if not own.value or activity.capacity is None or not own.unit or not activity.unit:
        return None
    factors = next((f for f in _SAME_QUANTITY if own.unit in f and activity.unit in f), None)
    if factors is None and own.unit != activity.unit:
        return None
    size, other = (
        (factors[own.unit], factors[activity.unit]) if factors else (Decimal(1), Decimal(1))
    )
    capacity = EXACT.multiply(activity.capacity, other)
    middle = EXACT.multiply(own.value, size)
    spread = EXACT.multiply(middle, share)
    return EXACT.subtract(middle, spread) <= capacity <= EXACT.add(middle, spread)


def cut_off(project: Project) -> date | None:
    """The earlier of the design document's publication and the project's start, of those given."""
    return min((day for day in (project.published_date, project.start_date) if day), default=None)


def started_before(started: int | date | None, day: date | None) -> bool | None:
    """Whether commercial operation began before `day`.

    A start known by year only if the year is earlier.
    """
    if started is None or day is None:
        return None
    return started < day.year if isinstance(started, int) else started < day


def is_different(activity: Activity, project: Project) -> bool | None:
    """Whether the technology is different: as stated, or as far as the row itself shows it.

    Another energy source is a different technology; the same technology by name is not. Otherwise
    it is open.

    """
    if activity.different is not None:
        return activity.different
    if (
        activity.energy_source
        and project.energy_source
        and activity.energy_source != project.energy_source
    ):
        return True
    named, own = _folded(activity.technology), _folded(project.technology)
    return False if named and named == own else None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _figures(counted: Count, case: Case, pack: RulePack) -> dict[str, Any]:
    day = case.assessed_on
    figures: dict[str, Any] = {
        **_outcome_figures(counted.n_all, counted.n_diff),
        "f_limit": plain(pack.number("common_practice.f_limit", day)),
        "gap_limit": plain(pack.number("common_practice.gap_limit", day)),
    }
    stated = case.common_practice
    if funnel.is_searched(stated):
        figures["funnel"] = funnel.steps(stated, counted)
    if stated.activities or funnel.is_searched(stated):
        cut = cut_off(case.project)
        figures |= {
            "unclear": str(counted.unclear),
            "unclear_difference": str(counted.unclear_difference),
            "cut_off": cut.isoformat() if cut else None,
            "with_carbon_projects": _with_carbon_projects(counted, pack, day),
        }
    return figures


def _with_carbon_projects(counted: Count, pack: RulePack, day: date) -> dict[str, Any]:
    """The counts with carbon projects left in; `None` where unclear rows could turn the answer."""
    n_all, n_diff = counted.n_all_with_carbon, counted.n_diff_with_carbon
    unclear = counted.unclear_with_carbon
    most_different = n_diff + unclear + counted.unclear_difference_with_carbon
    at_least = is_common(n_all + unclear, most_different, pack, day)
    at_most = is_common(n_all + unclear, n_diff, pack, day)
    return {
        **_outcome_figures(n_all, n_diff),
        "unclear": str(unclear),
        "common_practice": at_most if at_least == at_most else None,
    }


def _outcome_figures(n_all: int, n_diff: int) -> dict[str, str | None]:
    gap = n_all - n_diff
    f = fixed(EXACT.divide(Decimal(gap), Decimal(n_all))) if n_all else None
    return {"n_all": str(n_all), "n_diff": str(n_diff), "f": f, "gap": str(gap)}


def _concerns(case: Case, counted: Count) -> tuple[Concern, ...]:
    rows = list(enumerate(case.common_practice.activities))
    concerns = []
    if counted.unclear or counted.unclear_difference:
        detail = {
            "unclear": str(counted.unclear),
            "unclear_difference": str(counted.unclear_difference),
        }
        concerns.append(Concern("activities_unclear", detail))
    if silent := [
        a.name or str(i) for i, a in rows if a.excluded and not a.exclusion_reason.strip()
    ]:
        concerns.append(Concern("exclusion_without_reason", {"activities": silent}))
    if silent := [
        a.name or str(i) for i, a in rows if a.different and not a.excluded and not a.reason.strip()
    ]:
        concerns.append(Concern("difference_without_reason", {"activities": silent}))
    return tuple(concerns)


def _search_concerns(case: Case, pack: RulePack) -> tuple[Concern, ...]:
    """What a reviewer should see of the search of a data set."""
    concerns = []
    if plants := funnel.carbon_unknown(case.common_practice):
        concerns.append(Concern("carbon_projects_not_told", {"plants": str(plants)}))
    if missing := funnel.rows_missing(case.common_practice):
        concerns.append(Concern("query_rows_missing", {"missing": str(missing)}))
    concerns += funnel.row_concerns(case.common_practice)
    share = pack.number("common_practice.range", case.assessed_on)
    if parts := funnel.query_differs(case, share, cut_off(case.project)):
        concerns.append(Concern("query_differs_from_case", {"parts": parts}))
    return tuple(concerns)
