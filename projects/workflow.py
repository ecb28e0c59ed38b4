"""The moves of a case: one table. It refuses, it records, and it draws the buttons."""

from collections.abc import Callable
from dataclasses import dataclass

from projects.models import Case, Person, ReviewRequest, Role, Status


@dataclass(frozen=True, slots=True)
class Move:
    """From which statuses to which, by whom, and under which conditions."""

    source: tuple[Status, ...]
    target: Status
    role: Role
    guards: tuple[Callable[[Case, Person], bool], ...] = ()
    needs_note: bool = False


def own_organisation(case: Case, actor: Person) -> bool:
    """Proponents act for their own organisation."""
    return case.organisation_id == actor.organisation_id


def other_organisation(case: Case, actor: Person) -> bool:
    """Nobody reviews the case of the own organisation, nor one they prepared."""
    return case.organisation_id != actor.organisation_id and case.prepared_by_id != actor.pk


def took_it_up(case: Case, actor: Person) -> bool:
    """Only the reviewer who took the case up acts on it."""
    return case.reviewer_id == actor.pk


def took_it_up_or_stands_in(case: Case, actor: Person) -> bool:
    """Where the reviewer's access has ended, another one frees the case, so that none is stuck."""
    if took_it_up(case, actor):
        return True
    gone = case.reviewer is not None and not case.reviewer.is_active
    return gone and other_organisation(case, actor)


def latest_requests(case: Case) -> list[ReviewRequest] | None:
    """The requests on the case with their entries alone, or None where nothing was submitted."""
    if not (submission := case.latest_submission()):
        return None
    return list(submission.all_requests().prefetch_related(None).prefetch_related("entries"))


def requests_to_send(case: Case, actor: Person) -> bool:
    """A case goes back with at least one CAR or CL that the proponent has yet to answer."""
    requests = latest_requests(case)
    return requests is not None and any(request.awaits_answer for request in requests)


def requests_closed(case: Case, actor: Person) -> bool:
    """CARs and CLs are closed before a positive decision; FARs stay for first verification."""
    requests = latest_requests(case)
    return requests is not None and not any(request.blocks_approval for request in requests)


def found_additional(case: Case, actor: Person) -> bool:
    """Only what the engine found additional can be approved."""
    submission = case.latest_submission()
    return submission is not None and submission.conclusion == "additional"


def fragile_accepted(case: Case, actor: Person) -> bool:
    """A fragile result needs its explanation accepted by a reviewer, by name."""
    submission = case.latest_submission()
    return submission is not None and (
        not submission.is_fragile() or hasattr(submission, "fragile_acceptance")
    )


S = Status
UNDER_WAY = (S.SUBMITTED, S.UNDER_REVIEW, S.RETURNED)
MOVES: dict[str, Move] = {
    "submit": Move((S.DRAFT, S.RETURNED), S.SUBMITTED, Role.PROPONENT, (own_organisation,)),
    "withdraw": Move(UNDER_WAY, S.WITHDRAWN, Role.PROPONENT, (own_organisation,)),
    "reopen": Move((S.WITHDRAWN,), S.DRAFT, Role.PROPONENT, (own_organisation,)),
    "take_up": Move((S.SUBMITTED,), S.UNDER_REVIEW, Role.REVIEWER, (other_organisation,)),
    "put_back": Move((S.UNDER_REVIEW,), S.SUBMITTED, Role.REVIEWER, (took_it_up_or_stands_in,)),
    "send_back": Move((S.UNDER_REVIEW,), S.RETURNED, Role.REVIEWER, (took_it_up, requests_to_send)),
    "approve": Move(
        (S.UNDER_REVIEW,),
        S.APPROVED,
        Role.REVIEWER,
        (other_organisation, took_it_up, found_additional, requests_closed, fragile_accepted),
        needs_note=True,
    ),
    "refuse": Move(
        (S.UNDER_REVIEW,),
        S.REFUSED,
        Role.REVIEWER,
        (other_organisation, took_it_up),
        needs_note=True,
    ),
}


def refusal(name: str, case: Case, actor: Person) -> str:
    """Say by a code why `actor` may not make the move now, or return an empty string.

    Codes: `inactive`, `wrong_role`, `wrong_status`, or the name of the guard that refused.
    """
    move = MOVES[name]
    if not actor.is_active:
        return "inactive"
    if actor.role != move.role:
        return "wrong_role"
    if case.status not in move.source:
        return "wrong_status"
    return next((guard.__name__ for guard in move.guards if not guard(case, actor)), "")


def open_to(case: Case, actor: Person) -> list[str]:
    """Name the moves `actor` may make now; the pages draw one button for each."""
    return [name for name in MOVES if not refusal(name, case, actor)]
