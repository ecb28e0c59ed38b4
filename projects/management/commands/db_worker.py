"""The worker of the job queue: says that it lives, and takes up what a killed one left."""

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError, OperationalError, connection
from django_tasks_db.management.commands import db_worker

from projects.operations.jobs import name_in_the_log
from projects.services.heartbeat import Heartbeat
from projects.services.room import is_no_room

logger = logging.getLogger(__name__)


class Command(db_worker.Command):
    help = (
        "Do the jobs of the queue. What would keep determinations from being issued is logged at "
        "the start with what mends it. While the database cannot be used, the worker waits for it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--patience",
            type=float,
            default=10,
            metavar="SECONDS",
            help="how long to wait for a database that cannot be used before trying again",
        )

    def handle(self, *, worker_id: str, batch: bool, patience: float, **options: Any) -> None:
        name_in_the_log()
        while True:
            try:
                with Heartbeat(worker_id):
                    super().handle(worker_id=worker_id, batch=batch, **options)
            except OperationalError as error:
                if batch:
                    raise CommandError(_sentence(error)) from error
                logger.error("%s It is tried again in %g seconds.", _sentence(error), patience)
                connection.close()
                time.sleep(patience)
            else:
                return


def _sentence(error: DatabaseError) -> str:
    if is_no_room(error):
        return f"The disk of the database is full ({error}). Make room on it."
    return f"The database cannot be used: {str(error).strip()}."
