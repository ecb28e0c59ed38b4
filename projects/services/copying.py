"""Copying a case: a new draft with the same answers and the same evidence."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from projects import workflow
from projects.models import Case, EvidenceFile, Person
from projects.services.beginning import SECOND_PRESS
from projects.services.evidence import LISTED, in_use
from projects.services.moves import MoveRefused


@dataclass(frozen=True, slots=True)
class Copy:
    """The new draft, and the evidence that waits in it for its file, which was not found."""

    case: Case
    without_file: tuple[EvidenceFile, ...]


@transaction.atomic
def copy(*, case: Case, actor: Person) -> Copy:
    """Begin a draft with the answers of a case of the own organisation, whatever its status.

    Its evidence is listed under the same keys, by which the answers name it. The bytes are kept
    once and never change, so the copy refers to them. What belongs to the other case stays there:
    submissions, requests, determination, history. Raises MoveRefused.
    """
    source = Case.objects.select_for_update().get(pk=case.pk)
    if not (actor.is_active and actor.is_proponent):
        raise MoveRefused("wrong_role")
    if not workflow.own_organisation(source, actor):
        raise MoveRefused("own_organisation")
    Person.objects.select_for_update().get(pk=actor.pk)  # one press after the other
    now = timezone.now()
    if first := _pressed_before(source, actor, now):
        return Copy(first, ())
    there, missing = [], []
    for row in in_use(source):
        (there if default_storage.exists(row.file.name) else missing).append(row)
    made = Case.objects.create(
        organisation=source.organisation,
        prepared_by=actor,
        title=source.title,
        title_zh=source.title_zh,
        pack_key=source.pack_key,
        draft=_with_listed(source.draft, missing),
        draft_version=1,
        draft_saved_by=actor,
        draft_saved_at=now,
        tier=source.tier,
        copied_from=source.reference,
    )
    EvidenceFile.objects.bulk_create(_row_of(made, row, actor) for row in there)
    return Copy(made, tuple(missing))


def _pressed_before(source: Case, actor: Person, now: datetime) -> Case | None:
    """The copy this person made a moment ago, if the button was pressed twice."""
    return Case.objects.filter(
        prepared_by=actor,
        copied_from=source.reference,
        draft_version=1,
        created_at__gt=now - SECOND_PRESS,
    ).first()


def _with_listed(draft: dict, missing: list[EvidenceFile]) -> dict:
    """The draft, with evidence listed that still needs its file, as an import lists it."""
    if not missing:
        return draft
    listed = {name: list(texts) for name, texts in (draft.get(LISTED) or {}).items()}
    for row in missing:
        dated = row.dated.isoformat() if row.dated else ""
        entry = {"id": row.key, "title": row.title, "file": row.original_name, "kind": row.kind}
        entry |= {"sha256": row.sha256, "dated": dated}
        entry["confidential"] = "yes" if row.confidential else "no"
        for name, text in entry.items():
            listed.setdefault(name, []).append(text)
    return draft | {LISTED: listed}


def _row_of(case: Case, row: EvidenceFile, actor: Person) -> EvidenceFile:
    return EvidenceFile(
        case=case,
        key=row.key,
        title=row.title,
        dated=row.dated,
        kind=row.kind,
        confidential=row.confidential,
        file=row.file.name,
        original_name=row.original_name,
        content_type=row.content_type,
        size=row.size,
        sha256=row.sha256,
        uploaded_by=actor,
    )
