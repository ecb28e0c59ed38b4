"""Office Open XML workbooks: values, formulas, number formats and what is hidden, in one pass.

openpyxl reads either the values or the formulas and needs three times as long for each; calamine has
no formulas. Read are the parts of ECMA-376 part 1, chapter 18, that hold these; nothing is executed,
recalculated or fetched.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath

from projects.tables import formats
from projects.tables.addresses import column_number
from projects.tables.limits import TableRefused
from projects.tables.markup import LocalNames, Names, Told, read_part
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
from projects.tables.shifting import shifted

MAIN = "xl/workbook.xml"
STATES = {"hidden": "hidden", "veryHidden": "very_hidden"}
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Book:
    """What the parts of a workbook besides its sheets say."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)  # name, state, part
    since_1904: bool = False
    iterates: bool = False
    names: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    has_links: bool = False
    has_macros: bool = False


def is_read(part: str) -> bool:
    """Whether a part of the archive is one of those that take time: texts and sheets."""
    return part.endswith("sharedStrings.xml") or ("/worksheets/" in part and part.endswith(".xml"))


def read_book(archive: zipfile.ZipFile, told: Told | None = None) -> Book:
    """The sheets by name and part, texts and styles. Raises TableRefused (`damaged`, `document_type`)."""
    there = set(archive.namelist())
    main = _main_part(archive, there)
    book, links = Book(), _relations(archive, main, there)
    _read_main(archive, main, links, book)
    folder = main.rpartition("/")[0]
    for target, kind in links.values():
        if kind == "sharedStrings" and target in there:
            book.texts = _texts(archive, target, told)
        elif kind == "styles" and target in there:
            book.styles = _styles(archive, target)
    links_there = any(name.startswith(f"{folder}/externalLinks/") for name in there)
    book.has_links = links_there or f"{folder}/connections.xml" in there
    book.has_macros = any(name.endswith("vbaProject.bin") for name in there)
    if any(part not in there for _name, _state, part in book.sheets):
        raise TableRefused("damaged")
    return book


def _main_part(archive: zipfile.ZipFile, there: set[str]) -> str:
    if "_rels/.rels" in there:
        for target, kind in _relations(archive, "", there).values():
            if kind == "officeDocument" and target in there:
                return target
    if MAIN not in there:
        raise TableRefused("damaged")
    return MAIN


def _relations(archive: zipfile.ZipFile, part: str, there: set[str]) -> dict[str, tuple[str, str]]:
    """Id -> (part, kind) of the relations of a part; of the whole file for ""."""
    folder, _, name = part.rpartition("/")
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, given: Names) -> None:
        if tag.rpartition(":")[2] == "Relationship" and given.get("TargetMode") != "External":
            target = given.get("Target", "")
            whole = target[1:] if target.startswith("/") else normpath(join(folder, target))
            found[given.get("Id", "")] = (whole, given.get("Type", "").rpartition("/")[2])

    relations = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if relations in there:
        read_part(archive, relations, start=start)
    return found


def _read_main(
    archive: zipfile.ZipFile, main: str, links: dict[str, tuple[str, str]], book: Book
) -> None:
    local, within = LocalNames(), [""]

    def start(tag: str, given: Names) -> None:
        within[0] = local[tag]
        if within[0] == "sheet":
            key = next((given[name] for name in given if local[name] == "id"), "")
            part, kind = links.get(key, ("", ""))
            if kind in ("worksheet", ""):
                state = STATES.get(given.get("state", ""), "")
                book.sheets.append((given.get("name", "")[:200], state, part))
        elif within[0] == "workbookPr":
            book.since_1904 = given.get("date1904") in ("1", "true")
        elif within[0] == "calcPr":
            book.iterates = given.get("iterate") in ("1", "true")
        elif within[0] == "definedName":
            book.names.append((given.get("name", "")[:200], ""))

    def words(text: str) -> None:
        if within[0] == "definedName" and book.names:
            name, before = book.names[-1]
            book.names[-1] = (name, (before + text)[:MOST_FORMULA])

    def end(tag: str) -> None:
        within[0] = ""

    read_part(archive, main, start=start, words=words, end=end)


def _texts(archive: zipfile.ZipFile, part: str, told: Told | None) -> list[str]:
    """The shared strings, without the reading aids of East Asian text."""
    local = LocalNames()
    found: list[str] = []
    pieces: list[str] = []
    reads, aids = [False], [0]

    def start(tag: str, given: Names) -> None:
        name = local[tag]
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            aids[0] += 1
        reads[0] = name == "t" and not aids[0]

    def words(text: str) -> None:
        if reads[0]:
            pieces.append(text)

    def end(tag: str) -> None:
        name = local[tag]
        reads[0] = False
        if name == "si":
            found.append(_unescaped("".join(pieces))[:MOST_CHARACTERS])
        elif name == "rPh":
            aids[0] -= 1

    read_part(archive, part, start=start, words=words, end=end, told=told)
    return found


