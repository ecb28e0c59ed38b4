"""The cells of an activity: capacities, starts and coordinates, read exactly or not at all."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from additionality.engine.decimals import EXACT, plain
from projects.activities import fields
from projects.activities.mapping import REPUBLIC, unit_key
from projects.wizard import typed

EARLIEST, LATEST = 1800, 2200
_PLAIN_NUMBER = re.compile(r"[0-9]{1,18}(\.[0-9]{1,30})?", re.ASCII)
_WITH_UNIT = re.compile(r"(.*?[0-9.])\s*([^\d\s.,%][^\d%]*(?:3/d)?)", re.DOTALL)
_YEAR = re.compile(r"([0-9]{4})(?:\.0+)?", re.ASCII)
_SHORT_YEAR = re.compile(r"([0-9]{1,3})(?:\.0+)?\s*年?", re.ASCII)
_SHORT_DAY = re.compile(r"[0-9]{1,3}\s*(?:[-/.]|年).*[0-9].*", re.ASCII | re.DOTALL)
_SEVERAL = re.compile(r"[0-9]{4}(?:\s*(?:[-–—~～至,、;/&]|to|and)\s*[0-9]{4})+", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})\s*[-/.年]\s*(0?[1-9]|1[0-2])\s*月?", re.ASCII)


class CellRefused(Exception):
    """The cell cannot be read; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Capacity:
    """`value` in `unit` of the case file; `size` is the same in `base_unit`."""

    value: str
    unit: str
    size: float
    base_unit: str


@dataclass(frozen=True, slots=True)
class Start:
    """When operation began: `said` is a day or a year, or empty where there are several years.

    `remark` is the code of how the cell was read, where that is not plain.
    """

    said: str = ""
    first_year: int | None = None
    last_year: int | None = None
    remark: str = ""


def read_capacity(text: str, unit: str) -> Capacity:
    """A capacity: a number in `unit`, or with a unit of its own (`2,500 kW`).

    Raises CellRefused: `capacity_missing`, `capacity_not_read`, `capacity_not_positive`,
    `unit_unknown`.
    """
    text = text.strip()
    if not text:
        raise CellRefused("capacity_missing")
    number = text
    if not _PLAIN_NUMBER.fullmatch(text) and (match := _WITH_UNIT.fullmatch(text)):
        own = unit_key(match[2])
        if own in fields.UNITS_SAID:
            number, unit = match[1], own
    value = _number(number)
    if value <= 0:
        raise CellRefused("capacity_not_positive")
    return capacity_of(value, unit)


def capacity_of(value: Decimal, unit: str) -> Capacity:
    """A number in a unit as tables write it. Raises CellRefused: `unit_unknown`."""
    known = fields.UNITS_SAID.get(unit_key(unit))
    if known is None:
        raise CellRefused("unit_unknown")
    name, factor = known
    exact = value if factor == 1 else EXACT.multiply(value, factor)
    base_unit, base = fields.BASES[name]
    return Capacity(plain(exact), name, float(EXACT.multiply(exact, base)), base_unit)


def _number(text: str) -> Decimal:
    if _PLAIN_NUMBER.fullmatch(text):
        return Decimal(text)
    try:
        found = typed.read_number(text)
    except typed.TypedRefused as refused:
        raise CellRefused("capacity_not_read") from refused
    if found.percent or found.dollars:
        raise CellRefused("capacity_not_read")
    return found.value


def read_start(text: str, calendar: str) -> Start:
    """A start: a day, a year, several years, or nothing.

    Of several years none is chosen: all are kept, and a cut-off date between them leaves the start
    open. A year of one to three digits, alone or in a day, is read only where the mapping says that
    the years are those of the Republic of China. What cannot be read is no start, with a remark that says why.
    """
    text = typed.ascii_form(text)
    if not text:
        return Start(remark="start_missing")
    if match := _YEAR.fullmatch(text):
        return _of_years([int(match[1])])
    if _SEVERAL.fullmatch(text):
        return _of_years([int(year) for year in re.findall("[0-9]{4}", text)], "several_years")
    if match := _SHORT_YEAR.fullmatch(text):
        if calendar != REPUBLIC:
            return Start(remark="year_of_which_calendar")
        return _of_years([int(match[1]) + typed.FIRST_YEAR_OF_REPUBLIC - 1], "republic_year")
    if calendar == REPUBLIC and _SHORT_DAY.fullmatch(text):  # 98/05/01, year first
        return _written_out(f"民國{text}")
    return _written_out(text)


def _written_out(text: str) -> Start:
    remark = "republic_year" if "民國" in text else ""
    try:
        return _of_years([typed.read_year(text)], remark)
    except typed.TypedRefused:
        pass
    if match := _MONTH.fullmatch(text):
        return _of_years([int(match[1])], "month_not_kept")
    try:
        day = typed.read_date(text.removesuffix(" 00:00:00"))
    except typed.TypedRefused:
        return Start(remark="start_not_read")
    found = _of_years([day.year], remark)
    return found if not found.said else Start(day.isoformat(), day.year, day.year, remark)


def _of_years(years: list[int], remark: str = "") -> Start:
    first, last = min(years), max(years)
    if first < EARLIEST or last > LATEST:
        return Start(remark="year_out_of_range")
    return Start(
        str(first) if first == last else "",
        first,
        last,
        remark if first != last or remark != "several_years" else "",
    )


def started_before(said: str, first: int | None, last: int | None, cut: date) -> bool | None:
    """Whether operation began before `cut`; None where that is open.

    By year only if the year is earlier. Of several years the latest must be earlier: the capacity is
    that of the whole plant. If even the earliest is not, the plant began later.
    """
    if len(said) == 10:
        return said < cut.isoformat()
    if first is None or last is None:
        return None
    if last < cut.year:
        return True
    return False if first >= cut.year else None


def read_coordinate(text: str) -> float | None:
    """Degrees, or None where the cell is blank. Raises CellRefused: `coordinate_not_read`."""
    text = typed.ascii_form(text)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise CellRefused("coordinate_not_read") from error
    if not -180 <= value <= 180:
        raise CellRefused("coordinate_not_read")
    return value
