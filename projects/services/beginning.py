"""Beginning a case: an empty draft, or one made of a case file."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from additionality.engine.case import read_case_json
from projects.models import Case, Person

DEFAULT_PACK = Case._meta.get_field("pack_key").get_default()
SECOND_PRESS = timedelta(seconds=10)


@transaction.atomic
def once(begin: Callable[[], Case], *, actor: Person) -> Case:
    """The case that `begin` makes; of a button pressed twice, the case of the first press.

    That is one of this person, equal to the new one, which nobody has touched for the moment
    since it was begun.
    """
    Person.objects.select_for_update().get(pk=actor.pk)  # one press after the other
    case = begin()
    recent = Case.objects.filter(
        prepared_by=actor,
        status=case.status,
        title=case.title,
        pack_key=case.pack_key,
        draft_version=case.draft_version,
        draft_saved_at__gt=case.draft_saved_at - SECOND_PRESS,
        evidence_files=None,
        moves=None,
    ).exclude(pk=case.pk)
    first = next((one for one in recent.order_by("created_at") if one.draft == case.draft), None)
    if first:
        case.delete()
    return first or case


def begin(*, actor: Person, pack_key: str = DEFAULT_PACK) -> Case:
    """An empty draft of the person's organisation under a rule pack."""
    return Case.objects.create(
        pack_key=pack_key,
        organisation=actor.organisation,
        prepared_by=actor,
        draft_saved_by=actor,
        draft_saved_at=timezone.now(),
    )


@transaction.atomic
def begin_from(*, actor: Person, text: bytes | str) -> Case:
    """A draft from a case file. Raises MalformedCase and then stores nothing.

    The day of assessment is left behind: it will be the day of submission. Evidence is kept as
    it is listed, with its SHA-256; the files themselves have to be uploaded.
    """
    from projects.wizard.answers import Answers
    from projects.wizard.facts import draft_from

    data = read_case_json(text).to_dict()
    with_ids(data.get("evidence", []))
    case = begin(actor=actor)
    case.title = data["project"]["name"]
    case.title_zh = data["project"].get("name_zh", "")
    case.pack_key = data["pack"]
    case.draft = draft_from(data)
    case.draft_version = 1
    case.tier = Answers.of(case).path.tier
    case.save()
    return case


def with_ids(entries: list[dict]) -> None:
    """Give evidence without an id the next free one of E1, E2, ..."""
    taken = {entry.get("id") for entry in entries}
    free = (f"E{n}" for n in range(1, 2 * len(entries) + 2) if f"E{n}" not in taken)
    for entry in entries:
        if not entry.get("id"):
            entry["id"] = next(free)
