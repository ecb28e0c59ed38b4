"""The only place that writes the status of a case."""

from django.db import transaction
from django.utils import timezone

from projects import workflow
from projects.models import Case, MoveRecord, Person
from projects.services import notifying


class MoveRefused(Exception):
    """The move is not open to this person now; `code` says why (see `workflow.refusal`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class MoveOvertaken(MoveRefused):
    """Somebody else moved the case first."""

    def __init__(self) -> None:
        super().__init__("overtaken")


@transaction.atomic
def make_move(*, case: Case, name: str, actor: Person, note: str = "") -> MoveRecord:
    """Move a case along the workflow, record who did it, and tell those whom it concerns.

    The status changes by one conditional UPDATE, so of two people who press a button at
    once exactly one succeeds. Raises MoveRefused or MoveOvertaken and changes nothing.
    """
    move = workflow.MOVES[name]
    if code := workflow.refusal(name, case, actor):
        raise MoveRefused(code)
    if move.needs_note and not note.strip():
        raise MoveRefused("note_missing")

    source, now = case.status, timezone.now()
    changes = {"status": move.target, "changed_at": now}
    if name == "take_up":
        changes["reviewer"] = actor
    unmoved = Case.objects.filter(pk=case.pk, status=source, reviewer_id=case.reviewer_id)
    if not unmoved.update(**changes):
        raise MoveOvertaken
    for field, value in changes.items():
        setattr(case, field, value)
    record = MoveRecord.objects.create(
        case=case,
        submission=case.latest_submission(),
        move=name,
        source=source,
        target=move.target,
        actor=actor,
        note=note.strip(),
        at=now,
    )
    notifying.moved(record)
    return record
