"""The same case under every rule pack, as a page and as JSON."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from additionality.engine.assess import assess
from additionality.engine.batch import errors_document
from additionality.engine.canonical import canonical_json
from additionality.engine.case import read_case
from additionality.engine.compare import Comparison, compare, compared
from additionality.engine.problems import MalformedCase
from projects.cases.access import own_case, visible_submission
from projects.models import Case
from projects.services.submitting import unreadable
from projects.wizard.answers import Answers
from projects.wording.packs import packs


@require_safe
def draft_comparison(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The draft under each pack, from the answers that pack asks for."""
    case = own_case(request, pk)
    try:
        return _answer(request, comparison_of_draft(case), {"case": case})
    except MalformedCase as malformed:
        if "json" in request.GET:
            return _json(
                errors_document(malformed), status=409
            )  # it can be asked again, once mended
        return render(request, "cases/compare.html", {"case": case})


@require_safe
def submission_comparison(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A submission as it was frozen, under the editions of today."""
    frozen = visible_submission(request, pk, number)
    found = compare(read_case(frozen.case_data()), packs())
    return _answer(request, found, {"case": frozen.case, "submission": frozen})


def comparison_of_draft(case: Case) -> Comparison:
    """The draft under each pack. Raises MalformedCase while one of them cannot read the answers."""
    assessments, files = [], Answers.of(case).evidence_files
    for pack in packs():
        answers = Answers.of(Case(pk=case.pk, pack_key=pack.key, draft=case.draft))
        answers.evidence_files = files
        if answers.facts is None:
            raise MalformedCase(
                (*unreadable(answers), *(answers.problems or answers.whole.problems))
            )
        if pack.in_force_from <= timezone.localdate():
            assessments.append(assess(answers.facts, pack))
    return compared(assessments)


def _answer(request: HttpRequest, found: Comparison, context: dict) -> HttpResponse:
    if "json" in request.GET:
        return _json(found.to_dict())
    from projects.showing.comparing import side_by_side

    return render(request, "cases/compare.html", {"shown": side_by_side(found), **context})


def _json(document: dict, status: int = 200) -> HttpResponse:
    return HttpResponse(canonical_json(document), content_type="application/json", status=status)
