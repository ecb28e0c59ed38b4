"""Between which latitudes and longitudes a country lies: a look-up, to notice places that are elsewhere.

`country_boxes.csv` holds the extent of each country, widened to tenths of a degree, in the map of
Natural Earth 4.1.0 at 1:50m (Admin 0 countries; in the public domain, naturalearthdata.com).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from additionality.engine.countries import country_code

TABLE = Path(__file__).with_name("country_boxes.csv")
#: Degrees around the land in which wind farms at sea lie: an exclusive economic zone is 200 nautical
#: miles wide (UNCLOS Art. 57), which are three degrees and a third of latitude.
AT_SEA = 200 / 60


@dataclass(frozen=True, slots=True)
class Box:
    """In degrees; `west` is larger than `east` where the country lies on both sides of 180°."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a place is in the box or at sea before it."""
        west, east = self.west - AT_SEA, self.east + AT_SEA
        if not self.south - AT_SEA <= latitude <= self.north + AT_SEA:
            return False
        if self.west > self.east:
            return longitude >= west or longitude <= east
        return west <= longitude <= east


def is_elsewhere(country: str, latitude: float, longitude: float) -> bool:
    """Whether a place is surely not in `country`, a code or name; not sure where it has no box.

    At 0, 0 there is only sea, far from every land: so blank places are written.
    """
    if not country:
        return False
    if latitude == 0 and longitude == 0:
        return True
    box = box_of(country)
    return box is not None and not box.holds(latitude, longitude)


@lru_cache(maxsize=4_096)
def box_of(country: str) -> Box | None:
    """The box of the country with this code or name; None where there is none."""
    return _boxes().get(country_code(country))


@cache
def _boxes() -> Mapping[str, Box]:
    with TABLE.open(encoding="ascii", newline="") as table:
        return {
            row["alpha2"].casefold(): Box(*(float(row[end]) for end in Box.__slots__))
            for row in csv.DictReader(table, strict=True)
        }
