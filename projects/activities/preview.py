"""The first rows of a file as a mapping reads them, before anything is imported."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils import timezone

from projects.activities import comparing, fields
from projects.activities.mapping import ColumnMapping, places, suggested
from projects.activities.reading import RowRead, RowReader
from projects.activities.table import Row, open_table, sample_of
from projects.activities.words import row_sentence

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Noticed:
    """So many of the first rows have this; `rows` are some of them."""

    sentence: str
    number: int
    rows: list[int]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as read. `looked_at` says how many there were."""

    looked_at: int
    usable: int
    rows: list[RowRead]
    not_used: list[Noticed] = field(default_factory=list)
    look_at: list[Noticed] = field(default_factory=list)
    unit_in_doubt: bool = False
    places_swapped: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """The heading and the first rows of a file."""

    header: list[str]
    rows: list[Row]
    encoding: str

    def said(self, columns: Mapping[str, str]) -> dict[str, dict[str, int]]:
        """The words in the columns of choices and their rows, the most frequent first."""
        chosen = {n: c for n, c in columns.items() if n in fields.CHOICES}
        found = {}
        for name, place in places(ColumnMapping(chosen), self.header).items():
            words = Counter(cells[place].strip() for _, cells in self.rows if len(cells) > place)
            del words[""]
            found[name] = dict(words.most_common())
        return found


def beginning_of(file: IO[bytes]) -> Beginning:
    """Raises TableRefused."""
    table = open_table(file)
    return Beginning(table.header, sample_of(table), table.encoding)


def columns_chosen(mapping: Mapping[str, Any], header: Sequence[str]) -> Mapping[str, str]:
    columns = mapping.get("columns")
    return suggested(header) if columns is None else columns


def preview(beginning: Beginning, mapping: ColumnMapping) -> Preview:
    """Raises MappingRefused."""
    found = places(mapping, beginning.header)
    year = timezone.localdate().year
    first = RowReader(mapping, found, beginning.header, year=year)
    usual = comparing.usual(first.read(*row) for row in beginning.rows)
    reader = RowReader(mapping, found, beginning.header, usual, year=year)
    read = [reader.read(*row) for row in beginning.rows]
    usable = [row for row in read if row.refusal is None]
    return Preview(
        looked_at=len(read),
        usable=len(usable),
        rows=usable[:SHOWN],
        not_used=_noticed((row.refusal.code, row.number) for row in read if row.refusal),
        look_at=_noticed((one.code, row.number) for row in usable for one in row.reports),
        unit_in_doubt=usual.unit_in_doubt,
        places_swapped=_are_swapped(usable),
    )


def _are_swapped(rows: list[RowRead]) -> bool:
    """Whether more places are in their country with their numbers exchanged than as they are."""
    swapped = sum(one.code == "coordinates_swapped" for row in rows for one in row.reports)
    return swapped > sum(row.latitude is not None for row in rows)


def _noticed(found: Any) -> list[Noticed]:
    rows: dict[str, list[int]] = {}
    for code, number in found:
        rows.setdefault(code, []).append(number)
    return [
        Noticed(row_sentence(code), len(numbers), numbers[:5])
        for code, numbers in sorted(rows.items(), key=lambda item: -len(item[1]))
    ]
