"""Whether a place named for a law or an area covers the project's site."""

from __future__ import annotations

import re
from enum import Enum

from additionality.engine.case import Project

#: Other ways to write the host country of the offset pack.
_TAIWAN = {"tw", "twn", "taiwan", "taiwan (roc)", "roc", "republic of china", "臺灣", "中華民國"}
_NATIONAL = {"national", "nationwide", "whole country", "全國", "中央"}
_GENERIC = re.compile(
    r"\s+(county|city|municipality|province|state|township|district)$|[縣市省鄉鎮區]$"
)
_CODE = re.compile(r"[a-z]{2}")
_SEPARATOR = re.compile(r"\s*[,;/、，；／]\s*|(?<=^[a-z]{2})-")


class Cover(Enum):
    """Whether a territory covers the project."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


def is_whole_country(place: str, project: Project) -> bool:
    """Whether `place` names the host country, by code or name, or says that it is national."""
    return _country(place) == _country(project.country) or _tidy(place) in _NATIONAL


def covers(territory: str, project: Project) -> Cover:
    """Whether a law of `territory` applies where the project is.

    No territory, or the host country: yes. Otherwise the project's region decides: a territory that
    names it, alone or with the country ("TW-Miaoli", "Miaoli County", "苗栗縣"), covers it; another
    does not. Where the case names no region, a two-letter code is another country, and a local law
    is unclear.
    """
    if not territory.strip() or is_whole_country(territory, project):
        return Cover.YES
    named, own = _parts(territory, project), _parts(project.region, project)
    # "Hsinchu" may mean the county or the city, but neither of the two is the other.
    if named & own or _bare(named) & own or named & _bare(own):
        return Cover.YES
    if project.region.strip() or _CODE.fullmatch(_tidy(territory)):
        return Cover.NO
    return Cover.UNCLEAR


def _tidy(place: str) -> str:
    return " ".join(place.replace("台", "臺").casefold().split())


def _country(place: str) -> str:
    name = _tidy(place).replace(".", "")
    return "tw" if name in _TAIWAN else name


def _parts(place: str, project: Project) -> set[str]:
    """The places named, without the host country."""
    names = _SEPARATOR.split(_tidy(place))
    return {name for name in names if name and _country(name) != _country(project.country)}


def _bare(names: set[str]) -> set[str]:
    """The names without words such as county."""
    return {_GENERIC.sub("", name) for name in names}
