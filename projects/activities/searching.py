"""Searching a data set for the plants to compare a project with (domain section 7, 1 and 2).

A search reads the rows of the country and source inside the range off an index, so it takes as long
as there are such rows, however long the data set is. What comes before is counted at the import.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from additionality.engine.analyses.common_practice import cut_off
from additionality.engine.case import Case
from additionality.engine.decimals import EXACT, plain
from additionality.engine.project_facts import Project
from additionality.engine.rulepack import RulePack
from projects.activities import fields
from projects.activities.cells import started_before
from projects.activities.country_names import Named, named_in
from projects.models import ActivityCount, ActivityRow, DataSet

#: A search that finds more is refused: the list would be longer than anybody decides row by row.
MOST_CANDIDATES = 1_000
MOST_IN_RANGE = 20_000
#: In what a plant must be like the project, where the row says it.
ALIKE = ("measure", "energy_source", "output")


class SearchRefused(Exception):
    """The search finds too much; `code` is `too_many`, `params` what to name."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for; a blank text takes everything. Both ends of the range count.

    `least` and `most` are in `unit`, one of the case file's.
    """

    country: str
    least: Decimal
    most: Decimal
    unit: str
    region: str = ""
    measure: str = ""
    energy_source: str = ""
    output: str = ""
    started_before: date | None = None

    def to_case(self) -> dict[str, str]:
        """The search as the case file has it (`common_practice.query`)."""
        found = {
            "country": self.country,
            "region": self.region,
            "measure": self.measure,
            "energy_source": self.energy_source,
            "output": self.output,
            "least": plain(self.least),
            "most": plain(self.most),
            "unit": self.unit,
            "started_before": self.started_before.isoformat() if self.started_before else "",
        }
        return {name: text for name, text in found.items() if text}

    @classmethod
    def from_case(cls, query: Mapping[str, Any]) -> "Wanted | None":
        """The search that a case file says was made; None where its range is missing, so that none can be repeated."""
        if not {"least", "most", "unit"} <= query.keys():
            return None
        day = query.get("started_before")
        texts = {
            name: str(query.get(name) or "")
            for name in ("country", "region", "measure", "energy_source", "output")
        }
        return cls(
            least=Decimal(str(query["least"])),
            most=Decimal(str(query["most"])),
            unit=str(query["unit"]),
            started_before=date.fromisoformat(day) if day else None,
            **texts,
        )


class Candidate(NamedTuple):
    """A row inside the range, in the order of the columns that are read."""

    number: int
    name: str
    country: str
    region: str
    energy_source: str
    technology: str
    output: str
    capacity: str
    unit: str
    size: float
    started: str
    first_year: int | None
    last_year: int | None
    carbon_status: str

    def began_before(self, cut: date | None) -> bool | None:
        """Whether operation began before the cut-off date; None where that is open."""
        if cut is None:
            return None
        return started_before(self.started, self.first_year, self.last_year, cut)

    def started_for(self, cut: date | None) -> str:
        """The start for the case file: of several years the latest, where all say the same."""
        if self.started or self.last_year is None:
            return self.started
        return str(self.last_year) if self.began_before(cut) is not None else ""

    @property
    def years_said(self) -> str:
        """The years as the file gives them, for reading."""
        if self.started or self.first_year is None:
            return self.started
        return f"{self.first_year}–{self.last_year}"

    def to_case(self, cut: date | None) -> dict[str, Any]:
        """The row as an activity of the case file."""
        found: dict[str, Any] = {
            "row": self.number,
            "name": self.name,
            "capacity": self.capacity,
            "unit": self.unit,
            "started": self.started_for(cut),
            "technology": self.technology,
            "energy_source": self.energy_source,
            "carbon_status": self.carbon_status,
            "found_capacity": f"{self.capacity} {self.unit}",
            "found_started": self.started_for(cut) or self.years_said.replace("–", "/"),
            "found_energy_source": self.energy_source,
            "found_carbon_status": self.carbon_status,
        }
        return {name: value for name, value in found.items() if value != ""}


@dataclass(frozen=True, slots=True)
class Found:
    """`funnel` as the case file has it; `later` are those of the range that surely began later.

    `named` says under which names the country was found.
    """

    funnel: Mapping[str, int]
    named: Named
    candidates: list[Candidate] = field(default_factory=list)
    later: list[Candidate] = field(default_factory=list)


def search(data_set: DataSet, wanted: Wanted) -> Found:
    """The candidates of a complete data set, by row. Raises SearchRefused (`too_many`).

    Rows of the country are found under every name that the data set has for it.
    """
    counts = _counts(data_set)
    named = named_in((country for country, *_ in counts), wanted.country)
    inside = _inside(data_set, wanted, named.spellings)
    cut = wanted.started_before
    candidates: list[Candidate] = []
    later: list[Candidate] = []
    for one in inside:
        (later if one.began_before(cut) is False else candidates).append(one)
    if len(candidates) > MOST_CANDIDATES:
        raise SearchRefused("too_many", found=str(len(candidates)), most=str(MOST_CANDIDATES))
    of_country = [rest for country, *rest in counts if country in named.spellings]
    funnel = _funnel(data_set, wanted, of_country)
    funnel |= {"in_range": len(inside), "candidates": len(candidates)}
    return Found(funnel, named, candidates, later)


def _counts(data_set: DataSet) -> list[tuple[Any, ...]]:
    """What was counted at the import: country, rows, unit, and in what a plant must be like the project."""
    counts = ActivityCount.objects.filter(data_set=data_set).order_by()
    return list(counts.values_list("country", "rows", "base_unit", *ALIKE))


def _inside(data_set: DataSet, wanted: Wanted, countries: list[str]) -> list[Candidate]:
    """The rows of the area, measure, source and output whose capacity is in the range."""
    base_unit, factor = fields.BASES[wanted.unit]
    low, high = (float(EXACT.multiply(end, factor)) for end in (wanted.least, wanted.most))
    found = [
        Candidate._make(row) for row in _read(data_set, wanted, countries, base_unit, low, high)
    ]
    if len(found) > MOST_IN_RANGE:
        raise SearchRefused("too_many", found=str(len(found)), most=str(MOST_CANDIDATES))
    # Sizes are binary: only at the ends can they differ from what the file says.
    exact = [one for one in found if low < one.size < high or _is_inside(one, wanted)]
    return sorted(exact)


def _read(
    data_set: DataSet,
    wanted: Wanted,
    countries: list[str],
    base_unit: str,
    low: float,
    high: float,
) -> list[tuple[Any, ...]]:
    """The rows by SQL of our own: the ORM would take longer to write it than the database to answer."""
    key = DataSet._meta.pk.get_db_prep_value(data_set.pk, connection)
    names = countries or [wanted.country]
    of_country = f"country IN ({', '.join(['%s'] * len(names))})"
    conditions = ["data_set_id = %s", of_country, "base_unit = %s", "size BETWEEN %s AND %s"]
    values: list[Any] = [key, *names, base_unit, low, high]
    for name in ALIKE:
        if value := getattr(wanted, name):
            conditions.append(f"{name} IN (%s, '')")
            values.append(value)
    if wanted.region:
        conditions.append("region = %s")
        values.append(wanted.region)
    sql = (  # names of columns are ours; what was typed goes beside it
        f"SELECT {', '.join(Candidate._fields)} FROM {ActivityRow._meta.db_table}"  # noqa: S608
        f" WHERE {' AND '.join(conditions)} LIMIT {MOST_IN_RANGE + 1}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def alike(wanted: Wanted) -> Q:
    """The same measure, source and output; a row that does not say is taken."""
    found = Q()
    for name in ALIKE:
        if value := getattr(wanted, name):
            found &= Q(**{f"{name}__in": [value, ""]})
    return found


def _is_inside(one: Candidate, wanted: Wanted) -> bool:
    _, factor = fields.BASES[one.unit]
    _, of_wanted = fields.BASES[wanted.unit]
    size = EXACT.multiply(Decimal(one.capacity), factor)
    least, most = (EXACT.multiply(end, of_wanted) for end in (wanted.least, wanted.most))
    return least <= size <= most


def _funnel(data_set: DataSet, wanted: Wanted, counts: list[list[Any]]) -> dict[str, int]:
    """The rows left after each step up to those alike, from what was counted of the country."""
    base_unit, _ = fields.BASES[wanted.unit]
    area = comparable = 0
    for rows, unit, *said in counts:
        area += rows
        asked = (getattr(wanted, name) for name in ALIKE)
        if unit == base_unit and all(
            not one or one == value or not value for one, value in zip(asked, said, strict=True)
        ):
            comparable += rows
    return {
        "rows": data_set.upload.rows,
        "usable": data_set.upload.usable,
        "area": area,
        "comparable": comparable,
    }


def described(data_set: DataSet) -> dict[str, Any]:
    """The data set as the case file has it (`common_practice.dataset`)."""
    found = {
        "title": data_set.title,
        "version": data_set.version,
        "file": data_set.file_name,
        "sha256": data_set.sha256,
        "rows": data_set.upload.rows,
        "licence": data_set.licence,
        "attribution": data_set.attribution,
        "tells_carbon": tells_carbon(data_set),
    }
    return {name: value for name, value in found.items() if value != ""}


def tells_carbon(data_set: DataSet) -> bool:
    """Whether the mapping says of rows that they are carbon projects, or of all that they are none."""
    parts = (data_set.mapping.get("columns") or {}, data_set.mapping.get("fixed") or {})
    return any("carbon_status" in part for part in parts)


def range_around(value: Decimal, share: Decimal) -> tuple[Decimal, Decimal]:
    """The project's capacity less and plus `share` of it."""
    spread = EXACT.multiply(value, share)
    return EXACT.subtract(value, spread), EXACT.add(value, spread)


def wanted_for(case: Case, pack: RulePack, country: str) -> Wanted | None:
    """The search that the rule asks for a case, or None while its capacity is not known."""
    project: Project = case.project
    own = project.capacity
    if own.value is None or not own.unit:
        return None
    share = pack.number("common_practice.range", case.assessed_on)
    least, most = range_around(own.value, share)
    return Wanted(
        country=country,
        least=least,
        most=most,
        unit=own.unit,
        measure="" if project.measure == "other" else project.measure,
        energy_source=project.energy_source if project.measure == "technology_switch" else "",
        output=project.output,
        started_before=cut_off(project),
    )
