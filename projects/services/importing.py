"""Importing a data set: the rows of a file as activities, in batches, each all or nothing.

The work may be killed at any moment and begun again. How far it is, is written in one transaction
with the rows, on the condition that nobody else wrote it in between: so no row is taken twice, and
of two runs only one goes on.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, models, transaction
from django.db.models import Max
from django.utils import timezone
from django_tasks import task

from projects.activities import comparing
from projects.activities.mapping import ColumnMapping, MappingRefused, places, read_mapping
from projects.activities.reading import Report, RowRead, RowReader
from projects.activities.table import Table, open_table, sample_of
from projects.models import (
    ActivityCount,
    ActivityRow,
    DataSet,
    Organisation,
    Person,
    RowReport,
    TableUpload,
)
from projects.services.evidence_store import sha256_of
from projects.services.file_names import clean_name
from projects.services.room import TRIED_AGAIN, is_no_room
from projects.tables.limits import TableRefused

BATCH = 5_000
Stage = TableUpload.Stage
NO_ROOM = "no_room"
Told = Callable[[TableUpload], None]

logger = logging.getLogger(__name__)


class ImportRefused(Exception):
    """The data set cannot be imported; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Overtaken(Exception):
    """Another run has the work now."""


def may_import(person: Person) -> bool:
    return person.is_active and (person.is_proponent or person.is_administrator)


def take_in(*, actor: Person, file: IO[bytes], name: str) -> TableUpload:
    """Keep a file whose first rows can be read. Raises TableRefused, ImportRefused (`wrong_role`)."""
    if not may_import(actor):
        raise ImportRefused("wrong_role")
    table = open_table(file)
    sample_of(table)
    sha256 = sha256_of(file)
    file.seek(0)
    stored = default_storage.save(f"data-sets/{sha256[:2]}/{sha256}", File(file))
    try:
        return TableUpload.objects.create(
            organisation=actor.organisation,
            uploaded_by=actor,
            file=stored,
            original_name=clean_name(name),
            size=table.size,
            sha256=sha256,
        )
    except DatabaseError:
        default_storage.delete(stored)  # its name is its own: no other upload has this file
        raise


@transaction.atomic
def begin(
    *,
    upload: TableUpload,
    actor: Person,
    mapping: ColumnMapping,
    title: str,
    licence: str,
    attribution: str,
    at_once: bool = False,
) -> DataSet:
    """Make the next version of a data set of this title, and hand its rows to the worker.

    With `at_once` nobody is asked to read them: the caller does. Raises ImportRefused: `wrong_role`,
    `begun_already`.
    """
    if not may_import(actor) or actor.organisation_id != upload.organisation_id:
        raise ImportRefused("wrong_role")
    waiting = TableUpload.objects.filter(pk=upload.pk, stage=Stage.MAPPING)
    if not waiting.update(stage=Stage.WAITING, changed_at=timezone.now()):
        raise ImportRefused("begun_already")
    # Two files under one title, begun by two colleagues at once, get two versions.
    Organisation.objects.select_for_update(no_key=True).get(pk=upload.organisation_id)
    same = DataSet.objects.filter(organisation=upload.organisation, title=title)
    newest = same.aggregate(newest=Max("version"))["newest"] or 0
    data_set = DataSet.objects.create(
        upload=upload,
        organisation=upload.organisation,
        is_public=actor.is_administrator,
        title=title,
        version=newest + 1,
        licence=licence,
        attribution=attribution,
        mapping=mapping.to_dict(),
        file_name=upload.original_name,
        sha256=upload.sha256,
        imported_by=actor,
    )
    if not at_once:
        enqueue(data_set)
    return data_set


def can_be_begun_again(upload: TableUpload) -> bool:
    """Whether an import made no progress for so long that nobody can be working on it."""
    limit = timezone.now() - timedelta(seconds=settings.ISSUING_LIMIT_SECONDS)
    return upload.is_open and upload.changed_at < limit


@transaction.atomic
def begin_again(upload: TableUpload) -> bool:
    """Hand a halted import to the worker once more; of two who ask only one does."""
    if not can_be_begun_again(upload):
        return False
    same = TableUpload.objects.filter(pk=upload.pk, changed_at=upload.changed_at)
    begun = same.update(stage=Stage.WAITING, changed_at=timezone.now())
    if begun:
        enqueue(upload.data_set)
    return bool(begun)


@task()
def import_rows(data_set_pk: str) -> None:
    """The job, as the worker runs it. Where the disk is full it is tried again, from where it was."""
    try:
        read_rows(data_set_pk)
    except (OSError, DatabaseError) as error:
        if not is_no_room(error):
            raise
        _wait_for_room(data_set_pk, error)


def _wait_for_room(data_set_pk: str, error: Exception) -> None:
    """Put the work into the queue for later. Fails where the database has no room for that either."""
    data_set = DataSet.objects.select_related("upload").get(pk=data_set_pk)
    logger.error(
        "Data set %s is not imported: the disk is full (%s). Make room; it is tried again every %d seconds.",
        data_set_pk,
        error,
        TRIED_AGAIN.total_seconds(),
    )
    with transaction.atomic(), suppress(Overtaken):
        _enter(data_set.upload, stage=Stage.WAITING, error=NO_ROOM)
        import_rows.using(run_after=timezone.now() + TRIED_AGAIN).enqueue(data_set_pk)


