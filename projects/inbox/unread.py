"""How many notices a person has not read, for the navigation of every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from projects.models import Notice, Person
from projects.models.rows import rows_of

MOST_COUNTED = 99


def unread(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `unread_notices` is asked of the database where a page shows it."""
    return {"unread_notices": SimpleLazyObject(lambda: unread_of(request.user))}


def unread_of(person: Person) -> str:
    """The number in words: empty for none, `99+` where there are more. Nothing is sent to administrators."""
    if person.is_administrator:
        return ""
    number = len(rows_of(Notice, person=person.pk, read_at=None, most=MOST_COUNTED + 1))
    if not number:
        return ""
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)
