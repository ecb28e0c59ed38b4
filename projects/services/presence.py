"""Where people were seen in a draft. Written with a save and by a page that stays open, by POST.

Opening a page writes nothing: a browser may open it unasked.
"""

from django.utils import timezone

from projects.models import Case, Person, Presence

EVIDENCE = "evidence"


def note_presence(*, case: Case, person: Person, place: str) -> None:
    """Write that the person is at `place`, the name of a step or `evidence`: one statement, but for the first time."""
    now = timezone.now()
    if Presence.objects.filter(case=case, person=person).update(place=place, at=now):
        return
    Presence.objects.bulk_create(
        [Presence(case=case, person=person, place=place, at=now)],
        update_conflicts=True,
        unique_fields=["case", "person"],
        update_fields=["place", "at"],
    )
