"""Issuing a determination: draw the pages, sign, verify, store once.

The work may be killed between any two steps and begun again. Nothing is kept before the last step,
which is one transaction: the row of the document, the end of the work, and whatever tells people.

Every run takes the work up by one conditional UPDATE that counts it, and every further step is
written on the condition that no later run was counted. So of two runs only the later one can
finish, whatever the clocks of their machines say. While its worker lives, nobody else takes it up.
"""

import hashlib
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from additionality import logs
from projects.models import Determination, Issuing, Person, SignedDocument
from projects.register import issuing_steps as steps
from projects.register.issuing_steps import NotIssued
from projects.services import notifying, workers
from projects.services.room import TRIED_AGAIN, is_no_room

__all__ = ["NotIssued", "enqueue", "has_halted", "issue", "issue_document", "retry"]

logger = logging.getLogger(__name__)
Stage = Issuing.Stage
FINISHED = (Stage.DONE, Stage.FAILED)
NO_ROOM = "no_room"


class Overtaken(Exception):
    """A later run has the work now; what this one did is thrown away."""


@task(takes_context=True)
def issue_document(context: TaskContext, determination_pk: int) -> str:
    """The job, as the worker runs it. Returns what `issue` does."""
    return issue(determination_pk, worker=context.task_result.worker_ids[-1])


def enqueue(determination: Determination) -> None:
    """Hand the work to the worker. Call it after the commit of the decision."""
    issue_document.enqueue(determination.pk)


def issue(determination_pk: int, *, worker: str = "") -> str:
    """Issue one determination and return the SHA-256 of the stored file.

    Issued already, it changes nothing. It returns "" where a living worker has the work, and
    where the disk is full: the work is in the queue again then. `worker` is the name that keeps
    others from it; without one only the count of the runs decides.

    Raises NotIssued and keeps its code for the page; an error that nobody foresaw is kept as
    `unexpected` and raised.
    """
    determination = Determination.objects.get(pk=determination_pk)
    with logs.about(determination=determination.number):
        return _issue_once(determination, worker)


def _issue_once(determination: Determination, worker: str) -> str:
    run = _take_up(determination, worker)
    if run is None:
        return _sha256_of_issued(determination)
    try:
        return _issue(run)
    except Overtaken:
        logger.warning("%s: another run took over from run %s", determination, run.number)
        return ""
    except Exception as error:
        if is_no_room(error):
            return _wait_for_room(run, error)
        code = error.code if isinstance(error, NotIssued) else "unexpected"
        logger.exception("The determination %s was not issued: %s", determination, code)
        with suppress(Overtaken):
            run.enter(Stage.FAILED, error=code)
        raise


@dataclass(frozen=True, slots=True)
class _Run:
    """One attempt at the work: its number is higher than that of all before it."""

    determination: Determination
    number: int

    def enter(self, stage: str, error: str = "") -> None:
        """Write how far the work is. Raises Overtaken where a later run was counted."""
        mine = Issuing.objects.filter(determination=self.determination, attempts=self.number)
        changes = {"stage": stage, "error": error, "changed_at": timezone.now()}
        if not mine.exclude(stage=Stage.DONE).update(**changes):
            raise Overtaken


@transaction.atomic
def _take_up(determination: Determination, worker: str) -> _Run | None:
    """Count a new run, unless the work is done or a living worker is at it."""
    others = workers.living().exclude(name=worker).values("name")
    resting = Q(stage__in=(Stage.WAITING, Stage.FAILED))
    free = resting | ~Q(held_by__in=others) | Q(changed_at__lt=_limit())
    open_work = Issuing.objects.filter(free, determination=determination).exclude(stage=Stage.DONE)
    begun = open_work.update(
        attempts=F("attempts") + 1,
        held_by=worker,
        stage=Stage.RENDERING,
        error="",
        changed_at=timezone.now(),
    )
    if not begun:
        return None
    return _Run(determination, Issuing.objects.get(determination=determination).attempts)


