"""Whether a case tells of its data set what the data set says: nobody types that, so nobody may change it."""

from typing import Any

from additionality.engine.case import Case
from additionality.engine.practice_facts import CommonPractice, Query
from projects.activities.searching import SearchRefused, Wanted, search
from projects.models import DataSet

SAID = ("found_capacity", "found_started", "found_energy_source", "found_carbon_status")


def tells_as_found(case: Case, data_set: DataSet) -> bool:
    """Search once more and compare; a data set never changes, so that only the case can have been altered.

    Where no search is told of, nothing may be said in the name of the data set.
    """
    stated = case.common_practice
    wanted = wanted_again(stated.query)
    if wanted is None:
        return not _said(stated)
    try:
        found = search(data_set, wanted)
    except SearchRefused:
        return False
    cut = wanted.started_before
    rows = {one.number: one.to_case(cut) for one in (*found.candidates, *found.later)}
    same_rows = all(
        getattr(one, name) == rows.get(one.row, {}).get(name, "")
        for one in stated.activities
        for name in SAID
    )
    return same_rows and all(
        getattr(stated.funnel, name) == number for name, number in found.funnel.items()
    )


def wanted_again(query: Query) -> Wanted | None:
    """The search that a case tells of; None where its range is missing, without which none is made."""
    if query.least is None or query.most is None or not query.unit:
        return None
    names = ("country", "region", "measure", "energy_source", "output", "started_before")
    said: dict[str, Any] = {name: getattr(query, name) for name in names}
    return Wanted(least=query.least, most=query.most, unit=query.unit, **said)


def _said(stated: CommonPractice) -> bool:
    return any(getattr(one, name) for one in stated.activities for name in SAID)
