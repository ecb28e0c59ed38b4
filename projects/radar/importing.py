"""Taking in a registry list: a CSV file with a row a project, each row used whole or refused with its reason.

The file is read twice, row by row: once to find what cannot be used, once to store the rest, so that a long list needs
little memory and either becomes a version as a whole or leaves nothing behind.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from django.db import IntegrityError, connection, transaction

from projects.models import KnownProject, KnownWord, Person, RegistryList
from projects.radar.looking import words_for
from projects.services.evidence_store import sha256_of
from projects.services.file_names import clean_name
from projects.wizard.question import CONTROL, DIRECTIONS
from projects.wizard.typed import TypedRefused, read_date, read_number

#: The columns, each with the most characters it takes.
COLUMNS = {
    "name": 500, "proponent": 500, "technology": 500, "country": 100, "latitude": 40,
    "longitude": 40, "date": 40, "reductions": 60, "reference": 200, "source": 500,
}  # fmt: skip
REQUIRED = ("name", "country")
#: How most rows write numbers and days: read without the pains taken for what people type.
PLAIN = re.compile(r"-?[0-9]{1,17}(\.[0-9]{1,20})?", re.ASCII)
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 200_000
#: The report keeps so many faults in full; all are counted.
MOST_FAULTS = 1000
AT_ONCE = 2000


class ListRefused(Exception):
    """Nothing of the file can be used; `code` says why, `given` what was found."""

    def __init__(self, code: str, given: str = "") -> None:
        super().__init__(code)
        self.code, self.given = code, given


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one row is not used: its line in the file, the column, and what stands there."""

    line: int
    column: str
    code: str
    given: str

    def to_list(self) -> list[str]:
        return [str(self.line), self.column, self.code, self.given]


@dataclass
class Report:
    """What a first reading found."""

    taken: int = 0
    refused: int = 0
    faults: list[Fault] = field(default_factory=list)


def import_list(
    *, name: str, file: BinaryIO, file_name: str, size: int, actor: Person
) -> RegistryList:
    """Take a file in as the next version of the list `name`. Raises ListRefused, storing nothing.

    The version in use before stays stored and is not looked at any more.
    """
    if size > MOST_BYTES:
        raise ListRefused("too_large")
    sha256 = sha256_of(file)
    with _text(file) as text:
        report = _report(text)
    if not report.taken:
        raise ListRefused("no_row")
    values = {
        "file_name": clean_name(file_name),
        "sha256": sha256,
        "size": size,
        "taken": report.taken,
        "refused": report.refused,
        "report": json.dumps([fault.to_list() for fault in report.faults]),
        "imported_by": actor,
    }
    with transaction.atomic():
        made = _next_version(name, values)
        with _text(file) as text:
            _store(made, text)
    return made


def _next_version(name: str, values: dict[str, Any]) -> RegistryList:
    """Number it after the newest version; of two that are taken in at once, one after the other."""
    current = RegistryList.objects.current().filter(name=name).first()
    if current is not None and current.sha256 == values["sha256"]:
        raise ListRefused("same_file", str(current))
    number = current.version + 1 if current is not None else 1
    try:
        with transaction.atomic():
            return RegistryList.objects.create(name=name, version=number, **values)
    except IntegrityError:
        if not RegistryList.objects.filter(name=name, version=number).exists():
            raise
        return _next_version(name, values)  # another one was faster and is there now


def _store(made: RegistryList, text: io.TextIOBase) -> None:
    """Store every row that can be used, a block at a time."""
    read = (read_row(line, cells) for line, cells in _rows(text))
    known = (KnownProject(registry_list=made, **row) for row in read if not isinstance(row, Fault))
    while block := list(islice(known, AT_ONCE)):
        stored = KnownProject.objects.bulk_create(block)
        _store_words((word, row.pk) for row in stored for word in words_for(row))


