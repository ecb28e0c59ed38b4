"""What reviewers raise, and how it is answered and closed."""

import json
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.append_only import AppendOnly
from projects.models.case import Submission
from projects.models.people import Person


class RequestKind(models.TextChoices):
    CAR = "CAR", _("Corrective action request")
    CL = "CL", _("Clarification request")
    FAR = "FAR", _("Forward action request")


class Scenario(AppendOnly):
    """Inputs of the investment analysis that a reviewer changed, and what came out.

    `changes` (see `additionality.engine.scenario`) and `finding`, the finding on the investment that
    they give, are canonical JSON texts; `conclusion` is that of the whole case. They were made of the
    case file with `case_sha256` by the rules the submission was judged by.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="scenarios")
    name = models.CharField(max_length=200)
    reason = models.TextField()
    changes = models.TextField()
    finding = models.TextField()
    conclusion = models.CharField(max_length=20)
    case_sha256 = models.CharField(max_length=64)
    kept_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def changes_data(self) -> list[dict[str, Any]]:
        return json.loads(self.changes)

    def finding_data(self) -> dict[str, Any]:
        return json.loads(self.finding)


class ReviewRequest(AppendOnly):
    """A request bound to one part of one submission.

    `part` is an analysis of the engine (`regulatory`, `investment`, ...) or `project`,
    `size`, `alternatives`, `evidence`. The proponent sees it once the case is sent back, and with
    it the scenario that was attached, which is one of the same submission.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=3, choices=RequestKind.choices)
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=30)
    text = models.TextField()
    scenario = models.ForeignKey(
        Scenario, models.PROTECT, null=True, blank=True, related_name="requests"
    )
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def last_entry(self) -> "RequestEntry | None":
        entries = list(self.entries.all())
        return entries[-1] if entries else None

    @property
    def is_closed(self) -> bool:
        return self.last_entry is not None and self.last_entry.kind == EntryKind.CLOSED

    @property
    def is_answered(self) -> bool:
        """Whether it is the reviewer's turn to close it or to ask again."""
        return self.last_entry is not None and self.last_entry.kind == EntryKind.ANSWERED

    @property
    def awaits_answer(self) -> bool:
        """Whether it is the proponent's turn; nobody need answer a FAR before verification."""
        if self.kind == RequestKind.FAR:
            return False
        return self.last_entry is None or self.last_entry.kind == EntryKind.REOPENED

    @property
    def blocks_approval(self) -> bool:
        """CARs and CLs are closed before a positive decision; a FAR is for later."""
        return self.kind != RequestKind.FAR and not self.is_closed


class EntryKind(models.TextChoices):
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Opened again")


class RequestEntry(AppendOnly):
    """What happened to a request after it was raised. The newest entry is its state."""

    request = models.ForeignKey(ReviewRequest, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    text = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.request} {self.kind}"


class FragileAcceptance(AppendOnly):
    """A reviewer accepts by name why the break-even of a fragile result is unlikely."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="fragile_acceptance")
    reason = models.TextField()
    accepted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.submission} {self.accepted_by}"
