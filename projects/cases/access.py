"""Who may open which case here. A case that is not visible is a 404, never a refusal."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from projects.models import Case, Submission


def proponents_only(request: HttpRequest) -> None:
    """Nobody else begins cases; for them the page is not there."""
    if not request.user.is_proponent:
        raise Http404


def visible_case(request: HttpRequest, pk: UUID) -> Case:
    """A case of the own organisation, or for reviewers one that was submitted."""
    return get_object_or_404(_visible(request), pk=pk)


def own_case(request: HttpRequest, pk: UUID) -> Case:
    """A case of the own organisation, for proponents only."""
    proponents_only(request)
    return visible_case(request, pk)


def visible_submission(request: HttpRequest, pk: UUID, number: int) -> Submission:
    """A frozen submission of a visible case."""
    case = visible_case(request, pk)
    submission = get_object_or_404(
        case.submissions.select_related("submitted_by__organisation"), number=number
    )
    submission.case = case
    return submission


def _visible(request: HttpRequest) -> QuerySet[Case]:
    return Case.objects.visible_to(request.user).select_related(
        "organisation", "prepared_by", "reviewer__organisation", "draft_saved_by"
    )
