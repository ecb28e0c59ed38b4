"""Spreadsheets uploaded for a cash flow: taking them in, reading them, remembering how they were read.

A small file is read at once, in a process of its own; a long one by the worker, with its progress on
the page. Every upload has its job, written with it: of a small one it comes later, for a server that
is killed while it reads. Reading again what was read changes nothing, so no job does harm.
"""

import io
import json
import logging
import zlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO

from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks import task

from projects.models import (
    Case,
    Person,
    RememberedMapping,
    Spreadsheet,
    SpreadsheetSheet,
)
from projects.services.file_names import clean_name
from projects.services.room import TRIED_AGAIN, is_no_room, unless_full
from projects.spreadsheets.mapping import Mapping
from projects.spreadsheets.proposing import propose
from projects.tables.limited import SECONDS, messages
from projects.tables.limits import Limits, TableRefused, kind_of, unpacked_size
from projects.tables.sheet import Sheet
from projects.tables.workbook import BOOK, FAULTS, READ, SHEET, TASK

logger = logging.getLogger(__name__)
Stage = Spreadsheet.Stage
OPEN = (Stage.WAITING, Stage.READING)
#: Files of so many bytes, unpacked, are read while the person waits, which takes about a second.
READ_AT_ONCE = 3_000_000
SECONDS_AT_ONCE = 20
#: When the worker looks whether such a file was read: the server that read it has given up by then.
LOOKED_AFTER = timedelta(seconds=SECONDS_AT_ONCE + 10)
#: A case keeps its newest uploads; the oldest go.
MOST_UPLOADS = 5
#: An organisation keeps so many mappings.
MOST_REMEMBERED = 50


class SpreadsheetClosed(Exception):
    """The case cannot be changed now, or not by this person."""


def take_in(*, case: Case, actor: Person, file: BinaryIO, name: str) -> Spreadsheet:
    """Keep the upload and read it, or have the worker read it.

    Raises TableRefused for what is refused before it is opened, and SpreadsheetClosed; then nothing
    is kept.
    """
    kind_of(file, Limits())
    at_once = unpacked_size(file, Limits()) <= READ_AT_ONCE
    file.seek(0)
    content = file.read()
    with transaction.atomic():
        locked = _open_case(case, actor)
        row = Spreadsheet.objects.create(
            case=locked, uploaded_by=actor, name=clean_name(name), content=content
        )
        old = locked.spreadsheets.values_list("pk", flat=True)[MOST_UPLOADS:]
        locked.spreadsheets.filter(pk__in=list(old)).delete()
        later = timezone.now() + LOOKED_AFTER if at_once else None
        read_spreadsheet.using(run_after=later).enqueue(row.pk)
    if at_once:
        try:
            read(row.pk, seconds=SECONDS_AT_ONCE)
        except (OSError, DatabaseError):
            with unless_full():  # nothing was saved, the person is told; so it has to be
                row.delete()
            raise
        row.refresh_from_db()
    return row


def _open_case(case: Case, actor: Person) -> Case:
    """The case, locked, if it may be changed by this person now."""
    locked = Case.objects.select_for_update().filter(pk=case.pk).first()
    if locked is None:
        raise SpreadsheetClosed
    own = actor.is_proponent and actor.organisation_id == locked.organisation_id
    if not (actor.is_active and own and locked.is_editable):
        raise SpreadsheetClosed
    return locked


@task()
def read_spreadsheet(pk: int) -> str:
    """The job, as the worker runs it. Returns the stage it ended in, "" where there was nothing to do.

    Where the disk is full it is tried again later.
    """
    try:
        return read(pk)
    except (OSError, DatabaseError) as error:
        if not is_no_room(error):
            raise
        logger.error("A spreadsheet was not read: the disk is full (%s). Make room.", error)
        read_spreadsheet.using(run_after=timezone.now() + TRIED_AGAIN).enqueue(pk)
        return ""


def read(pk: int, *, seconds: float = SECONDS) -> str:
    """Read an upload that waits; what was read or deleted already is left alone. Returns its stage."""
    waiting = Spreadsheet.objects.filter(pk=pk, stage__in=OPEN)
    row = waiting.first()
    if row is None or not _write(waiting, stage=Stage.READING):
        return ""
    try:
        found = _read_whole(row, waiting, seconds)
    except TableRefused as refused:
        words = {"code": refused.code, "params": refused.params}
        _write(waiting, stage=Stage.REFUSED, refused=words, content=b"")
        return Stage.REFUSED
    with transaction.atomic():
        if not _write(waiting, stage=Stage.READ, done=1000, faults=found.faults, content=b""):
            return ""
        row.sheets.all().delete()
        for sheet in found.sheets:
            sheet.save()
    return Stage.READ


@dataclass(slots=True)
class _Found:
    """What the process said: the sheets as rows that are not stored yet, and faults of the whole."""

    sheets: list[SpreadsheetSheet]
    faults: list[dict[str, Any]]


def _read_whole(row: Spreadsheet, waiting: Any, seconds: float) -> _Found:
    found, written = _Found([], []), timezone.now()
    file, options = io.BytesIO(row.content), {"name": row.name}
    for word, payload in messages(TASK, file, options=options, seconds=seconds):
        if word == READ and (timezone.now() - written).total_seconds() > 1:
            written = timezone.now()
            _write(waiting, done=int(payload))
        elif word == SHEET:
            found.sheets.append(_sheet_row(row, len(found.sheets), payload))
        elif word == FAULTS:
            found.sheets[-1].faults = json.loads(payload)
        elif word == BOOK:
            found.faults = json.loads(payload)["faults"]
    return found


def _sheet_row(row: Spreadsheet, position: int, payload: bytes) -> SpreadsheetSheet:
    sheet = Sheet.from_dict(json.loads(payload))
    proposed = propose(sheet)
    return SpreadsheetSheet(
        spreadsheet=row,
        position=position,
        name=sheet.name,
        state=sheet.state,
        cells=len(sheet.cells),
        lines=len(proposed.lines),
        years=len(proposed.span),
        content=zlib.compress(payload, 1),
    )


def _write(rows: Any, **changes: Any) -> int:
    return rows.update(changed_at=timezone.now(), **changes)


def keep_mapping(*, sheet: SpreadsheetSheet, mapping: Mapping) -> None:
    """Keep how the person says to read this sheet."""
    SpreadsheetSheet.objects.filter(pk=sheet.pk).update(mapping=mapping.to_dict())


@transaction.atomic
def remember(*, case: Case, actor: Person, sheet: str, mapping: Mapping) -> None:
    """Remember a mapping whose lines were taken over; the oldest ones of the organisation go."""
    own = RememberedMapping.objects.filter(organisation=case.organisation_id)
    data = mapping.to_dict()
    own.filter(case=case, sheet=sheet).delete()
    RememberedMapping.objects.create(
        organisation_id=case.organisation_id, case=case, saved_by=actor, sheet=sheet, mapping=data
    )
    old = list(own.values_list("pk", flat=True)[MOST_REMEMBERED:])
    own.filter(pk__in=old).delete()
