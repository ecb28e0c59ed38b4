"""Deciding a case: the move, the determination with its number, and the work of issuing it."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from additionality.engine.rulepack_reading import LONGEST_PREFIX
from projects.models import Case, Decision, Determination, Edition, Issuing, Person, Submission
from projects.services.judging import OtherRules, pack_of
from projects.services.moves import MoveOvertaken, make_move
from projects.services.reviewing import latest_read

MOVE_OF = {Decision.APPROVED: "approve", Decision.REFUSED: "refuse"}
ATTEMPTS = 20


class NoNumberFree(Exception):
    """Every number tried was taken by somebody else meanwhile; nothing was changed."""


@transaction.atomic
def decide(
    *,
    case: Case,
    actor: Person,
    decision: str,
    reasons: str,
    edition: str,
    submission_number: int | None = None,
) -> Determination:
    """Approve or refuse the newest submission, and start the issuing of the determination.

    `submission_number` is the submission the reviewer read; without it the newest one counts.
    Everything is written or nothing is. Raises MoveRefused, MoveOvertaken, NoNumberFree, and
    ValueError for an unknown decision or edition.
    """
    move, edition = MOVE_OF[Decision(decision)], Edition(edition)
    number = submission_number or _newest(case)
    fresh, submission = latest_read(case, number)
    record = make_move(case=fresh, name=move, actor=actor, note=reasons)
    determination = _write(
        submission=submission,
        decision=Decision(decision),
        reasons=reasons.strip(),
        edition=edition,
        decided_by=actor,
        decided_at=record.at,
    )
    Issuing.objects.create(determination=determination)
    transaction.on_commit(partial(_enqueue, determination))
    return determination


def next_number(day: datetime, series: str) -> str:
    """The number after the highest one of the year in a series, such as TW-2026-0001; gaps stay gaps.

    The year is the one in Taipei. Those that `NUMBERS_AFTER` names were given before a backup was gone back to.
    """
    prefix = f"{series}-{timezone.localtime(day).year}-"
    taken = Determination.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    serials = (number.removeprefix(prefix) for number in [*taken, *settings.NUMBERS_AFTER])
    highest = max((int(serial) for serial in serials if serial.isdecimal()), default=0)
    return f"{prefix}{highest + 1:04}"


def series_of(submission: Submission) -> str:
    """What the numbers begin with under the rules that the submission was judged by."""
    try:
        return pack_of(submission).numbered_as
    except OtherRules as unknown:  # no document can be made then; the decision stands all the same
        return unknown.key.upper()[:LONGEST_PREFIX]


def _write(**fields) -> Determination:
    """Write the row under the next number; where somebody takes it first, take the one after."""
    series = series_of(fields["submission"])
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                number = next_number(fields["decided_at"], series)
                return Determination.objects.create(number=number, **fields)
        except IntegrityError:
            continue
    raise NoNumberFree


def _newest(case: Case) -> int:
    submission: Submission | None = case.latest_submission()
    if submission is None:
        raise MoveOvertaken
    return submission.number


def _enqueue(determination: Determination) -> None:
    from projects.services.issuing import enqueue

    enqueue(determination)
