"""Import a data set of comparable activities from a file, with progress."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.activities.mapping import MappingRefused, read_mapping
from projects.models import Person, Role, RowReport, TableUpload
from projects.services import importing
from projects.tables.limits import TableRefused

REPORTED = 20


class Command(BaseCommand):
    help = "Import a data set of comparable activities (CSV or XLSX) by a mapping; see docs/activities.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, required=True, metavar="MAP.json")
        parser.add_argument("--title", help="title of the data set; the file's name by default")
        parser.add_argument("--licence", default="")
        parser.add_argument("--attribution", default="")
        parser.add_argument(
            "--as", dest="person", metavar="EMAIL",
            help="who imports it: an administrator (for everybody) or a proponent (for the "
            "organisation); by default the first administrator",
        )  # fmt: skip

    def handle(self, *, file: Path, mapping: Path, person: str | None, **options: Any) -> None:
        actor = _actor(person)
        try:
            read = read_mapping(json.loads(mapping.read_text(encoding="utf-8-sig")))
            with file.open("rb") as source:
                upload = importing.take_in(actor=actor, file=source, name=file.name)
        except (OSError, ValueError) as error:
            raise CommandError(f"The file could not be read: {error}") from error
        except (MappingRefused, TableRefused) as refused:
            raise CommandError(_because(refused)) from refused
        data_set = importing.begin(
            upload=upload, actor=actor, mapping=read, title=options["title"] or file.stem,
            licence=options["licence"], attribution=options["attribution"], at_once=True,
        )  # fmt: skip
        importing.read_rows(str(data_set.pk), told=self._told)
        upload.refresh_from_db()
        if upload.stage != TableUpload.Stage.DONE:
            self._report(data_set)
            raise CommandError(f"Not imported: {upload.error or 'another run took over'}.")
        self.stdout.write(
            json.dumps(
                {
                    "data_set": str(data_set.pk), "title": data_set.title,
                    "version": data_set.version, "sha256": data_set.sha256,
                    "rows": upload.rows, "usable": upload.usable, "refused": upload.refused,
                },
                ensure_ascii=False,
            )
        )  # fmt: skip
        self._report(data_set)

    def _told(self, upload: TableUpload) -> None:
        share = 100 * upload.bytes_read // upload.size if upload.size else 100
        self.stderr.write(
            f"\r{share:3d} %  {upload.usable} rows, {upload.refused} not usable", ending=""
        )
        if upload.stage in (TableUpload.Stage.DONE, TableUpload.Stage.FAILED):
            self.stderr.write("")

    def _report(self, data_set: Any) -> None:
        """The first rows that could not be used, then the first to be looked at, in their order."""
        reports = RowReport.objects.filter(data_set=data_set).order_by("number", "pk")
        for is_refused, what in ((True, "not used"), (False, "look at")):
            some = reports.filter(is_refused=is_refused)
            for one in some[:REPORTED]:
                self.stderr.write(
                    f"row {one.number}: {what}: {one.code} ({one.column}: {one.given!r})"
                )
            if (left := some.count() - REPORTED) > 0:
                self.stderr.write(f"{what}: {left} more; the page of the data set lists them all")


def _actor(email: str | None) -> Person:
    people = Person.objects.filter(is_active=True)
    if email:
        found = people.filter(email=email.lower()).first()
    else:
        found = people.filter(role=Role.ADMINISTRATOR).order_by("pk").first()
    if found is None or not importing.may_import(found):
        raise CommandError("There is no such administrator or proponent; name one with --as EMAIL.")
    return found


def _because(refused: MappingRefused | TableRefused) -> str:
    named = ", ".join(f"{key}: {value}" for key, value in refused.params.items())
    return f"Not imported: {refused.code}" + (f" ({named})." if named else ".")
