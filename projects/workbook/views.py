"""The workbook as a download: of the draft as it stands, and of a submission."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from additionality.engine.analyses.investment import ANALYSIS
from additionality.engine.case import Case, read_case
from additionality.engine.findings import Finding
from projects.cases.access import own_case, visible_submission
from projects.cases.words import file_of
from projects.security.events import Kind, record
from projects.services.file_names import as_download
from projects.services.judging import OtherRules, pack_of
from projects.services.submitting import stand
from projects.workbook.analysis import NoWorkbook


@require_safe
def draft_workbook(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The draft as it would be assessed today, for the people who write it."""
    case = own_case(request, pk)
    standing = stand(case)
    if standing.facts is None or standing.assessment is None:
        raise Http404
    names = f"{pk} draft", file_of(case, _("investment analysis"), ".xlsx")
    findings = {finding.analysis: finding for finding in standing.assessment.findings}
    return _download(request, standing.facts, *names, found=findings.get(ANALYSIS))


@require_safe
def submission_workbook(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A frozen submission; none where other rules are loaded than those it was judged by."""
    frozen = visible_submission(request, pk, number)
    try:
        pack_of(frozen)
    except OtherRules as rules:
        context = {"case": frozen.case, "submission": frozen, "rules": rules}
        return render(request, "cases/workbook_rules.html", context, status=409)
    facts = read_case(frozen.case_data())
    name = file_of(frozen.case, _("investment analysis"), ".xlsx", number)
    return _download(request, facts, f"{pk} {number}", name)


def _download(
    request: HttpRequest, facts: Case, about: str, name: str, *, found: Finding | None = None
) -> HttpResponse:
    """The file; there is none where the analysis cannot be computed, and no page links to it."""
    from projects.workbook.build import XLSX, workbook

    try:
        content = workbook(facts, found)
    except NoWorkbook:
        raise Http404 from None
    record(Kind.TAKEN_OUT, request=request, actor=request.user, about=about)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = as_download(name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
