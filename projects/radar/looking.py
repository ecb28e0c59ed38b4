"""Looking for projects like one: a few queries by rare words of the name and by place, then the comparison.

What was found is plain JSON, frozen with a submission: `format`, `on`, the `lists` looked at with their SHA-256, and
the `concerns`, each with a `code`, a `severity`, the matching `rows`, and how many `more` there were. A row is `public`
if it is of an imported list or of an approved case; others are for reviewers and the organisation they belong to.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from math import cos, degrees, radians
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from additionality.engine.case import Case as CaseFacts
from additionality.engine.project_facts import Project
from additionality.engine.rulepack import load_pack
from projects.models import (
    Case,
    Decision,
    KnownProject,
    KnownWord,
    RegistryList,
    Status,
    Submission,
)
from projects.radar.likeness import EARTH_KM, technologies_of, words_of
from projects.radar.matching import (
    KILOMETRES,
    SEVERITY,
    Known,
    Signals,
    concerns_of,
    place_of,
    signals,
)

FORMAT = "additionality-radar/1"
#: So many projects at most are found by the words of a name, by the rarest words first.
MOST_CANDIDATES = 2000
MOST_ROWS = 20


def look(facts: CaseFacts, *, case: Case, on: date) -> dict[str, Any]:
    """What the radar finds for a case as read, on the day `on`. Never the case itself."""
    pack = load_pack(facts.pack)
    lists = list(RegistryList.objects.current())
    found: dict[str, list[tuple[KnownProject, Signals]]] = {}
    for row in _candidates(facts.project, case, lists):
        known = known_of(row)
        alike = signals(facts.project, known)
        for code in concerns_of(facts.project, known, alike, pack=pack, on=on):
            found.setdefault(code, []).append((row, alike))
    return {
        "format": FORMAT,
        "on": on.isoformat(),
        "lists": [
            {"name": one.name, "version": str(one.version), "sha256": one.sha256,
             "rows": str(one.taken)}
            for one in lists
        ],
        "concerns": [_concern(code, found[code], case) for code in SEVERITY if code in found],
    }  # fmt: skip


def _candidates(project: Project, case: Case, lists: list[RegistryList]) -> Iterable[KnownProject]:
    """Rows worth comparing: of the lists in use and of other cases, as last submitted."""
    newer = Submission.objects.filter(
        case=OuterRef("submission__case"), number__gt=OuterRef("submission__number")
    )
    of_cases = (
        Q(submission__isnull=False)
        & ~Q(submission__case=case.pk)
        & ~Q(submission__case__status__in=(Status.WITHDRAWN, Status.REFUSED))
        & ~Exists(newer)
    )
    rows = KnownProject.objects.filter(Q(registry_list__in=lists) | of_cases).select_related(
        "registry_list", "submission__case__organisation", "submission__determination"
    )
    found = {row.pk: row for row in _by_words(project, rows, lists)}
    found |= {row.pk: row for row in _by_place(project, rows)}
    return found.values()


def _by_words(
    project: Project, rows: QuerySet[KnownProject], lists: list[RegistryList]
) -> Iterable[KnownProject]:
    """The rows with a rare word of the name, and of those with common words the ones with most."""
    words = words_of(project.name) | words_of(project.name_zh)
    in_use = Q(project__registry_list__in=lists) | Q(project__submission__isnull=False)
    known = KnownWord.objects.filter(in_use, word__in=words)
    rare, room = [], MOST_CANDIDATES
    for word, number in _counted(known):
        if number <= room:
            rare.append(word)
            room -= number
    found = set(known.filter(word__in=rare).values_list("project", flat=True))
    if room and len(rare) < len(words):
        shared = known.values("project").annotate(number=Count("pk")).filter(number__gt=1)
        ranked = shared.order_by("-number", "project").values_list("project", flat=True)
        found |= set(ranked[:room])
    return rows.filter(pk__in=found) if found else []


def _counted(known: QuerySet[KnownWord]) -> list[tuple[str, int]]:
    """Each word with how many rows have it, the rarest first."""
    counted = known.values("word").annotate(number=Count("pk")).order_by("number", "word")
    return [(one["word"], one["number"]) for one in counted]


def _by_place(project: Project, rows: QuerySet[KnownProject]) -> Iterable[KnownProject]:
    """All within a square that holds the circle; the comparison measures exactly."""
    here = place_of(project)
    if here is None:
        return []
    latitude, longitude = here
    high = degrees(KILOMETRES / EARTH_KM) * 1.01
    wide = min(high / max(cos(radians(latitude)), 0.01), 180.0)
    return rows.filter(
        latitude__range=(latitude - high, latitude + high),
        longitude__range=(longitude - wide, longitude + wide),
    )


def known_of(row: KnownProject) -> Known:
    """A stored row for comparing."""
    decided = _decided(row)
    here = None
    if row.latitude is not None and row.longitude is not None:
        here = (row.latitude, row.longitude)
    return Known(
        names=(row.name, row.other_name),
        proponent=row.proponent,
        technology=row.technology,
        country=row.country,
        place=here,
        registered_on=decided if row.submission_id else row.registered_on,
        applied=bool(row.submission_id) and decided is None,
        reductions=Decimal(row.reductions) if row.reductions else None,
    )


def _decided(row: KnownProject) -> date | None:
    """The day on which a case of this system was approved."""
    determination = getattr(row.submission, "determination", None)
    if determination is None or determination.decision != Decision.APPROVED:
        return None
    return timezone.localdate(determination.decided_at)


def _concern(code: str, matches: list[tuple[KnownProject, Signals]], case: Case) -> dict[str, Any]:
    ordered = sorted(matches, key=lambda one: (-len(one[1].alike), -one[1].name, one[0].pk))
    return {
        "code": code,
        "severity": SEVERITY[code],
        "rows": [_row(row, alike, case) for row, alike in ordered[:MOST_ROWS]],
        "more": str(max(len(ordered) - MOST_ROWS, 0)),
    }


def _row(row: KnownProject, alike: Signals, case: Case) -> dict[str, Any]:
    """A matching row, whole, so that it can still be read when the list has a newer version."""
    decided = _decided(row)
    found: dict[str, Any] = {
        "name": row.name,
        "other_name": row.other_name,
        "proponent": row.proponent,
        "technology": row.technology,
        "country": row.country,
        "reductions": row.reductions,
        "alike": list(alike.alike),
        "name_likeness": f"{alike.name:.2f}",
        "km": "" if alike.km is None else f"{alike.km:.2f}",
    }
    if row.registry_list is not None:
        found |= {
            "list": f"{row.registry_list.name} {row.registry_list.version}",
            "line": str(row.line),
            "reference": row.reference,
            "source": row.source,
            "registered_on": row.registered_on.isoformat() if row.registered_on else "",
            "public": True,
        }
    elif row.submission is not None:
        found |= {
            "case": row.submission.case.reference,
            "reference": row.submission.determination.number if decided else "",
            "registered_on": decided.isoformat() if decided else "",
            "public": decided is not None,
            "own": row.submission.case.organisation_id == case.organisation_id,
        }
    return {key: value for key, value in found.items() if value not in ("", None)}


def seen_by_proponent(radar: dict[str, Any]) -> dict[str, Any]:
    """The radar without what is not public, nor of the own organisation, nor how much that is."""
    concerns = []
    for concern in radar["concerns"]:
        rows = [row for row in concern["rows"] if row["public"] or row.get("own")]
        if rows:
            concerns.append({**concern, "rows": rows, "more": "0"})
    return {**radar, "concerns": concerns}


def keep_submission(submission: Submission, facts: CaseFacts) -> KnownProject:
    """Note a submission as a project to compare others with."""
    project = facts.project
    row = KnownProject.objects.create(
        submission=submission,
        name=project.name,
        other_name=project.name_zh,
        proponent=project.proponent,
        technology=_technology(project),
        country=project.country,
        latitude=None if project.latitude is None else float(project.latitude),
        longitude=None if project.longitude is None else float(project.longitude),
        reductions=f"{max(year.tco2e for year in project.annual_reductions):f}",
    )
    KnownWord.objects.bulk_create(KnownWord(word=word, project=row) for word in words_for(row))
    return row


def _technology(project: Project) -> str:
    """What the project says of its technology, with the energy source where that says no more."""
    if technologies_of(project.technology):
        return project.technology
    return " ".join(filter(None, (project.technology, project.energy_source)))


def words_for(row: KnownProject) -> list[str]:
    """The words by which a stored row is found."""
    return sorted(words_of(row.name) | words_of(row.other_name))
