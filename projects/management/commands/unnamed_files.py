"""List, and remove, stored files that no row names."""

from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from projects.services.unnamed_files import NothingIsNamed, remove, unnamed


class Command(BaseCommand):
    help = (
        "List the stored files that no row names and that are older than a day: a process was killed "
        "between the file and its row. With --remove they are removed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove them")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            names = unnamed(timezone.now())
        except NothingIsNamed as error:
            raise CommandError(
                "The database names no file at all, but there are files. Nothing was removed: is "
                "DATABASE_URL that of these files?"
            ) from error
        size = left = 0
        for name in names:
            length = default_storage.size(name)
            self.stdout.write(f"{name}: {length} bytes")
            if options["remove"] and not remove(name):
                left += 1
            else:
                size += length
        done = "removed" if options["remove"] else "without a row; remove them with --remove"
        self.stdout.write(f"{len(names) - left} files, {size} bytes, {done}.")
        if left:
            raise CommandError(f"{left} files are still there.")
