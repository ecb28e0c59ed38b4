"""Restore a backup into an installation that has nothing of its own."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.backup.contents import PRIVATE
from projects.backup.restoring import CannotRestore, restore


class Command(BaseCommand):
    help = (
        "Restore BACKUP into an empty installation, whichever of the databases it has. The backup "
        "is compared with its manifest first. Interrupted, it is simply begun again."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, metavar="BACKUP")

    def handle(self, *args: Any, backup: Path, **options: Any) -> None:
        try:
            restored = restore(backup)
        except CannotRestore as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"It cannot be written here: {error}. Mend it, begin again."
            ) from error
        rows = sum(restored.rows.values())
        self.stdout.write(f"Restored: {rows} rows, {restored.files} files.")
        if not restored.has_key:
            self.stdout.write(
                f"The private key {PRIVATE} was not in the backup: put it into SIGNING_DIR. "
                "Until then nothing new is issued; what was issued is verified as before."
            )
