"""The workers of the job queue, as they report themselves."""

from django.db import models
from django.utils import timezone


class Worker(models.Model):
    """One running worker: a row it renews every few seconds and takes away when it ends.

    `hindrances` are the codes of what keeps it from issuing (`projects.services.readiness`),
    with details. Rows here are signs of life, not record.
    """

    name = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    hindrances = models.JSONField(default=list)

    class Meta:
        ordering = ["started_at", "name"]

    def __str__(self) -> str:
        return self.name
