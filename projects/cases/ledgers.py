"""The ledger of a case: by claim and by document, of the draft and of what was submitted."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from projects.cases.access import own_case, visible_submission
from projects.showing.ledger import ledger, sizes_of
from projects.wizard.answers import Answers


@require_safe
def draft_ledger(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The ledger of the draft, with links to where each claim is made."""
    case = own_case(request, pk)
    if not case.is_editable:
        return redirect("cases:overview", pk=pk)
    found = ledger(Answers.of(case).case_data, sizes_of(case))
    return render(request, "cases/ledger.html", {"case": case, "ledger": found, "is_draft": True})


@require_safe
def submission_ledger(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The ledger of a frozen submission."""
    frozen = visible_submission(request, pk, number)
    found = ledger(frozen.case_data(), sizes_of(frozen.case))
    context = {"case": frozen.case, "submission": frozen, "ledger": found}
    return render(request, "cases/ledger.html", context)
