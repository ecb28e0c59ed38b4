"""The size tier by each criterion of a standard (domain 2.1 to 2.3).

One function a method; a pack names the method, and its parameters hold the limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from additionality.engine.decimals import EXACT, plain

if TYPE_CHECKING:
    from additionality.engine.project_facts import Project
    from additionality.engine.rulepack import RulePack, Value

#: From the lightest to the heaviest.
WEIGHT: Mapping[str, int] = {"micro": 0, "small": 1, "large": 2}
REDUCTIONS, CAPACITY, SAVED = (
    "annual_reductions_tco2e",
    "renewable_capacity_kw",
    "electricity_saved_gwh",
)
#: Energy sources that are renewable (case format, `energy_source`).
RENEWABLE = ("wind", "solar", "hydro", "geothermal", "marine", "biomass", "biogas")


@dataclass(frozen=True, slots=True)
class Size:
    """What the tier depends on.

    `reductions` in tCO2e a year, `renewable_kw` the capacity of a renewable source in kW,
    `saved_gwh` electricity saved a year; `None` where not given or not so. A zero is not so: what saves
    nothing is no saving, and must not make a project small.
    """

    reductions: tuple[Decimal, ...]
    renewable_kw: Decimal | None = None
    saved_gwh: Decimal | None = None
    removals: bool = False

    @classmethod
    def of(cls, project: Project) -> Size:
        capacity, factor = project.capacity, {"kW": 0, "MW": 3}.get(project.capacity.unit)
        is_renewable = project.energy_source in RENEWABLE
        kilowatts = None
        if is_renewable and capacity.value and factor is not None:
            kilowatts = capacity.value.scaleb(factor, EXACT)
        return cls(
            reductions=tuple(year.tco2e for year in project.annual_reductions),
            renewable_kw=kilowatts,
            saved_gwh=project.energy_saving_gwh or None,
            removals=bool(project.removals),
        )


@dataclass(frozen=True, slots=True)
class TierBasis:
    """One comparison behind the tier: `value` against `limit` in the unit of `metric`, as text."""

    metric: str
    value: str
    limit: str
    clause: str

    def to_dict(self) -> dict[str, str]:
        return {
            "metric": self.metric,
            "value": self.value,
            "limit": self.limit,
            "clause": self.clause,
        }


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of one criterion: a value beyond it is of the tier `beyond`."""

    value: Value
    beyond: str
    equal_is_beyond: bool = False

    def is_exceeded_by(self, value: Decimal) -> bool:
        limit = self.value.number
        return value > limit or (self.equal_is_beyond and value == limit)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One measure of size with the limits it is held against, the lowest first."""

    metric: str
    value: Decimal
    limits: tuple[Limit, ...]

    @property
    def tier(self) -> str:
        """The tier by this criterion alone."""
        tier = "micro" if len(self.limits) > 1 else "small"
        for limit in self.limits:
            if limit.is_exceeded_by(self.value):
                tier = limit.beyond
        return tier

    @property
    def basis(self) -> tuple[TierBasis, ...]:
        """The comparisons that decide, the upper limit first: those next to the value."""
        above = [limit for limit in self.limits if not limit.is_exceeded_by(self.value)][:1]
        below = [limit for limit in self.limits if limit.is_exceeded_by(self.value)][-1:]
        return tuple(
            TierBasis(self.metric, plain(self.value), plain(one.value.number), one.value.clause)
            for one in (*above, *below)
        )


def lightest(tiers: Iterable[str]) -> str:
    """The lightest of several tiers. Raises `ValueError` when there is none."""
    return min(tiers, key=WEIGHT.__getitem__)


def largest_reduction(size: Size, pack: RulePack, on: date) -> tuple[Criterion, ...]:
    """The largest annual reduction: above the upper limit large, from the lower one small."""
    limits = (
        Limit(pack.value("tier.small_from", on), "small", equal_is_beyond=True),
        Limit(pack.value("tier.large_above", on), "large"),
    )
    return (Criterion(REDUCTIONS, max(size.reductions), limits),)


def any_of(size: Size, pack: RulePack, on: date) -> tuple[Criterion, ...]:
    """Renewable capacity, electricity saved and reductions: any one gives the lighter tier."""
    criteria = []
    if size.renewable_kw is not None:
        criteria.append(_capacity(size.renewable_kw, pack, on))
    if size.saved_gwh is not None:
        criteria.append(_saved(size.saved_gwh, pack, on))
    return (*criteria, _reductions(size, pack, on))


def by_type(size: Size, pack: RulePack, on: date) -> tuple[Criterion, ...]:
    """The one criterion of the type: II electricity saved, I renewable capacity, III reductions.

    Removals have a limit of their own and no micro tier. The limit holds in every year.
    """
    if size.removals:
        limit = Limit(pack.value("tier.removals.small_most", on), "large")
        return (Criterion(REDUCTIONS, max(size.reductions), (limit,)),)
    if size.saved_gwh is not None:
        return (_saved(size.saved_gwh, pack, on),)
    if size.renewable_kw is not None:
        return (_capacity(size.renewable_kw, pack, on),)
    return (_reductions(size, pack, on),)


def _reductions(size: Size, pack: RulePack, on: date) -> Criterion:
    return Criterion(REDUCTIONS, max(size.reductions), _at_most("reductions", pack, on))


def _capacity(kilowatts: Decimal, pack: RulePack, on: date) -> Criterion:
    return Criterion(CAPACITY, kilowatts, _at_most("renewable_capacity", pack, on))


def _saved(gigawatt_hours: Decimal, pack: RulePack, on: date) -> Criterion:
    return Criterion(SAVED, gigawatt_hours, _at_most("electricity_saved", pack, on))


def _at_most(name: str, pack: RulePack, on: date) -> tuple[Limit, ...]:
    return (
        Limit(pack.value(f"tier.{name}.micro_most", on), "small"),
        Limit(pack.value(f"tier.{name}.small_most", on), "large"),
    )


METHODS: Mapping[str, Callable[[Size, RulePack, date], tuple[Criterion, ...]]] = {
    "largest_reduction": largest_reduction,
    "any_of": any_of,
    "by_type": by_type,
}
