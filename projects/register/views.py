"""The page of one determination: what it says, how far the document is, and the document."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.models import Case, Determination, Person, Submission
from projects.register.edition import verify_address
from projects.register.issuing_steps import read_document
from projects.register.progress import progress
from projects.security.events import Kind, record
from projects.services import issuing as work
from projects.services.file_names import as_download, download_name
from projects.showing.findings import show
from projects.showing.path import Station, stations_of_assessment


@require_safe
def determination(request: HttpRequest, number: str) -> HttpResponse:
    found = _visible(request.user, number)
    submission = found.submission
    assessment = submission.assessment_data()
    return render(
        request,
        "register/determination.html",
        {
            "determination": found,
            "submission": submission,
            "case": submission.case,
            "shown": show(assessment, submission.case_data()),
            "stations": _to_submission(stations_of_assessment(assessment), submission),
            "document": getattr(found, "document", None),
            "progress": progress(found.issuing),
            "verify_address": verify_address(),
            "file_name": name_of_file(found),
        },
    )


def name_of_file(found: Determination) -> str:
    """What the signed document is called when it is downloaded, in the reader's language."""
    return download_name(
        str(found.submission.case), _("determination"), found.number, ending=".pdf"
    )


@require_safe
def download(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out exactly the bytes that were issued, or none."""
    found = _visible(request.user, number)
    document = getattr(found, "document", None)
    if document is None:
        raise Http404
    data = read_document(document)
    if data is None:
        return _not_the_document(request)
    record(Kind.TAKEN_OUT, request=request, actor=request.user, about=found.number)
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={
            "Content-Disposition": as_download(name_of_file(found)),
            "Cache-Control": "no-store, no-transform",
        },
    )


@require_POST
def retry(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the issuing again where it failed or halted."""
    found = _visible(request.user, number)
    if not request.user.is_reviewer:
        raise PermissionDenied
    if work.retry(determination=found, actor=request.user):
        messages.success(request, _("The work was begun again."))
    else:
        messages.info(request, _("There was nothing to begin again."))
    return redirect("register:determination", number=found.number)


def _visible(person: Person, number: str) -> Determination:
    """The determination, if this person may see its case; else 404."""
    found = (
        Determination.objects.filter(number=number)
        .select_related(
            "submission__case__organisation",
            "submission__submitted_by",
            "decided_by__organisation",
            "issuing",
            "document",
        )
        .first()
    )
    if found is None or not _may_see(person, found):
        raise Http404
    return found


def _to_submission(stations: list[Station], submission: Submission) -> list[Station]:
    """Stations that lead to the finding on the page of the submission."""
    kwargs = {"pk": submission.case_id, "number": submission.number}
    page = reverse("cases:submission", kwargs=kwargs)
    return [replace(one, url=page + one.url) if one.url else one for one in stations]


def _may_see(person: Person, found: Determination) -> bool:
    return Case.objects.visible_to(person).filter(pk=found.submission.case_id).exists()


def _not_the_document(request: HttpRequest) -> HttpResponse:
    text = _(
        "The stored file is not the one that was issued any more, so it is not handed out. "
        "The record of the decision is safe. Please tell an administrator."
    )
    context = {"title": _("The document cannot be handed out"), "text": text}
    return render(request, "error.html", context, status=500)
