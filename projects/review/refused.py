"""What a page says when a move was not possible: why, and who did what meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from projects.cases.timeline import Entry
from projects.models import Case, ReviewRequest
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
    meanwhile = [
        Entry(move.at, move.actor.name, move_made(move.move), move.note, move.move == "take_up")
        for move in moves
    ]
    return Refused(refusal_sentence(error.code), meanwhile)


def overtaken(error: MoveRefused, request: ReviewRequest) -> Refused:
    """What somebody did to the request meanwhile."""
    newest = request.entries.select_related("by").order_by("-pk")[:1]
    meanwhile = [
        Entry(one.at, one.by.name, f"{request.label}: {one.get_kind_display()}", one.text)
        for one in newest
    ]
    return Refused(refusal_sentence(error.code), meanwhile)
