"""What is wrong in a sheet, by cell, as far as the file itself shows it.

Secretariat checks of submitted spreadsheets name these: totals typed in, broken and circular formulas,
hidden parts, links to files nobody else has. A code names the fault; words are found elsewhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from math import fsum
from typing import Any

from projects.tables.addresses import Place, area_of, ranges
from projects.tables.sheet import ERROR, NOTHING, NUMBER, WORDS, Cell, Sheet

MOST_RANGES = 12
TOTAL = re.compile(
    r"合計|小計|總計|總額|總和|共計|加總|總成本|總支出|總費用|總收入|淨現金流|"
    r"\b(sub-?)?totals?\b|\bsum\b|\bnet cash flow\b",
    re.I,
)
RESULT = re.compile(r"\bIRR\b|\bNPV\b|內部報酬率|內部收益率|淨現值", re.I)
_CALLS_OUT = re.compile(
    r"\b(WEBSERVICE|FILTERXML|RTD|DDE|CALL|EXEC|REGISTER(\.ID)?|SQL\.REQUEST|STOCKHISTORY|IMAGE|"
    r"IMPORT(DATA|XML|HTML|FEED|RANGE)|GOOGLEFINANCE|CUBE[A-Z]+)\s*\(|\|\s*'?[^|]*'?!",
    re.I,
)
_ELSEWHERE = re.compile(
    r"(?<![\w\]\[])'?\[[^\[\]]*(\d|\.[a-z]{3,4})\]|(file|https?)://|'[^']*'#\$", re.I
)
_TEXT = re.compile(r'"[^"]*"')
_SUM = re.compile(r"SUM\((\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)\)", re.I)
#: A total differs where it is off by more than this part of it: spreadsheets round in the last digits.
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its code, the cells as ranges (at most `MOST_RANGES`), and what its sentence names."""

    code: str
    cells: tuple[str, ...] = ()
    more: int = 0
    params: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def at(cls, code: str, places: Iterable[Place], **params: Any) -> "Fault":
        found = ranges(places)
        rest = max(len(found) - MOST_RANGES, 0)
        return cls(code, tuple(found[:MOST_RANGES]), rest, params)

    def to_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "cells": list(self.cells),
            "more": self.more,
            "params": self.params,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Fault":
        return cls(data["code"], tuple(data["cells"]), data["more"], data["params"])


def number_of(cell: Cell | None) -> float | None:
    """The value of a cell that holds a number."""
    return float(cell.text) if cell is not None and cell.kind == NUMBER else None


def without_result(sheet: Sheet) -> list[Place]:
    """The formulas whose result is not stored, as programs write them that do not compute."""
    return [place for place, cell in sheet.cells.items() if cell.formula and cell.kind == NOTHING]


def of_sheet(sheet: Sheet, *, computes: bool) -> list[Fault]:
    """The faults of one sheet; `computes` is false for text tables, which cannot hold formulas."""
    found = [Fault.at(code, places) for code, places in by_cell(sheet).items() if places]
    found += _hidden(sheet)
    if sheet.merged:
        shown = tuple(sheet.merged[:MOST_RANGES])
        found.append(Fault("merged", shown, len(sheet.merged) - len(shown)))
    rows = _rows(sheet)
    if computes:
        found += _typed(sheet, rows)
    found += _sums(sheet)
    return found


def by_cell(sheet: Sheet) -> dict[str, list[Place]]:
    """The places of each fault that a cell shows by itself."""
    found: dict[str, list[Place]] = {
        "broken_formula": [], "no_result": without_result(sheet), "calls_out": [], "elsewhere": [],
    }  # fmt: skip
    for place, cell in sheet.cells.items():
        if cell.kind == ERROR:
            found["broken_formula"].append(place)
        if not cell.formula:
            continue
        if cell.kind != ERROR and "#REF!" in cell.formula:
            found["broken_formula"].append(place)
        formula = _TEXT.sub('""', cell.formula) if '"' in cell.formula else cell.formula
        if ("(" in formula or "|" in formula) and _CALLS_OUT.search(formula):
            found["calls_out"].append(place)
        elif ("[" in formula or "/" in formula) and _ELSEWHERE.search(formula):
            found["elsewhere"].append(place)
    return found


def _hidden(sheet: Sheet) -> list[Fault]:
    """Hidden sheets, rows and columns, where anything is in them."""
    found = []
    if sheet.state and sheet.cells:
        found.append(Fault("hidden_sheet", params={"sheet": sheet.name}))
    rows = sorted({row for row, _column in sheet.cells} & sheet.hidden_rows)
    if rows:
        found.append(Fault("hidden_rows", params={"rows": stretches(rows)}))
    used = {column for _row, column in sheet.cells}
    columns = [column for column in sorted(used) if sheet.is_hidden_column(column)]
    if columns:
        cells = [area.split(":") for area in ranges((1, column) for column in columns)]
        words = [":".join(cell.rstrip("1") for cell in area) for area in cells]
        found.append(Fault("hidden_columns", params={"columns": ", ".join(words)}))
    return found


def stretches(numbers: list[int]) -> str:
    """`3, 7–9` for 3, 7, 8, 9; at most `MOST_RANGES` of them."""
    found = []
    for _key, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        stretch = [number for _position, number in group]
        found.append(f"{stretch[0]}–{stretch[-1]}" if len(stretch) > 1 else str(stretch[0]))
    return ", ".join(found[:MOST_RANGES]) + (" …" if len(found) > MOST_RANGES else "")


