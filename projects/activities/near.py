"""Rows of the same area and source that were left out by themselves, and why: those nearest to the range."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from projects.activities import fields
from projects.activities.searching import Candidate, Wanted, alike, search
from projects.models import ActivityRow, DataSet

EACH = 15


@dataclass(frozen=True, slots=True)
class NearMisses:
    """Rows just below and above the range, and rows inside it that surely began later."""

    smaller: list[Candidate]
    larger: list[Candidate]
    later: list[Candidate]


def near_misses(data_set: DataSet, query: Mapping[str, Any]) -> NearMisses | None:
    """For a search as the case file has it; None where it cannot be repeated."""
    wanted = Wanted.from_case(query)
    if wanted is None:
        return None
    base_unit, factor = fields.BASES[wanted.unit]
    low, high = (float(end * factor) for end in (wanted.least, wanted.most))
    found = search(data_set, wanted)
    rows = ActivityRow.objects.filter(
        alike(wanted),
        data_set=data_set,
        country__in=found.named.spellings,
        base_unit=base_unit,
    )
    if wanted.region:
        rows = rows.filter(region=wanted.region)
    smaller = rows.filter(size__lt=low).order_by("-size", "number")
    larger = rows.filter(size__gt=high).order_by("size", "number")
    near = [
        [Candidate._make(row) for row in some.values_list(*Candidate._fields)[:EACH]]
        for some in (smaller, larger)
    ]
    return NearMisses(near[0], near[1], found.later[:EACH])
