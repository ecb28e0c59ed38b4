"""The lists of sources that pay the carbon fee or report an inventory: adding, ending, and finding in them."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import CharField, F, Q, QuerySet, Value

from projects.models import ListedSource, ListingEnd, Person
from projects.radar.likeness import company_key, key_of

#: A shorter word would be found in nearly every name.
LEAST_CHARACTERS = 2


class AlreadyEnded(Exception):
    """Somebody else ended the entry before; nothing was changed."""


def add_source(
    *, listed: str, name: str, identifier: str, since: date, source: str, actor: Person
) -> ListedSource:
    return ListedSource.objects.create(
        list=listed,
        name=name,
        name_key=company_key(name),
        identifier=identifier,
        identifier_key=identifier_key(identifier),
        since=since,
        source=source,
        added_by=actor,
    )


def end_source(*, listed: ListedSource, until: date, source: str, actor: Person) -> ListingEnd:
    """Say that an entry is on its list no longer. Raises `AlreadyEnded`."""
    try:
        with transaction.atomic():
            return ListingEnd.objects.create(
                listed=listed, until=until, source=source, ended_by=actor
            )
    except IntegrityError as ended:
        raise AlreadyEnded from ended


def is_listed(listed: str, name: str, identifier: str) -> bool:
    """Whether a list has an entry of this name and identifier that has not ended."""
    return ListedSource.objects.filter(
        list=listed,
        name_key=company_key(name),
        identifier_key=identifier_key(identifier),
        end=None,
    ).exists()


def identifier_key(identifier: str) -> str:
    """An identifier without the signs people part it by."""
    return key_of(identifier).replace(" ", "")


def found_on_lists(text: str) -> QuerySet[ListedSource]:
    """The entries, ended ones as well, with this identifier, or whose name holds or is held by this one.

    It is a hint for a person: two sources may have one name, and one source two.
    """
    name = company_key(text)
    if len(name) < LEAST_CHARACTERS:
        return ListedSource.objects.none()
    return (
        ListedSource.objects.select_related("end")
        .annotate(typed=Value(name, CharField()))
        .filter(
            Q(name_key__contains=name)
            | Q(typed__contains=F("name_key"))
            | Q(identifier_key=identifier_key(text))
        )
    )
