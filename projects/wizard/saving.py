"""Saving one step: what was typed, as it was typed, by one conditional UPDATE."""

from django.db import transaction
from django.utils import timezone

from projects.models import Case, Person
from projects.models.draft_field import Draft
from projects.models.rows import change_rows
from projects.services.presence import note_presence
from projects.wizard.answers import Answers
from projects.wizard.forms.step import Typed

#: Characters of one step that a draft keeps; far more than all its questions accept together.
MOST_CHARACTERS = 3_000_000
#: The steps that decide the size tier.
TIER_STEPS = frozenset({"size", "technology"})
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class NotSaved(Exception):
    """The draft was not changed; `case` is the case as it is now."""

    def __init__(self, case: Case) -> None:
        super().__init__(str(case.pk))
        self.case = case


class Stale(NotSaved):
    """Somebody else, or another tab, saved in the meantime."""


class Closed(NotSaved):
    """The case can no longer be edited: it was submitted or withdrawn in the meantime."""


class Deleted(NotSaved):
    """The draft was deleted in the meantime; `case` is what was left of it here."""


@transaction.atomic
def save_step(*, case: Case, person: Person, version: int, changes: dict[str, Typed]) -> Case:
    """Save `changes` (step -> what was typed) into the draft and return the case as saved.

    `version` is the version of the draft that the page was made from. Raises `Stale`, `Closed` or
    `Deleted`, and then nothing was changed.
    """
    draft = Draft.of({**case.draft, **changes})
    now = timezone.now()
    saved = {
        "draft": draft,
        "draft_version": version + 1,
        "draft_saved_at": now,
        "draft_saved_by": person.pk,
        "changed_at": now,
        "tier": tier_of(case, draft) if TIER_STEPS.intersection(changes) else case.tier,
        "title": title_of(draft) or case.title,
        "title_zh": title_of(draft, "name_zh"),
    }
    as_read = {"id": case.pk, "draft_version": version, "status": case.status}
    is_current = version == case.draft_version and case.is_editable
    if not is_current or not change_rows(Case, saved, **as_read):
        current = Case.objects.filter(pk=case.pk).first()
        if current is None:
            raise Deleted(case)
        raise Stale(current) if current.is_editable else Closed(current)
    note_presence(case=case, person=person, place=next(iter(changes)))
    for name, value in {**saved, "draft_saved_by": person}.items():
        setattr(case, name, value)
    return case


def tier_of(case: Case, draft: dict[str, Typed]) -> str:
    """The size tier of the draft as of today; empty before a yearly reduction can be read."""
    return Answers.of(case, draft=draft).path.tier


def title_of(draft: dict[str, Typed], field: str = "name") -> str:
    """The title of a case is the name of its project (`name`, `name_zh`), as far as one was typed."""
    return " ".join((draft.get("project", {}).get(field) or [""])[-1].split())[:500]


def storable(text: str) -> str:
    """`text` without what no database keeps: NUL and half characters become the replacement character."""
    return (
        "".join(REPLACEMENT if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
        if ("\0" in text or not text.isascii())
        else text
    )


def length_of(typed: Typed) -> int:
    return sum(len(text) for texts in typed.values() for text in texts)
