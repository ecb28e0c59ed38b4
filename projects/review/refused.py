"""What a page says when a move was not possible: why, and who did what meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from projects.models import Case, MoveRecord
from projects.services.moves import MoveRefused


@dataclass(frozen=True)
class Refused:
    """The reason in a sentence, and the moves since the page was opened, newest last."""

    sentence: str
    meanwhile: Sequence[MoveRecord] = field(default_factory=list)


def refused(error: MoveRefused, case: Case, seen: int) -> Refused:
    """`seen` is the key of the newest move the page knew of, 0 for none."""
    from projects.wording import refusal_sentence

    moves = case.moves.filter(pk__gt=seen).select_related("actor")
    return Refused(refusal_sentence(error.code), list(moves))
