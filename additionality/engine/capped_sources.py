"""Which sources the EU emissions trading system capped in its third phase (2013 to 2020): a look-up, no judgement.

A reduction inside a capped source frees an allowance that another source may use: it is not additional to the cap.
The table is Annex I of Directive 2003/87/EC as Directive 2009/29/EC replaced it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

SOURCE = "Directive 2003/87/EC Annex I, as replaced by Directive 2009/29/EC"
TABLE = Path(__file__).with_name("capped_sources.csv")


class Coverage(StrEnum):
    """`NO_THRESHOLD`: the activity is covered whatever its size."""

    COVERED = "covered"
    NOT_COVERED = "not_covered"
    NO_THRESHOLD = "no_threshold"


@dataclass(frozen=True, slots=True)
class CappedActivity:
    """One activity of the table. `name` by language (en, zh); `threshold` in `unit`, None where there is none.

    A source is covered above the threshold ("exceeding"), not at it. `gases` are those the cap counts.
    """

    key: str
    name: Mapping[str, str]
    threshold: Decimal | None
    unit: str
    gases: tuple[str, ...]

    def coverage(self, capacity: Decimal | None) -> Coverage:
        """Whether an installation of `capacity`, in `unit`, is covered.

        Raises `ValueError` where there is a threshold and no capacity, or one below zero.
        """
        if self.threshold is None:
            return Coverage.NO_THRESHOLD
        if capacity is None or capacity < 0:
            raise ValueError(f"{self.key}: a capacity in {self.unit} is needed")
        return Coverage.COVERED if capacity > self.threshold else Coverage.NOT_COVERED


@cache
def capped_activities() -> Mapping[str, CappedActivity]:
    """The activities by their keys, in the order of the directive."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {row["activity"]: _activity(row) for row in csv.DictReader(table)}


def _activity(row: Mapping[str, str]) -> CappedActivity:
    if row["operator"] not in ("", ">"):
        raise ValueError(f"{row['activity']}: a threshold is exceeded, not {row['operator']!r}")
    return CappedActivity(
        key=row["activity"],
        name={"en": row["name_en"], "zh": row["name_zh"]},
        threshold=Decimal(row["threshold"]) if row["threshold"] else None,
        unit=row["unit"],
        gases=tuple(row["gases"].split(";")),
    )
