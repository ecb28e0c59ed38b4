"""Verify a determination; without database, network or environment."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from additionality.determination.verify import RootUnusable, verify

UNREADABLE = {
    "empty": "it is empty",
    "not_a_pdf": "it is not a PDF",
    "encrypted": "it is encrypted",
    "damaged": "it is damaged beyond reading",
    "too_large": "it is too large",
    "not_a_determination": "it is a PDF, but not a determination",
}
NO_ANSWER = 2


class Command(BaseCommand):
    help = "Verify the determination FILE.pdf and print the answers as one JSON object."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--root", type=Path, help="the root certificate to trust (PEM)")

    def handle(self, *args: Any, file: Path, root: Path | None, **options: Any) -> None:
        root = root or settings.PUBLISHED_ROOT
        root_pem = self._read(root, "root certificate")
        pdf = self._read(file, "file")
        try:
            found = verify(pdf, root_pem=root_pem)
        except RootUnusable:
            self._give_up(f"{root} is not a certificate in PEM form.")
        if found.unreadable:
            self._give_up(f"{file} cannot be verified: {UNREADABLE[found.unreadable]}.")
        self.stdout.write(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
        if found.exit_status:
            sys.exit(found.exit_status)

    def _read(self, path: Path, what: str) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            self._give_up(f"The {what} {path} cannot be read: {error.strerror}.")

    def _give_up(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(NO_ANSWER)
