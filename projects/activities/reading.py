"""One row of a table as an activity: what it says, what was noticed, or why it is not used."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from projects.activities import fields
from projects.activities.cells import (
    Capacity,
    CellRefused,
    Start,
    read_capacity,
    read_coordinate,
    read_start,
)
from projects.activities.comparing import MOST_LATITUDE, Usual
from projects.activities.country_boxes import is_elsewhere
from projects.activities.mapping import ColumnMapping

LONGEST: Mapping[str, int] = {
    "name": 1000, "technology": 500, "country": 200, "region": 200, "output": 200,
}  # fmt: skip
#: Registers list planned plants: national supply plans look ten years ahead (Taiwan's yearly report on
#: the supply and demand of electricity, 全國電力資源供需報告, does). What is later looks mistyped.
PLANNED_AHEAD = 10
GIVEN = 200  # characters of a cell that are kept in a report
_UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]+")
#: Cells that a spreadsheet program would take for a formula.
_FORMULA = re.compile(r"[=+@]|-(?![\d\s.,]*$)")


@dataclass(frozen=True, slots=True)
class Report:
    """Something noticed in a row: the code, the column it is about, and what the cell says."""

    code: str
    column: str = ""
    given: str = ""


@dataclass(slots=True)
class RowRead:
    """A row as read. `refusal` says why it is not used; then the values are not complete."""

    number: int
    texts: dict[str, str] = field(default_factory=dict)
    capacity: Capacity | None = None
    start: Start = field(default_factory=Start)
    latitude: float | None = None
    longitude: float | None = None
    reports: list[Report] = field(default_factory=list)
    refusal: Report | None = None


class RowReader:
    """Reads rows of one table: `places` are the columns of the mapped fields, `usual` what others say.

    `year` is that of the import: a plant that begins long after it is pointed at.
    """

    def __init__(
        self,
        mapping: ColumnMapping,
        places: Mapping[str, int],
        header: Sequence[str],
        usual: Usual | None = None,
        *,
        year: int,
    ) -> None:
        self.mapping, self.places, self.header = mapping, places, header
        self.usual, self.year = usual or Usual(), year
        self._listed = {name: _listed(name, mapping) for name in fields.LISTED}

    def read(self, number: int, cells: Sequence[str]) -> RowRead:
        """Row `number` of the file. Never raises: what cannot be used is said in the result."""
        row = RowRead(number)
        if len(cells) != len(self.header):
            row.refusal = Report("columns_differ", "", str(len(cells)))
            return row
        try:
            self._read(row, cells)
        except _RowRefused as refused:
            row.refusal = refused.report
        return row

    def _read(self, row: RowRead, cells: Sequence[str]) -> None:
        for name in LONGEST:
            row.texts[name] = self._text(row, name, cells)
        for name in fields.LISTED:
            row.texts[name] = self._choice(row, name, cells)
        if "country" in self.places and not row.texts["country"]:
            raise self._refused("country_missing", "country", cells)
        row.capacity = self._capacity(cells)
        if self.usual.is_perhaps_kilowatts(row.texts["energy_source"], row.capacity):
            row.reports.append(self._report("perhaps_kilowatts", "capacity", cells))
        row.start = read_start(self._cell("started", cells), self.mapping.calendar)
        if row.start.last_year is not None and row.start.last_year > self.year + PLANNED_AHEAD:
            row.reports.append(self._report("start_far_ahead", "started", cells))
        if row.start.remark and not (
            row.start.remark == "start_missing" and "started" not in self.places
        ):
            row.reports.append(self._report(row.start.remark, "started", cells))
        self._coordinates(row, cells)

    def _cell(self, name: str, cells: Sequence[str]) -> str:
        place = self.places.get(name)
        return self.mapping.fixed.get(name, "") if place is None else cells[place].strip()

    def _text(self, row: RowRead, name: str, cells: Sequence[str]) -> str:
        text = self._cell(name, cells)
        if _UNREADABLE.search(text):
            row.reports.append(self._report("control_characters", name, cells))
            text = _UNREADABLE.sub(" ", text).strip()
        if len(text) > LONGEST[name]:
            raise self._refused("text_too_long", name, cells)
        if text and name in self.places and _FORMULA.match(text):
            row.reports.append(self._report("formula_as_text", name, cells))
        return text

    def _choice(self, row: RowRead, name: str, cells: Sequence[str]) -> str:
        text = row.texts[name] if name in row.texts else self._cell(name, cells)
        if not text:
            return ""
        known = self._listed[name].get(fields.folded(text))
        if known is None:
            known = self.mapping.otherwise.get(name)
        if known is None and name not in fields.CHOICES:
            return text
        if known is None:
            raise self._refused("value_unknown", name, cells)
        return known

    def _capacity(self, cells: Sequence[str]) -> Capacity:
        try:
            return read_capacity(self._cell("capacity", cells), self._cell("unit", cells))
        except CellRefused as refused:
            column = "unit" if refused.code == "unit_unknown" else "capacity"
            raise self._refused(refused.code, column, cells) from refused

    def _coordinates(self, row: RowRead, cells: Sequence[str]) -> None:
        latitude = self._coordinate(row, "latitude", cells)
        longitude = self._coordinate(row, "longitude", cells)
        if latitude is None or longitude is None:
            return
        if self.usual.is_perhaps_swapped(row.texts["country"], latitude, longitude):
            row.reports.append(self._report("coordinates_swapped", "latitude", cells))
        elif abs(latitude) > MOST_LATITUDE:
            row.reports.append(self._report("not_a_latitude", "latitude", cells))
        else:
            row.latitude, row.longitude = latitude, longitude
            if is_elsewhere(row.texts["country"], latitude, longitude):
                row.reports.append(self._report("place_not_in_country", "latitude", cells))

    def _coordinate(self, row: RowRead, name: str, cells: Sequence[str]) -> float | None:
        try:
            return read_coordinate(self._cell(name, cells))
        except CellRefused as refused:
            row.reports.append(self._report(refused.code, name, cells))
            return None

    def _report(self, code: str, name: str, cells: Sequence[str]) -> Report:
        place = self.places.get(name)
        column = name if place is None else self.header[place]
        given = _UNREADABLE.sub(" ", self._cell(name, cells))
        return Report(code, column[:GIVEN], given[:GIVEN])

    def _refused(self, code: str, name: str, cells: Sequence[str]) -> "_RowRefused":
        return _RowRefused(self._report(code, name, cells))


class _RowRefused(Exception):
    def __init__(self, report: Report) -> None:
        super().__init__(report.code)
        self.report = report


def _listed(name: str, mapping: ColumnMapping) -> dict[str, str]:
    """Cell (folded) -> value: the case file's own words, then usual ones, then those of the mapping."""
    found = {key: key for key in fields.CHOICES.get(name, ())}
    found |= fields.SAID.get(name, {})
    return found | {
        fields.folded(said): value for said, value in mapping.values.get(name, {}).items()
    }
