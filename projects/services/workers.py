"""Which workers live, and what becomes of the jobs of one that was killed.

A worker renews its row every `BEAT`. One that was not seen for `LOST_AFTER` counts as dead: the
jobs it had begun go back into the queue, so every job must bear being begun twice.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, Min, QuerySet, When
from django.db.models.functions import Greatest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from projects.models import Worker

BEAT = timedelta(seconds=5)
LOST_AFTER = timedelta(seconds=45)
MOST_STARTS = 5
"""So often a job is begun; one that kills each worker that begins it is then left alone."""
GIVEN_UP = "The workers that began this job were all killed before its end."

logger = logging.getLogger(__name__)


def living(now: datetime | None = None) -> QuerySet[Worker]:
    """The workers that were seen a short while ago."""
    return Worker.objects.filter(seen_at__gt=(now or timezone.now()) - LOST_AFTER)


def waiting_since() -> datetime | None:
    """When the oldest job that waits was due. One that was put off waits from then on, any other from
    the beginning."""
    due = Case(
        When(run_after=get_date_max(), then="enqueued_at"),
        default=Greatest("run_after", "enqueued_at"),
    )
    since: datetime | None = (
        DBTaskResult.objects.ready().order_by().aggregate(since=Min(due))["since"]
    )
    return since


def register(name: str, hindrances: list[dict[str, str]]) -> None:
    """Enter a worker that starts. What an earlier one of its name had begun is free again."""
    now = timezone.now()
    Worker.objects.exclude(pk__in=living(now).values("pk")).delete()
    Worker.objects.update_or_create(
        name=name, defaults={"started_at": now, "seen_at": now, "hindrances": hindrances}
    )
    give_back_jobs_of(name)


def renew(name: str, hindrances: list[dict[str, str]]) -> None:
    """The sign of life of a worker."""
    changes = {"seen_at": timezone.now(), "hindrances": hindrances}
    if not Worker.objects.filter(name=name).update(**changes):
        Worker.objects.create(name=name, **changes)


def leave(name: str) -> None:
    """Take a worker that ends off the list."""
    Worker.objects.filter(name=name).delete()


def give_back_jobs_of(name: str) -> None:
    """Put the jobs that this worker had begun, and is not doing any more, back into the queue."""
    for job in _running():
        if job.worker_ids[-1:] == [name]:
            _give_back(job)


def give_back_lost_jobs() -> list[DBTaskResult]:
    """Put the jobs of dead workers back into the queue; return those that are given up instead."""
    alive = set(living().values_list("name", flat=True))
    lost = [job for job in _running() if not alive.intersection(job.worker_ids[-1:])]
    return [job for job in lost if not _give_back(job)]


def _running() -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)


@transaction.atomic
def _give_back(job: DBTaskResult) -> bool:
    """Make a job ready again, if it is still as it was seen; False where it is given up."""
    same = _running().filter(pk=job.pk, started_at=job.started_at)
    if len(job.worker_ids) < MOST_STARTS:
        if same.update(status=TaskResultStatus.READY):
            logger.warning("The job %s of a worker that died is in the queue again", job.pk)
        return True
    ended = same.update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now(), traceback=GIVEN_UP
    )
    if ended:
        logger.error("The job %s is given up: %s", job.pk, GIVEN_UP)
    return not ended
