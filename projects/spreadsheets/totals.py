"""The sheet's own totals, held against the rows they mean.

Which rows a total means is not written in a sheet: a formula says it, else those rows are taken that give it in
most years. A total no rows give is named with the cells that were added up instead.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import TYPE_CHECKING

from projects.spreadsheets.kinds import OUTFLOWS, is_no_money
from projects.spreadsheets.proposing import is_amount, summed_lines
from projects.tables.addresses import ranges
from projects.tables.faults import TOTAL, Fault, is_near
from projects.tables.sheet import NUMBER, WORDS, Cell
from projects.wizard.typed import BIG, TypedRefused, read_number

if TYPE_CHECKING:
    from projects.spreadsheets.reading import Reading

#: Any other net figure, such as `淨利` or `total net`: it is no sum of rows.
_ANY_NET = re.compile(r"淨|\bnet\b", re.I)
#: So many totals are held against rows far above them as well.
MOST_TOTALS = 60
#: Amounts that were rounded may add up to another total, by so much of it at most.
MOST_ROUNDED = 0.002
DASHES = frozenset({"-", "–", "—", "－", ""})


def says_total(cell: Cell | None) -> bool:
    return cell is not None and cell.kind == WORDS and bool(TOTAL.search(cell.text))


@dataclass(frozen=True, slots=True)
class Total:
    """A row that says it is a total, and the rows it is taken to mean: `given` in how many years by them."""

    at: int
    rows: tuple[int, ...]
    given: int


class Totals:
    """The totals of a reading. Amounts are in the unit of the sheet, as the sheet writes their signs."""

    def __init__(self, reading: "Reading") -> None:
        self.reading, self.grid, self.mapping = reading, reading.grid, reading.mapping
        self.places = list(reading.years)
        self._values: dict[int, dict[int, float | None]] = {}
        self._sums: dict[tuple[int, ...], dict[int, float | None]] = {}
        self._money: dict[int, bool] = {}

    # the rows of the sheet

    @cached_property
    def rows(self) -> list[int]:
        """The rows below the years with a number in any year."""
        return [
            at
            for at, cells in self.grid
            if at > self.mapping.years_at
            and any(p in cells and is_amount(cells[p]) for p in self.places)
        ]

    @cached_property
    def _there(self) -> set[int]:
        return set(self.rows)

    @cached_property
    def totals(self) -> list[int]:
        return [at for at in self.rows if says_total(self._label(at))]

    def _label(self, at: int) -> Cell | None:
        return self.grid.at(at, self.mapping.labels_at)

    def words(self, at: int) -> str:
        label = self._label(at)
        return " ".join(label.text.split()) if label else ""

    def is_money(self, at: int) -> bool:
        """Whether a row may be a flow of money: it is taken, or neither its name nor its numbers deny it."""
        if at not in self._money:
            cells = self.grid.by_line[at]
            percent = any(p in cells and cells[p].style == "%" for p in self.places)
            denied = percent or is_no_money(self.words(at))
            self._money[at] = at in self.mapping.lines or not denied
        return self._money[at]

    def value(self, at: int, place: int) -> float | None:
        """The amount of a cell, 0 where it is blank; None where it cannot be read."""
        row = self._values.setdefault(at, {})
        if place not in row:
            row[place] = self._read(at, self.grid.at(at, place))
        return row[place]

    def _read(self, at: int, cell: Cell | None) -> float | None:
        if cell is None or (cell.text.strip() in DASHES and cell.kind == WORDS):
            return 0.0
        if cell.kind == NUMBER:
            return float(cell.text)
        try:
            number = read_number(cell.text) if cell.kind == WORDS else None
        except TypedRefused:
            return None
        if number is None or number.percent:
            return None
        names_unit = any(sign in cell.text for sign in BIG)
        return float(number.value / int(self.mapping.unit) if names_unit else number.value)

    def sum_of(self, rows: Sequence[int], place: int) -> float | None:
        """What rows come to in a year; None where one of them cannot be read."""
        sums = self._sums.setdefault(tuple(rows), {})
        if place not in sums:
            values = [self.value(at, place) for at in rows]
            none = None in values
            sums[place] = None if none else fsum(value for value in values if value is not None)
        return sums[place]

    def taken(self, apart: frozenset[str], year: int) -> float:
        """What comes in less what goes out of the lines that are taken, in the unit of the sheet."""
        amounts = (
            float(line.amounts.get(year, 0)) * (-1 if line.kind in OUTFLOWS else 1)
            for line in self.reading.lines
            if line.kind not in apart
        )
        return fsum(amounts) / int(self.mapping.unit)

    # which rows a total means

    def block_above(self, at: int) -> tuple[int, ...]:
        """The rows directly above with numbers, back to a blank row, the years or another total."""
        found = []
        for line in range(at - 1, self.mapping.years_at, -1):
            if line not in self._there or says_total(self._label(line)):
                break
            found.append(line)
        return tuple(reversed(found))

    def _block_below(self, at: int) -> tuple[int, ...]:
        found, line = [], at + 1
        while line in self._there and not says_total(self._label(line)):
            found.append(line)
            line += 1
        return tuple(found)

    def _candidates(self, at: int, *, is_near_only: bool) -> list[tuple[int, ...]]:
        """The rows the total in row `at` may mean, the likeliest first."""
        above = [row for row in self.rows if row < at]
        before = [row for row in self.totals if row < at]
        last = max(before, default=0)
        section = tuple(row for row in above if row > last)
        found = [self.block_above(at), section, self._block_below(at)]
        if not is_near_only:
            subtotals = tuple(row for row in before if not _ANY_NET.search(self.words(row)))
            found += [subtotals, (*subtotals, *section)]
            found.append(tuple(row for row in above if row not in before))
        found += [tuple(row for row in rows if self.is_money(row)) for rows in found]
        lines = self.mapping.lines
        found.append(tuple(row for row, line in lines.items() if line.kind in OUTFLOWS))
        found.append(tuple(row for row, line in lines.items() if line.kind not in OUTFLOWS))
        for kind in dict.fromkeys(line.kind for line in lines.values()):
            found.append(tuple(row for row, line in lines.items() if line.kind == kind))
        return list(dict.fromkeys(rows for rows in found if rows and at not in rows))

    def gives(self, rows: Sequence[int], at: int, place: int) -> bool:
        """Whether rows give a total, whichever sign each is written with."""
        found = self.sum_of(rows, place)
        return found is not None and (
            self.shows(at, place, found, len(rows)) or self.shows(at, place, -found, len(rows))
        )

    def shows(self, at: int, place: int, found: float, count: int) -> bool:
        """Whether a cell shows `found`, or what it comes to where each of `count` amounts was rounded as it is."""
        cell, value = self.grid.at(at, place), self.value(at, place)
        if value is None or is_near(value, found):
            return value is not None
        if cell is None or cell.formula:
            return False
        rounding = 0.5 * (count + 1) * 10 ** -len(cell.text.partition(".")[2])
        off = abs(value - found)
        return off <= rounding and off <= MOST_ROUNDED * max(abs(value), abs(found))

    def _given(self, rows: tuple[int, ...], at: int) -> int:
        """In how many years rows give the total, not counting those in which it is nothing."""
        return sum(bool(self.value(at, p)) and self.gives(rows, at, p) for p in self.places)

    def _formula_rows(self, at: int) -> tuple[int, ...] | None:
        """The rows a total adds up by its first formula; () where that is more than a sum, None without one."""
        cells = ((place, self.grid.at(at, place)) for place in self.places)
        first = next(((place, cell) for place, cell in cells if cell and cell.formula), None)
        if first is None:
            return None
        place, cell = first
        rows = summed_lines(self.grid, place, cell.formula) if "-" not in cell.formula else set()
        return tuple(sorted(rows & self._there))

    @cached_property
    def meant(self) -> list[tuple[Total, list[int]]]:
        """Each total of rows, with the places in which nothing it may mean gives it."""
        listed = [at for at in self.totals if not _ANY_NET.search(self.words(at))]
        return [self._meant(at, len(listed) > MOST_TOTALS) for at in listed]

    def _meant(self, at: int, is_near_only: bool) -> tuple[Total, list[int]]:
        """The rows that give the total in most years; where none does, those of its formula, or directly above.

        A formula that leaves out a row of those directly above means all of them; one that does more than add up
        means nothing that gives it in less than half of the years.
        """
        formula = self._formula_rows(at)
        candidates = self._candidates(at, is_near_only=is_near_only)
        otherwise = self.block_above(at)
        if formula:
            whole = tuple(row for row in otherwise if self.is_money(row))
            candidates = [whole] if set(formula) < set(whole) else [formula, *candidates]
            otherwise = candidates[0]
        given = {rows: self._given(rows, at) for rows in candidates}
        most = max(given.values(), default=0)
        if formula == () and most * 2 < sum(bool(self.value(at, p)) for p in self.places):
            return Total(at, (), 0), []
        likely = [rows for rows in candidates if given[rows] == most] if most else [otherwise]
        wrong = [
            place
            for place in self.places
            if self._holds_number(at, place)
            and self.sum_of(likely[0], place) is not None
            and not any(self.gives(rows, at, place) for rows in likely)
            and not self._is_net(at, place)
        ]
        return Total(at, likely[0], most), wrong if most or len(likely[0]) > 1 else []

    def _holds_number(self, at: int, place: int) -> bool:
        cell = self.grid.at(at, place)
        return cell is not None and cell.kind == NUMBER

    def _is_net(self, at: int, place: int) -> bool:
        """Whether what is called a total is what comes in less what goes out."""
        found = self.taken(frozenset(), self.reading.years[place])
        return self.shows(at, place, found, len(self.reading.lines))

    def off(self, total: Total, place: int) -> float:
        """By how much a total is more than its rows come to in a year; 0 where either cannot be read."""
        value, found = self.value(total.at, place), self.sum_of(total.rows, place)
        return value - found if value is not None and found is not None else 0.0

    def differing(self) -> Iterator[Fault]:
        """Totals that no rows give, with the cells of the first year that were added up instead."""
        for total, wrong in self.meant:
            if not wrong:
                continue
            first = wrong[0]
            found = self.sum_of(total.rows, first)
            words = {
                "total": f"{self.value(total.at, first):.15g}",
                "sum": f"{found:.15g}",
                "cells": self.cells(total.rows, [first]),
            }
            origins = [self.grid.origin(total.at, place) for place in wrong]
            yield Fault.at("column_total_differs", origins, **words)

    def cells(self, rows: Iterable[int], places: Iterable[int]) -> str:
        return ", ".join(ranges(self.grid.origin(at, p) for at in rows for p in places))
