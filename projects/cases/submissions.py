"""Frozen submissions: read from the snapshot alone; what changed between two; the case file."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from additionality.engine.canonical import canonical_json
from additionality.engine.case import read_case
from additionality.engine.problems import MalformedCase
from projects.cases.access import own_case, visible_submission
from projects.cases.requests import part_title
from projects.cases.words import asked, file_of
from projects.security.events import Kind, record
from projects.services.file_names import as_download
from projects.wizard.facts import case_data


@require_safe
def submission(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Answers, findings and declaration as they were frozen."""
    from projects.radar.looking import seen_by_proponent
    from projects.showing.answers import answers
    from projects.showing.findings import show
    from projects.showing.path import stations_of_assessment
    from projects.showing.radar import show_radar
    from projects.showing.taken import taken_as_frozen

    frozen = visible_submission(request, pk, number)
    data, assessment = frozen.case_data(), frozen.assessment_data()
    context = {
        "case": frozen.case,
        "submission": frozen,
        "sections": answers(data),
        "shown": show(assessment, data, frozen.draws_data()),
        "stations": stations_of_assessment(assessment),
        "asked": asked(assessment["required"]),
        "earlier": frozen.number - 1,
        "radar": show_radar(seen_by_proponent(found)) if (found := frozen.radar_data()) else None,
        "sheets": taken_as_frozen(frozen),
    }
    return render(request, "cases/submission.html", context)


@require_safe
def changed(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """What changed from an earlier submission (`since`, the one before by default) to this one."""
    from projects.showing.changes import changes

    new = visible_submission(request, pk, number)
    earlier = new.case.submissions.filter(number__lt=number).order_by("number")
    since = request.GET.get("since", "")
    wanted = int(since) if since.isascii() and since.isdigit() and len(since) < 6 else number - 1
    old = get_object_or_404(earlier, number=wanted)
    parts: dict[str, list] = {}
    for change in changes(old.case_data(), new.case_data()):
        parts.setdefault(part_title(change.part), []).append(change)
    context = {
        "case": new.case,
        "old": old,
        "new": new,
        "parts": parts,
        "others": [one.number for one in earlier if one.number != old.number],
        "conclusions_differ": old.conclusion != new.conclusion,
    }
    return render(request, "cases/changes.html", context)


@require_safe
def export_draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The draft as a case file. What the engine can read is given in its canonical form."""
    case = own_case(request, pk)
    data = case_data(case, assessed_on=timezone.localdate())
    with suppress(MalformedCase):  # an unfinished draft is exported as far as it goes
        data = read_case(data).to_dict()
    record(Kind.TAKEN_OUT, request=request, actor=request.user, about=f"{pk} draft")
    return _attachment(canonical_json(data), file_of(case, _("case file"), ".json"))


@require_safe
def export_submission(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The frozen case file, byte by byte as it was stored."""
    frozen = visible_submission(request, pk, number)
    name = file_of(frozen.case, _("case file"), ".json", frozen.number)
    record(Kind.TAKEN_OUT, request=request, actor=request.user, about=f"{pk} {number}")
    return _attachment(frozen.case_file.encode(), name)


def _attachment(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = as_download(name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
