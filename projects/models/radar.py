"""What the radar looks at: registry lists as they were imported, and what was submitted here."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from projects.models.append_only import AppendOnly, AppendOnlyQuerySet
from projects.models.case import Submission


class RegistryListQuerySet(AppendOnlyQuerySet):
    def current(self) -> "models.QuerySet[RegistryList]":
        """The newest version of each list; the radar looks at no other."""
        newer = RegistryList.objects.filter(
            name=models.OuterRef("name"), version__gt=models.OuterRef("version")
        )
        return self.filter(~models.Exists(newer))


class RegistryList(AppendOnly):
    """A list of registered projects as one CSV file gave it. A new file is a new version.

    `report` is a JSON list of what could not be used: line, column, code, what was given.
    """

    name = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    file_name = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    taken = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    report = models.TextField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(default=timezone.now)

    objects = RegistryListQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="one_list_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class KnownProject(AppendOnly):
    """A project to compare with: a row of a registry list, or a submission of this system."""

    registry_list = models.ForeignKey(
        RegistryList, models.PROTECT, null=True, blank=True, related_name="projects"
    )
    line = models.PositiveIntegerField(null=True, blank=True)
    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="known_project"
    )
    name = models.CharField(max_length=500)
    other_name = models.CharField(max_length=500, blank=True)
    proponent = models.CharField(max_length=500, blank=True)
    technology = models.CharField(max_length=600, blank=True)
    country = models.CharField(max_length=100, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    reductions = models.CharField(max_length=60, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["latitude", "longitude"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(registry_list__isnull=False)
                ^ models.Q(submission__isnull=False),
                name="known_from_a_list_or_a_submission",
            )
        ]

    def __str__(self) -> str:
        return self.name


class KnownWord(AppendOnly):
    """A word of the name of a known project, by which it is found without reading all of them."""

    word = models.CharField(max_length=40)
    project = models.ForeignKey(KnownProject, models.PROTECT, related_name="words", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["word", "project"])]

    def __str__(self) -> str:
        return self.word
