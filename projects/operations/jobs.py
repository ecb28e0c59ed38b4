"""Whose work a line of a worker's log is about."""

from contextlib import ExitStack

from django_tasks import TaskResult
from django_tasks.signals import task_finished, task_started

from additionality import logs

_job = ExitStack()


def name_in_the_log() -> None:
    """Give every line that a job logs in this process the id and the name of the job."""
    task_started.connect(_begin, dispatch_uid="name_in_the_log")
    task_finished.connect(_end, dispatch_uid="name_in_the_log")


def _begin(task_result: TaskResult, **others: object) -> None:
    _job.enter_context(logs.about(job=str(task_result.id), task=task_result.task.name))


def _end(**others: object) -> None:
    _job.close()
