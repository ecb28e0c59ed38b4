"""How a sheet is read: which way it lies, where years, names and amounts stand, which rows are lines."""

import re
from collections.abc import Mapping as Given
from dataclasses import dataclass, field, replace
from typing import Any

from projects.spreadsheets.grid import COLUMNS, ROWS
from projects.tables.addresses import column_letters, column_number
from projects.wizard.forms.cash_flow import KINDS, MOST_YEARS

POSITIVE, NEGATIVE = "positive", "negative"
UNITS = ("1", "1000", "10000", "1000000", "100000000")
KIND_KEYS = frozenset(key for key, _words in KINDS)
MOST_LINES = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One line of money: its kind, and the unit of its amounts where it has one of its own."""

    kind: str
    label: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """The places count from one; 0 is not known yet. Lines are found by their row (or column).

    `unit` is what one of the sheet's amounts is worth; `costs` says whether money that flows out is
    written with a minus. `to` says whose cash flow it is (`targets.py`), "" where that was not chosen.
    `first_year` is the calendar year of the first amount as typed, where the
    years of the sheet are counted or not written.
    """

    orientation: str = ROWS
    years_at: int = 0
    labels_at: int = 0
    first: int = 0
    last: int = 0
    first_year: str = ""
    unit: str = "1"
    costs: str = POSITIVE
    lines: Given[int, Line] = field(default_factory=dict)
    to: str = ""

    @property
    def span(self) -> range:
        """The places of the amounts."""
        if not self.first or self.last < self.first:
            return range(0)
        return range(self.first, min(self.last, self.first + MOST_YEARS - 1) + 1)

    def to_dict(self) -> dict[str, Any]:
        return {
            "orientation": self.orientation,
            "years_at": self.years_at,
            "labels_at": self.labels_at,
            "first": self.first,
            "last": self.last,
            "first_year": self.first_year,
            "unit": self.unit,
            "costs": self.costs,
            "to": self.to,
            "lines": {
                str(at): [line.kind, line.label, line.unit] for at, line in self.lines.items()
            },
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Mapping":
        lines = {int(at): Line(*line) for at, line in data["lines"].items()}
        return cls(**{**data, "lines": lines})


def posted_mapping(before: Mapping, posted: Given[str, str], labels: Given[int, str]) -> Mapping:
    """`before` with what was posted; what cannot be read stays as it was.

    `labels` are the rows that were shown with a choice, by their words: those not chosen are no lines.
    """
    turned = posted.get("orientation", before.orientation)
    orientation = turned if turned in (ROWS, COLUMNS) else before.orientation
    if orientation != before.orientation:
        return replace(before, orientation=orientation)
    lines = {at: line for at, line in before.lines.items() if at not in labels}
    for at, label in labels.items():
        kind = posted.get(f"kind-{at}", "")
        if kind in KIND_KEYS and len(lines) < MOST_LINES:
            unit = posted.get(f"unit-{at}", "")
            lines[at] = Line(kind, label[:500], unit if unit in UNITS else "")
    unit, costs = posted.get("unit", ""), posted.get("costs", "")
    across = orientation == ROWS
    return Mapping(
        orientation=orientation,
        years_at=_place(posted.get("years_at", ""), not across, before.years_at),
        labels_at=_place(posted.get("labels_at", ""), across, before.labels_at),
        first=_place(posted.get("first", ""), across, before.first),
        last=_place(posted.get("last", ""), across, before.last),
        first_year=posted.get("first_year", before.first_year).strip()[:20],
        unit=unit if unit in UNITS else before.unit,
        costs=costs if costs in (POSITIVE, NEGATIVE) else before.costs,
        to=before.to,
        lines=dict(sorted(lines.items())),
    )


def turned_mapping(found: Mapping, posted: Given[str, str], first_year: str) -> Mapping:
    """`found`, proposed for a sheet just turned round, with the places that were typed for that way.

    A blank place is proposed; only where the years stand stays blank when the first year was typed instead.
    """
    across = found.orientation == ROWS

    def typed(name: str, is_column: bool, otherwise: int) -> int:
        text = posted.get(name, "")
        return _place(text, is_column, otherwise) if text.strip() else otherwise

    shows_none = bool(first_year) and not posted.get("years_at", "").strip()
    years_at = 0 if shows_none else typed("years_at", not across, found.years_at)
    return replace(
        found,
        years_at=years_at,
        labels_at=typed("labels_at", across, found.labels_at),
        first=typed("first", across, found.first),
        last=typed("last", across, found.last),
        first_year=found.first_year if years_at else first_year,
    )


def _place(text: str, is_column: bool, otherwise: int) -> int:
    """A row number or column letters as typed; 0 where the field was emptied."""
    text = text.strip().upper()
    if not text:
        return 0
    if is_column and re.fullmatch("[A-Z]{1,3}", text, re.ASCII):
        return column_number(text)
    if not is_column and re.fullmatch("[1-9][0-9]{0,6}", text, re.ASCII):
        return int(text)
    return otherwise


def place_words(place: int, is_column: bool) -> str:
    """A row number or column letters for the field; "" where it is not known."""
    if not place:
        return ""
    return column_letters(place) if is_column else str(place)
