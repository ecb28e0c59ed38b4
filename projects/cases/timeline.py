"""The history of a case, as both sides see it: what was done, by whom, when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from projects import wording
from projects.models import Case


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    actor: str
    title: str
    note: str = ""
    is_declaration: bool = False


def timeline(case: Case) -> list[Entry]:
    """The entries of the case, oldest first."""
    begun = Entry(case.created_at, _with_organisation(case.prepared_by, case), _begun(case))
    moves = case.moves.select_related("actor__organisation", "submission").order_by("pk")
    return [begun, *(_entry(move) for move in moves)]


def _begun(case: Case) -> str:
    if case.copied_from:
        return _("Begun as a copy of %(reference)s") % {"reference": case.copied_from}
    return _("Begun")


def _entry(move) -> Entry:
    title = wording.move(move.move)
    if move.move == "submit" and move.submission:
        title = _("Submission %(number)s") % {"number": move.submission.number}
    actor = f"{move.actor.name}, {move.actor.organisation.name}"
    return Entry(move.at, actor, title, move.note, is_declaration=move.move == "take_up")


def _with_organisation(person, case: Case) -> str:
    return f"{person.name}, {case.organisation.name}"
