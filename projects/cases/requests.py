"""The requests a proponent was sent, with where each is answered and what became of it."""

from dataclasses import dataclass

from django.urls import reverse

from projects import wording
from projects.models import Case, EntryKind, RequestEntry, RequestKind, ReviewRequest
from projects.services.reviewing import sent_requests
from projects.wizard.steps import STEPS


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A request with its part in words and the step that answers it.

    `kind` is its state as a shape: `problem` to answer, `progress` answered, `passed` closed.
    """

    request: ReviewRequest
    part_title: str
    url: str
    entries: tuple[RequestEntry, ...]
    kind: str

    @property
    def is_open(self) -> bool:
        return self.kind == "problem"

    @property
    def hinders(self) -> bool:
        """Whether it must be answered before the case is submitted again."""
        return self.is_open and self.request.kind != RequestKind.FAR

    @property
    def is_closed(self) -> bool:
        return self.kind == "passed"


KINDS = {EntryKind.ANSWERED: "progress", EntryKind.CLOSED: "passed", EntryKind.REOPENED: "problem"}


def requests_of(case: Case) -> list[RequestShown]:
    """The requests that were sent, those to answer first."""
    shown = [_shown(case, request) for request in sent_requests(case)]
    order = ("problem", "progress", "passed")
    return sorted(shown, key=lambda one: order.index(one.kind))


def _shown(case: Case, request: ReviewRequest) -> RequestShown:
    last = request.last_entry
    return RequestShown(
        request,
        part_title(request.part),
        step_url(case, request.part),
        tuple(request.entries.all()),
        KINDS[EntryKind(last.kind)] if last else "problem",
    )


def part_title(part: str) -> str:
    """The part of a case a request is bound to, in words."""
    return wording.part(part)


def step_url(case: Case, part: str) -> str:
    """The page on which a part is answered."""
    if part == "evidence":
        return reverse("cases:evidence", kwargs={"pk": case.pk})
    step = next((s.name for s in STEPS if s.answers_requests_on(part)), "project")
    return reverse("wizard:step", kwargs={"pk": case.pk, "step": step})
