"""The worker of the job queue, which first takes up what a killed worker left unfinished."""

from typing import Any

from django_tasks_db.management.commands import db_worker

from projects.services.issuing import take_up_unfinished


class Command(db_worker.Command):
    def handle(self, **options: Any) -> None:
        take_up_unfinished()
        super().handle(**options)
