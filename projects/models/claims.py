"""Benchmarks that registered projects claimed: tables imported once and never changed."""

from django.db import models
from django.utils import timezone

from projects.models.append_only import AppendOnly
from projects.models.people import Person


class ClaimsTable(AppendOnly):
    """One table as it was imported; the newest is in use. `sha256` is of its bytes as sent."""

    title = models.CharField(max_length=200)
    source = models.CharField(max_length=1000)
    sha256 = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    imported_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class BenchmarkClaim(AppendOnly):
    """One row of a table; `rate` is a fraction a year, `country` in capitals or as written."""

    table = models.ForeignKey(ClaimsTable, models.PROTECT, related_name="claims", db_index=False)
    country = models.CharField(max_length=100)
    energy_source = models.CharField(max_length=100, blank=True)
    rate = models.DecimalField(max_digits=12, decimal_places=8)
    basis = models.CharField(max_length=200, blank=True)
    project = models.CharField(max_length=500)
    source = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["table", "country", "energy_source"])]

    def __str__(self) -> str:
        return f"{self.country} {self.project}"
