"""Whether a case tells of its data set what the data set says: nobody types that, so nobody may change it."""

from collections.abc import Mapping
from typing import Any

from additionality.engine.case import Case
from projects.activities.choosing import FOUND
from projects.activities.searching import SearchRefused, Wanted, search
from projects.models import DataSet


def tells_as_found(case: Case, data_set: DataSet) -> bool:
    """Search once more and compare; a data set never changes, so that only the case can have been altered.

    Where no search is told of, nothing may be said in the name of the data set.
    """
    stated = case.to_dict().get("common_practice", {})
    told = [(one.get("row"), _said(one)) for one in stated.get("activities", [])]
    wanted = Wanted.from_case(stated.get("query", {}))
    if wanted is None:
        return not any(said for _row, said in told)
    try:
        found = search(data_set, wanted)
    except SearchRefused:
        return False
    cut = wanted.started_before
    rows = {str(one.number): _said(one.to_case(cut)) for one in (*found.candidates, *found.later)}
    funnel = {name: str(number) for name, number in found.funnel.items()}
    return stated.get("funnel") == funnel and all(said == rows.get(row, {}) for row, said in told)


def _said(activity: Mapping[str, Any]) -> dict[str, Any]:
    """What the data set says of a row, of an activity as the case file has it."""
    return {name: value for name, value in activity.items() if name.startswith(FOUND)}
