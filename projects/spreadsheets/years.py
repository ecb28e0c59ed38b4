"""Which year a cell names: a number, a date, 民國115年, or a year of the project counted from one."""

import re
from dataclasses import dataclass
from itertools import islice

from projects.spreadsheets.grid import Grid
from projects.tables.sheet import DAY, NUMBER, WORDS, Cell
from projects.wizard.typed import FIRST_YEAR_OF_REPUBLIC, TypedRefused, ascii_form, read_year

CALENDAR, COUNTED = "calendar", "counted"
PLAIN, AS_DAY, AS_TEXT, REPUBLIC = "plain", "as_day", "as_text", "republic"
_MARKED = re.compile(r"(?:FY|CY)?\s*((?:19|20|21)[0-9]{2})\s*(?:年度?)?\s*\(?[AEFPB]?\)?", re.I)
_SHORT = re.compile(r"([0-9]{2,3})\s*年度?")
_COUNTED = re.compile(r"(?:Y(?:ea)?r?|第)\s*([0-9]{1,2})\s*年?", re.I)
MOST_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Named:
    """A year a cell names: `basis` is the calendar, or counted from the start of the project."""

    year: int
    basis: str
    how: str = PLAIN


def year_in(cell: Cell | None) -> Named | None:
    """The year that a cell names, or None."""
    if cell is None:
        return None
    if cell.kind == NUMBER and not cell.style:
        number = float(cell.text)
        if number == int(number) and 1900 <= number <= 2199:
            return Named(int(number), CALENDAR)
        return Named(int(number), COUNTED) if number == int(number) and 0 <= number <= 99 else None
    if cell.kind == DAY:
        return Named(int(cell.text[:4]), CALENDAR, AS_DAY) if cell.text[:4].isdigit() else None
    return _in_words(ascii_form(cell.text)) if cell.kind == WORDS else None


def _in_words(text: str) -> Named | None:
    if match := _MARKED.fullmatch(text):
        return Named(int(match[1]), CALENDAR, AS_TEXT)
    if match := _COUNTED.fullmatch(text):
        return Named(int(match[1]), COUNTED, AS_TEXT)
    if (match := _SHORT.fullmatch(text)) and int(match[1]) > 80:
        return Named(int(match[1]) + FIRST_YEAR_OF_REPUBLIC - 1, CALENDAR, REPUBLIC)
    try:
        return Named(read_year(text), CALENDAR, AS_TEXT) if len(text) < 20 else None
    except TypedRefused:
        return None


@dataclass(frozen=True, slots=True)
class YearLine:
    """A line of years: its place in the grid, from which place to which, and their basis."""

    line: int
    first: int
    last: int
    basis: str
    count: int


def find_years(grid: Grid) -> YearLine | None:
    """The line that holds most years one after the other; calendar years before counted ones."""
    best: YearLine | None = None
    for line, cells in islice(grid, MOST_LOOKED_AT):
        for basis in (CALENDAR, COUNTED):
            found = _longest(line, cells, basis)
            if found and (best is None or _weight(found) > _weight(best)):
                best = found
    return best


def _weight(found: YearLine) -> tuple[bool, int]:
    return found.basis == CALENDAR, found.count


def _longest(line: int, cells: dict[int, Cell], basis: str) -> YearLine | None:
    """The longest stretch of neighbouring cells with rising years; at least three of them.

    Calendar years may have gaps; years that are counted follow each other.
    """
    widest = 10 if basis == CALENDAR else 1
    best: YearLine | None = None
    first = before_place = before_year = 0
    count = 0
    for place, cell in islice(cells.items(), MOST_LOOKED_AT):
        named = year_in(cell)
        if named is None or named.basis != basis:
            count = 0
            continue
        follows = count and place == before_place + 1 and 0 < named.year - before_year <= widest
        first, count = (first, count + 1) if follows else (place, 1)
        before_place, before_year = place, named.year
        if count >= 3 and (best is None or count > best.count):
            best = YearLine(line, first, place, basis, count)
    return best
