"""The same case under every rule pack, as a page and as JSON."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from additionality.engine.assess import assess
from additionality.engine.canonical import canonical_json
from additionality.engine.case import read_case
from additionality.engine.compare import Comparison, compare, compared
from projects.cases.access import own_case, visible_submission
from projects.models import Case
from projects.wizard.answers import Answers
from projects.wording.packs import packs


@require_safe
def draft_comparison(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The draft under each pack, from the answers that pack asks for."""
    case = own_case(request, pk)
    return _answer(request, comparison_of_draft(case), {"case": case})


@require_safe
def submission_comparison(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A submission as it was frozen, under the editions of today."""
    frozen = visible_submission(request, pk, number)
    found = compare(read_case(frozen.case_data()), packs())
    return _answer(request, found, {"case": frozen.case, "submission": frozen})


def comparison_of_draft(case: Case) -> Comparison | None:
    """None while the answers cannot be read under one of the packs."""
    assessments, files = [], Answers.of(case).evidence_files
    for pack in packs():
        answers = Answers.of(Case(pk=case.pk, pack_key=pack.key, draft=case.draft))
        answers.evidence_files = files
        if answers.facts is None:
            return None
        if pack.in_force_from <= timezone.localdate():
            assessments.append(assess(answers.facts, pack))
    return compared(assessments)


def _answer(request: HttpRequest, found: Comparison | None, context: dict) -> HttpResponse:
    if found is not None and "json" in request.GET:
        return HttpResponse(canonical_json(found.to_dict()), content_type="application/json")
    from projects.showing.comparing import side_by_side

    shown = side_by_side(found) if found else None
    return render(request, "cases/compare.html", {"shown": shown, **context})
