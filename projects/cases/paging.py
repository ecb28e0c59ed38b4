"""Pages of a list that is read off an index: as cheap at the end as at the beginning.

A page begins after a row, not after a number of rows, so nothing before it is read or counted.
What no index knows (words in a title, say) is sought among the next rows only, so many at a time;
the reader may go on from there.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

PER_PAGE = 20
#: So many rows are looked through for one page of what a search finds.
SOUGHT = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in a list that is ordered by when it was changed."""

    changed_at: datetime
    pk: UUID

    def __str__(self) -> str:
        return f"{self.changed_at.astimezone(UTC):%Y%m%dT%H%M%S.%f}-{self.pk.hex}"

    @classmethod
    def of(cls, row: Any) -> "Place":
        return cls(row.changed_at, row.pk)

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place that `str` wrote, or None for any other text."""
        moment, _, key = text.partition("-")
        try:
            at = datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
            return cls(at, UUID(hex=key))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the places before and after which the neighbouring pages are asked for.

    `is_partly_searched` says that the search stopped before it had found a page full.
    """

    rows: list[Any]
    before: Place | None = None
    after: Place | None = None
    is_partly_searched: bool = False


def page_of(
    rows: QuerySet,
    *,
    newest_first: bool = True,
    sought: Q | None = None,
    after: str = "",
    before: str = "",
) -> Page:
    """One page of `rows`: the first one, or the one after or before a place.

    `rows` should be what an index gives in this order. `sought` is what else a row must fulfil.
    """
    if place := Place.read(before):
        found, go_on, stopped = _read(rows, not newest_first, sought, place)
        found.reverse()
        last = Place.of(found[-1]) if found else place
        return Page(found, before=go_on, after=last, is_partly_searched=stopped)
    place = Place.read(after)
    found, go_on, stopped = _read(rows, newest_first, sought, place)
    first = Place.of(found[0]) if found else place
    return Page(found, before=first if place else None, after=go_on, is_partly_searched=stopped)


def _read(
    rows: QuerySet, newest_first: bool, sought: Q | None, place: Place | None
) -> tuple[list[Any], Place | None, bool]:
    """The next rows, from where to go on if there may be more, and whether a search stopped."""
    sign, further, nearer = ("-", "lt", "gt") if newest_first else ("", "gt", "lt")
    ordered = rows.order_by(f"{sign}changed_at", f"{sign}pk")
    if place:
        ordered = ordered.filter(_side(place, further))
    end = None
    if sought is not None:
        end = _place_at(ordered, SOUGHT - 1)
        if end:
            ordered = ordered.filter(_side(end, nearer) | Q(pk=end.pk))
        ordered = ordered.filter(sought)
    found = list(ordered[: PER_PAGE + 1])
    if len(found) > PER_PAGE:
        return found[:PER_PAGE], Place.of(found[PER_PAGE - 1]), False
    return found, end, end is not None


def _side(place: Place, than: str) -> Q:
    """The rows on one side of the place."""
    # The first condition adds nothing, but an index can begin at it.
    return Q(**{f"changed_at__{than}e": place.changed_at}) & (
        Q(**{f"changed_at__{than}": place.changed_at})
        | Q(**{"changed_at": place.changed_at, f"pk__{than}": place.pk})
    )


def _place_at(ordered: QuerySet, position: int) -> Place | None:
    """The place of a row so many rows further on, None where the list ends before."""
    ends = ordered.values_list("changed_at", "pk")[position : position + 1]
    return next((Place(*end) for end in ends), None)
