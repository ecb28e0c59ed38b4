"""Whether a place named for a law or an area covers the project's site."""

from __future__ import annotations

import re
from enum import Enum

from additionality.engine.case import Project

#: Names that mean the same country as a code; the offset pack is used in Taiwan, where all of
#: these are written.
_SAME_COUNTRY = (
    {
        "tw",
        "twn",
        "taiwan",
        "taiwan, roc",
        "republic of china",
        "roc",
        "臺灣",
        "台灣",
        "中華民國",
        "全國",
    },
)
_CODE = re.compile(r"[A-Za-z]{2}", re.ASCII)


class Cover(Enum):
    """Whether a territory covers the project."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


def is_whole_country(place: str, project: Project) -> bool:
    """Whether `place` names the host country."""
    return _country(place) == _country(project.country)


def covers(territory: str, project: Project) -> Cover:
    """Whether a law of `territory` applies where the project is.

    No territory, or the host country: yes. Otherwise the project's region decides: a territory
    that names it, alone or after the country ("TW-Miaoli", "Miaoli County"), covers it; another
    does not. Where the case names no region, a two-letter code is another country, and a local law
    is unclear.

    """
    if not territory.strip() or is_whole_country(territory, project):
        return Cover.YES
    place, region = _fold(territory), _fold(project.region)
    if region and (region in place or place in region):
        return Cover.YES
    if region or _CODE.fullmatch(territory.strip()):
        return Cover.NO
    return Cover.UNCLEAR


def _country(place: str) -> str:
    folded = " ".join(place.split()).casefold().replace(".", "")
    return next(("tw" for names in _SAME_COUNTRY if folded in names), folded)


def _fold(place: str) -> str:
    return "".join(c for c in place.replace("台", "臺").casefold() if c.isalnum())
