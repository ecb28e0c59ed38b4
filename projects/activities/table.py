"""A file of activities as a heading and rows, read one after the other however long it is."""

import csv
import io
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings

from projects.tables import limited
from projects.tables.encodings import encoding_of, separator_of, text_of
from projects.tables.limits import MIB, TEXT, XLSX, Limits, TableRefused, kind_of

#: The widest table that is mapped, and the longest cell.
MOST_COLUMNS, MOST_CELL = 1000, 100_000
#: The first rows, from which the mapping screen and the comparison take what is usual.
SAMPLE = 5_000
HEAD = 65_536  # bytes, or characters, from which the separator is told
SHEET_SECONDS, SHEET_MEMORY = 3_600, 2_000_000_000
_WORKBOOK_UNPACKED = 4_000 * MIB

Row = tuple[int, list[str]]


@dataclass(slots=True)
class Table:
    """`rows` gives each row that is not blank with its number in the file, counted from 1.

    `position` of `size` says how far the reading is; `encoding` is empty for a workbook.
    """

    header: list[str]
    rows: Iterator[Row]
    size: int
    encoding: str = ""
    position: int = 0


def open_table(file: IO[bytes]) -> Table:
    """The table in a file of CSV or XLSX. Raises TableRefused, also while rows are read.

    Codes beside those of `projects.tables`: `no_rows`, `too_many_columns`, `cell_too_long`.
    """
    limit = settings.DATA_SET_LIMIT_MB * MIB
    kind = kind_of(file, Limits(packed=limit, unpacked=_WORKBOOK_UNPACKED))
    size = file.seek(0, 2)
    if kind == TEXT:
        return _with_header(_text_rows(file, size))
    if kind == XLSX:
        return _with_header(_sheet_rows(file, size))
    raise TableRefused("no_table")


def sample_of(table: Table) -> list[Row]:
    """The first rows; they are given once more when the table is read on."""
    first = list(itertools.islice(table.rows, SAMPLE))
    table.rows = itertools.chain(first, table.rows)
    return first


def _with_header(table: Table) -> Table:
    try:
        _number, written = next(table.rows)
    except StopIteration:
        raise TableRefused("no_rows") from None
    width = _last_filled(written)
    if width < len(written):  # a blank heading at the end is a column where values are below it
        width = max([width, *(_last_filled(row[: len(written)]) for _, row in sample_of(table))])
    table.header = written[:width]
    if width > MOST_COLUMNS:
        raise TableRefused("too_many_columns", limit=MOST_COLUMNS)
    table.rows = _as_wide(table.rows, width, len(written))
    return table


def _last_filled(cells: list[str]) -> int:
    """How many cells there are up to the last that is not blank."""
    return next((n for n in range(len(cells), 0, -1) if cells[n - 1].strip()), 0)


def _as_wide(rows: Iterator[Row], width: int, written: int) -> Iterator[Row]:
    """The rows as wide as the columns: blank cells after the last are left out, missing ones added.

    The heading row has `written` cells; what stands below those that are no column is no cell too many.
    """
    for number, cells in rows:
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if width < len(cells) <= written:
            del cells[width:]
        if 1 < len(cells) < width:
            cells += [""] * (width - len(cells))
        yield number, cells


def _text_rows(file: IO[bytes], size: int) -> Table:
    encoding = encoding_of(file)
    mark = separator_of(text_of(_lent(file), encoding).read(HEAD))
    text = text_of(_lent(file), encoding)
    csv.field_size_limit(MOST_CELL)
    table = Table([], iter(()), size, encoding)

    def rows() -> Iterator[Row]:
        reader = csv.reader(text, delimiter=mark)
        ended = 0
        try:
            for cells in reader:
                begins, ended = ended + 1, reader.line_num
                if any(cell.strip() for cell in cells):
                    table.position = min(file.tell(), size)
                    yield begins, cells
        except csv.Error as error:
            raise TableRefused("cell_too_long", limit=MOST_CELL) from error
        except UnicodeError as error:
            raise TableRefused("encoding") from error

    table.rows = rows()
    return table


class _Lent(io.RawIOBase):
    """A file that stays open for whoever opened it, however its reader ends."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)


def _lent(file: IO[bytes]) -> io.BufferedReader:
    return io.BufferedReader(_Lent(file), HEAD)


def _sheet_rows(file: IO[bytes], size: int) -> Table:
    table = Table([], iter(()), size)
    found = limited.messages(
        "projects.activities.sheet:rows", file, seconds=SHEET_SECONDS, memory=SHEET_MEMORY
    )

    def rows() -> Iterator[Row]:
        total = 0
        for word, payload in found:
            if word == "size":
                total = int(payload)
                continue
            number, cells = json.loads(payload)
            table.position = size * min(number, total) // total if total else 0
            yield number, cells

    table.rows = rows()
    return table
