"""Telling people: one row for one person and one event, in the inbox and on its way by mail."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.case import Case
from projects.models.people import Person


class Notice(models.Model):
    """One event, told to one person.

    `event` names what happened (`move:12`, `issued:3`): with the person it is unique, so nobody
    is told twice. The row is the entry of the inbox and, until `mail` is settled, the mail that
    waits to be sent; `mail_due_at` is the moment from which a worker may take it up.
    """

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted for review")
        ANSWERED = "answered", _("Answers received")
        REQUESTED = "requested", _("Answers requested")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        ISSUED = "issued", _("Determination issued")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Mail(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        UNWANTED = "unwanted", _("Not wanted")
        GIVEN_UP = "given_up", _("Given up")

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="notices")
    event = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.CharField(max_length=10, choices=Mail.choices, default=Mail.WAITING)
    mail_due_at = models.DateTimeField(default=timezone.now)
    mail_attempts = models.PositiveIntegerField(default=0)
    mail_error = models.CharField(max_length=500, blank=True)
    mail_settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "event"], name="one_notice_per_event"),
            models.CheckConstraint(
                condition=models.Q(mail__in=("waiting", "sent", "unwanted", "given_up")),
                name="notice_mail_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notices_of_a_person"),
            models.Index(
                fields=["person"], condition=models.Q(read_at=None), name="unread_notices"
            ),
            models.Index(
                fields=["mail_due_at"], condition=models.Q(mail="waiting"), name="mail_to_send"
            ),
            models.Index(
                fields=["mail_settled_at"],
                condition=models.Q(mail="given_up"),
                name="mail_given_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.person_id}"