def _issue(run: _Run) -> str:
    unsigned = steps.draw(run.determination)
    run.enter(Stage.SIGNING)
    signed = steps.sign(run.determination, unsigned)
    run.enter(Stage.VERIFYING)
    steps.verify(run.determination, signed)
    run.enter(Stage.STORING)
    sha256 = hashlib.sha256(signed).hexdigest()
    name = steps.store(run.determination, signed, sha256=sha256)
    try:
        _finish(run, name, sha256=sha256, size=len(signed))
    except Overtaken:  # any other error may have come after the commit: then the row names it
        steps.remove(name)
        raise
    steps.remove_all_but(name)
    return sha256


@transaction.atomic
def _finish(run: _Run, name: str, *, sha256: str, size: int) -> None:
    """Make the stored file the document: all that follows from it, or nothing, is written."""
    run.enter(Stage.DONE)
    SignedDocument.objects.create(
        determination=run.determination,
        file=name,
        sha256=sha256,
        size=size,
        signed_at=timezone.now(),
    )
    notifying.determination_issued(run.determination)


def _wait_for_room(run: _Run, error: Exception) -> str:
    """Put the work into the queue for later. Fails where the database has no room either."""
    logger.error(
        "%s was not issued: the disk is full (%s). Make room; it is tried again every %d seconds.",
        run.determination,
        error,
        TRIED_AGAIN.total_seconds(),
    )
    later = issue_document.using(run_after=timezone.now() + TRIED_AGAIN)
    try:
        with transaction.atomic():
            run.enter(Stage.WAITING, error=NO_ROOM)
            later.enqueue(run.determination.pk)
    except Overtaken:
        logger.warning("%s: another run took over from run %s", run.determination, run.number)
    return ""


def _sha256_of_issued(determination: Determination) -> str:
    """The document of finished work, without what killed runs left beside it."""
    document = SignedDocument.objects.filter(determination=determination).first()
    if document is None:
        logger.info("%s is being issued by another worker", determination)
        return ""
    steps.remove_all_but(document.file.name)
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
        if begun and determination.pk not in _in_queue(TaskResultStatus.READY):
            transaction.on_commit(partial(enqueue, determination))
    return bool(begun)


def take_up_lost() -> int:
    """Hand over again all work that nobody has in hand; return how much.

    That is the jobs of workers that died, and decisions whose job was never put into the queue.
    """
    for job in workers.give_back_lost_jobs():
        if job.task_path == issue_document.module_path:
            open_work = Issuing.objects.filter(pk=job.args_kwargs["args"][0])
            open_work.exclude(stage__in=FINISHED).update(
                stage=Stage.FAILED, error="workers_killed", changed_at=timezone.now()
            )
    unfinished = Issuing.objects.exclude(stage__in=FINISHED).select_related("determination")
    in_queue = _in_queue(TaskResultStatus.READY, TaskResultStatus.RUNNING) if unfinished else set()
    forgotten = [issuing for issuing in unfinished if issuing.pk not in in_queue]
    for issuing in forgotten:
        with transaction.atomic():
            unfinished.filter(pk=issuing.pk, attempts=issuing.attempts).update(held_by="")
            enqueue(issuing.determination)
    return len(forgotten)


def can_be_retried(issuing: Issuing) -> bool:
    return issuing.stage == Stage.FAILED or has_halted(issuing)


def has_halted(issuing: Issuing) -> bool:
    """Whether no progress was made for so long that nobody can be working on it."""
    return issuing.stage not in FINISHED and issuing.changed_at < _limit()


def seconds_waited(issuing: Issuing) -> float:
    """Seconds since the last sign of progress."""
    return (timezone.now() - issuing.changed_at).total_seconds()


def _limit() -> datetime:
    """What made no progress since then has halted."""
    return timezone.now() - timedelta(seconds=settings.ISSUING_LIMIT_SECONDS)


def _in_queue(*statuses: str) -> set[int]:
    """The keys of the determinations that have a job in one of these states."""
    jobs = DBTaskResult.objects.filter(task_path=issue_document.module_path, status__in=statuses)
    return {arguments["args"][0] for arguments in jobs.values_list("args_kwargs", flat=True)}
