"""Answering the requests of a reviewer."""

from django.db import transaction

from projects.models import Case, EntryKind, Person, RequestEntry, ReviewRequest
from projects.services.moves import MoveOvertaken, MoveRefused
from projects.services.reviewing import sent_requests


@transaction.atomic
def answer_request(
    *, case: Case, actor: Person, request_pk: int, text: str, last_entry: int = 0
) -> RequestEntry:
    """Answer a request that was sent and is not closed. An answer may be followed by another.

    `last_entry` is the newest entry the person saw, 0 for none: sending a form twice answers
    once. Raises MoveRefused (`wrong_status`, `own_organisation`, `note_missing`), MoveOvertaken
    and ReviewRequest.DoesNotExist.
    """
    fresh = Case.objects.select_for_update().get(pk=case.pk)
    if not (actor.is_active and actor.is_proponent):
        raise MoveRefused("wrong_role")
    if actor.organisation_id != fresh.organisation_id:
        raise MoveRefused("own_organisation")
    if not fresh.is_editable:
        raise MoveRefused("wrong_status")
    if not text.strip():
        raise MoveRefused("note_missing")
    request = next((one for one in sent_requests(fresh) if one.pk == request_pk), None)
    if request is None:
        raise ReviewRequest.DoesNotExist
    newest = request.last_entry
    if request.is_closed or (newest.pk if newest else 0) != last_entry:
        raise MoveOvertaken
    return RequestEntry.objects.create(
        request=request, kind=EntryKind.ANSWERED, text=text.strip(), by=actor
    )
