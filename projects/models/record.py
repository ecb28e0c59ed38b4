"""The record of moves: who moved which case from where to where, when, and why."""

from django.db import models
from django.utils import timezone

from projects.models.append_only import AppendOnly
from projects.models.case import Case, Status, Submission
from projects.models.people import Person


class MoveRecord(AppendOnly):
    case = models.ForeignKey(Case, models.PROTECT, related_name="moves")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="moves")
    move = models.CharField(max_length=40)
    source = models.CharField(max_length=20, choices=Status.choices)
    target = models.CharField(max_length=20, choices=Status.choices)
    actor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.move} {self.source} -> {self.target}"
