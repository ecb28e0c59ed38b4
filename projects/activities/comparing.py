"""What is usual in a table, taken from its first rows, so that a row that is not can be pointed at.

Nothing is changed by it: a row only gets a remark.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log10
from statistics import median, quantiles
from typing import TYPE_CHECKING

from projects.activities.country_boxes import box_of

if TYPE_CHECKING:
    from projects.activities.cells import Capacity
    from projects.activities.reading import RowRead

#: So few places say nothing of where the others are.
FEWEST = 30
#: So few capacities have no quartiles to speak of.
FEWEST_SIZES = 10
KILOWATTS = 1000
MOST_LATITUDE = 90
#: Tukey's fences (Exploratory Data Analysis, 1977): so many times the distance of the quartiles
#: from them. Sizes of plants spread over decades, so both are of their logarithms. Up to a quarter of
#: the rows may be wrong before the fences follow them.
FENCE = 1.5
#: A plant of more megawatts than this exists nowhere.
LARGEST_PLANT_KW = 25_000_000.0
#: In a table of which half the plants are larger than this, the unit itself is in doubt.
LARGE_HALF_KW = 1_000_000.0


@dataclass(frozen=True, slots=True)
class Spread:
    """Sizes in kW, from the lower fence to the upper: what is outside is not usual."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Usual:
    """Spreads of size by energy source, and the box of latitudes and longitudes (south, north, west, east)."""

    sizes: dict[str, Spread] = field(default_factory=dict)
    box: tuple[float, float, float, float] | None = None
    unit_in_doubt: bool = False

    def is_perhaps_kilowatts(self, source: str, capacity: "Capacity") -> bool:
        """Whether a capacity in MW is larger than usual, and would be less far from usual if it were in kW."""
        if capacity.unit != "MW":
            return False
        if capacity.size > LARGEST_PLANT_KW:
            return True
        spread = self.sizes.get(source)
        if spread is None or capacity.size <= spread.high:
            return False
        return spread.low / (capacity.size / KILOWATTS) < capacity.size / spread.high

    def is_perhaps_swapped(self, country: str, latitude: float, longitude: float) -> bool:
        """Whether a place is where it should be only once its numbers change places.

        It should be in its country; where that has no box, or the row names none, among the others.
        """
        if abs(longitude) > MOST_LATITUDE:
            return False
        if own := box_of(country):
            return not own.holds(latitude, longitude) and own.holds(longitude, latitude)
        if abs(latitude) > MOST_LATITUDE:
            return True
        return (
            self.box is not None
            and not _inside(self.box, latitude, longitude)
            and _inside(self.box, longitude, latitude)
        )


def usual(rows: Iterable["RowRead"]) -> Usual:
    """What is usual among `rows` that could be used."""
    sizes: dict[str, list[float]] = {}
    latitudes, longitudes = [], []
    for row in rows:
        if row.refusal is None and row.capacity and row.capacity.base_unit == "kW":
            sizes.setdefault(row.texts["energy_source"], []).append(row.capacity.size)
        if row.latitude is not None and row.longitude is not None:
            latitudes.append(row.latitude)
            longitudes.append(row.longitude)
    spreads = {s: _spread(found) for s, found in sizes.items() if len(found) >= FEWEST_SIZES}
    every = [size for found in sizes.values() for size in found]
    box = _box(latitudes, longitudes) if len(latitudes) >= FEWEST else None
    return Usual(spreads, box, bool(every) and median(every) > LARGE_HALF_KW)


def _spread(sizes: list[float]) -> Spread:
    lower, _, upper = quantiles(map(log10, sizes), n=4, method="inclusive")
    beyond = FENCE * (upper - lower)
    return Spread(10 ** (lower - beyond), 10 ** (upper + beyond))


def _box(latitudes: list[float], longitudes: list[float]) -> tuple[float, float, float, float]:
    """Where nine of ten places are, and as much again around it."""
    found: list[float] = []
    for degrees in (latitudes, longitudes):
        cuts = quantiles(degrees, n=20, method="inclusive")
        room = max(cuts[-1] - cuts[0], 0.5)
        found += [cuts[0] - room, cuts[-1] + room]
    return found[0], found[1], found[2], found[3]


def _inside(box: tuple[float, float, float, float], latitude: float, longitude: float) -> bool:
    south, north, west, east = box
    return south <= latitude <= north and west <= longitude <= east
