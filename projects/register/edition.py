"""One language of a determination: its chapters, in order, each with what it shows.

Call it under `translation.override`: every word is translated when the edition is written.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects import wording
from projects.models import Determination, ReviewRequest, Submission
from projects.radar.looking import seen_by_proponent
from projects.register import figures, rules, words
from projects.register.plants_on_paper import reasons_told_once
from projects.register.record import requests_of
from projects.showing import answers as answering
from projects.showing import findings as finding_words
from projects.showing.ledger import ledger, sizes_of
from projects.showing.path import stations_of_assessment
from projects.showing.radar import show_radar
from projects.showing.taken import taken_as_frozen
from projects.wording.declarations import as_read

LANG = {"zh-hant": "zh-Hant", "en": "en"}
PROJECT_PARTS = ("project", "size")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A numbered part of the document. `kind` names its template, `shows` is what it reads."""

    number: int
    anchor: str
    title: str
    kind: str
    shows: Mapping[str, Any]

    @property
    def template(self) -> str:
        return f"determination/_{self.kind}.html"


@dataclass(frozen=True, slots=True)
class Edition:
    """The finished HTML of one language, and the pictures it refers to by name."""

    language: str
    lang: str
    body: SafeString
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def verify_address() -> str:
    """Where anybody verifies a determination."""
    return f"{settings.BASE_URL}/verify/"


def write_edition(
    determination: Determination,
    *,
    language: str,
    attached: Mapping[str, str],
    record_name: str,
    is_first: bool,
) -> Edition:
    """Write one language. `attached` maps the names of the attached files to their SHA-256."""
    submission = determination.submission
    case, assessment = submission.case_data(), submission.assessment_data()
    draws = submission.draws_data()
    shown = finding_words.show(assessment, case, draws)
    drawn = figures.draw(shown, assessment, case, prefix=language, draws=draws)
    scenarios = figures.draw_scenarios(requests_of(determination), prefix=language)
    project = case["project"]
    names = _names(project, language)
    place = ", ".join(filter(None, [project.get("region"), project["country"]]))
    context = {
        "determination": determination,
        "submission": submission,
        "lang": LANG[language],
        "language": language,
        "is_first": is_first,
        "project": project,
        "project_names": names,
        "room": _room(names, place, submission, determination),
        "place": ", ".join(
            filter(None, [case["project"].get("region"), case["project"]["country"]])
        ),
        "shown": shown,
        "stations": stations_of_assessment(assessment),
        "decided_at": timezone.localtime(determination.decided_at),
        "submitted_at": timezone.localtime(submission.submitted_at),
        "attached": attached,
        "record_sha256": attached[record_name],
        "foot": _foot(determination),
        "verify_address": verify_address(),
    }
    chapters = list(_chapters(determination, case, assessment, shown, drawn, language))
    body = render_to_string("determination/_edition.html", context | {"chapters": chapters})
    return Edition(language, LANG[language], body, {**drawn.files, **scenarios})


def _chapters(
    determination: Determination,
    case: Mapping[str, Any],
    assessment: Mapping[str, Any],
    shown: Any,
    drawn: Any,
    language: str,
) -> Iterator[Chapter]:
    sections = [reasons_told_once(section) for section in answering.answers(case)]
    requests = requests_of(determination)
    made = _plan(determination, case, assessment, shown, drawn, sections, requests)
    for number, (kind, title, shows) in enumerate(made, start=1):
        yield Chapter(number, f"{language}-{number}", title, kind, shows)


