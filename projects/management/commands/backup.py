"""Back up database, files and certificates into one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.backup.contents import PRIVATE
from projects.backup.making import CannotBackUp, back_up


class Command(BaseCommand):
    help = (
        "Back up database, files and certificates into TARGET, a new file or a folder. The "
        "application may go on working. The private signing key is not in the backup."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, metavar="TARGET")

    def handle(self, *args: Any, target: Path, **options: Any) -> None:
        try:
            backup = back_up(target)
        except CannotBackUp as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}.") from error
        rows = sum(backup.rows.values())
        self.stdout.write(f"{backup.path}: {rows} rows, {backup.files} files.")
        self.stdout.write(
            f"The private key {PRIVATE} is not in it: keep a copy of it elsewhere, under lock. "
            "The backup holds personal data and hashes of passwords: keep it as safe as the server."
        )
        for state, names in (("are lost", backup.lost), ("were changed", backup.changed)):
            if names:
                self.stderr.write(f"Files that {state} on this server: {', '.join(names)}")
        if backup.lost or backup.changed:
            raise CommandError("The backup is complete but for these files of the server.")
