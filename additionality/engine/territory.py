"""Whether a place named for a law or an area covers the project's site.

A law is set aside only where its territory is known to be another place; what is not known is unclear.
"""

from __future__ import annotations

import re
from enum import Enum
from unicodedata import normalize

from additionality.engine.countries import country_code
from additionality.engine.project_facts import Project
from additionality.engine.taiwan_counties import counties_named

_NATIONAL = {"national", "nationwide", "whole country", "central", "全國", "全國性", "全臺", "中央"}
_GENERIC = re.compile(
    r"\s+(county|city|municipality|province|state|township|district)$|[縣市省鄉鎮區]$"
)
_CODE = re.compile(r"[a-z]{2,3}")
_SEPARATOR = re.compile(r"\s*[,;/、，；／]\s*|(?<=^[a-z]{2})-")
#: Between places; a comma may also stand between a place and what it lies in.
_LIST, _WITHIN = re.compile(r"\s*[;/、]\s*"), re.compile(r"\s*,\s*")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
#: Countries of which one may be a part of another, or a part of it has its name (ISO 3166-2: Georgia of
#: the United States, Niger State, the provinces of Luxembourg and Mali): not known to be another place.
_MAY_BE_ONE = tuple(
    frozenset(codes.split())
    for codes in (
        "us as ge gu mp pr um vi", "fr bl gf gp mf mq nc pf pm re tf wf yt", "nl aw bq cw sx", "be lu", "gn ml",
        "ng ne", "cn hk mo", "dk fo gl", "fi ax", "no bv sj", "au cc cx hm nf", "nz ck nu tk",
        "gb ai bm fk gg gi gs im io je ky ms pn sh tc vg",
    )
)  # fmt: skip


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
    names it, alone or with the country ("TW-Miaoli", "Miaoli County", "苗栗縣"), covers it. Another
    country does not, nor does another county of Taiwan where the region's is known. All else is unclear:
    a local law where the case names no region, a place that may lie within the other ("Houlong Miaoli",
    "北臺灣"), a name in another script ("Miaoli", "苗栗縣"), and every name that is not known.
    """
    if not territory.strip() or is_whole_country(territory, project):
        return Cover.YES
    named, own = _parts(territory, project), _parts(project.region, project)
    # "Hsinchu" may mean the county or the city, but neither of the two is the other.
    if named & own or _bare(named) & own or named & _bare(own):
        return Cover.YES
    if any(_HAN.match(name) and region.startswith(name) for name in named for region in own):
        return Cover.YES
    return Cover.NO if _is_elsewhere(territory, project) else Cover.UNCLEAR


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


def _is_elsewhere(territory: str, project: Project) -> bool:
    """Whether each place of the territory is known to be another than the project's."""
    own = _own_counties(project)
    return all(_all_elsewhere(names, own, project) for names in _listed(territory))


def _listed(place: str) -> list[list[str]]:
    """The places of a list, each with what it is said to lie in: "Houlong, Miaoli; Hualien"."""
    listed = (_WITHIN.split(one) for one in _LIST.split(_tidy(place)))
    return [[name for name in names if name] for names in listed]


def _all_elsewhere(names: list[str], own: frozenset[str], project: Project) -> bool:
    host = _country(project.country)
    others = [name for name in names if _country(name) != host]
    is_with_host = len(others) < len(names)
    return bool(others) and all(
        (not is_with_host and _is_another_country(name, project))
        or bool(own and (found := counties_named(name)) and not found & own)
        for name in others
    )


def _is_another_country(name: str, project: Project) -> bool:
    """A short code is known for a country's in Taiwan only: elsewhere the host's states have such codes."""
    host, code = country_code(_tidy(project.country)), country_code(name)
    if not host or not code or code == host or (_CODE.fullmatch(name) and host != "tw"):
        return False
    return not any({host, code} <= group for group in _MAY_BE_ONE)


def _own_counties(project: Project) -> frozenset[str]:
    """The counties of Taiwan that the project's region names; none where one of its places has none."""
    if country_code(_tidy(project.country)) != "tw":
        return frozenset()
    found = [
        frozenset().union(*(counties_named(name) for name in names))
        for names in _listed(project.region)
    ]
    return frozenset().union(*found) if all(found) else frozenset()
