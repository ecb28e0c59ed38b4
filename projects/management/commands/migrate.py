"""Django's `migrate`, which also works where the folder of the database is not there yet."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> Any:
        """Make the folder first: the checks before the migrations already open the database."""
        database = settings.DATABASES["default"]
        if database["ENGINE"] == settings.SQLITE:
            folder = Path(database["NAME"]).parent
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise CommandError(f"Cannot write to {folder}: {error.strerror}.") from error
        return super().execute(*args, **options)
