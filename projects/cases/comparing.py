"""The same case under every rule pack, as a page and as JSON.

Read is the case file, of a draft as it would be submitted: so the page says the same before and after,
and `assess --pack all` says it of the file that is exported.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from additionality.engine.batch import errors_document
from additionality.engine.canonical import canonical_json
from additionality.engine.case import Case as CaseFacts
from additionality.engine.case import read_case
from additionality.engine.compare import compare
from additionality.engine.problems import MalformedCase
from projects.cases.access import own_case, visible_submission
from projects.models import Case
from projects.services.submitting import unreadable
from projects.wizard.answers import Answers
from projects.wording.packs import packs


@require_safe
def draft_comparison(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The case file of the draft as it stands, under each pack."""
    case = own_case(request, pk)
    try:
        return _answer(request, facts_of_draft(case), {"case": case})
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
    facts = read_case(frozen.case_data())
    return _answer(request, facts, {"case": frozen.case, "submission": frozen})


def facts_of_draft(case: Case) -> CaseFacts:
    """The case file as it would be submitted. Raises MalformedCase while it cannot be read."""
    answers = Answers.of(case)
    if answers.facts is None:
        raise MalformedCase((*unreadable(answers), *(answers.problems or answers.whole.problems)))
    return answers.facts


def _answer(request: HttpRequest, facts: CaseFacts, context: dict) -> HttpResponse:
    found = compare(facts, packs())
    if "json" in request.GET:
        return _json(found.to_dict())
    from projects.showing.comparing import side_by_side

    shown = side_by_side(found, facts)
    return render(request, "cases/compare.html", {"shown": shown, **context})


def _json(document: dict, status: int = 200) -> HttpResponse:
    return HttpResponse(canonical_json(document), content_type="application/json", status=status)
