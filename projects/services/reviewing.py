"""What a reviewer does with a case short of deciding it: take up, request, close, accept."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Max

from projects.models import (
    Case,
    EntryKind,
    FragileAcceptance,
    MoveRecord,
    Person,
    RequestEntry,
    RequestKind,
    ReviewRequest,
    Scenario,
    Status,
    Submission,
)
from projects.services.moves import MoveOvertaken, MoveRefused, make_move

PARTS = (
    "project",
    "size",
    "eligibility",
    "prior_consideration",
    "regulatory",
    "alternatives",
    "first_of_its_kind",
    "investment",
    "barriers",
    "common_practice",
    "microscale",
    "evidence",
    "radar",
)
SENDING_MOVES = ("send_back", "approve", "refuse")


@transaction.atomic
def take_up(*, case: Case, actor: Person, declaration: str) -> MoveRecord:
    """Begin the review of a case; `declaration` is what was declared about impartiality.

    Its words are kept in the record as the reviewer read them, like any signed statement.
    """
    if not declaration.strip():
        raise MoveRefused("note_missing")
    return make_move(case=case, name="take_up", actor=actor, note=declaration)


@transaction.atomic
def send_back(*, case: Case, actor: Person, submission_number: int, note: str = "") -> MoveRecord:
    """Return the case to the proponent, who from now on sees the requests raised."""
    fresh, _ = latest_read(case, submission_number)
    return make_move(case=fresh, name="send_back", actor=actor, note=note)


@transaction.atomic
def raise_request(
    *,
    case: Case,
    actor: Person,
    submission_number: int,
    kind: str,
    part: str,
    text: str,
    scenario: Scenario | None = None,
) -> ReviewRequest:
    """Raise a CAR, CL or FAR on one part of the submission that was read.

    Requests are numbered by kind through the whole case. The proponent sees it once the case is
    sent back, and with it the `scenario` of that submission. A request that says the same as an open
    one of the same reviewer is that one: the button was pressed twice. Raises MoveRefused, and
    ValueError for an unknown kind or part or the scenario of another submission.
    """
    if kind not in RequestKind.values or part not in PARTS:
        raise ValueError(f"no such request: {kind} on {part}")
    fresh, submission = latest_read(case, submission_number)
    must_be_reviewing(fresh, actor, text)
    if scenario is not None and scenario.submission_id != submission.pk:
        raise ValueError(f"scenario {scenario.pk} is of another submission")
    earlier = ReviewRequest.objects.filter(submission__case=fresh, kind=kind)
    same = {"submission": submission, "part": part, "text": text.strip(), "raised_by": actor}
    same["scenario"] = scenario
    if pressed_before := earlier.filter(entries=None, **same).first():
        return pressed_before
    last = earlier.aggregate(last=Max("number"))["last"] or 0
    return ReviewRequest.objects.create(kind=kind, number=last + 1, **same)


@transaction.atomic
def close_request(*, request: ReviewRequest, actor: Person, text: str) -> RequestEntry:
    """Close a request with words that say why. Raises MoveRefused, MoveOvertaken if closed."""
    return _follow(request, actor, EntryKind.CLOSED, text)


@transaction.atomic
def reopen_request(*, request: ReviewRequest, actor: Person, text: str) -> RequestEntry:
    """Ask again: the answer did not settle it, or it was closed too early."""
    return _follow(request, actor, EntryKind.REOPENED, text)


@transaction.atomic
def accept_fragile(
    *, case: Case, actor: Person, submission_number: int, reason: str
) -> FragileAcceptance:
    """Accept by name why the variation that reaches the benchmark is unlikely.

    Raises MoveRefused, `not_fragile` where there is nothing to accept, MoveOvertaken where
    it was accepted before.
    """
    fresh, submission = latest_read(case, submission_number)
    must_be_reviewing(fresh, actor, reason)
    if not submission.is_fragile():
        raise MoveRefused("not_fragile")
    try:
        with transaction.atomic():
            return FragileAcceptance.objects.create(
                submission=submission, reason=reason.strip(), accepted_by=actor
            )
    except IntegrityError:
        raise MoveOvertaken from None


def latest_read(case: Case, submission_number: int) -> tuple[Case, Submission]:
    """The case, locked, and its newest submission if that is the one that was read.

    The page a reviewer acts on may be old: the proponent can have withdrawn and submitted
    again. Call it inside a transaction. Raises MoveOvertaken.
    """
    fresh = Case.objects.select_for_update().get(pk=case.pk)
    submission = fresh.latest_submission()
    if submission is None or submission.number != submission_number:
        raise MoveOvertaken
    return fresh, submission


def sent_requests(case: Case) -> list[ReviewRequest]:
    """The requests the proponent has been told of, oldest first, with their entries.

    A request stays with the reviewer until the case is sent back or decided after it.
    """
    sent_at = case.moves.filter(move__in=SENDING_MOVES).aggregate(last=Max("at"))["last"]
    if sent_at is None:
        return []
    return list(case_requests(case).filter(raised_at__lte=sent_at))


def case_requests(case: Case):
    """Every request ever raised on the case, sent or not, with its entries."""
    return ReviewRequest.objects.filter(submission__case=case).prefetch_related(
        "entries__by", "raised_by", "submission", "scenario__kept_by"
    )


def unsent(requests: Iterable[ReviewRequest], moves: Iterable[MoveRecord]) -> set[int]:
    """The keys of those requests that only reviewers know of, from rows already read."""
    sent_at = max((move.at for move in moves if move.move in SENDING_MOVES), default=None)
    return {one.pk for one in requests if sent_at is None or one.raised_at > sent_at}


def _follow(request: ReviewRequest, actor: Person, kind: str, text: str) -> RequestEntry:
    case = Case.objects.select_for_update().get(submissions=request.submission_id)
    must_be_reviewing(case, actor, text)
    newest = request.entries.order_by("-pk").first()
    state = newest.kind if newest else EntryKind.REOPENED
    if state == kind:
        raise MoveOvertaken
    return RequestEntry.objects.create(request=request, kind=kind, text=text.strip(), by=actor)


def must_be_reviewing(case: Case, actor: Person, text: str) -> None:
    """Refuse whoever does not review the case now, and whoever says nothing. Raises MoveRefused."""
    if case.status != Status.UNDER_REVIEW:
        raise MoveRefused("wrong_status")
    if case.reviewer_id != actor.pk:
        raise MoveRefused("took_it_up")
    if not text.strip():
        raise MoveRefused("note_missing")
