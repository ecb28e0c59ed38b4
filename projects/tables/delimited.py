"""Text tables: cells between separators, a line a row."""

import csv
import re
from typing import IO

from projects.tables.encodings import encoding_of, separator_of, text_of
from projects.tables.limits import TableRefused
from projects.tables.markup import Told
from projects.tables.sheet import MOST_CHARACTERS, MOST_FORMULA, NUMBER, WORDS, Cell, Room, Sheet

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)
#: As spreadsheet programs write what they show: thousands apart, a minus or brackets where less than nothing.
_GROUPED = re.compile(
    r"(?:-?|(?P<open>\())([1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,15})?)(?(open)\))", re.ASCII
)
#: What a spreadsheet program would run on opening: a formula, not a signed number or a dash.
_RUN = re.compile(r"[=@]|[+-](?=[^0-9.,\s\-+–—]*[(|!])")
MOST_FIELD = 131_072


#: Rows after which it is told how many bytes were read since.
ROWS_A_STEP = 500


def read_sheet(file: IO[bytes], name: str, room: Room, told: Told) -> Sheet:
    """The text as one sheet. What a spreadsheet would take for a formula is kept as one, without result.

    `told` is told of bytes as they are read. Raises TableRefused.
    """
    csv.field_size_limit(MOST_FIELD)
    text = text_of(file, encoding_of(file))
    try:
        sample = text.read(20_000)
        text.seek(0)
        sheet, before = Sheet(name), 0
        separator = separator_of(sample)
        for row, fields in enumerate(csv.reader(text, delimiter=separator), start=1):
            for column, field in enumerate(fields, start=1):
                if content := field.strip():
                    cell = _cell(content, separator)
                    room.take(row, column, cell)
                    sheet.cells[row, column] = cell
            if row % ROWS_A_STEP == 0:
                told(file.tell() - before)
                before = file.tell()
    except csv.Error as error:
        raise TableRefused("no_table") from error
    finally:
        text.detach()
    return sheet


def _cell(text: str, separator: str) -> Cell:
    """A comma is no point for thousands where cells are separated by semicolons: it may be that of decimals."""
    if _NUMBER.fullmatch(text):
        return Cell(NUMBER, text)
    if separator != ";" and (match := _GROUPED.fullmatch(text)):
        sign = "-" if text[0] in "-(" else ""
        return Cell(NUMBER, sign + match[2].replace(",", ""))
    if _RUN.match(text):
        return Cell(WORDS, text[:MOST_CHARACTERS], text.lstrip("=@+-")[:MOST_FORMULA])
    return Cell(WORDS, text[:MOST_CHARACTERS])
