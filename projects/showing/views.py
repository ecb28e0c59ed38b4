"""The pictures of a case as files of their own, for the pages that show them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from projects.models import Case
from projects.services.submitting import stand
from projects.showing.figures import NoSuchPicture, picture


@require_safe
def draft_picture(request: HttpRequest, pk: UUID, name: str) -> HttpResponseBase:
    """A picture of the draft as it stands, for the people who write it."""
    if not request.user.is_proponent:
        raise Http404
    standing = stand(_visible(request, pk))
    if standing.assessment is None or standing.facts is None:
        raise Http404
    return _drawn(request, name, standing.assessment.to_dict(), standing.facts.to_dict())


@require_safe
def submission_picture(request: HttpRequest, pk: UUID, number: int, name: str) -> HttpResponseBase:
    """A picture of a frozen submission."""
    frozen = get_object_or_404(_visible(request, pk).submissions, number=number)
    return _drawn(request, name, frozen.assessment_data(), frozen.case_data(), frozen.draws_data())


def _visible(request: HttpRequest, pk: UUID) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.user), pk=pk)


def _drawn(
    request: HttpRequest,
    name: str,
    assessment: Mapping[str, Any],
    case: Mapping[str, Any],
    draws: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """The drawing: not kept by the browser, because it shows what the case says."""
    try:
        drawn = picture(name, assessment, case, draws)
    except NoSuchPicture:
        raise Http404 from None
    return HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
