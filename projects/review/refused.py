"""What a page says when a move was not possible: why, and who did what meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from projects.cases.timeline import Entry
from projects.models import Case
from projects.services.moves import MoveRefused
from projects.wording import move as move_made
from projects.wording import refusal_sentence


@dataclass(frozen=True)
class Refused:
    """The reason in a sentence, and the moves since the page was opened, newest last."""

    sentence: str
    meanwhile: Sequence[Entry] = field(default_factory=list)


def refused(error: MoveRefused, case: Case, seen: int) -> Refused:
    """`seen` is the key of the newest move the page knew of, 0 for none."""
    moves = case.moves.filter(pk__gt=seen).select_related("actor")
    meanwhile = [Entry(move.at, move.actor.name, move_made(move.move), move.note) for move in moves]
    return Refused(refusal_sentence(error.code), meanwhile)
