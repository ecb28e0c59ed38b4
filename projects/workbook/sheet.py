"""Cells and rows of one sheet: text that stays text, numbers that are inputs, formulas that are neither.

The first three columns hold the label, what it is, and a single value; the years follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LABEL, ABOUT, SINGLE, FIRST_YEAR = 1, 2, 3, 4
#: Of the first column, in characters.
LABEL_WIDTH = 48
#: What a cell's binary number holds for certain.
DIGITS = 15

PERCENT, MONEY, PLAIN = "0.00%", '#,##0.00;-#,##0.00;"–"', "General"
#: Given rates show their further digits; figures are shown as the application prints them.
RATE, SIX = "0.00##%", "#,##0.000000;-#,##0.000000"
_FACE = "Calibri"
WORDS = Font(name=_FACE, size=11)
INPUT = Font(name=_FACE, size=11, color="0000FF")
COMPUTED = Font(name=_FACE, size=11, color="000000")
STATED = Font(name=_FACE, size=11, color="595959", italic=True)
HEADING = Font(name=_FACE, size=12, bold=True)
TITLE = Font(name=_FACE, size=14, bold=True)
HEAD = Font(name=_FACE, size=11, bold=True)
INPUT_FILL = PatternFill("solid", fgColor="FFF9E5")
HEAD_FILL = PatternFill("solid", fgColor="E4EAF0")
WRAPPED = Alignment(wrap_text=True, vertical="top")
RIGHT = Alignment(horizontal="right", wrap_text=True, vertical="top")
ASIDE = Alignment(horizontal="left", indent=1, wrap_text=True, vertical="top")

#: What XML cannot carry, and the escape by which spreadsheets write it.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def clean(text: str) -> str:
    """`text` as a cell can hold it; what XML forbids is shown as a replacement character."""
    return _ESCAPE.sub("_x005F_", _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))


def quoted(text: str) -> str:
    """`text` as a literal of a formula."""
    return '"' + clean(text).replace('"', '""') + '"'


def write_text(cell: Cell, text: str, font: Font = WORDS) -> None:
    """A text that no program takes for a formula, whatever it begins with."""
    cell.value = clean(text)
    cell.data_type = "s"
    if text[:1] in tuple("=+-@\t\r\n"):
        cell.quotePrefix = True
    cell.font = font


def write_label(cell: Cell, text: str, width: int) -> None:
    """A text that is broken into lines, in a row as high as they need.

    `width`: characters that fit in a line; a Chinese one takes the room of two.
    """
    write_text(cell, text)
    cell.alignment = WRAPPED
    size = sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
    if size > width:
        cell.parent.row_dimensions[cell.row].height = 15 * min(-(-size // width), 20)


def write_number(cell: Cell, value: Decimal | int, pattern: str) -> None:
    """An input. Where the cell cannot hold all digits, a comment does."""
    number = Decimal(value)
    cell.value = number
    cell.number_format, cell.font, cell.fill = pattern, INPUT, INPUT_FILL
    if len(number.normalize().as_tuple().digits) > DIGITS:
        cell.comment = Comment(format(number, "f"), "")


def write_formula(cell: Cell, formula: str, pattern: str) -> None:
    """A formula, without its equals sign."""
    cell.value = "=" + formula
    cell.number_format, cell.font = pattern, COMPUTED


@dataclass(slots=True)
class Page:
    """A sheet that is written downwards; `row` is the next free one, `years` how many columns.

    `positions` is the row that counts the years from 0, where the sheet has one.
    """

    sheet: Worksheet
    years: int
    row: int = 1
    positions: Row | None = None

    def cell(self, column: int, row: int | None = None) -> Cell:
        return self.sheet.cell(row or self.row, column)  # type: ignore[return-value]

    def skip(self, rows: int = 1) -> None:
        self.row += rows

    def line(self, text: str, font: Font = WORDS) -> None:
        """A row with one text."""
        write_text(self.cell(LABEL), text, font)
        self.row += 1

    def heading(self, text: str) -> None:
        self.skip()
        self.line(text, HEADING)

    def head(self, *texts: str) -> None:
        """The head of a table."""
        for column, text in enumerate(texts, start=1):
            write_text(self.cell(column), text, HEAD)
            self.cell(column).fill = HEAD_FILL
            self.cell(column).alignment = WRAPPED if column == LABEL else RIGHT
        self.row += 1

    def year_head(self, *texts: str) -> None:
        """The head of the yearly rows: the calendar years, and below them their positions from 0."""
        self.head(*texts)
        row = self.row - 1
        for t in range(self.years):
            cell = self.cell(FIRST_YEAR + t, row)
            write_formula(cell, "first_year" if not t else f"{_letter(t - 1)}{row}+1", "0")
            cell.font, cell.fill = HEAD, HEAD_FILL
        position = self.row
        self.positions = self.yearly(
            _("Years since the first year"),
            lambda t: f"{_letter(t - 1)}{position}+1" if t else "0",
            pattern="0",
        )

    def year(self, t: int) -> str:
        """The cell that holds the position of a year."""
        assert self.positions is not None  # noqa: S101 — a sheet of yearly rows has its head
        return self.positions.at(t)

    def yearly(
        self,
        label: str,
        formula: Callable[[int], str] | None = None,
        *,
        amounts: tuple[Decimal, ...] = (),
        about: str = "",
        single: str = "",
        pattern: str = MONEY,
        single_pattern: str = PLAIN,
    ) -> Row:
        """A row with a cell a year: formulas of the year's position, or amounts that are inputs."""
        write_label(self.cell(LABEL), label, LABEL_WIDTH)
        if about:
            write_text(self.cell(ABOUT), about)
            self.cell(ABOUT).alignment = RIGHT
        if single:
            write_formula(self.cell(SINGLE), single, single_pattern)
        for t in range(self.years):
            cell = self.cell(FIRST_YEAR + t)
            if formula is None:
                write_number(cell, amounts[t], pattern)
            else:
                write_formula(cell, formula(t), pattern)
        self.row += 1
        return Row(self, self.row - 1)

    @property
    def prefix(self) -> str:
        """The name of the sheet as formulas write it."""
        return "'" + self.sheet.title.replace("'", "''") + "'"

    def address(self, column: int, row: int | None = None) -> str:
        """A cell as any sheet of the workbook can name it."""
        return f"{self.prefix}!${get_column_letter(column)}${row or self.row}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row with a cell a year."""

    page: Page
    number: int

    def at(self, t: int, on: Page | None = None) -> str:
        """The cell of the year at position `t`; with its sheet where it is not written on this one."""
        return self._on(on or self.page) + f"{_letter(t)}{self.number}"

    def to(self, t: int) -> str:
        """The cells from the first year to position `t`, on the same sheet."""
        return f"$D{self.number}:{_letter(t)}{self.number}"

    def since(self, t: int, on: Page | None = None) -> str:
        """The cells from position `t` to the last year."""
        last = _letter(self.page.years - 1)
        return self._on(on or self.page) + f"{_letter(t)}{self.number}:${last}{self.number}"

    def all(self, on: Page | None = None) -> str:
        """All cells; with their sheet where they are not written on this one."""
        last = _letter(self.page.years - 1)
        return self._on(on or self.page) + f"$D${self.number}:${last}${self.number}"

    @property
    def named(self) -> str:
        """All cells, as any sheet can name them."""
        return f"{self.page.prefix}!{self.all()}"

    @property
    def single(self) -> str:
        """The cell before the years, as any sheet can name it."""
        return self.page.address(SINGLE, self.number)

    def _on(self, on: Page) -> str:
        """The sheet, where it is another than the one written."""
        if on is self.page:
            return ""
        return f"{self.page.prefix}!"


def _letter(t: int) -> str:
    return get_column_letter(FIRST_YEAR + t)
