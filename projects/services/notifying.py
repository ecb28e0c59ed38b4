"""Telling people what happened to a case: in the inbox at once, by mail through the job queue.

The notices of an event are written in the transaction of the event, one row for each person, so
they are there exactly if it happened. The mails follow the commit (see `projects.services.mailing`).
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from projects.models import Case, Determination, MoveRecord, Notice, Person, Role, Status

Kind = Notice.Kind
#: The moves that are told. A submission that answers requests is told as `ANSWERED`.
KIND_OF_MOVE = {
    "submit": Kind.SUBMITTED,
    "send_back": Kind.REQUESTED,
    "approve": Kind.APPROVED,
    "refuse": Kind.REFUSED,
    "withdraw": Kind.WITHDRAWN,
}


def moved(record: MoveRecord) -> None:
    """Tell those whom a move concerns. Call it inside the transaction of the move.

    Whoever moves a case has seen what was told of it before: those notices are read from then on.
    """
    case, actor = record.case, record.actor
    read(case.notices.filter(person=actor))
    kind = KIND_OF_MOVE.get(record.move)
    if kind == Kind.SUBMITTED and record.source == Status.RETURNED:
        kind = Kind.ANSWERED
    if kind is None:
        return
    people = _concerned(kind, case).exclude(pk=actor.pk)
    _tell(case=case, people=people, kind=kind, event=f"move:{record.pk}")


def determination_issued(determination: Determination) -> None:
    """Tell the organisation, and who decided, that the signed document is there.

    Called again for the same determination it tells nobody a second time.
    """
    case = determination.submission.case
    people = _people(Q(pk=determination.decided_by_id) | _of_organisation(case))
    _tell(case=case, people=people, kind=Kind.ISSUED, event=f"issued:{determination.pk}")


def read(notices) -> int:
    """Mark these notices as read, those that are not yet; say how many there were."""
    return notices.filter(read_at=None).update(read_at=timezone.now())


def _concerned(kind: str, case: Case):
    """Reviewers are told of what they can take up, and the one at work of what comes back."""
    if kind in (Kind.SUBMITTED, Kind.ANSWERED):
        at_work = _people(Q(pk=case.reviewer_id, role=Role.REVIEWER))
        if kind == Kind.ANSWERED and at_work.exists():
            return at_work
        return _people(Q(role=Role.REVIEWER) & ~Q(organisation=case.organisation_id))
    if kind == Kind.WITHDRAWN:
        return _people(Q(pk=case.reviewer_id) | _of_organisation(case))
    return _people(_of_organisation(case))


def _of_organisation(case: Case) -> Q:
    return Q(role=Role.PROPONENT, organisation=case.organisation_id)


def _people(who: Q):
    return Person.objects.filter(who, is_active=True)


def _tell(*, case: Case, people: Iterable[Person], kind: str, event: str) -> None:
    from projects.services.mailing import leave_job

    now = timezone.now()
    notices = [
        Notice(
            person=person,
            case=case,
            event=event,
            kind=kind,
            at=now,
            mail=Notice.Mail.WAITING if person.wants_mail else Notice.Mail.UNWANTED,
            mail_due_at=now,
        )
        for person in people
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if any(notice.mail == Notice.Mail.WAITING for notice in notices):
        transaction.on_commit(leave_job)
