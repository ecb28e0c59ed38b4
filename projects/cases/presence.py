"""Who else is in a draft: shown to colleagues, kept up to date by pages that stay open."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from projects.cases.access import own_case
from projects.models import Case, Person, Presence
from projects.models.rows import rows_of
from projects.services.presence import EVIDENCE, note_presence
from projects.wizard.steps import BY_NAME

#: Whoever was not seen for so long has left.
GONE_AFTER = timedelta(minutes=10)
PLACES: Mapping[str, Any] = {name: step.title for name, step in BY_NAME.items()} | {
    EVIDENCE: gettext_lazy("Evidence")
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A colleague who is in a draft, where, and how many minutes ago that was seen."""

    name: str
    place: str
    minutes: int

    def __str__(self) -> str:
        words = {"name": self.name, "place": self.place, "minutes": self.minutes}
        if not self.minutes:
            return _("%(name)s is in this draft, on “%(place)s”, just now.") % words
        return (
            ngettext(
                "%(name)s is in this draft, on “%(place)s”, %(minutes)s minute ago.",
                "%(name)s is in this draft, on “%(place)s”, %(minutes)s minutes ago.",
                self.minutes,
            )
            % words
        )


def seen_in(cases: Iterable[Case], person: Person) -> dict[UUID, tuple[Seen, ...]]:
    """Who else was seen in each of the drafts a short while ago, by the key of the case."""
    now = timezone.now()
    drafts = [case.pk for case in cases if case.is_editable]
    found: dict[UUID, tuple[Seen, ...]] = defaultdict(tuple)
    there = Presence.objects.filter(case__in=drafts, at__gt=now - GONE_AFTER).values_list(
        "at", "person", "person__name", "place", "case"
    )
    for at, who, name, place, case in sorted(there, reverse=True):
        if who != person.pk:
            minutes = int((now - at) / timedelta(minutes=1))
            found[case] += (Seen(name, str(PLACES.get(place, place)), minutes),)
    return found


def seen_in_one(case: Case, person: Person) -> tuple[Seen, ...]:
    """Who else was seen in this draft; asks of people only where there is somebody else."""
    others = rows_of(Presence, case=case.pk) if case.is_editable else []
    return seen_in([case], person)[case.pk] if any(o.person_id != person.pk for o in others) else ()


@require_POST
def here(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """An open page says that somebody is at it, and learns who else is in the draft."""
    case = own_case(request, pk)
    if step not in PLACES or not case.is_editable:
        raise Http404
    try:
        note_presence(case=case, person=request.user, place=step)
    except IntegrityError:  # a colleague deleted the draft this moment
        raise Http404 from None
    return render(request, "cases/_seen.html", {"seen": seen_in([case], request.user)[case.pk]})
