"""What the Taiwanese lists say of a source, as hints: a person compares, and answers."""

from dataclasses import dataclass

from projects.models import ListedSource
from projects.services.source_lists import found_on_lists
from projects.wizard.saving import storable

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class LookedUp:
    """`text` is what was looked up; `more` entries were found besides those of `found`.

    `is_empty` says that no list is kept here at all, so that nothing could be found.
    """

    text: str
    found: list[ListedSource]
    more: int
    is_empty: bool


def look_up(text: str) -> LookedUp:
    """The entries that may mean the source `text`, a name or an identifier."""
    text = storable(text.strip())[:300]
    found = list(found_on_lists(text)[: 10 * MOST_SHOWN])
    is_empty = not found and not ListedSource.objects.exists()
    return LookedUp(text, found[:MOST_SHOWN], len(found) - len(found[:MOST_SHOWN]), is_empty)
