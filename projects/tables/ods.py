"""OpenDocument spreadsheets: values, formulas and what is hidden, in one pass over `content.xml`.

Cells and rows say how often they are repeated, up to the whole sheet in a few bytes. Blank ones are
stepped over; filled ones count as often as they are repeated before any of them is made.
"""

import re
import zipfile
from collections.abc import Iterator

from projects.tables.addresses import address
from projects.tables.limits import TableRefused
from projects.tables.markup import Names, Told, read_part
from projects.tables.sheet import (
    DAY,
    ERROR,
    MOST_CHARACTERS,
    MOST_FORMULA,
    NOTHING,
    NUMBER,
    TRUTH,
    WORDS,
    Cell,
    Room,
    Sheet,
    plain_number,
)

CONTENT = "content.xml"
_HIDDEN = ("collapse", "filter")
_ERROR = re.compile(r"#[A-Z/0]+[!?]?|#N/A|Err:\d+")
_REFERENCE = re.compile(r"\[([^\[\]]+)\]")
_PART = re.compile(r"(?:(?P<sheet>\$?(?:'(?:[^']|'')+'|[^.']*))\.)(?P<cell>\$?[A-Z]+\$?\d+|#REF!)")


def is_read(part: str) -> bool:
    """Whether a part of the archive is read."""
    return part == CONTENT


def read_sheets(archive: zipfile.ZipFile, room: Room, told: Told) -> Iterator[Sheet]:
    """Every sheet in turn. Raises TableRefused (`damaged`, `document_type`, `too_many_…`)."""
    if CONTENT not in archive.namelist():
        raise TableRefused("damaged")
    reader = ContentReader(room)
    read_part(archive, CONTENT, start=reader.start, end=reader.end, words=reader.words, told=told)
    yield from reader.sheets


