"""A sheet as it was read: its filled cells with value and formula, and what of it is hidden or merged."""

from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NamedTuple

from projects.tables.addresses import Place
from projects.tables.limits import Limits, TableRefused

NUMBER, WORDS, TRUTH, ERROR, DAY, NOTHING = "n", "s", "b", "e", "d", ""
MOST_CHARACTERS = 300
MOST_FORMULA = 2_000
#: Characters of all texts and formulas of a workbook; repeated texts are packed once and read often.
MOST_TEXT = 40_000_000


class Cell(NamedTuple):
    """One filled cell.

    `kind` is number, words, truth value, error, day, or nothing (a formula without a result). `text` is a
    decimal for numbers, `2027-01-01` for days, `#REF!` for errors. `formula` has no equals sign in front;
    "" where there is none. `style` is what the number format says: `%`, a currency or "".
    """

    kind: str
    text: str
    formula: str = ""
    style: str = ""


@dataclass(slots=True)
class Sheet:
    """A sheet by its name. `state` is "", `hidden` or `very_hidden`; rows and columns count from one."""

    name: str
    state: str = ""
    cells: dict[Place, Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)

    def is_hidden_column(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)

    def to_dict(self) -> dict[str, Any]:
        """For JSON: `cells` as lists of row, column and the fields of the cell, empty ends left out."""
        cells = []
        for (row, column), (kind, text, formula, style) in self.cells.items():
            item: list[Any] = [row, column, kind, text]
            if formula or style:
                item.append(formula)
            if style:
                item.append(style)
            cells.append(item)
        return {
            "name": self.name,
            "state": self.state,
            "cells": cells,
            "hidden_rows": sorted(self.hidden_rows),
            "hidden_columns": self.hidden_columns,
            "merged": self.merged,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Sheet":
        return cls(
            name=data["name"],
            state=data["state"],
            cells={(item[0], item[1]): Cell(*item[2:]) for item in data["cells"]},
            hidden_rows=set(data["hidden_rows"]),
            hidden_columns=[(first, last) for first, last in data["hidden_columns"]],
            merged=data["merged"],
        )


class Room:
    """Counts cells and characters over the sheets of a workbook, and refuses what is too much."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = self.text = 0

    def take(self, row: int, column: int, cell: Cell, times: int = 1) -> None:
        """Raises TableRefused: `too_many_cells`, `too_much_text`, `outside`."""
        self.cells += times
        self.text += times * (len(cell.text) + len(cell.formula))
        if self.cells > self.limits.cells:
            raise TableRefused("too_many_cells", limit=self.limits.cells)
        if self.text > MOST_TEXT:
            raise TableRefused("too_much_text")
        if row > self.limits.rows or column > self.limits.columns:
            raise TableRefused("outside")


def plain_number(text: str) -> str:
    """A binary number as spreadsheets show it: at most fifteen digits, no point where none is needed.

    Raises ValueError where it is no finite number.
    """
    if len(text) <= 15 and text.isascii() and text.isdigit():
        return text
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return f"{number:.15g}"
