"""Mailing notices: an outbox in the database, emptied by the job queue, tried again on failure.

A mail is taken up by one conditional UPDATE, which also says when it is due again should its
worker die: of two workers one sends it, and none is lost. A worker killed in the moment between
the mail server's acceptance and our note of it sends the mail once more, under the same
Message-ID, by which mail systems know it for the same one.

The mail names the case by its reference alone: what happened is read after logging in.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Min, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

from projects.models import Notice, Person
from projects.security.events import Kind, record

logger = logging.getLogger(__name__)
Mail = Notice.Mail
#: How long after each failure a mail is tried again. After the last it is given up.
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(days=1),
)
#: Longer than any sending takes (see EMAIL_TIMEOUT): after that the worker must have died.
TAKEN_FOR = timedelta(minutes=5)
AT_ONCE = 100


@task(priority=-10)
def send_mails() -> int:
    """The job: send what is due, and see to what is due later. Returns how many were sent."""
    return send_due()


def leave_job() -> bool:
    """See to it that a job waits for the mail that is due next; say whether one was enqueued.

    For after the commit of notices, for the end of each job, and for the start of a worker: a
    mail whose job was lost with the process that should have enqueued it is sent all the same.
    """
    waiting = Notice.objects.filter(mail=Mail.WAITING)
    due_at = waiting.aggregate(first=Min("mail_due_at"))["first"]
    if due_at is None or _is_queued(due_at):
        return False
    send_mails.using(run_after=due_at).enqueue()
    return True


@transaction.atomic
def send_again(*, notice: Notice, by: Person) -> bool:
    """Let a mail that was given up be tried anew from the beginning; say whether it was given up.

    Of two who press at once one does it, and is on record.
    """
    given_up = Notice.objects.filter(pk=notice.pk, mail=Mail.GIVEN_UP)
    now = timezone.now()
    if not given_up.update(
        mail=Mail.WAITING, mail_due_at=now, mail_attempts=0, mail_settled_at=None
    ):
        return False
    record(Kind.MAIL_AGAIN, person=notice.person, actor=by, about=notice.event)
    transaction.on_commit(leave_job)
    return True


def send_due() -> int:
    """Send the mails that are due, and return how many went out.

    A failure concerns its mail alone; it is noted, and the mail put off. Where the server cannot
    be reached at all, what is due is put off without asking it for each.
    """
    sent = 0
    due = list(_due().select_related("person", "case")[:AT_ONCE])
    if due:
        connection = get_connection()
        try:
            connection.open()
        except Exception as error:  # a server that cannot be reached, a wrong password
            for notice in due:
                if _take_up(notice):
                    _failed(notice, error)
        else:
            sent = sum(_deliver(notice, connection) for notice in due)
            connection.close()
    leave_job()
    return sent


def message_for(notice: Notice) -> EmailMessage:
    """The mail of a notice in the language of its reader. Nothing in it is confidential."""
    person, case = notice.person, notice.case
    context = {
        "person": person,
        "reference": case.reference,
        "link": settings.BASE_URL + reverse("cases:overview", kwargs={"pk": case.pk}),
        "profile": settings.BASE_URL + reverse("accounts:profile"),
    }
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject = render_to_string("mail/notice_subject.txt", context).strip()
        body = render_to_string("mail/notice.txt", context).strip() + "\n"
    # A name of its own for ever: sent twice, it is the same mail.
    headers = {
        "Message-ID": f"<notice-{notice.pk}-{notice.at:%Y%m%d%H%M%S%f}@{settings.HOST}>",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(subject, body, None, [person.email], headers=headers)


def _due():
    due = Notice.objects.filter(mail=Mail.WAITING, mail_due_at__lte=timezone.now())
    return due.order_by("mail_due_at", "pk")


def _take_up(notice: Notice) -> bool:
    """Take the mail for this run, if nobody else did."""
    again_at = timezone.now() + TAKEN_FOR
    same = Notice.objects.filter(
        pk=notice.pk, mail=Mail.WAITING, mail_attempts=notice.mail_attempts
    )
    taken = same.update(mail_due_at=again_at, mail_attempts=F("mail_attempts") + 1)
    notice.mail_attempts += 1
    return bool(taken)


def _deliver(notice: Notice, connection) -> bool:
    person = notice.person
    person.refresh_from_db(fields=["is_active", "wants_mail"])
    if not _take_up(notice):
        return False
    if not (person.is_active and person.wants_mail):
        _settle(notice, Mail.UNWANTED)
        return False
    try:
        message = message_for(notice)
        message.connection = connection
        message.send()
    except Exception as error:  # whatever a server or a wrong address brings forth
        _failed(notice, error)
        return False
    _settle(notice, Mail.SENT)
    return True


def _failed(notice: Notice, error: Exception) -> None:
    """Note the failure and put the mail off, or give it up after the last try."""
    words = f"{type(error).__name__}: {error}"[:500]
    logger.warning("The mail of notice %s was not sent: %s", notice.pk, words)
    if notice.mail_attempts > len(BACKOFF):
        _settle(notice, Mail.GIVEN_UP, error=words)
        return
    again_at = timezone.now() + BACKOFF[notice.mail_attempts - 1]
    _own(notice).update(mail_error=words, mail_due_at=again_at)


def _settle(notice: Notice, mail: str, error: str = "") -> None:
    _own(notice).update(mail=mail, mail_error=error, mail_settled_at=timezone.now())


def _own(notice: Notice):
    """The row, as long as no later run took it up."""
    return Notice.objects.filter(pk=notice.pk, mail_attempts=notice.mail_attempts)


def _is_queued(moment: datetime) -> bool:
    """Whether a job waits that will be begun at the moment, or before."""
    in_time = Q(run_after__lte=moment) | Q(run_after=get_date_max())
    jobs = DBTaskResult.objects.filter(
        in_time, task_path=send_mails.module_path, status=TaskResultStatus.READY
    )
    return jobs.exists()
