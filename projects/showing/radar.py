"""What the radar found, for reading: each concern with its matching rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from projects import wording
from projects.showing.numbers import day, figure, tonnes
from projects.wording.phrases import listed, separated
from projects.wording.radar import ALIKE, SENTENCES, SETTLING, TITLES


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One project that matches. `is_public` is false for what only reviewers may see."""

    name: str
    about: str
    origin: str
    alike: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class ShownRadarConcern:
    """One concern with its rows; `more` is how many are not shown."""

    code: str
    title: str
    severity: str
    severity_label: str
    sentence: str
    settle: str
    rows: list[ShownRow]
    more: int


@dataclass(frozen=True, slots=True)
class ShownRadar:
    """The day, what was looked at, and what was found."""

    on: str
    lists: str
    concerns: list[ShownRadarConcern]


def show_radar(radar: Mapping[str, Any]) -> ShownRadar:
    """Put what the radar found into words."""
    lists = (
        _("%(name)s, version %(version)s (rows: %(rows)s, SHA-256 %(sha256)s)")
        % {**one, "rows": figure(one["rows"]), "sha256": one["sha256"][:12]}
        for one in radar["lists"]
    )
    return ShownRadar(day(radar["on"]), separated(lists), [_concern(c) for c in radar["concerns"]])


def _concern(concern: Mapping[str, Any]) -> ShownRadarConcern:
    code = concern["code"]
    return ShownRadarConcern(
        code=code,
        title=str(TITLES[code]),
        severity=concern["severity"],
        severity_label=wording.severity(concern["severity"]),
        sentence=str(SENTENCES[code]),
        settle=str(SETTLING[code]),
        rows=[_row(row) for row in concern["rows"]],
        more=int(concern["more"]),
    )


def _row(row: Mapping[str, Any]) -> ShownRow:
    about = (
        row.get("other_name"),
        row.get("proponent"),
        row.get("technology"),
        row.get("country"),
        _("%(tonnes)s a year") % {"tonnes": tonnes(row["reductions"])}
        if row.get("reductions")
        else "",
        row.get("reference"),
        _("registered on %(day)s") % {"day": day(row["registered_on"])}
        if row.get("registered_on")
        else "",
    )
    return ShownRow(
        name=row["name"],
        about=separated(str(one) for one in about if one),
        origin=_origin(row),
        alike=_alike(row),
        is_public=row["public"],
    )


def _origin(row: Mapping[str, Any]) -> str:
    if "list" in row:
        words = _("List %(list)s, line %(line)s") % row
        return f"{words} ({row['source']})" if row.get("source") else words
    if row["public"]:
        return _("Case %(case)s of this register, approved") % row
    return _("Case %(case)s of this register, not decided yet") % row


def _alike(row: Mapping[str, Any]) -> str:
    found = listed(str(ALIKE[one]) for one in row["alike"])
    if "place" in row["alike"]:
        return _("Alike: %(what)s (%(km)s km apart)") % {"what": found, "km": row["km"]}
    return _("Alike: %(what)s") % {"what": found}
