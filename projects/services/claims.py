"""The table of benchmarks that registered projects claimed: importing it, and taking from it.

A table is CSV with the columns country, energy_source, benchmark, basis, project, source: in any
order, with a comma or a semicolon between. The newest table is in use; what a case is compared with
is written into its case file, so that a later table changes nothing that was submitted.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from additionality.engine.case import schema
from additionality.engine.decimals import plain
from projects.models import BenchmarkClaim, ClaimsTable, Person
from projects.wizard.fields import Rate

COLUMNS = ("country", "energy_source", "benchmark", "basis", "project", "source")
NEEDED = ("country", "benchmark", "project")
#: A case is compared with no more claims than the case format takes.
MOST_ROWS = 10_000
MOST_BYTES = 4 * 1024 * 1024
SHOWN_FAULTS = 20
_RATE = Rate("", least=-50, most=200, required=True)
_EIGHT = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line of the table; line 1 is the heading."""

    line: int
    message: Any


class TableRefused(Exception):
    """The table cannot be read; nothing was stored."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


@transaction.atomic
def import_table(*, content: bytes, title: str, source: str, actor: Person) -> ClaimsTable:
    """Store a table as the one in use. Raises `TableRefused`, also where it is in use already."""
    rows = read_table(content)
    sha256 = hashlib.sha256(content).hexdigest()
    newest = ClaimsTable.objects.first()
    if newest and newest.sha256 == sha256:
        raise TableRefused([Fault(1, _("This table is in use already."))])
    table = ClaimsTable.objects.create(
        title=title, source=source, sha256=sha256, count=len(rows), imported_by=actor
    )
    BenchmarkClaim.objects.bulk_create(
        [BenchmarkClaim(table=table, **row) for row in rows], batch_size=500
    )
    return table


def read_table(content: bytes) -> list[dict[str, Any]]:
    """The rows of a table as the fields of `BenchmarkClaim`. Raises `TableRefused`."""
    if len(content) > MOST_BYTES:
        raise TableRefused([Fault(1, _("The file is larger than 4 MB."))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableRefused([Fault(1, _("The file is not text in UTF-8."))]) from None
    heading = text.split("\n", 1)[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    found: list[dict[str, Any]] = []
    faults: list[Fault] = []
    try:
        for line, cells in _lines(text, delimiter):
            row, wrong = _row(cells)
            found.append(row)
            faults += [Fault(line, message) for message in wrong]
            if len(found) > MOST_ROWS:
                faults.append(Fault(line, _("The table has more than 10,000 lines.")))
            if len(faults) >= SHOWN_FAULTS:
                break
    except csv.Error:
        faults.append(Fault(1, _("The file is no table with columns.")))
    if not faults and not found:
        faults.append(Fault(1, _("The table has no lines below its heading.")))
    if faults:
        raise TableRefused(faults)
    return found


def claims_for(country: str, energy_source: str) -> str:
    """The claims of the table in use for a country and energy source, as `claims` of a case file.

    Where none is of that energy source, those of the whole country. Canonical JSON text, so that it
    can be kept; empty where there is nothing to compare with.
    """
    table = ClaimsTable.objects.first()
    if table is None or not country.strip():
        return ""
    rates, kind = _rates(table.pk, table.sha256, _country(country), energy_source)
    if not rates:
        return ""
    found = {
        "title": table.title,
        "source": table.source,
        "sha256": table.sha256,
        "imported_on": timezone.localdate(table.imported_at).isoformat(),
        "country": _country(country),
        "energy_source": kind,
        "rates": rates,
    }
    return json.dumps(found, ensure_ascii=False)


@lru_cache(maxsize=64)
def _rates(
    table: int, sha256: str, country: str, energy_source: str
) -> tuple[tuple[str, ...], str]:
    """The rates as texts, and of which energy source; a table never changes, so they are kept."""
    rows = BenchmarkClaim.objects.filter(
        table=table, table__sha256=sha256, country=country
    ).order_by("pk")
    own = rows.filter(energy_source=energy_source) if energy_source else rows.none()
    rates = list(own.values_list("rate", flat=True))
    kind = energy_source if rates else ""
    rates = rates or list(rows.values_list("rate", flat=True))
    return tuple(map(plain, rates)), kind


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines that are not blank, by column, each with its number in the file."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    heading = [cell.strip().lower().replace(" ", "_") for cell in next(reader, [])]
    if missing := [name for name in NEEDED if name not in heading]:
        message = _("The heading lacks: %(columns)s.") % {"columns": ", ".join(missing)}
        raise TableRefused([Fault(1, message)])
    if unknown := [name for name in heading if name not in COLUMNS]:
        message = _("The heading has unknown columns: %(columns)s.")
        raise TableRefused([Fault(1, message % {"columns": ", ".join(unknown)[:200]})])
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, dict(zip(heading, map(str.strip, cells), strict=False))


def _row(cells: dict[str, str]) -> tuple[dict[str, Any], list[str | Promise]]:
    """The fields of a claim, and what is wrong with the line."""
    row: dict[str, Any] = {name: cells.get(name, "") for name in COLUMNS if name != "benchmark"}
    row["country"] = _country(row["country"])
    wrong: list[str | Promise] = []
    if not row["country"]:
        wrong.append(_("The country is missing."))
    if not row["project"]:
        wrong.append(_("The reference of the project is missing."))
    if row["energy_source"] and row["energy_source"] not in energy_sources():
        wrong.append(
            _("“%(given)s” is no energy source of the case format.")
            % {"given": row["energy_source"][:50]}
        )
    for name in ("country", "basis", "project", "source"):
        if len(row[name]) > (BenchmarkClaim._meta.get_field(name).max_length or 0):
            wrong.append(_("The column %(column)s is too long.") % {"column": name})
    try:
        row["rate"] = _RATE.clean(cells.get("benchmark", ""))
    except ValidationError as error:
        wrong += error.messages
    else:
        row["rate"] = row["rate"].quantize(_EIGHT)
    return row, wrong


def energy_sources() -> Iterable[str]:
    """The energy sources that the case format knows."""
    listed = schema()["properties"]["project"]["properties"]["energy_source"]["enum"]
    return [one for one in listed if one]


def _country(text: str) -> str:
    """A country as tables and cases are compared: a code in capitals, a name as it is written."""
    tidy = " ".join(text.split())
    return tidy.upper() if len(tidy) <= 3 else tidy