def _plan(
    determination: Determination,
    case: Mapping[str, Any],
    assessment: Mapping[str, Any],
    shown: Any,
    drawn: Any,
    sections: list[Any],
    requests: list[ReviewRequest],
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The chapters without their numbers: kind, title, and what each shows."""
    submission = determination.submission
    analyses = [finding.analysis for finding in shown.findings]
    about = [s for s in sections if s.part in PROJECT_PARTS]
    yield (
        "project",
        _("The project and its size"),
        {
            "sections": about,
            "pictures": drawn.of("size"),
            "requests": _on(requests, *PROJECT_PARTS),
            "tier_basis": assessment["tier_basis"],
        },
    )
    others = [s for s in sections if s.part not in (*PROJECT_PARTS, "evidence", *analyses)]
    if others:
        title = others[0].title if len(others) == 1 else _("Alternatives and choice of analysis")
        parts = {section.part for section in others}
        yield "answers", title, {"sections": others, "requests": _on(requests, *parts)}
    acceptance = getattr(submission, "fragile_acceptance", None)
    for finding in shown.findings:
        yield (
            "finding",
            finding.title,
            {
                "finding": finding,
                "asked": words.say(words.ASKED, finding.analysis),
                "sections": [s for s in sections if s.part == finding.analysis],
                "pictures": drawn.of(finding.analysis),
                "draws": drawn.of(figures.DRAWS) if finding.draws else (),
                "requests": _on(requests, finding.analysis),
                "acceptance": acceptance if finding.analysis == "investment" else None,
                "sheets": taken_as_frozen(submission) if finding.analysis == "investment" else (),
            },
        )
    if found := submission.radar_data():
        shows = {"radar": show_radar(seen_by_proponent(found)), "requests": _on(requests, "radar")}
        yield "radar", _("Similar projects"), shows
    yield "decision", _("The decision and its reasons"), {"requests": _open_forward(requests)}
    yield (
        "evidence",
        _("Evidence"),
        {
            "ledger": ledger(case, sizes_of(submission.case)),
            "requests": _on(requests, "evidence"),
        },
    )
    yield (
        "history",
        _("History of the review"),
        {
            "events": _timeline(determination),
            "requests": [(request, wording.part(request.part)) for request in requests],
            "elsewhere": [r for r in requests if r.part not in _parts(sections, analyses)],
        },
    )
    yield "pack", _("The rules applied"), rules.shown(submission, case["assessed_on"])
    yield "annex", _("Technical annex: how to verify"), {"address": verify_address()}


def _parts(sections: list[Any], analyses: list[str]) -> set[str]:
    """The parts that have a chapter in which requests about them are printed."""
    return {*PROJECT_PARTS, "evidence", "radar", *analyses, *(section.part for section in sections)}


def _on(requests: list[ReviewRequest], *parts: str) -> list[ReviewRequest]:
    return [request for request in requests if request.part in parts]


def _open_forward(requests: list[ReviewRequest]) -> list[ReviewRequest]:
    """What is left for the first verification of the project."""
    return [request for request in requests if request.kind == "FAR" and not request.is_closed]


def _timeline(determination: Determination) -> list[dict[str, Any]]:
    """The moves of the case up to and with the decision, oldest first."""
    moves = determination.submission.case.moves.select_related("actor__organisation", "submission")
    return [
        {
            "at": timezone.localtime(move.at),
            "title": words.say(words.EVENTS, move.move),
            "actor": move.actor,
            "submission": move.submission,
            "note": move.note,
            "declared": as_read(move.note) if move.move == "take_up" else None,
        }
        for move in moves
        if move.at <= determination.decided_at
    ]


def _names(project: Mapping[str, Any], language: str) -> list[str]:
    """The names of the project, that of the edition's language first."""
    names = [project.get("name_zh"), project["name"]]
    ordered = names if language == "zh-hant" else names[::-1]
    return list(dict.fromkeys(name for name in ordered if name))


def _room(
    names: list[str], place: str, submission: Submission, determination: Determination
) -> str:
    """How the first page is set: with the seal at its foot, or flowing where texts are long."""
    people = [submission.submitted_by, determination.decided_by]
    others = [place, submission.case.organisation.name, *(str(one) for one in people)]
    others += [one.organisation.name for one in people]
    proponent = submission.case_data()["project"].get("proponent") or ""
    if _width([*names, *others, proponent]) > 500 or _width(names) > 200:
        return "flowing"
    return "long" if _width(names) > 80 else ""


def _width(texts: Iterable[str]) -> int:
    """The length of texts in Latin letters; a Chinese character takes the room of two."""
    return sum(2 if ord(one) > 0x2E7F else 1 for text in texts for one in text)


def _foot(determination: Determination) -> dict[str, str]:
    """The words of the running foot around the numbers of the page."""
    submission = determination.submission
    before, rest = _("Page %(page)s of %(pages)s").split("%(page)s")
    between, after = rest.split("%(pages)s")
    return {
        "number": determination.number,
        "before": before,
        "between": between,
        "after": after,
        "pack": f"{submission.pack_key} {submission.pack_edition} · {submission.pack_sha256[:12]}",
    }
