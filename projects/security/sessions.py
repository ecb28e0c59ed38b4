"""Sessions that know whose they are, and that end: idle, old, by their owner, or by others.

`SESSION_ENGINE` names this module.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from projects.models import LoginSession, Person
from projects.security.devices import device_of
from projects.services.room import unless_full

BEGUN, DEVICE = "begun", "device"


class SessionStore(db.SessionStore):
    """Django's sessions in the database, in rows of `LoginSession`.

    A session ends `SESSION_IDLE` after it was last seen and `SESSION_AGE` after the login,
    whichever comes first; both are looked at when it is loaded.
    """

    @classmethod
    def get_model_class(cls) -> type[LoginSession]:
        return LoginSession

    def _get_session_from_db(self) -> LoginSession | None:
        found = super()._get_session_from_db()
        now = timezone.now()
        if found is not None and now - found.seen_at >= settings.SESSION_SEEN_EVERY:
            ends = ends_at(begun=found.begun_at, seen=now)
            with unless_full():  # whoever is logged in reads on, and is told when saving
                self.model.objects.filter(pk=found.pk).update(seen_at=now, expire_date=ends)
        return found

    def create_model_instance(self, data: dict[str, Any]) -> LoginSession:
        now = timezone.now()
        begun = datetime.fromtimestamp(data.setdefault(BEGUN, now.timestamp()), UTC)
        return self.model(
            session_key=self._get_or_create_session_key(),
            session_data=self.encode(data),
            expire_date=ends_at(begun=begun, seen=now),
            person_id=data.get(SESSION_KEY),
            device=data.get(DEVICE, ""),
            begun_at=begun,
            seen_at=now,
        )


def ends_at(*, begun: datetime, seen: datetime) -> datetime:
    return min(begun + settings.SESSION_AGE, seen + settings.SESSION_IDLE)


def begin(request: HttpRequest) -> None:
    """Say in the session of somebody who has just logged in when that was, and by what device.

    Rows of theirs, and of nobody's, that have ended are deleted, so that they do not pile up.
    """
    theirs = Q(person=request.user.pk) | Q(person=None)
    LoginSession.objects.filter(theirs, expire_date__lte=timezone.now()).delete()
    request.session[BEGUN] = timezone.now().timestamp()
    request.session[DEVICE] = device_of(request)


def sessions_of(person: Person) -> QuerySet[LoginSession]:
    """The sessions in which the person can go on, the last seen first."""
    return LoginSession.objects.filter(person=person, expire_date__gt=timezone.now())


def name_of(session_key: str) -> str:
    """What a page calls a session: the key itself would let whoever reads it go on with it."""
    return salted_hmac("projects.security.sessions", session_key, algorithm="sha256").hexdigest()


def find(sessions: Sequence[LoginSession], name: str) -> LoginSession | None:
    return next(
        (one for one in sessions if constant_time_compare(name_of(one.session_key), name)), None
    )


def end_all(person: Person, *, but: str | None = None) -> int:
    """End the sessions of a person, but for the one with this key; say how many were ended."""
    number, _rows = LoginSession.objects.filter(person=person).exclude(pk=but or "").delete()
    return number
