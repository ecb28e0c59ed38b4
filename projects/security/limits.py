"""How often something may be tried: counted in the database, for all processes together.

A limit is a bucket of tries that fills again evenly (the generic cell rate algorithm): one number
for each key, changed by one conditional UPDATE, so that tries at the same moment count each.
Nobody is shut out for good: every wait is at most `seconds / tries`.
"""

from dataclasses import dataclass
from math import ceil
from time import time

from django.conf import settings
from django.db import transaction
from django.db.models import BigIntegerField, F, Value
from django.db.models.functions import Greatest
from django.utils.crypto import salted_hmac

from projects.models import Allowance

FORGOTTEN_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `tries` at once; each comes back after `seconds / tries`."""

    name: str
    tries: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Try:
    """One try of whoever is called `whose`: an address, an account, a browser."""

    limit: Limit
    whose: str

    @property
    def key(self) -> str:
        said = f"{self.limit.name}:{self.whose}"
        return salted_hmac("projects.security.limits", said, algorithm="sha256").hexdigest()

    @property
    def costs(self) -> int:
        """Milliseconds until one try has come back."""
        return self.limit.seconds * 1000 // self.limit.tries


LOGIN_KNOWN_BROWSER = Limit("log in from a known browser", 10, 15 * 60)
LOGIN_ACCOUNT = Limit("log in to an account", 20, 3600)
LOGIN_ADDRESS = Limit("log in from an address", 60, 3600)
PRESENT_PASSWORD = Limit("give the present password", 10, 15 * 60)
RESET_ACCOUNT = Limit("ask for a link to an account", 3, 3600)
RESET_ADDRESS = Limit("ask for links from an address", 20, 3600)
LINK_ADDRESS = Limit("open a link from a mail", 120, 3600)
RECORD_REFUSAL = Limit("record that a limit was reached", 1, 600)
VERIFY_ADDRESS = Limit("verify a file", settings.VERIFY_PER_HOUR, 3600)


def take(*tries: Try) -> int:
    """Use up one of each, or none: 0, or the seconds until the one that is used up comes back."""
    taken: list[Try] = []
    for one in tries:
        if wait := _take(one):
            give_back(*taken)
            return wait
        taken.append(one)
    return 0


def give_back(*tries: Try) -> None:
    """Undo `take`, for tries that turned out to be good ones."""
    for one in tries:
        Allowance.objects.filter(key=one.key).update(spent_until=F("spent_until") - one.costs)


def _take(one: Try) -> int:
    now = int(time() * 1000)
    latest = now + one.limit.seconds * 1000 - one.costs
    begun = Greatest("spent_until", Value(now, output_field=BigIntegerField()))
    rows = Allowance.objects.filter(key=one.key)
    while not rows.filter(spent_until__lte=latest).update(spent_until=begun + one.costs):
        spent_until = rows.values_list("spent_until", flat=True).first()
        if spent_until is not None:
            return max(1, ceil((spent_until - latest) / 1000))
        _forget(now)
        Allowance.objects.bulk_create(
            [Allowance(key=one.key, spent_until=now)], ignore_conflicts=True
        )
    return 0


@transaction.atomic
def _forget(now: int) -> None:
    """Delete some rows whose tries have all come back; those another process holds are left."""
    full = Allowance.objects.select_for_update(skip_locked=True).filter(spent_until__lt=now)
    keys = list(full.values_list("key", flat=True)[:FORGOTTEN_AT_ONCE])
    Allowance.objects.filter(key__in=keys).delete()
