"""Spreadsheets that people upload to fill in a cash flow, and how they said to read them."""

import json
import zlib
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.models.case import Case
from projects.models.people import Organisation, Person
from projects.tables.sheet import Sheet


class Spreadsheet(models.Model):
    """One uploaded file. Its bytes are kept until they are read; then only what was read is.

    `done` is how far the reading is, in thousandths. `refused` is the code and what its sentence names,
    `faults` what is wrong with the whole of the file (see projects.tables.faults). `evidence_key` is its
    number among the evidence, where the person wanted that.
    """

    class Stage(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READING = "reading", _("Being read")
        READ = "read", _("Read")
        REFUSED = "refused", pgettext_lazy("reading of a file", "Could not be read")

    case = models.ForeignKey(Case, models.CASCADE, related_name="spreadsheets")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    uploaded_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=500)
    content = models.BinaryField(default=b"")
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.WAITING)
    done = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    refused = models.JSONField(default=dict, blank=True)
    faults = models.JSONField(default=list, blank=True)
    evidence_key = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class SpreadsheetSheet(models.Model):
    """One sheet of an upload as it was read (`content`: zlib, JSON of `projects.tables.sheet.Sheet`).

    `lines` and `years` are how many were recognised, for the person who chooses a sheet.
    `mapping` is how the person said to read it (see projects.spreadsheets.mapping); {} before that.
    """

    spreadsheet = models.ForeignKey(
        Spreadsheet, models.CASCADE, related_name="sheets", db_index=False
    )
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=20, blank=True)
    cells = models.PositiveIntegerField()
    lines = models.PositiveIntegerField(default=0)
    years = models.PositiveIntegerField(default=0)
    content = models.BinaryField()
    faults = models.JSONField(default=list, blank=True)
    mapping = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["spreadsheet", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["spreadsheet", "position"], name="one_sheet_per_position"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def as_read(self) -> Sheet:
        """The cells."""
        return Sheet.from_dict(json.loads(zlib.decompress(self.content)))

    @staticmethod
    def packed(sheet: dict[str, Any]) -> bytes:
        return zlib.compress(json.dumps(sheet, separators=(",", ":")).encode(), 1)


class RememberedMapping(models.Model):
    """How a sheet was read whose lines were taken over; offered again for a sheet of the same shape."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+", db_index=False)
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    saved_at = models.DateTimeField(default=timezone.now)
    sheet = models.CharField(max_length=200)
    mapping = models.JSONField()

    class Meta:
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return self.sheet
