"""Whether a place named for a law or an area covers the project's site.

A law is set aside only where two places can be told apart; what cannot be compared is unclear.
"""

from __future__ import annotations

import re
from enum import Enum
from unicodedata import normalize

from additionality.engine.countries import country_code
from additionality.engine.project_facts import Project

#: With one of these among others a name speaks of some part of Taiwan, or of all of it.
_OF_TAIWAN = {"tw", "taiwan", "臺灣", "中華民國"}
_NATIONAL = {"national", "nationwide", "whole country", "central", "全國", "全國性", "全臺", "中央"}
_GENERIC = re.compile(
    r"\s+(county|city|municipality|province|state|township|district)$|[縣市省鄉鎮區]$"
)
_CODE = re.compile(r"[a-z]{2}")
_COUNTRY_CODE = re.compile(r"[a-z]{2,3}")
_SEPARATOR = re.compile(r"\s*[,;/、，；／]\s*|(?<=^[a-z]{2})-")
_LATIN, _HAN = re.compile(r"[a-z\u00df-\u024f]"), re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


class Cover(Enum):
    """Whether a territory covers the project."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


def is_whole_country(place: str, project: Project) -> bool:
    """Whether `place` names the host country, by code or name, or says that it is national."""
    return _is_country(_tidy(place), project) or (
        bool(_SEPARATOR.sub("", _tidy(place))) and not _parts(place, project)
    )


def covers(territory: str, project: Project) -> Cover:
    """Whether a law of `territory` applies where the project is.

    No territory, or the host country: yes. Otherwise the project's region decides: a territory that
    names it, alone or with the country ("TW-Miaoli", "Miaoli County", "苗栗縣"), covers it; another
    does not. Unclear is a local law where the case names no region, a place that may lie within
    the other ("Houlong Miaoli", "北臺灣"), and a name in another script ("Miaoli", "苗栗縣"). A
    two-letter code other than the host's is another country.
    """
    if not territory.strip() or is_whole_country(territory, project):
        return Cover.YES
    named, own = _parts(territory, project), _parts(project.region, project)
    # "Hsinchu" may mean the county or the city, but neither of the two is the other.
    if named & own or _bare(named) & own or named & _bare(own):
        return Cover.YES
    if any(_HAN.match(name) and region.startswith(name) for name in named for region in own):
        return Cover.YES
    if _CODE.fullmatch(_tidy(territory)) and _COUNTRY_CODE.fullmatch(_country(project.country)):
        return Cover.NO
    is_known = bool(named and own) and _country(project.country) == "tw"
    return Cover.NO if is_known and _can_be_told_apart(named, own) else Cover.UNCLEAR


def _tidy(place: str) -> str:
    text = normalize("NFKC", place).replace("台", "臺").casefold()
    return " ".join(text.replace("new taipei", "newtaipei").split())


def _country(place: str) -> str:
    name = _tidy(place)
    return country_code(name) or name


def _is_country(name: str, project: Project) -> bool:
    return _country(name) == _country(project.country) or name in _NATIONAL


def _parts(place: str, project: Project) -> set[str]:
    """The places named, without the host country."""
    return {
        name for name in _SEPARATOR.split(_tidy(place)) if name and not _is_country(name, project)
    }


def _bare(names: set[str]) -> set[str]:
    """The names without words such as county."""
    return {_GENERIC.sub("", name) for name in names}


def _can_be_told_apart(named: set[str], own: set[str]) -> bool:
    """Whether each name shares a script with one of the site's, and none may lie in another."""
    is_comparable = all(any(_scripts(name) & _scripts(site) for site in own) for name in named)
    return is_comparable and not any(
        _is_part(a, b) or _is_part(b, a) for a in _bare(named) for b in (*_bare(own), *_OF_TAIWAN)
    )


def _scripts(name: str) -> set[str]:
    tests = (("latin", _LATIN), ("han", _HAN))
    return {script for script, pattern in tests if pattern.search(name)}


def _is_part(shorter: str, longer: str) -> bool:
    """Whether one name stands within another, as whole words or as Chinese characters."""
    if shorter == longer:
        return False
    in_characters = len(shorter) > 1 and bool(_HAN.search(shorter)) and shorter in longer
    return in_characters or set(shorter.split()) < set(longer.split())