def _rows(sheet: Sheet) -> dict[int, dict[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        rows.setdefault(row, {})[column] = cell
    return dict(sorted(rows.items()))


def label_of(cells: dict[int, Cell]) -> str:
    """The words of a row: its first text."""
    return next((cell.text for _c, cell in sorted(cells.items()) if cell.kind == WORDS), "")


def _typed(sheet: Sheet, rows: dict[int, dict[int, Cell]]) -> list[Fault]:
    """Totals, results and single years that were typed where a formula belongs."""
    totals: list[Place] = []
    results: list[Place] = []
    among: list[Place] = []
    numbers = {
        row: {c: cell for c, cell in cells.items() if cell.kind == NUMBER}
        for row, cells in rows.items()
    }
    for row, cells in rows.items():
        here = numbers[row]
        if not here:
            continue
        typed = [column for column, cell in here.items() if not cell.formula]
        label = label_of(cells)
        if TOTAL.search(label):
            above = [numbers.get(row - up, {}) for up in range(1, 4)]
            totals += [
                (row, column)
                for column in typed
                if len(here) > 1
                and sum(column in one for one in above) >= 2
                and not _is_of_nothing(numbers, row, column)
            ]
        elif RESULT.search(label) and len(here) == 1:
            results += [(row, column) for column in typed]
        if 0 < len(typed) < len(here) / 2 and len(here) - len(typed) >= 3:
            among += [(row, column) for column in _between_formulas(here)]
    totals += _typed_at_the_right(rows, numbers)
    codes = (("typed_total", totals), ("typed_result", results), ("typed_among_formulas", among))
    return [Fault.at(code, places) for code, places in codes if places]


def _is_of_nothing(numbers: dict[int, dict[int, Cell]], row: int, column: int) -> bool:
    """Whether a total is zero as all rows directly above it are, up to a blank row or the years."""
    if number_of(numbers[row][column]):
        return False
    above = row - 1
    while (cells := numbers.get(above)) and not _counts_up(cells):
        if number_of(cells.get(column)):
            return False
        above -= 1
    return True


def _counts_up(cells: dict[int, Cell]) -> bool:
    """Whether the numbers of a row are years: each is one more than that before."""
    values = [float(cell.text) for _column, cell in sorted(cells.items())]
    return len(values) > 1 and all(b - a == 1 for a, b in pairwise(values))


def _between_formulas(here: dict[int, Cell]) -> list[int]:
    """Typed numbers that follow a formula directly in the row; the first year may well be typed.

    Zeros after the last formula are none: nothing flows any more, as after the end of a loan.
    """
    return [
        column
        for column, cell in here.items()
        if not cell.formula
        and column - 1 in here
        and _has_formula(here, column, -1)
        and (number_of(cell) or _has_formula(here, column, 1))
    ]


def _has_formula(here: dict[int, Cell], column: int, step: int) -> bool:
    """Whether a formula stands on this side; a total of the years, before or after them, is none that goes on."""
    at = column + step
    while (cell := here.get(at)) is not None:
        if cell.formula and not _sums_over(cell.formula, column):
            return True
        at += step
    return False


def _sums_over(formula: str, column: int) -> bool:
    areas = (area_of(match[1].replace("$", "")) for match in _SUM.finditer(formula))
    return any(area is not None and area[2] <= column <= area[3] for area in areas)


def _typed_at_the_right(
    rows: dict[int, dict[int, Cell]], numbers: dict[int, dict[int, Cell]]
) -> list[Place]:
    """Typed numbers below a heading that says total, which are the sum of those at their left."""
    headed = {
        column
        for cells in rows.values()
        for column, cell in cells.items()
        if cell.kind == WORDS and column > 3 and TOTAL.search(cell.text)
    }
    found = []
    for row, here in numbers.items():
        for column in headed & here.keys():
            left = [float(cell.text) for c, cell in here.items() if c < column]
            value = float(here[column].text)
            if not here[column].formula and len(left) > 2 and value and is_near(fsum(left), value):
                found.append((row, column))
    return found


def is_near(one: float, other: float) -> bool:
    return abs(one - other) <= TOLERANCE * max(abs(one), abs(other), 1e-9)


def _sums(sheet: Sheet) -> list[Fault]:
    """Sums whose stored result is not the sum, and sums that leave out a number just before them."""
    found, left_out = [], []
    for (row, column), cell in sheet.cells.items():
        match = _SUM.fullmatch(cell.formula) if cell.formula[:3].upper() == "SUM" else None
        area = area_of(match[1]) if match else None
        value = number_of(cell)
        if area is None or value is None:
            continue
        top, bottom, left, right = area
        if (bottom - top + 1) * (right - left + 1) > 2_000:
            continue
        cells = [
            number_of(sheet.cells.get((r, c)))
            for r in range(top, bottom + 1)
            for c in range(left, right + 1)
        ]
        total = fsum(number for number in cells if number is not None)
        if not is_near(total, value):
            shown = {"stored": cell.text, "sum": f"{total:.15g}"}
            found.append(Fault.at("sum_differs", [(row, column)], **shown))
        if left == right == column and bottom == row - 2 and bottom > top:
            between = sheet.cells.get((row - 1, column))
            if between is not None and between.kind == NUMBER and number_of(between):
                left_out.append((row, column))
    if left_out:
        found.append(Fault.at("sum_leaves_out", left_out))
    return found[: MOST_RANGES * 2]