class ContentReader:
    """The callbacks that fill the sheets."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.sheets: list[Sheet] = []
        self.depth = 0  # tables within cells are not read
        self.notes = 0
        self.style = ""
        self.hidden_styles: set[str] = set()
        self.row = self.column = self.columns = 0
        self.row_times = 1
        self.in_row: list[tuple[int, int, Cell]] = []
        self.cell: Names | None = None
        self.is_shown = False  # a formula whose result is an empty text shows a blank paragraph
        self.pieces: list[str] = []

    def start(self, tag: str, given: Names) -> None:
        if tag == "table:table-cell":
            self.cell, self.is_shown = given, False
            self.pieces.clear()
        elif tag == "text:p" and not self.notes:
            self.is_shown = True
            if self.pieces:
                self.pieces.append("\n")
        elif tag == "table:covered-table-cell":
            self.column += times_of(given, "table:number-columns-repeated")
        elif tag == "table:table-row":
            self._row(given)
        elif tag == "table:table-column":
            self._columns(given)
        elif tag == "table:table":
            self._table(given)
        elif tag == "office:annotation":
            self.notes += 1
        elif tag == "style:style":
            self.style = given.get("style:name", "")
        elif tag == "style:table-properties" and given.get("table:display") == "false":
            self.hidden_styles.add(self.style)

    def words(self, text: str) -> None:
        if self.cell is not None and not self.notes:
            self.pieces.append(text)

    def end(self, tag: str) -> None:
        if tag == "table:table-cell":
            self._take()
        elif tag == "table:table-row":
            self._take_row()
        elif tag == "office:annotation":
            self.notes -= 1
        elif tag == "table:table":
            self.depth -= 1

    def _table(self, given: Names) -> None:
        self.depth += 1
        if self.depth > 1:
            raise TableRefused("damaged")
        if len(self.sheets) >= self.room.limits.sheets:
            raise TableRefused("too_many_sheets", limit=self.room.limits.sheets)
        hidden = given.get("table:style-name", "") in self.hidden_styles
        self.sheets.append(Sheet(given.get("table:name", "")[:200], "hidden" if hidden else ""))
        self.row = self.column = self.columns = 0

    def _columns(self, given: Names) -> None:
        times = times_of(given, "table:number-columns-repeated")
        if given.get("table:visibility") in _HIDDEN and self.sheets:
            self.sheets[-1].hidden_columns.append((self.columns + 1, self.columns + times))
        self.columns += times

    def _row(self, given: Names) -> None:
        self.row_times = times_of(given, "table:number-rows-repeated")
        self.column = 0
        self.in_row = []
        if given.get("table:visibility") in _HIDDEN and self.sheets:
            stretch = range(self.row + 1, self.row + 1 + min(self.row_times, 10_000))
            self.sheets[-1].hidden_rows.update(stretch)

    def _take(self) -> None:
        given, self.cell = self.cell or {}, None
        times = times_of(given, "table:number-columns-repeated")
        cell = self._read(given)
        if cell is not None:
            self.in_row.append((self.column + 1, times, cell))
        spans = times_of(given, "table:number-columns-spanned")
        if (spans > 1 or times_of(given, "table:number-rows-spanned") > 1) and self.sheets:
            self._merge(given, spans)
        self.column += times

    def _merge(self, given: Names, spans: int) -> None:
        bottom = self.row + times_of(given, "table:number-rows-spanned")
        first = address(self.row + 1, self.column + 1)
        self.sheets[-1].merged.append(f"{first}:{address(bottom, self.column + spans)}")

    def _take_row(self) -> None:
        """Put the cells of the row in as often as both they and the row are repeated."""
        if not self.sheets:
            return
        cells = self.sheets[-1].cells
        for column, times, cell in self.in_row:
            last = column + times - 1
            self.room.take(self.row + self.row_times, last, cell, times * self.row_times)
            for row in range(self.row + 1, self.row + self.row_times + 1):
                for place in range(column, last + 1):
                    cells[row, place] = cell
        self.row += self.row_times

    def _read(self, given: Names) -> Cell | None:
        """The cell, or None where it is blank."""
        formula = plain_formula(given.get("table:formula", ""))[:MOST_FORMULA]
        words = "".join(self.pieces)[:MOST_CHARACTERS]
        kind = given.get("office:value-type", "")
        if given.get("calcext:value-type") == "error" or (formula and _ERROR.fullmatch(words)):
            return Cell(ERROR, words or "#VALUE!", formula)
        if kind in ("float", "percentage", "currency"):
            style = "%" if kind == "percentage" else given.get("office:currency", "")[:3]
            try:
                return Cell(NUMBER, plain_number(given.get("office:value", "")), formula, style)
            except (ValueError, OverflowError):
                return Cell(WORDS, words, formula)
        if kind == "date":
            return Cell(DAY, given.get("office:date-value", "")[:10], formula)
        if kind == "boolean":
            truth = given.get("office:boolean-value") == "true"
            return Cell(TRUTH, "TRUE" if truth else "FALSE", formula)
        text = given.get("office:string-value", words)[:MOST_CHARACTERS]
        if text:
            return Cell(WORDS, text, formula)
        is_empty = kind == "string" or self.is_shown
        return Cell(WORDS if is_empty else NOTHING, "", formula) if formula else None


def times_of(given: Names, name: str) -> int:
    text = given.get(name, "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 10 else 1


def plain_formula(formula: str) -> str:
    """`of:=SUM([.B2:.B5])` -> `SUM(B2:B5)`: as other spreadsheets write it. `[Costs.B2]` -> `Costs!B2`."""
    text = re.sub(r"\A[a-z]+:(?==)", "", formula).removeprefix("=")
    return _REFERENCE.sub(lambda match: _reference(match[1]), text) if "[" in text else text


def _reference(inner: str) -> str:
    if "#$" in inner or "'#" in inner:  # a cell of another file
        return f"[{inner}]"
    pieces: list[str] = []
    for part in inner.split(":"):
        match = _PART.fullmatch(part)
        if match is None:
            return f"[{inner}]"
        sheet = match["sheet"].removeprefix("$")
        pieces.append(f"{sheet}!{match['cell']}" if sheet and not pieces else match["cell"])
    return ":".join(pieces)
