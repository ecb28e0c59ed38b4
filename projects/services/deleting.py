"""Deleting a draft that was never submitted. That it was deleted is recorded; the rest is gone."""

from functools import partial

from django.db import transaction

from projects import workflow
from projects.models import Case, DeletedDraft, Person, Status
from projects.services.evidence_store import forget
from projects.services.moves import MoveOvertaken, MoveRefused


def can_be_deleted(case: Case) -> bool:
    """Only what nobody but the organisation ever saw: what was submitted once stays on record."""
    return case.status == Status.DRAFT and not case.submissions.exists()


@transaction.atomic
def delete_draft(*, case: Case, actor: Person, version: int) -> DeletedDraft:
    """Delete the draft at `version` with its answers, its evidence and who was in it.

    Files that no other case has are removed from the storage after the commit. Raises MoveRefused,
    and MoveOvertaken where somebody changed or deleted the draft meanwhile.
    """
    fresh = Case.objects.select_for_update().filter(pk=case.pk).first()
    if fresh is None:
        raise MoveOvertaken
    if not (actor.is_active and actor.is_proponent):
        raise MoveRefused("wrong_role")
    if not workflow.own_organisation(fresh, actor):
        raise MoveRefused("own_organisation")
    if not can_be_deleted(fresh):
        raise MoveRefused("wrong_status")
    if fresh.draft_version != version:
        raise MoveOvertaken
    files = list(fresh.evidence_files.all())
    record = DeletedDraft.objects.create(
        organisation=fresh.organisation,
        reference=fresh.reference,
        title=fresh.title,
        title_zh=fresh.title_zh,
        files=len([row for row in files if row.removed_at is None]),
        begun_by=fresh.prepared_by,
        begun_at=fresh.created_at,
        deleted_by=actor,
    )
    fresh.evidence_files.all().delete()
    fresh.delete()
    for sha256, name in {(row.sha256, row.file.name) for row in files}:
        transaction.on_commit(partial(forget, sha256, name))
    return record
