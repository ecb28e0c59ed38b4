"""Assess case files without the web: no environment, no database."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand

from additionality.engine import batch, strict_json
from additionality.engine.problems import MalformedCase, Problem, shown
from additionality.engine.rulepack import pack_keys


class Command(BaseCommand):
    help = (
        "Assess case files and print the results as JSON. One file: one result, indented. Several "
        "files, or - for one case a line on standard input: one result a line. Exit status 0 for "
        "any conclusion, 2 if any case was malformed or could not be read."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cases", nargs="+", metavar="CASE.json", help="a case file, or -")
        parser.add_argument(
            "--pack",
            choices=(*pack_keys(), batch.ALL),
            default="",
            help="assess under this rule pack instead of the case's own; all: under every pack, "
            "side by side, with their differences",
        )

    def handle(self, *args: Any, cases: list[str], pack: str = "", **options: Any) -> None:
        try:
            alone = len(cases) == 1 and cases[0] != "-"
            stdin = sys.stdin.buffer
            all_read = assess_one(cases[0], pack) if alone else assess_each(cases, stdin, pack)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            # The reader has gone; nothing is left to say, also not when Python closes the stream.
            discard_output()
            sys.exit(1)
        except OSError as error:
            discard_output()
            sys.exit(f"The result could not be written: {error.strerror}.")
        if not all_read:
            sys.exit(2)


def discard_output() -> None:
    """Let what is still held for standard output go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def assess_one(path: str, pack: str) -> bool:
    """Print one result, or its problems on standard error; whether the case could be assessed."""
    try:
        result = batch.assess_document(read(path), pack)
    except MalformedCase as error:
        lines = "".join(f"{problem.path}: {problem.message}\n" for problem in error.errors)
        sys.stderr.flush()
        sys.stderr.buffer.write(lines.encode())
        sys.stderr.buffer.flush()
        return False
    sys.stdout.buffer.write(batch.to_page(result))
    return True


def assess_each(paths: list[str], stdin: BinaryIO, pack: str) -> bool:
    """Print one line a case, in order; whether all could be assessed."""
    all_read = True
    for document in documents(paths, stdin):
        if isinstance(document, MalformedCase):
            result, is_read = batch.errors_document(document), False
        else:
            result, is_read = batch.assess_or_errors(document, pack)
        all_read = all_read and is_read
        sys.stdout.buffer.write(batch.to_line(result))
        sys.stdout.buffer.flush()
    return all_read


def documents(paths: list[str], stdin: BinaryIO) -> Iterator[bytes | MalformedCase]:
    """The documents of all files, and of the lines of standard input for `-`.

    Empty lines are no cases.
    """
    for path in paths:
        if path == "-":
            yield from (line for line in stdin if line.strip())
            continue
        try:
            yield read(path)
        except MalformedCase as error:
            yield error


def read(path: str) -> bytes:
    """The bytes of a file, of one that is too large only as many as show it.

    Raises `MalformedCase` naming the file when it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read(strict_json.MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = Problem(shown(path, 500).strip('"'), "file_unreadable", {"reason": reason})
        raise MalformedCase([problem]) from None
