"""The references in a formula: found, and moved as a copied formula moves them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from projects.tables.addresses import column_letters, column_number

MOST_ROW, MOST_COLUMN = 1_048_576, 16_384
#: A text in quotes, a sheet's name (before `!`), or an address that is no part of a word or a function's name.
_TOKEN = re.compile(
    r"""("(?:[^"]|"")*")
      | ((?:'(?:[^']|'')+'|[^\W\d][\w.]*|\[\d+\][\w.]*)!)
      | (?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})(?![\w.(!])""",
    re.VERBOSE,
)


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads so many rows further down and columns to the right.

    References with `$` stay. One that leaves the sheet becomes `#REF!`, as in a spreadsheet.
    """

    def moved(match: re.Match[str]) -> str:
        if match[4] is None:
            return match[0]
        column = column_number(match[4].upper()) + (0 if match[3] else columns)
        row = int(match[6]) + (0 if match[5] else rows)
        if not (1 <= column <= MOST_COLUMN and 1 <= row <= MOST_ROW):
            return "#REF!"
        return f"{match[3]}{column_letters(column)}{match[5]}{row}"

    return _TOKEN.sub(moved, formula)


class Reference(NamedTuple):
    """An area a formula reads: first and last row, first and last column; `sheet` is "" for its own."""

    sheet: str
    top: int
    bottom: int
    left: int
    right: int


_AREA = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
      | (?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^\W\d][\w.]*))!)?
        (?<![\w.])\$?(?P<c1>[A-Za-z]{1,3})\$?(?P<r1>[1-9]\d{0,6})
        (?::\$?(?P<c2>[A-Za-z]{1,3})\$?(?P<r2>[1-9]\d{0,6}))?(?![\w.(!])""",
    re.VERBOSE,
)


def references(formula: str) -> Iterator[Reference]:
    """The areas of cells that a formula reads. Whole rows and columns, and names, are left out."""
    for match in _AREA.finditer(formula):
        if match["c1"] is None:
            continue
        column, row = column_number(match["c1"].upper()), int(match["r1"])
        last_column = column_number(match["c2"].upper()) if match["c2"] else column
        last_row = int(match["r2"]) if match["r2"] else row
        sheet = (match["quoted"] or match["plain"] or "").replace("''", "'")
        yield Reference(
            sheet,
            min(row, last_row),
            max(row, last_row),
            min(column, last_column),
            max(column, last_column),
        )
