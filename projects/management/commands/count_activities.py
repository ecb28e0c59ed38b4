"""Search a data set and count: the funnel, N_all, N_diff and F, as JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from additionality.engine import strict_json
from additionality.engine.problems import MalformedCase
from projects.activities.counting import QueryRefused, count
from projects.activities.searching import SearchRefused


class Command(BaseCommand):
    help = "Count comparable activities by a query; see docs/activities.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", type=Path, metavar="QUERY.json")

    def handle(self, *, query: Path, **options: Any) -> None:
        try:
            counted = count(strict_json.parse(query.read_bytes()))
        except OSError as error:
            raise CommandError(f"The query could not be read: {error}") from error
        except MalformedCase as malformed:
            raise CommandError("\n".join(one.message for one in malformed.errors)) from malformed
        except QueryRefused as refused:
            raise CommandError(str(refused)) from refused
        except SearchRefused as refused:
            raise CommandError(f"{refused.code}: {refused.params}") from refused
        self.stdout.write(json.dumps(counted.to_dict(), ensure_ascii=False, indent=1))
