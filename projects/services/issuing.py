"""Issuing a determination: draw the pages, sign, verify, store once.

The work may be killed between any two steps and begun again: nothing is kept before the last
step, and of two runs the unique row of the stored document decides which one counts. A file
that a killed run left behind belongs to nobody and does no harm.
"""

import hashlib
import logging
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from projects.models import Determination, Issuing, Person, SignedDocument
from projects.register import issuing_steps as steps
from projects.register.issuing_steps import NotIssued

__all__ = ["NotIssued", "enqueue", "has_halted", "issue", "issue_document", "retry"]

logger = logging.getLogger(__name__)
Stage = Issuing.Stage
FINISHED = (Stage.DONE, Stage.FAILED)


@task()
def issue_document(determination_pk: int) -> str:
    """The job, as the worker runs it. Returns the SHA-256 of the stored file."""
    return issue(determination_pk)


def enqueue(determination: Determination) -> None:
    """Hand the work to the worker. Call it after the commit of the decision."""
    issue_document.enqueue(determination.pk)


def issue(determination_pk: int) -> str:
    """Issue one determination and return the SHA-256 of the stored file.

    Issued already, it changes nothing. Raises NotIssued and keeps its code for the page; an
    error that nobody foresaw is kept as `unexpected` and raised.
    """
    determination = Determination.objects.get(pk=determination_pk)
    try:
        document = _stored(determination) or _issue(determination)
    except Exception as error:
        code = error.code if isinstance(error, NotIssued) else "unexpected"
        logger.exception("The determination %s was not issued: %s", determination, code)
        _enter(determination, Stage.FAILED, error=code)
        raise
    _enter(determination, Stage.DONE)
    return document.sha256


def retry(*, determination: Determination, actor: Person) -> bool:
    """Begin again what failed or came to a halt; say whether anything was begun.

    Only reviewers may. Of two who press the button at once one begins.
    """
    seen = Issuing.objects.get(determination=determination)
    if not (actor.is_reviewer and actor.is_active and can_be_retried(seen)):
        return False
    with transaction.atomic():
        same = Issuing.objects.filter(pk=seen.pk, stage=seen.stage, changed_at=seen.changed_at)
        begun = same.update(stage=Stage.WAITING, error="", changed_at=timezone.now())
        if begun:
            transaction.on_commit(partial(enqueue, determination))
    return bool(begun)


def take_up_unfinished() -> int:
    """Hand over again all work that is neither finished nor in the queue; return how much.

    For the start of a worker: what an earlier one was doing when it was killed is not lost.
    Where another worker is still at it, the work is done twice and stored once.
    """
    unfinished = Issuing.objects.exclude(stage__in=FINISHED).select_related("determination")
    queued = _queued()
    left = [issuing.determination for issuing in unfinished if issuing.pk not in queued]
    for determination in left:
        enqueue(determination)
    return len(left)


def can_be_retried(issuing: Issuing) -> bool:
    return issuing.stage == Stage.FAILED or has_halted(issuing)


def has_halted(issuing: Issuing) -> bool:
    """Whether no progress was made for so long that nobody can be working on it."""
    return (
        issuing.stage not in FINISHED and seconds_waited(issuing) > settings.ISSUING_LIMIT_SECONDS
    )


def seconds_waited(issuing: Issuing) -> float:
    """Seconds since the last sign of progress."""
    return (timezone.now() - issuing.changed_at).total_seconds()


def _issue(determination: Determination) -> SignedDocument:
    _begin(determination)
    unsigned = steps.draw(determination)
    _enter(determination, Stage.SIGNING)
    signed = steps.sign(determination, unsigned)
    _enter(determination, Stage.VERIFYING)
    steps.verify(determination, signed)
    _enter(determination, Stage.STORING)
    return steps.store(determination, signed, sha256=hashlib.sha256(signed).hexdigest())


def _begin(determination: Determination) -> None:
    issuing = Issuing.objects.get(determination=determination)
    _enter(determination, Stage.RENDERING, attempts=issuing.attempts + 1)


def _enter(determination: Determination, stage: str, error: str = "", **changes: object) -> None:
    """Write how far the work is. What is done stays done, whatever a slower run says."""
    open_work = Issuing.objects.filter(determination=determination).exclude(stage=Stage.DONE)
    open_work.update(stage=stage, error=error, changed_at=timezone.now(), **changes)


def _stored(determination: Determination) -> SignedDocument | None:
    return SignedDocument.objects.filter(determination=determination).first()


def _queued() -> set[int]:
    """The keys of the determinations whose job is still waiting in the queue."""
    ready = DBTaskResult.objects.filter(
        task_path=issue_document.module_path, status=TaskResultStatus.READY
    )
    return {arguments["args"][0] for arguments in ready.values_list("args_kwargs", flat=True)}
