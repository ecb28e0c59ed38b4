"""All figures as text: the requests of this server, and the work of the whole installation.

Everything about jobs is read from the database, so every server tells the same, whichever worker
did the job.
"""

import os
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Sum
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from projects.administration.health import key_state
from projects.models import Issuing, Worker
from projects.operations.metrics import REQUESTS, SECONDS
from projects.services import workers

SHARED = "PROMETHEUS_MULTIPROC_DIR"


def exposition() -> bytes:
    """All figures, as text."""
    registry = CollectorRegistry()
    if os.environ.get(SHARED):
        MultiProcessCollector(registry)
    else:
        registry.register(REQUESTS)
        registry.register(SECONDS)
    registry.register(Work())
    return generate_latest(registry)


class Work(Collector):
    """What the database knows. Where it does not answer, only that is told."""

    def collect(self) -> Iterator[Metric]:
        try:
            told = [*_jobs(), *_workers(timezone.now())]
        except DatabaseError:
            told = []
        yield _gauge("database_up", "Whether the database answers.", int(bool(told)))
        yield from told
        if expires_at := key_state(settings.SIGNING_DIR, settings.SIGNING_PASSPHRASE).expires_at:
            yield _gauge(
                "signing_certificate_expiry_timestamp_seconds",
                "When the certificate that determinations are signed with expires.",
                expires_at.timestamp(),
            )


def _jobs() -> Iterator[Metric]:
    """Length of the queue, age of its oldest job, and how long jobs took or that they failed."""
    jobs = DBTaskResult.objects.order_by()
    state = GaugeMetricFamily(
        "additionality_jobs", "Jobs that wait or are being done.", labels=["task", "state"]
    )
    failed = CounterMetricFamily("additionality_jobs_failed", "Jobs that failed.", labels=["task"])
    took = SummaryMetricFamily(
        "additionality_job_seconds", "Seconds that the done jobs took.", labels=["task"]
    )
    lasted = ExpressionWrapper(F("finished_at") - F("started_at"), DurationField())
    by_state = jobs.values("task_path", "status").annotate(number=Count("pk"), sum=Sum(lasted))
    for row in by_state:
        task = row["task_path"].rpartition(".")[2]
        if row["status"] == TaskResultStatus.FAILED:
            failed.add_metric([task], row["number"])
        elif row["status"] == TaskResultStatus.SUCCESSFUL:
            took.add_metric([task], row["number"], row["sum"].total_seconds())
        else:
            name = "waiting" if row["status"] == TaskResultStatus.READY else "running"
            state.add_metric([task, name], row["number"])
    yield from (state, failed, took)
    since = workers.waiting_since()
    waited = (timezone.now() - since).total_seconds() if since else 0
    yield _gauge("jobs_waiting_seconds", "How long the oldest waiting job has waited.", waited)


def _workers(now: datetime) -> Iterator[Metric]:
    yield _gauge("workers", "Workers seen a short while ago.", workers.living(now).count())
    if seen := Worker.objects.aggregate(seen=Max("seen_at"))["seen"]:
        yield _gauge(
            "worker_seen_timestamp_seconds", "When a worker was last seen.", seen.timestamp()
        )
    failed = Issuing.objects.filter(stage=Issuing.Stage.FAILED).count()
    yield _gauge("determinations_failed", "Determinations that could not be issued.", failed)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"additionality_{name}", meaning, value)
