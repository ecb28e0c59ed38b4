"""Data sets of activities to compare projects with: imported once, never changed."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.append_only import AppendOnly, AppendOnlyQuerySet
from projects.models.case import Case
from projects.models.people import Organisation, Person


class TableUpload(models.Model):
    """A file of activities on its way to a data set: its mapping as typed, and the progress.

    Rows here are progress, not record. `last_row` is the last row of the file that was dealt with;
    it is written together with what came of the rows, so that an import which is begun twice
    continues where the first one ended. `usable` and `refused` count rows.
    """

    class Stage(models.TextChoices):
        MAPPING = "mapping", _("Columns being chosen")
        WAITING = "waiting", _("Waiting for a worker")
        READING = "reading", _("Reading rows")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    file = models.FileField(max_length=200)
    original_name = models.CharField(max_length=500)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict, blank=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.MAPPING)
    bytes_read = models.PositiveBigIntegerField(default=0)
    last_row = models.PositiveIntegerField(default=0)
    usable = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        indexes = [models.Index(fields=["organisation", "-uploaded_at"])]

    def __str__(self) -> str:
        return self.original_name

    @property
    def rows(self) -> int:
        """Rows dealt with so far; of a finished import, all rows of the file."""
        return self.usable + self.refused

    @property
    def is_open(self) -> bool:
        return self.stage in (self.Stage.WAITING, self.Stage.READING)


class DataSetQuerySet(AppendOnlyQuerySet):
    def visible_to(self, person: Person) -> "DataSetQuerySet":
        """Those for everybody, those of the own organisation, and for reviewers those in use."""
        own = Q(is_public=True) | Q(organisation_id=person.organisation_id)
        if person.is_reviewer:
            return self.filter(Q(is_public=True) | Q(uses__isnull=False)).distinct()
        return self.filter(own)

    def complete(self) -> "DataSetQuerySet":
        return self.filter(upload__stage=TableUpload.Stage.DONE)


class DataSet(AppendOnly):
    """One version of a table of activities: which file, read how, under which licence.

    `version` counts the data sets of an organisation under one title. `mapping` is how the columns
    were read (docs/activities.md). One that an administrator imported is for everybody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upload = models.OneToOneField(TableUpload, models.PROTECT, related_name="data_set")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="data_sets")
    is_public = models.BooleanField()
    title = models.CharField(max_length=300)
    version = models.PositiveIntegerField()
    licence = models.CharField(max_length=300)
    attribution = models.CharField(max_length=1000)
    mapping = models.JSONField()
    file_name = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    imported_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(default=timezone.now)

    objects = DataSetQuerySet.as_manager()

    class Meta:
        ordering = ["title", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title", "version"], name="one_data_set_per_version"
            )
        ]
        indexes = [models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return f"{self.title}, {self.version}"


class ActivityRow(AppendOnly):
    """One activity, as read. `number` is its row in the file, counted from the first line.

    `capacity` is the exact number in `unit` as text; `size` the same in `base_unit` (kW for MW and
    kW), as a binary number, only to be found by. `started` is a day, a year or empty; `first_year` and
    `last_year` are the years that the file gives where there are several, and equal otherwise.
    """

    data_set = models.ForeignKey(DataSet, models.PROTECT, related_name="activities", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=1000)
    country = models.CharField(max_length=200)
    region = models.CharField(max_length=200)
    measure = models.CharField(max_length=30)
    energy_source = models.CharField(max_length=20)
    technology = models.CharField(max_length=500)
    output = models.CharField(max_length=200)
    capacity = models.CharField(max_length=60)
    unit = models.CharField(max_length=10)
    base_unit = models.CharField(max_length=10)
    size = models.FloatField()
    started = models.CharField(max_length=10)
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)
    carbon_status = models.CharField(max_length=20)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        ordering = ["data_set", "number"]
        constraints = [
            models.UniqueConstraint(fields=["data_set", "number"], name="one_activity_per_row")
        ]
        # A search reads only what is of the country and source and inside the range.
        indexes = [
            models.Index(
                fields=["data_set", "country", "energy_source", "base_unit", "size"],
                name="activities_searched",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class RowReport(AppendOnly):
    """What was noticed in one row: it could not be used (`is_refused`), or should be looked at.

    `code` is one of `projects.activities.words.ROW_CODES`; `given` what the cell says.
    """

    data_set = models.ForeignKey(DataSet, models.PROTECT, related_name="reports", db_index=False)
    number = models.PositiveIntegerField()
    is_refused = models.BooleanField()
    code = models.CharField(max_length=40)
    column = models.CharField(max_length=200)
    given = models.CharField(max_length=200)

    class Meta:
        ordering = ["data_set", "number", "pk"]
        indexes = [models.Index(fields=["data_set", "number"])]

    def __str__(self) -> str:
        return f"{self.number} {self.code}"


class ActivityCount(AppendOnly):
    """How many usable rows of a data set agree in all these: the first steps of every funnel."""

    data_set = models.ForeignKey(DataSet, models.PROTECT, related_name="counts")
    country = models.CharField(max_length=200)
    measure = models.CharField(max_length=30)
    energy_source = models.CharField(max_length=20)
    output = models.CharField(max_length=200)
    base_unit = models.CharField(max_length=10)
    rows = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.country} {self.energy_source} {self.rows}"


class DataSetUse(models.Model):
    """A case was submitted with rows of this data set: whoever reviews it may see the whole."""

    data_set = models.ForeignKey(DataSet, models.PROTECT, related_name="uses")
    case = models.ForeignKey(Case, models.CASCADE, related_name="data_set_uses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["data_set", "case"], name="one_use_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.data_set} / {self.case}"
