"""The plants of a case for the picture of where the project stands among them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from additionality.engine.analyses.common_practice import cut_off, is_different
from additionality.engine.case import read_case
from additionality.engine.decimals import EXACT
from additionality.engine.practice_facts import Activity
from additionality.engine.project_facts import Project
from additionality.engine.rulepack import load_pack
from projects.activities.fields import BASES


def plants_of(data: Mapping[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The plants with a size and a year, and the project, as the picture takes them.

    Sizes are in the unit of the project's capacity; plants measured in something else are left out.
    """
    case = read_case(data)
    project, own = case.project, case.project.capacity
    value, unit = own.value or Decimal(0), own.unit or "MW"
    share = load_pack(case.pack).number("common_practice.range", case.assessed_on)
    spread = EXACT.multiply(value, share)
    cut = cut_off(project)
    plants = [
        {"year": _year(one), "size": str(size), "kind": _kind(one, project)}
        for one in case.common_practice.activities
        if (size := _size(one, unit)) is not None and one.started is not None
    ]
    start = project.start_date or project.published_date
    return plants, {
        "year": str(start.year + (start.timetuple().tm_yday - 1) / 365) if start else None,
        "size": str(value),
        "least": str(value - spread),
        "most": str(value + spread),
        "unit": unit,
        "cut_off": str(cut.year + (cut.timetuple().tm_yday - 1) / 365) if cut else None,
    }


def _year(one: Activity) -> str:
    return str(one.started if isinstance(one.started, int) else getattr(one.started, "year", ""))


def _size(one: Activity, unit: str) -> Decimal | None:
    if one.capacity is None or one.unit not in BASES or BASES[one.unit][0] != BASES[unit][0]:
        return None
    return EXACT.divide(EXACT.multiply(one.capacity, BASES[one.unit][1]), BASES[unit][1])


def _kind(one: Activity, project: Project) -> str:
    if one.excluded:
        return "left_out"
    if one.carbon_status not in ("", "none"):
        return "carbon"
    return {True: "different", False: "same", None: "open"}[is_different(one, project)]
