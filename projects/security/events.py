"""Writing the security record, which administrators read and nobody changes."""

import logging

from django.http import HttpRequest

from projects.models import Person, SecurityEvent
from projects.security.addresses import read_address
from projects.security.devices import device_of

Kind = SecurityEvent.Kind
log = logging.getLogger(__name__)


def record(
    kind: Kind,
    *,
    request: HttpRequest | None = None,
    person: Person | None = None,
    actor: Person | None = None,
    about: str = "",
) -> SecurityEvent:
    """Record what happened to `person`; `actor` did it, where somebody is known to have.

    `about` names what it was about by its key. Never what somebody typed: it may be a password.
    """
    address = read_address(request.META.get("REMOTE_ADDR", "")) if request else None
    event = SecurityEvent.objects.create(
        kind=kind,
        person=person,
        actor=actor,
        address=str(address) if address else None,
        device=device_of(request) if request else "",
        about=about,
    )
    log.info(
        "security event %s person=%s actor=%s about=%s",
        kind.value,
        person and person.pk,
        actor and actor.pk,
        about,
    )
    return event
