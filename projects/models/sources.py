"""The sources that Taiwanese lists name: who pays the carbon fee, who reports an inventory. Added and ended."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.append_only import AppendOnly
from projects.models.people import Person


class ListedSource(AppendOnly):
    """One entry of a list, as its publication names it. It is never changed: a wrong one is ended.

    `name_key` and `identifier_key` are what it is found by; `source` is the publication, to be cited.
    """

    class List(models.TextChoices):
        CARBON_FEE = "carbon_fee", _("Sources that pay the carbon fee")
        INVENTORY_1 = "inventory_1", _("Batch 1 of the inventory duty")
        INVENTORY_2 = "inventory_2", _("Batch 2 of the inventory duty")

    list = models.CharField(max_length=20, choices=List.choices)
    name = models.CharField(max_length=300)
    name_key = models.TextField()
    identifier = models.CharField(max_length=100, blank=True)
    identifier_key = models.TextField(blank=True)
    since = models.DateField()
    source = models.CharField(max_length=1000)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name_key", "list", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def until(self) -> date | None:
        """The last day on the list; None while it stands there."""
        return self.end.until if hasattr(self, "end") else None


class ListingEnd(AppendOnly):
    """That an entry is on its list no longer, or never was; `source` says where that is published or why."""

    listed = models.OneToOneField(ListedSource, models.PROTECT, related_name="end")
    until = models.DateField()
    source = models.CharField(max_length=1000)
    ended_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.listed} {self.until}"
