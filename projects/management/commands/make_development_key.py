"""Make the signing key of a development instance."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from additionality.determination.development_key import IncompleteKey, make_development_key


class Command(BaseCommand):
    help = (
        "Make a root certificate and a signing key for development in DIRECTORY (SIGNING_DIR by default). "
        "Run twice it changes nothing. Production refuses these keys."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, nargs="?", default=settings.SIGNING_DIR)

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        try:
            made = make_development_key(directory)
        except IncompleteKey as error:
            raise CommandError(f"{error} Remove them all to begin anew.") from error
        except OSError as error:
            raise CommandError(f"Cannot write to {directory}: {error.strerror}.") from error
        self.stdout.write(f"{directory}: {'made' if made else 'there already'}.")
