"""The pictures of a case as files of their own, for the pages that show them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from additionality.engine.decimals import NumberRefused, read_decimal
from projects.models import Case
from projects.services.submitting import stand
from projects.showing.figures import NoSuchPicture, picture, picture_of_scenario

#: As far as the engine looks for a rate of return: 100,000,000 percent.
LARGEST_RATE = 1_000_000


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


@require_safe
def scenario_picture(request: HttpRequest, pk: UUID, number: int) -> HttpResponseBase:
    """A frozen submission beside a scenario, whose rates come with the address.

    It tells nobody more than the submission and the address do.
    """
    frozen = get_object_or_404(_visible(request, pk).submissions, number=number)
    try:
        rates = {key: _rate(request.GET.get(key)) for key in ("indicator", "benchmark")}
        drawn = picture_of_scenario(frozen.assessment_data(), rates)
    except (NoSuchPicture, NumberRefused):
        raise Http404 from None
    return HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")


def _rate(text: str | None) -> str | None:
    """A fraction of a size that rates have. Raises `NumberRefused`."""
    if text is None:
        return None
    if abs(read_decimal(text)) > LARGEST_RATE:
        raise NumberRefused("number_out_of_range")
    return text


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
