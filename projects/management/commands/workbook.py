"""Write the investment analysis of a case file as a workbook: no environment, no database."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from additionality.engine.case import read_case_json
from additionality.engine.problems import MalformedCase
from projects.management.commands.assess import read
from projects.workbook.analysis import NoWorkbook

LANGUAGES = ("zh-hant", "en")


class Command(BaseCommand):
    help = (
        "Write the investment analysis of a case file as an XLSX workbook with live formulas. Exit "
        "status 0 when it is written, 1 when the case has no analysis that can be computed or the "
        "file cannot be written, 2 when the case is malformed or cannot be read."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", metavar="CASE.json", help="a case file")
        parser.add_argument("out", metavar="OUT.xlsx", help="the workbook to write")
        parser.add_argument(
            "--language", choices=LANGUAGES, default=LANGUAGES[0], help="of the workbook"
        )

    def handle(self, *args: Any, case: str, out: str, language: str, **options: Any) -> None:
        from projects.workbook.build import workbook
        from projects.workbook.refusals import sentence

        try:
            facts = read_case_json(read(case))
        except MalformedCase as error:
            lines = "".join(f"{problem.path}: {problem.message}\n" for problem in error.errors)
            sys.stderr.buffer.write(lines.encode())
            sys.exit(2)
        with translation.override(language):
            try:
                content = workbook(facts)
            except NoWorkbook as error:
                sys.stderr.buffer.write(f"investment: {sentence(error)}\n".encode())
                sys.exit(1)
        try:
            with open(out, "wb") as file:
                file.write(content)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            sys.exit(f"The workbook could not be written: {reason}.")