def enqueue(data_set: DataSet) -> None:
    """Write the job with the rows that tell of it: neither is there without the other."""
    import_rows.enqueue(str(data_set.pk))


def read_rows(data_set_pk: str, told: Told = lambda upload: None) -> None:
    """Read all rows that were not read yet; `told` hears of the progress after each batch.

    What the file or the mapping makes impossible ends the work with its code in `error`.
    """
    data_set = DataSet.objects.select_related("upload").get(pk=data_set_pk)
    upload = data_set.upload
    if upload.stage in (Stage.DONE, Stage.FAILED):
        return
    try:
        with upload.file.open("rb") as file:
            _read_rows(data_set, upload, file, told)
    except Overtaken:
        logger.warning("Data set %s: another run took over", data_set_pk)
    except (TableRefused, MappingRefused) as refused:
        logger.warning("Data set %s was not imported: %s", data_set_pk, refused.code)
        _enter(upload, stage=Stage.FAILED, error=refused.code)


def _read_rows(data_set: DataSet, upload: TableUpload, file: IO[bytes], told: Told) -> None:
    table = open_table(file)
    mapping = read_mapping(data_set.mapping)
    found = places(mapping, table.header)
    sample = sample_of(table)
    year = timezone.localdate(data_set.imported_at).year
    first = RowReader(mapping, found, table.header, year=year)
    usual = comparing.usual(first.read(*row) for row in sample)
    reader = RowReader(mapping, found, table.header, usual, year=year)
    counts = _counts_so_far(data_set)
    for batch in _batches(reader, table, upload.last_row):
        _keep(data_set, upload, batch, table.position)
        counts.update(_kind(row) for row in batch if row.refusal is None)
        told(upload)
    _finish(data_set, upload, counts)
    told(upload)


def _batches(reader: RowReader, table: Table, after: int) -> Iterator[list[RowRead]]:
    batch: list[RowRead] = []
    for number, cells in table.rows:
        if number <= after:
            continue
        batch.append(reader.read(number, cells))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


@transaction.atomic
def _keep(data_set: DataSet, upload: TableUpload, batch: list[RowRead], position: int) -> None:
    usable = [row for row in batch if row.refusal is None]
    _enter(
        upload,
        stage=Stage.READING,
        error="",
        bytes_read=position,
        last_row=batch[-1].number,
        usable=upload.usable + len(usable),
        refused=upload.refused + len(batch) - len(usable),
    )
    ActivityRow.objects.bulk_create(_activity(data_set, row) for row in usable)
    RowReport.objects.bulk_create(_reports(data_set, batch))


def _enter(upload: TableUpload, **changes: Any) -> None:
    """Write the progress if nobody else did since it was read. Raises Overtaken."""
    same = TableUpload.objects.filter(pk=upload.pk, last_row=upload.last_row)
    changes["changed_at"] = timezone.now()
    if not same.exclude(stage=Stage.DONE).update(**changes):
        raise Overtaken
    for name, value in changes.items():
        setattr(upload, name, value)


@transaction.atomic
def _finish(data_set: DataSet, upload: TableUpload, counts: Counter[tuple[str, ...]]) -> None:
    if not upload.usable:
        _enter(upload, stage=Stage.FAILED, error="no_usable_row")
        return
    _enter(upload, stage=Stage.DONE, error="", bytes_read=upload.size)
    ActivityCount.objects.bulk_create(
        ActivityCount(data_set=data_set, rows=rows, **dict(zip(COUNTED, kind, strict=True)))
        for kind, rows in sorted(counts.items())
    )


#: In what rows agree that are counted together.
COUNTED = ("country", "measure", "energy_source", "output", "base_unit")


def _kind(row: RowRead) -> tuple[str, ...]:
    base_unit = row.capacity.base_unit if row.capacity else ""
    return (*(row.texts[name] for name in COUNTED[:-1]), base_unit)


def _counts_so_far(data_set: DataSet) -> Counter[tuple[str, ...]]:
    """What an earlier run that was killed has read already."""
    rows = ActivityRow.objects.filter(data_set=data_set).order_by()
    counted = rows.values_list(*COUNTED).annotate(rows=models.Count("pk"))
    return Counter({tuple(kind): number for *kind, number in counted})


def _activity(data_set: DataSet, row: RowRead) -> ActivityRow:
    assert row.capacity is not None  # noqa: S101
    return ActivityRow(
        data_set=data_set,
        number=row.number,
        capacity=row.capacity.value,
        unit=row.capacity.unit,
        base_unit=row.capacity.base_unit,
        size=row.capacity.size,
        started=row.start.said,
        first_year=row.start.first_year,
        last_year=row.start.last_year,
        latitude=row.latitude,
        longitude=row.longitude,
        **row.texts,
    )


def _reports(data_set: DataSet, batch: list[RowRead]) -> Iterator[RowReport]:
    for row in batch:
        if row.refusal is not None:
            yield _report(data_set, row.number, row.refusal, is_refused=True)
        for report in row.reports:
            yield _report(data_set, row.number, report, is_refused=False)


def _report(data_set: DataSet, number: int, report: Report, *, is_refused: bool) -> RowReport:
    return RowReport(
        data_set=data_set,
        number=number,
        is_refused=is_refused,
        code=report.code,
        column=report.column,
        given=report.given,
    )