def _unescaped(text: str) -> str:
    """`_x000D_` is a character that XML cannot hold."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character.isprintable() or character in "\t\n\r" else " "


def _styles(archive: zipfile.ZipFile, part: str) -> list[str]:
    """What the number format says, for each style of cells."""
    local, codes, found, within = LocalNames(), dict[str, str](), list[str](), [False]

    def start(tag: str, given: Names) -> None:
        name = local[tag]
        if name == "numFmt":
            codes[given.get("numFmtId", "")] = formats.style_of(given.get("formatCode", "")[:500])
        elif name == "cellXfs":
            within[0] = True
        elif name == "xf" and within[0]:
            key = given.get("numFmtId", "0")
            built_in = formats.BUILT_IN.get(int(key), "") if key.isdigit() else ""
            found.append(codes.get(key, built_in))

    def end(tag: str) -> None:
        if local[tag] == "cellXfs":
            within[0] = False

    read_part(archive, part, start=start, end=end)
    return found


def read_sheets(archive: zipfile.ZipFile, book: Book, room: Room, told: Told) -> Iterator[Sheet]:
    """Every sheet in turn. Raises TableRefused."""
    for name, state, part in book.sheets:
        sheet = Sheet(name, state)
        reader = SheetReader(sheet, book, room)
        read_part(archive, part, start=reader.start, end=reader.end, words=reader.words, told=told)
        yield sheet


class SheetReader:
    """The callbacks that fill one sheet. Addresses that are left out follow the ones before."""

    def __init__(self, sheet: Sheet, book: Book, room: Room) -> None:
        self.sheet, self.book, self.room = sheet, book, room
        self.local = LocalNames()
        self.row = self.column = 0
        self.cell: Names = {}
        self.formula: Names | None = None
        self.pieces: list[str] = []
        self.value: str | None = None
        self.written = ""
        self.reads = self.is_aid = False
        self.shared: dict[str, tuple[int, int, str]] = {}
        self.starts: dict[str, Callable[[Names], None]] = {
            "c": self._cell,
            "f": self._formula,
            "row": self._row,
            "col": self._columns,
            "mergeCell": self._merged,
        }

    def start(self, tag: str, given: Names) -> None:
        name = self.local[tag]
        if name == "v" or name == "t":
            self.reads = not self.is_aid
        elif name == "rPh":
            self.is_aid = True
        elif known := self.starts.get(name):
            known(given)

    def words(self, text: str) -> None:
        if self.reads:
            self.pieces.append(text)

    def end(self, tag: str) -> None:
        name = self.local[tag]
        if name == "v" or name == "t":
            self.value = (self.value or "") + "".join(self.pieces)
            self.pieces.clear()
            self.reads = False
        elif name == "c":
            self._take()
        elif name == "f":
            self.written = "".join(self.pieces)
            self.pieces.clear()
            self.reads = False
        elif name == "rPh":
            self.is_aid = False

    def _row(self, given: Names) -> None:
        self.row = _whole(given.get("r", ""), self.row + 1)
        self.column = 0
        if given.get("hidden") in ("1", "true"):
            self.sheet.hidden_rows.add(self.row)

    def _columns(self, given: Names) -> None:
        if given.get("hidden") in ("1", "true"):
            first = _whole(given.get("min", ""), 1)
            self.sheet.hidden_columns.append((first, _whole(given.get("max", ""), first)))

    def _merged(self, given: Names) -> None:
        if len(self.sheet.merged) < self.room.limits.cells:
            self.sheet.merged.append(given.get("ref", "")[:30])

    def _cell(self, given: Names) -> None:
        self.cell, self.formula, self.value, self.written = given, None, None, ""
        reference = given.get("r")
        if reference:
            letters = reference.rstrip("0123456789")
            if letters.isascii() and letters.isupper() and len(letters) < 4:
                self.column = column_number(letters)
                self.row = _whole(reference[len(letters) :], self.row)
                return
        self.column += 1

    def _formula(self, given: Names) -> None:
        self.formula = given
        self.reads = True

    def _take(self) -> None:
        written = self._formula_text() if self.formula is not None else ""
        if self.value is None and not written:
            return
        kind, text, style = self._read(self.value)
        if not text and not written:
            return
        cell = Cell(kind, text, written, style)
        self.room.take(self.row, self.column, cell)
        self.sheet.cells[self.row, self.column] = cell

    def _formula_text(self) -> str:
        """The formula; a shared one is written once, for the first cell of its area."""
        given = self.formula or {}
        text = self.written[:MOST_FORMULA]
        if given.get("t") != "shared":
            return text or ("TABLE()" if given.get("t") == "dataTable" else "")
        key = given.get("si", "")
        if text:
            self.shared[key] = (self.row, self.column, text)
            return text
        if key not in self.shared:
            return ""
        row, column, first = self.shared[key]
        return shifted(first, self.row - row, self.column - column)[:MOST_FORMULA]

    def _read(self, value: str | None) -> tuple[str, str, str]:
        """Kind, text and style of the value."""
        if value is None:
            return NOTHING, "", ""
        given = self.cell
        kind = given.get("t", "n")
        if kind == "s":
            number = _whole(value, len(self.book.texts))
            texts = self.book.texts
            return WORDS, texts[number] if number < len(texts) else "", ""
        if kind == "n":
            return self._number(value, given.get("s", "")) if value else (NOTHING, "", "")
        if kind == "b":
            return TRUTH, "TRUE" if value == "1" else "FALSE", ""
        if kind == "d":
            return DAY, value[:10], ""
        return (ERROR if kind == "e" else WORDS), _unescaped(value)[:MOST_CHARACTERS], ""

    def _number(self, value: str, style_key: str) -> tuple[str, str, str]:
        styles = self.book.styles
        style = (
            styles[int(style_key)] if style_key.isdigit() and int(style_key) < len(styles) else ""
        )
        try:
            number = plain_number(value)
        except (ValueError, OverflowError):
            return WORDS, value[:MOST_CHARACTERS], ""
        if style == formats.DAY:
            day = formats.day_of(float(value), self.book.since_1904)
            return (DAY, day, "") if day else (NUMBER, number, "")
        return NUMBER, number, style


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
