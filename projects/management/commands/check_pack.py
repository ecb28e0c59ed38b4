"""Check a rule pack for whoever writes it: no environment, no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from additionality.engine.pack_check import Report, check_folder


class Command(BaseCommand):
    help = (
        "Check the rule pack in a folder (pack.yaml, cases.yaml) and say in plain words what is "
        "wrong, line by line; then run its golden cases and say which come out differently, and "
        "how. docs/rulepacks.md explains the files. Exit status 0 if all is well, 1 if something "
        "has to be mended, 2 if the folder cannot be read."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", help="the folder with pack.yaml")

    def handle(self, *args: Any, folder: str, **options: Any) -> None:
        try:
            report = check_folder(Path(folder))
        except OSError as error:
            place = error.filename or folder
            raise CommandError(
                f"{place} cannot be read: {error.strerror}.", returncode=2
            ) from error
        self.stdout.write(in_words(report), ending="")
        if report.problems:
            raise SystemExit(1)


def in_words(report: Report) -> str:
    """The report as lines of text."""
    lines = []
    if report.pack is not None:
        lines.append(f"{report.pack.key}, edition {report.pack.edition}: pack.yaml can be read.")
        first = f"{report.pack.numbered_as}-{report.pack.in_force_from.year}-0001"
        lines.append(f"Determinations are numbered in a row that begins with {first}.")
    lines += report.problems
    if report.run:
        lines.append(f"{report.passed} of {report.run} golden cases come out as written.")
    lines += [f"Before a release: {one}." for one in report.advice]
    if report.pack is not None and not report.problems:
        lines.append(f"SHA-256 of pack.yaml: {report.pack.sha256}")
    return "".join(f"{line}\n" for line in lines)