def _store_words(words: Iterable[tuple[str, int]]) -> None:
    """Half a million words of a long list: without a model for each, in a tenth of the time."""
    table, quoted = KnownWord._meta, connection.ops.quote_name
    columns = ", ".join(quoted(table.get_field(name).column) for name in ("word", "project"))
    sql = f"INSERT INTO {quoted(table.db_table)} ({columns}) VALUES (%s, %s)"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(words))


@contextmanager
def _text(file: BinaryIO) -> Iterator[io.TextIOBase]:
    """The file as text: UTF-8, or UTF-16 where its mark says so. The file stays open."""
    file.seek(0)
    mark = file.read(2)
    file.seek(0)
    encoding = "utf-16" if mark in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield text
    except UnicodeError as error:
        raise ListRefused("not_utf8") from error
    except csv.Error as error:
        raise ListRefused("not_csv", str(error)) from error
    finally:
        text.detach()


def _report(text: io.TextIOBase) -> Report:
    report = Report()
    for line, cells in _rows(text):
        if report.taken + report.refused == MOST_ROWS:
            raise ListRefused("too_many_rows", str(MOST_ROWS))
        row = read_row(line, cells)
        if not isinstance(row, Fault):
            report.taken += 1
            continue
        report.refused += 1
        if len(report.faults) < MOST_FAULTS:
            report.faults.append(row)
    return report


def _rows(text: io.TextIOBase) -> Iterator[tuple[int, dict[str, str] | None]]:
    """Each row below the head with its line: its cells by column, None where cells are too many.

    Raises ListRefused for a head without the columns that are needed, or with one twice.
    """
    reader = csv.reader(text)
    head = [cell.strip().casefold() for cell in next(reader, [])]
    if missing := [column for column in REQUIRED if column not in head]:
        raise ListRefused("column_missing", missing[0])
    if twice := [column for column in COLUMNS if head.count(column) > 1]:
        raise ListRefused("column_twice", twice[0])
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        named = zip(head, cells, strict=False)
        fits = len(cells) <= len(head)
        yield reader.line_num, {key: cell.strip() for key, cell in named} if fits else None


def read_row(line: int, cells: Mapping[str, str] | None) -> dict[str, Any] | Fault:
    """The values of a known project from the cells of a row, or why it cannot be used."""
    if cells is None:
        return Fault(line, "", "too_many_cells", "")
    column = ""
    together = "".join(cells.values())  # one search for the many rows in which nothing is wrong
    is_readable = not (CONTROL.search(together) or DIRECTIONS.search(together))
    try:
        found: dict[str, Any] = {"line": line}
        for column, most in COLUMNS.items():
            text = cells.get(column, "")
            if len(text) > most:
                raise ValueError("too_long")
            if not is_readable and (CONTROL.search(text) or DIRECTIONS.search(text)):
                raise ValueError("unreadable")
            if column in REQUIRED and not text:
                raise ValueError("blank")
            key = "registered_on" if column == "date" else column
            found[key] = _READ.get(column, str)(text)
    except TypedRefused:
        return Fault(line, column, "not_a_date" if column == "date" else "not_a_number", text[:60])
    except ValueError as error:
        return Fault(line, column, str(error), text[:60])
    if (found["latitude"] is None) != (found["longitude"] is None):
        return Fault(line, "latitude", "half_a_place", "")
    return found


def _day(text: str) -> date | None:
    if ISO.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    return read_date(text) if text else None


def _tonnes(text: str) -> str:
    if not text:
        return ""
    value = _number(text)
    if value < 0:
        raise ValueError("out_of_range")
    return f"{value:f}"


def _number(text: str) -> Decimal:
    return Decimal(text) if PLAIN.fullmatch(text) else read_number(text).value


def _degrees(most: int) -> Callable[[str], float | None]:
    def read(text: str) -> float | None:
        if not text:
            return None
        value = _number(text)
        if abs(value) > most:  # a latitude above 90 is often a longitude in the wrong column
            raise ValueError("out_of_range")
        return float(value)

    return read


_READ: Mapping[str, Callable[[str], Any]] = {
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "date": _day,
    "reductions": _tonnes,
}
