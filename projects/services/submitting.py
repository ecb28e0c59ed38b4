"""Submitting: the draft is read, assessed and frozen, and the case moves, all or nothing."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from additionality.engine.assess import Assessment, assess
from additionality.engine.canonical import canonical_json
from additionality.engine.case import Case as CaseFacts
from additionality.engine.case import read_case
from additionality.engine.problems import MalformedCase, Problem
from projects import workflow
from projects.activities.searched import tells_as_found
from projects.models import Case, EntryKind, Person, RequestKind, ReviewRequest, Submission
from projects.radar.looking import keep_submission, look
from projects.services.data_set_use import named_by, note_use
from projects.services.evidence import waiting
from projects.services.moves import MoveOvertaken, MoveRefused, make_move
from projects.services.reviewing import sent_requests
from projects.spreadsheets.taken import frozen


class SubmitRefused(Exception):
    """The case cannot be submitted as it stands; nothing was changed.

    `code`: `stale` (the draft is another version than the one that was declared), `unfinished`
    (`problems` says why), `evidence_missing` (`names`: keys without a file), `requests_open`
    (`names`: requests without an answer), `search_altered` (the case tells of the search in a
    data set what the data set does not say).
    """

    def __init__(
        self, code: str, problems: tuple[Problem, ...] = (), names: tuple[str, ...] = ()
    ) -> None:
        super().__init__(code)
        self.code, self.problems, self.names = code, problems, names


@dataclass(frozen=True, slots=True)
class Standing:
    """A draft as the engine sees it today: what hinders its reading, or its assessment."""

    data: dict
    facts: CaseFacts | None = None
    assessment: Assessment | None = None
    problems: tuple[Problem, ...] = field(default=())


def stand(case: Case, on: date | None = None) -> Standing:
    """Read and assess the draft of a case for the day `on`, today in Taipei by default."""
    from projects.wizard.answers import Answers

    answers = Answers.of(case, on=on or timezone.localdate())
    data = answers.case_data
    try:
        facts = read_case(data)
        return Standing(data, facts, assess(facts), unreadable(answers))
    except MalformedCase as malformed:
        return Standing(data, problems=(*unreadable(answers), *malformed.errors))


def unreadable(answers) -> tuple[Problem, ...]:
    """A step with an answer that cannot be read by itself would be left out silently: refuse."""
    step = answers.unreadable_step
    said = {"expected": "an answer that can be read", "given": "what was typed"}
    return (Problem(f"step:{step.name}", "wrong_type", said),) if step else ()


def unanswered(case: Case) -> list[ReviewRequest]:
    """The requests that must be answered before the case is submitted again.

    Corrective action and clarification requests that were sent and are neither closed nor
    answered. A forward action request is for the first verification and hinders nothing.
    """
    return [
        request
        for request in sent_requests(case)
        if request.kind != RequestKind.FAR
        and (request.last_entry is None or request.last_entry.kind == EntryKind.REOPENED)
    ]


@transaction.atomic
def submit(
    *, case: Case, actor: Person, version: int, declaration: str, number: int | None = None
) -> Submission:
    """Freeze the draft at `version` with its assessment of today, and move the case.

    `number` is the submission this will be, as the person saw it; a second sending of the same
    form then finds it taken. Raises SubmitRefused, MoveRefused or MoveOvertaken, and then
    changes nothing. Of several at once exactly one succeeds.
    """
    fresh = Case.objects.select_for_update().filter(pk=case.pk).first()
    if fresh is None:  # a colleague deleted the draft
        raise MoveOvertaken
    if code := workflow.refusal("submit", fresh, actor):
        raise MoveRefused(code)
    newest = fresh.latest_submission()
    this = newest.number + 1 if newest else 1
    if number is not None and number != this:
        raise MoveOvertaken
    _refuse_unready(fresh, version)
    standing = stand(fresh)
    if standing.problems or standing.assessment is None or standing.facts is None:
        raise SubmitRefused("unfinished", standing.problems)
    data_sets = list(named_by(fresh, standing.facts))
    if not all(tells_as_found(standing.facts, one) for one in data_sets):
        raise SubmitRefused("search_altered")
    submission = _freeze(fresh, actor, standing.facts, standing.assessment, declaration, this)
    keep_submission(submission, standing.facts)
    note_use(fresh, data_sets)
    make_move(case=fresh, name="submit", actor=actor)
    Case.objects.filter(pk=case.pk).update(tier=submission.tier)
    case.refresh_from_db()
    return submission


def _refuse_unready(case: Case, version: int) -> None:
    if case.draft_version != version:
        raise SubmitRefused("stale")
    if without := waiting(case):
        raise SubmitRefused("evidence_missing", names=tuple(one.key for one in without))
    if asked := unanswered(case):
        raise SubmitRefused("requests_open", names=tuple(request.label for request in asked))


def _freeze(
    case: Case,
    actor: Person,
    facts: CaseFacts,
    assessment: Assessment,
    declaration: str,
    number: int,
) -> Submission:
    result = assessment.to_dict()
    radar = look(facts, case=case, on=facts.assessed_on)
    return Submission.objects.create(
        case=case,
        number=number,
        case_file=canonical_json(facts.to_dict()).decode(),
        assessment=canonical_json(result).decode(),
        radar=canonical_json(radar).decode(),
        draws=_draws(facts, assessment),
        sheets=frozen(case.draft),
        pack_key=result["pack"]["key"],
        pack_edition=result["pack"]["edition"],
        pack_sha256=result["pack"]["sha256"],
        tier=result["tier"],
        conclusion=result["conclusion"],
        declaration=declaration,
        submitted_by=actor,
    )


def _draws(facts: CaseFacts, assessment: Assessment) -> str:
    """The draws within the range as canonical JSON; empty where no investment analysis is judged."""
    from additionality.engine.draws import draws_of

    if not any("as_printed" in finding.figures for finding in assessment.findings):
        return ""
    drawn = draws_of(facts, assessment.pack)
    return canonical_json(drawn).decode() if drawn else ""
