"""Where people were seen in a draft. Written with a save and by a page that stays open, by POST.

Opening a page writes nothing: a browser may open it unasked.
"""

from django.utils import timezone

from projects.models import Case, Person, Presence
from projects.models.rows import put_row

EVIDENCE = "evidence"


def note_presence(*, case: Case, person: Person, place: str) -> None:
    """Write that the person is at `place`, the name of a step or `evidence`: one statement."""
    put_row(
        Presence, unique=("case", "person"),
        case=case.pk, person=person.pk, place=place, at=timezone.now(),
    )  # fmt: skip
