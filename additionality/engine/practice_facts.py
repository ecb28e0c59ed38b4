"""Barriers, common practice, and the ways past them, as a case claims them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from additionality.engine.evidenced import Place


@dataclass(frozen=True, slots=True)
class Barrier:
    """One barrier claimed.

    `alternatives_not_prevented`: empty says none, `None` was not supplied. Where money can remove
    it, `removal_cost` (in the currency of the investment analysis) is in its line `removal_line`.
    """

    kind: str = ""
    description: str = ""
    prevents_project: bool | None = None
    alleviated_by_credits: bool | None = None
    alternatives_not_prevented: tuple[str, ...] | None = None
    alternative_emits_more: bool | None = None
    evidence_kind: str = ""
    evidence: tuple[str, ...] = ()
    evidence_at: tuple[Place, ...] = ()
    removable_by_money: bool | None = None
    removal_cost: Decimal | None = None
    removal_line: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """A plant to compare with; `started` is a day, or a year where only that is known.

    `row` is its row in the file of the data set it was found in; `grounds` are the kinds of
    difference in technology that are claimed. What the data set says of that row, whatever the
    proponent made of it, is in `found_capacity` (`34 MW`), `found_started` (a year, a day, or two
    years with a slash between), `found_energy_source` and `found_carbon_status`.
    """

    name: str = ""
    capacity: Decimal | None = None
    unit: str = ""
    started: int | date | None = None
    technology: str = ""
    energy_source: str = ""
    carbon_status: str = ""
    different: bool | None = None
    reason: str = ""
    excluded: bool | None = None
    exclusion_reason: str = ""
    evidence: tuple[str, ...] = ()
    evidence_at: tuple[Place, ...] = ()
    row: int | None = None
    grounds: tuple[str, ...] = ()
    found_capacity: str = ""
    found_started: str = ""
    found_energy_source: str = ""
    found_carbon_status: str = ""


@dataclass(frozen=True, slots=True)
class DataSet:
    """The table of activities that was searched; `sha256` and `rows` are those of its file.

    `tells_carbon` is whether it was read for which plants are carbon projects.
    """

    title: str = ""
    version: int | None = None
    file: str = ""
    sha256: str = ""
    rows: int | None = None
    licence: str = ""
    attribution: str = ""
    tells_carbon: bool | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What was searched for; nothing where everything was taken. Both ends of the range count.

    `spellings` are all names that the data set has for the country, if several, and `countries_unknown`
    those of its countries that are none we know, so that they may be the same: with semicolons between.
    """

    country: str = ""
    spellings: str = ""
    countries_unknown: str = ""
    region: str = ""
    measure: str = ""
    energy_source: str = ""
    output: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    unit: str = ""
    started_before: date | None = None


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many rows were left after each part of the search, from the file to the candidates."""

    rows: int | None = None
    usable: int | None = None
    area: int | None = None
    comparable: int | None = None
    in_range: int | None = None
    candidates: int | None = None


@dataclass(frozen=True, slots=True)
class CommonPractice:
    """Counts of similar plants, or the plants one by one, or both.

    `dataset`, `query` and `funnel` say where the plants come from, if from a data set.
    """

    area: str = ""
    area_reason: str = ""
    n_all: int | None = None
    n_diff: int | None = None
    distinctions: str = ""
    activities: tuple[Activity, ...] = ()
    dataset: DataSet = DataSet()
    query: Query = Query()
    funnel: Funnel = Funnel()
    evidence: tuple[str, ...] = ()
    evidence_at: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherTechnology:
    """A technology that delivers the same output in the area; `started` its first operation."""

    name: str = ""
    technology: str = ""
    started: int | date | None = None
    different: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FirstOfItsKind:
    """The claim to be the first of its kind.

    `others`: empty says there are none, `None` was not supplied. `cut_off`, where it is later, replaces
    the earlier of publication and start.
    """

    claimed: bool | None = None
    area: str = ""
    area_reason: str = ""
    grounds: str = ""
    cut_off: date | None = None
    others: tuple[OtherTechnology, ...] | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Units:
    """Distributed units: the size of each, by any of three measures, and who uses them."""

    kw: Decimal | None = None
    mwh_per_year: Decimal | None = None
    tco2e_per_year: Decimal | None = None
    users: str = ""


@dataclass(frozen=True, slots=True)
class Microscale:
    """Conditions of which one makes a micro-scale project additional.

    `host`: ldc, sids, special_zone or none; `grid_hours_per_day` that the grid supplies, where
    there is one; `technology_share` of the recommended technology, a fraction.
    """

    host: str = ""
    off_grid: bool | None = None
    grid_hours_per_day: Decimal | None = None
    units: Units = Units()
    recommended_by_authority: bool | None = None
    technology_share: Decimal | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PositiveList:
    """The entry of the pack's positive list that the project claims to be of."""

    entry: str = ""
    grounds: str = ""
    evidence: tuple[str, ...] = ()
