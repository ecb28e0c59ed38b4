"""Issuing: render, sign, verify, store. The floor: the render alone. Both as the worker does them."""

from collections.abc import Iterator

from projects.models import SignedDocument
from projects.register import issuing_steps
from projects.services.issuing import issue
from tests.bench.determined import make_determination
from tests.bench.measuring import Row, compare

ROUNDS = 7


def rows() -> Iterator[Row]:
    waiting = [make_determination() for _ in range(ROUNDS + 2)]
    drawn = make_determination()

    def issued(number: int) -> None:
        assert issue(waiting[number].pk)

    def rendered(number: int) -> None:
        assert issuing_steps.draw(drawn)

    yield compare("issue a determination", issued, rendered, bar=1.4, rounds=ROUNDS)
    assert SignedDocument.objects.count() == len(waiting)
