"""Check your answers: everything as it will be read, and the assessment as it stands."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.cases.access import own_case
from projects.cases.problems import problems_of_draft
from projects.models import Case
from projects.radar.looking import look, seen_by_proponent
from projects.services.evidence import waiting
from projects.services.submitting import Standing, stand, unanswered
from projects.wizard.answers import Answers


@require_safe
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = own_case(request, pk)
    if not case.is_editable:
        messages.info(request, _("This case is submitted; its answers can not be changed now."))
        return redirect("cases:overview", pk=pk)
    return render(request, "cases/check.html", check_context(case, stand(case)))


def check_context(case: Case, standing: Standing) -> dict[str, Any]:
    """What the page shows. `may_submit` says whether nothing stands against submitting."""
    from projects.showing.answers import answers
    from projects.showing.ledger import ledger
    from projects.showing.taken import taken_of_draft

    asked = Answers.of(case)
    context: dict[str, Any] = {
        "case": case,
        "sections": answers(standing.data, [step.name for step in asked.path.steps()]),
        "problems": problems_of_draft(asked, standing.problems),
        "ledger": ledger(standing.data),
        "waiting": waiting(case),
        "unanswered": unanswered(case),
        "sheets": taken_of_draft(case),
    }
    hindered = any(context[name] for name in ("problems", "waiting", "unanswered"))
    return context | shown_assessment(case, standing) | {"may_submit": not hindered}


def shown_assessment(case: Case, standing: Standing) -> dict[str, Any]:
    """The assessment in words and the path it takes; nothing while the case cannot be read."""
    from projects.showing.findings import show
    from projects.showing.path import stations_of_assessment
    from projects.showing.radar import show_radar

    if standing.assessment is None or standing.facts is None:
        return {"shown": None}
    result = standing.assessment.to_dict()
    found = look(standing.facts, case=case, on=standing.facts.assessed_on)
    return {
        "shown": show(result, standing.facts.to_dict()),
        "radar": show_radar(seen_by_proponent(found)),
        "stations": stations_of_assessment(result),
    }
