"""What keeps accounts safe: sessions of people, allowances of tries, and the security record."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.append_only import AppendOnly
from projects.models.people import Person


class LoginSession(AbstractBaseSession):
    """A session, with whose it is, so that it can be listed and ended.

    `device` is what the browser said of itself at the login; the place is not known.
    """

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta(AbstractBaseSession.Meta):
        ordering = ["-seen_at"]

    @classmethod
    def get_session_store_class(cls):
        from projects.security.sessions import SessionStore

        return SessionStore


class Allowance(models.Model):
    """How far somebody's tries of one kind are used up (see `projects.security.limits`).

    `key` is a keyed hash: the row names neither a person nor an address.
    """

    key = models.CharField(max_length=64, primary_key=True)
    spent_until = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.key


class SecurityEvent(AppendOnly):
    """Who did what to whose access, or took which file out, when and from which address."""

    class Kind(models.TextChoices):
        LOGGED_IN = "logged_in", _("Logged in")
        LOGIN_FAILED = "login_failed", _("Login failed")
        LIMIT_REACHED = "limit_reached", _("Too many tries")
        LOGGED_OUT = "logged_out", _("Logged out")
        SESSIONS_ENDED = "sessions_ended", _("Sessions ended")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        LINK_ASKED = "link_asked", _("Asked for a link to choose a password")
        PASSWORD_CHOSEN = "password_chosen", _("Password chosen by a link")
        INVITED = "invited", _("Invited")
        DEACTIVATED = "deactivated", _("Access ended")
        REACTIVATED = "reactivated", _("Access given back")
        TAKEN_OUT = "taken_out", _("File downloaded")
        MAIL_AGAIN = "mail_again", _("Mail sent again")

    kind = models.CharField(max_length=20, choices=Kind.choices, db_index=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="security_events")
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
