"""Cell addresses: `D15` for column 4, row 15, both counted from one, and lists of them as ranges."""

import re
from collections.abc import Iterable
from functools import lru_cache

ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII)

#: Row, then column, both from one.
Place = tuple[int, int]


@lru_cache(maxsize=16_384)
def column_number(letters: str) -> int:
    """27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=16_384)
def column_letters(number: int) -> str:
    """AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def place_of(text: str) -> Place | None:
    """The place of an address, or None where the text is none."""
    match = ADDRESS.fullmatch(text)
    return (int(match[2]), column_number(match[1])) if match else None


def area_of(text: str) -> tuple[int, int, int, int] | None:
    """First and last row, first and last column of `B2:D9` or of one cell; None where it is neither."""
    first, _, last = text.partition(":")
    one, other = place_of(first), place_of(last or first)
    if one is None or other is None:
        return None
    rows, columns = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return rows[0], rows[1], columns[0], columns[1]


def ranges(places: Iterable[Place]) -> list[str]:
    """The cells as addresses; neighbours in a row, then equal stretches below each other, as one range."""
    stretches: list[tuple[int, int, int]] = []
    for row, column in sorted(set(places)):
        if stretches and stretches[-1][0] == row and stretches[-1][2] == column - 1:
            stretches[-1] = (row, stretches[-1][1], column)
        else:
            stretches.append((row, column, column))
    blocks: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row, first, last in stretches:
        of_columns = blocks.setdefault((first, last), [])
        if of_columns and of_columns[-1][1] == row - 1:
            of_columns[-1] = (of_columns[-1][0], row)
        else:
            of_columns.append((row, row))
    found = [
        (top, first, bottom, last) for (first, last), rows in blocks.items() for top, bottom in rows
    ]
    return [
        address(top, first)
        + ("" if (top, first) == (bottom, last) else f":{address(bottom, last)}")
        for top, first, bottom, last in sorted(found)
    ]
