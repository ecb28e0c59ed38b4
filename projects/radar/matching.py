"""Whether a known project may be the same one (double registration) or another part of it (debundling).

The limits in words and kilometres are those of TOOL20 where it has one (domain section 9: two years, one kilometre);
how alike two names have to be is settled by this application. Nothing here decides: each match is a concern with its
row for a reviewer.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from additionality.engine.analyses.project_concerns import months_after
from additionality.engine.pathway import tier_of
from additionality.engine.project_facts import Capacity, Project, YearlyReduction
from additionality.engine.rulepack import RulePack
from additionality.engine.territory import is_whole_country
from additionality.engine.tiers import REDUCTIONS
from projects.radar.likeness import (
    company_key,
    distance_km,
    key_of,
    likeness,
    name_likeness,
    technologies_of,
)

DOUBLE, DEBUNDLED, RELIEVED = (
    "possible_double_registration",
    "possible_debundling",
    "debundling_within_limit",
)
SEVERITY = {DOUBLE: "high", DEBUNDLED: "high", RELIEVED: "notice"}
MONTHS = 24  # TOOL20: registered within the last two years
KILOMETRES = 1.0  # TOOL20: boundaries within one kilometre
#: Settled here: a changed word in six, or a typing error or two, is still the same name.
SAME_NAME, SAME_COMPANY, SAME_TECHNOLOGY = 0.8, 0.85, 0.8
#: What two projects of one developer at one site have in common, whatever they are called.
PARTNERS = {"proponent", "place", "technology"}


@dataclass(frozen=True, slots=True)
class Known:
    """A project that is compared with. `reductions` are tCO2e a year.

    `applied`: not registered yet. `registered_on` is None where the list does not say.
    """

    names: tuple[str, ...]
    proponent: str = ""
    technology: str = ""
    country: str = ""
    place: tuple[float, float] | None = None
    registered_on: date | None = None
    applied: bool = False
    reductions: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Signals:
    """How alike two projects are: 0 to 1 for texts, kilometres for places.

    `km` and `same_technology` are None where one of the two does not say.
    """

    name: float
    proponent: float
    km: float | None
    same_technology: bool | None

    @property
    def alike(self) -> tuple[str, ...]:
        """What the two have in common."""
        found = {
            "name": self.name >= SAME_NAME,
            "proponent": self.proponent >= SAME_COMPANY,
            "place": self.km is not None and self.km <= KILOMETRES,
            "technology": bool(self.same_technology),
        }
        return tuple(name for name, holds in found.items() if holds)


def signals(project: Project, known: Known) -> Signals:
    """Compare a project with a known one, in whichever of their languages they are nearest."""
    ours = [key_of(name) for name in (project.name, project.name_zh) if name.strip()]
    theirs = [key_of(name) for name in known.names if name.strip()]
    here = place_of(project)
    return Signals(
        name=max((name_likeness(a, b) for a in ours for b in theirs), default=0.0),
        proponent=likeness(company_key(project.proponent), company_key(known.proponent)),
        km=distance_km(here, known.place) if here and known.place else None,
        same_technology=_same_technology(project, known.technology),
    )


def place_of(project: Project) -> tuple[float, float] | None:
    """Latitude and longitude of a project, where both are given."""
    if project.latitude is None or project.longitude is None:
        return None
    return float(project.latitude), float(project.longitude)


def _same_technology(project: Project, technology: str) -> bool | None:
    ours = " ".join(filter(None, (project.technology, project.energy_source)))
    if not ours.strip() or not technology.strip():
        return None
    both = technologies_of(ours), technologies_of(technology)
    if all(both):
        return bool(both[0] & both[1])
    return likeness(key_of(project.technology), key_of(technology)) >= SAME_TECHNOLOGY


def concerns_of(
    project: Project, known: Known, found: Signals, *, pack: RulePack, on: date
) -> tuple[str, ...]:
    """The concerns that a known project raises.

    It may be the same project if the name and one thing more are alike, or everything but the name
    where it is no other part of this one.
    """
    if known.country.strip() and not is_whole_country(known.country, project):
        return ()
    alike = set(found.alike)
    is_part = is_debundled(project, known, found, pack=pack, on=on)
    named = "name" in alike and len(alike) > 1
    codes = (DOUBLE,) if named or (alike >= PARTNERS and not is_part) else ()
    return (*codes, _part(project, known, pack, on)) if is_part else codes


def is_debundled(
    project: Project, known: Known, found: Signals, *, pack: RulePack, on: date
) -> bool:
    """TOOL20: two small projects with the same participants, technology and boundary, near in time.

    Distances are between the points given, which are not the boundaries. A registration of which
    the day is not known counts as near in time.
    """
    if tier_of(project, pack, on).tier == "large" or _is_large(project, known, pack, on):
        return False
    is_recent = known.applied or known.registered_on is None
    if known.registered_on is not None:
        is_recent = known.applied or months_after(known.registered_on, MONTHS) >= on
    return set(found.alike) >= PARTNERS and is_recent


def _part(project: Project, known: Known, pack: RulePack, on: date) -> str:
    """Relief: together they are still within the small limit.

    Not told without their tonnes, nor where the rules count this project by its capacity or the energy
    it saves alone: a list of projects tells neither.
    """
    criteria = tier_of(project, pack, on).criteria
    if known.reductions is None or REDUCTIONS not in [one.metric for one in criteria]:
        return DEBUNDLED
    largest = max(year.tco2e for year in project.annual_reductions)
    together = _tier_by_tonnes(project, largest + known.reductions, pack, on)
    return DEBUNDLED if together == "large" else RELIEVED


def _is_large(project: Project, known: Known, pack: RulePack, on: date) -> bool:
    """Whether the other one is large by its tonnes: only a small one makes a debundled whole."""
    if known.reductions is None:
        return False
    return _tier_by_tonnes(project, known.reductions, pack, on) == "large"


def _tier_by_tonnes(project: Project, tonnes: Decimal, pack: RulePack, on: date) -> str:
    """The tier of that many tonnes a year; the capacity of the other project is not known."""
    year = YearlyReduction(project.annual_reductions[0].year, tonnes)
    changes: dict[str, Any] = {"annual_reductions": (year,), "capacity": Capacity()}
    return tier_of(replace(project, energy_saving_gwh=None, **changes), pack, on).tier
