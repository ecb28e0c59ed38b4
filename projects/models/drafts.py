"""Drafts that several people share: who is in one, and which were deleted."""

from django.db import models
from django.utils import timezone

from projects.models.append_only import AppendOnly
from projects.models.case import Case, title_to_read
from projects.models.people import Organisation, Person


class Presence(models.Model):
    """Where in a draft somebody was seen last. Rows here are signs of life, not record.

    `place` is the name of a step of the wizard.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="presences", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    place = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="one_presence_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.case_id}, {self.place}"


class DeletedDraft(AppendOnly):
    """That a draft was deleted, by whom and when. What was in it is gone.

    `reference` is the reference the case had, `files` how many evidence files were in it.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="deleted_drafts")
    reference = models.CharField(max_length=9)
    title = models.CharField(max_length=500, blank=True)
    title_zh = models.CharField(max_length=500, blank=True)
    files = models.PositiveIntegerField()
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    deleted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    deleted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        """The name its project had."""
        return title_to_read(self.title, self.title_zh)
