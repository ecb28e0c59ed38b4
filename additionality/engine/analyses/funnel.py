"""The funnel from all rows of a data set to the plants that count (domain section 7).

The first steps are what the proponent's search found, as the case states them; from the candidates
on every step is counted here from the activities.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from additionality.engine.case import Case
from additionality.engine.decimals import EXACT, plain
from additionality.engine.findings import Concern
from additionality.engine.practice_facts import Activity, CommonPractice

if TYPE_CHECKING:
    from additionality.engine.analyses.common_practice import Count

#: The steps that the case states, in order.
SEARCHED = ("rows", "usable", "area", "comparable", "in_range", "candidates")


#: What a row may leave open, so that a document of the plant has to show it.
SILENT = ("started", "carbon_status")


def is_searched(stated: CommonPractice) -> bool:
    """Whether a data set was searched, so that an empty list says that nothing was found."""
    return bool(stated.dataset.sha256) and stated.funnel.candidates is not None


def rows_missing(stated: CommonPractice) -> int:
    """How many rows that the search found are not among the activities."""
    if not is_searched(stated):
        return 0
    listed = sum(activity.row is not None for activity in stated.activities)
    return max(0, (stated.funnel.candidates or 0) - listed)


def steps(stated: CommonPractice, counted: Count) -> list[dict[str, str]]:
    """The funnel as `{"step", "count"}`, from the first number that is known to N_diff."""
    told = [(name, getattr(stated.funnel, name)) for name in SEARCHED]
    kept = sum(not activity.excluded for activity in stated.activities)
    similar = counted.n_all_with_carbon + counted.unclear_with_carbon
    found = [
        *((name, number) for name, number in told if number is not None),
        ("not_left_out", kept),
        ("similar", similar),
        ("n_all", counted.n_all),
        ("n_diff", counted.n_diff),
    ]
    return [{"step": name, "count": str(number)} for name, number in found]


def carbon_unknown(stated: CommonPractice) -> int:
    """How many plants listed may be carbon projects, where the data set was not read for which are."""
    if not is_searched(stated) or stated.dataset.tells_carbon is not False:
        return 0
    return sum(not (one.excluded or one.carbon_status) for one in stated.activities)


def query_differs(case: Case, share: Decimal, cut: Any) -> list[str]:
    """In what the search was narrower than the rule asks for the case as it is now.

    `share` is the range around the capacity, `cut` the cut-off date. A search that is wider does no
    harm, because range and date are applied again.
    """
    query, project = case.common_practice.query, case.project
    if not is_searched(case.common_practice):
        return []
    found = []
    own = project.capacity
    if query.least is not None or query.most is not None:
        if own.value is None or own.unit != query.unit:
            found.append("range")
        else:
            spread = EXACT.multiply(own.value, share)
            least, most = EXACT.subtract(own.value, spread), EXACT.add(own.value, spread)
            is_narrow = (query.least is not None and query.least > least) or (
                query.most is not None and query.most < most
            )
            found += ["range"] if is_narrow else []
    if query.started_before is not None and (cut is None or query.started_before < cut):
        found.append("started_before")
    if query.measure and query.measure != project.measure:
        found.append("measure")
    if query.energy_source and (
        project.measure != "technology_switch" or query.energy_source != project.energy_source
    ):
        found.append("energy_source")
    if query.output and project.output and _folded(query.output) != _folded(project.output):
        found.append("output")
    return found


def area_is_narrower(stated: CommonPractice) -> bool:
    """Whether only a region of the country was searched."""
    return bool(stated.query.region.strip())


def described(query: Any) -> str:
    """The range of a query in its unit, for a detail: `17–51 MW`."""
    least, most = (plain(end) if end is not None else "" for end in (query.least, query.most))
    return f"{least}–{most} {query.unit}".strip()


def row_concerns(stated: CommonPractice) -> list[Concern]:
    """What was stated of rows of a data set and is not what the data set says.

    Capacity, energy source and start decide whether a plant counts, and a carbon project is set
    apart: either against the data set, or where it says nothing of start or carbon project and no
    document of the plant shows it. A row left out has a reason of its own.
    """
    against: list[dict[str, str]] = []
    groundless: list[dict[str, str]] = []
    for one in stated.activities:
        if one.row is None or one.excluded:
            continue
        for part, said, own in _parts_stated(one):
            detail = {"row": str(one.row), "name": one.name, "part": part, "stated": own}
            if said and not _agrees(part, said, own):
                against.append({**detail, "data_set": said})
            elif part in SILENT and said != own and not one.evidence:
                groundless.append(detail)
    found = []
    if against:
        found.append(Concern("row_contradicts_data_set", {"rows": against}))
    if groundless:
        found.append(Concern("row_not_from_data_set", {"rows": groundless}))
    return found


def _parts_stated(one: Activity) -> Iterator[tuple[str, str, str]]:
    """(part, what the data set says, what the case says) of a row, where the two may differ.

    An open start counts both ways, and silence on carbon projects counts as "none".
    """
    if one.found_capacity and one.capacity is not None:
        yield "capacity", one.found_capacity, f"{plain(one.capacity)} {one.unit}"
    if one.found_energy_source and one.energy_source:
        yield "energy_source", one.found_energy_source, one.energy_source
    if one.started is not None:
        yield "started", one.found_started, str(one.started)
    status, said = one.carbon_status or "none", one.found_carbon_status
    if status != (said or "none"):
        yield "carbon_status", said, status


def _agrees(part: str, said: str, own: str) -> bool:
    """Whether it is what the data set says; of a start, the day, or within the year or years.

    Only the year where the data set has the day is not the same: it may move a plant over the cut-off.
    """
    if part == "capacity":
        (size, _, unit), (own_size, _, own_unit) = said.partition(" "), own.partition(" ")
        return unit == own_unit and Decimal(size) == Decimal(own_size)
    if part != "started" or "-" in said:
        return own == said
    first, _, last = said.partition("/")
    return first <= own[:4] <= (last or first)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
