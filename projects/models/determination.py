"""The determination: the decision, the work of issuing it, and the signed document."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.append_only import AppendOnly
from projects.models.case import Submission
from projects.models.people import Person


class Decision(models.TextChoices):
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class Edition(models.TextChoices):
    """The languages of the document, in their order."""

    CHINESE = "zh-hant", _("Traditional Chinese")
    ENGLISH = "en", _("English")
    BILINGUAL = "zh-hant,en", _("Traditional Chinese, then English")


class Determination(AppendOnly):
    """A decision on one submission. The number is unique and given with the decision."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="determination")
    number = models.CharField(max_length=30, unique=True)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reasons = models.TextField()
    edition = models.CharField(max_length=20, choices=Edition.choices)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number


class Issuing(models.Model):
    """How far the work on the document is. Rows here are progress, not record.

    `attempts` counts the runs: only the latest may write. `held_by` names the worker of that run.
    """

    class Stage(models.TextChoices):
        WAITING = "waiting", _("Waiting for a worker")
        RENDERING = "rendering", _("Drawing the pages")
        SIGNING = "signing", _("Signing")
        VERIFYING = "verifying", _("Verifying the signature")
        STORING = "storing", _("Storing")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    determination = models.OneToOneField(
        Determination, models.PROTECT, related_name="issuing", primary_key=True
    )
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    held_by = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["stage"],
                condition=~models.Q(stage__in=("done", "failed")),
                name="unfinished_issuing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.determination} {self.stage}"


class SignedDocument(AppendOnly):
    """The signed PDF as it was issued: stored once, with the SHA-256 of its bytes."""

    determination = models.OneToOneField(
        Determination, models.PROTECT, related_name="document", primary_key=True
    )
    file = models.FileField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    signed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.determination} {self.sha256[:12]}"
