"""Putting a draft under another rule pack."""

from django.db import transaction
from django.utils import timezone

from projects.models import Case, Person
from projects.wizard.answers import Answers


class RulesRefused(Exception):
    """The draft was saved, submitted or deleted meanwhile; nothing was changed."""


@transaction.atomic
def choose_rules(*, case: Case, person: Person, pack_key: str, version: str) -> None:
    """Judge the draft by `pack_key` from now on. What was typed stays.

    `version` is the version of the draft the page was made from. Raises `RulesRefused`.
    """
    now = timezone.now()
    moved = Case(pk=case.pk, pack_key=pack_key, draft=case.draft)
    changed = (
        Case.objects.editable()
        .filter(pk=case.pk, draft_version=int(version) if version.isdecimal() else -1)
        .update(
            pack_key=pack_key,
            draft_version=case.draft_version + 1,
            draft_saved_at=now,
            draft_saved_by=person,
            changed_at=now,
            tier=Answers.of(moved, draft=case.draft).path.tier,
        )
    )
    if not changed or version != str(case.draft_version):
        raise RulesRefused
