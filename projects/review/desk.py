"""The desk: answers and evidence on one side, findings, concerns and requests on the other.

It reads the newest submission, never the draft: what is reviewed is what was frozen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects import workflow
from projects.cases.timeline import timeline
from projects.models import (
    Case,
    FragileAcceptance,
    MoveRecord,
    Person,
    ReviewRequest,
    Status,
    Submission,
)
from projects.review.access import case_for
from projects.review.forms import (
    PART_LABELS,
    ActingForm,
    ConfirmForm,
    FollowForm,
    FragileForm,
    RequestForm,
    SendBackForm,
)
from projects.services.reviewing import unsent
from projects.showing.answers import answers
from projects.showing.changes import changes
from projects.showing.findings import show
from projects.showing.ledger import ledger, sizes_of
from projects.showing.path import stations_of_assessment
from projects.showing.radar import show_radar
from projects.showing.scenarios import can_be_changed
from projects.showing.taken import taken_as_frozen
from projects.wording import refusal_sentence


@dataclass(frozen=True)
class RequestShown:
    """A request with its part in words, and the form to close it or to ask again."""

    request: ReviewRequest
    part_label: str
    is_sent: bool
    form: FollowForm | None


@dataclass(frozen=True)
class Forms:
    """The forms of the page that were filled in and not accepted; the others come empty."""

    raising: RequestForm | None = None
    fragile: FragileForm | None = None
    sending: SendBackForm | None = None
    following: dict[int, FollowForm] = field(default_factory=dict)

    def filled_in(self) -> Iterator[Form]:
        """The form that was sent, if any; the page names its errors at the top."""
        sent = (self.raising, self.fragile, self.sending, *self.following.values())
        return (form for form in sent if form is not None)


@require_safe
def desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render_desk(request, case_for(request.user, pk))


def render_desk(
    request: HttpRequest, case: Case, *, forms: Forms | None = None, refused=None, status: int = 200
) -> HttpResponse:
    """The page, with the forms that came back filled in and the reason why."""
    context = desk_context(request, case, forms or Forms())
    return render(request, "review/desk.html", context | {"refused": refused}, status=status)


def desk_context(request: HttpRequest, case: Case, forms: Forms) -> dict[str, Any]:
    submission = case.latest_submission()
    moves = list(case.moves.select_related("actor"))
    data, assessment = submission.case_data(), submission.assessment_data()
    person = request.user
    is_mine = case.status == Status.UNDER_REVIEW and case.reviewer_id == person.pk
    requests = list(submission.all_requests())
    hidden = seen_by_form(submission, moves)
    chosen = {key: request.GET.get(key) for key in ("part", "scenario")}
    scenarios = list(submission.scenarios.select_related("kept_by"))
    open_moves = workflow.open_to(case, person)
    return {
        "case": case,
        "submission": submission,
        "shown": show(assessment, data, submission.draws_data()),
        "stations": stations_of_assessment(assessment),
        "sections": [one for one in answers(data) if one.part != "evidence"],
        "radar": show_radar(found) if (found := submission.radar_data()) else None,
        "ledger": ledger(data, sizes_of(case)),
        "sheets": taken_as_frozen(submission),
        "requests": requests_shown(requests, moves, is_mine=is_mine, forms=forms),
        "acceptance": FragileAcceptance.objects.filter(submission=submission)
        .select_related("accepted_by")
        .first(),
        "explanation": explanation_of(data),
        "is_fragile": submission.is_fragile(),
        "is_mine": is_mine,
        "open_moves": open_moves,
        "hindrances": []
        if not is_mine or "approve" in open_moves
        else hindrances("approve", case, person),
        "parts": PART_LABELS,
        "raising": filled(forms.raising, hidden)
        or RequestForm(initial=hidden | chosen, scenarios=scenarios),
        "scenarios": scenarios,
        "can_change_inputs": can_be_changed(data, assessment),
        "fragile": filled(forms.fragile, hidden) or FragileForm(initial=hidden),
        "sending": filled(forms.sending, hidden) or SendBackForm(initial=hidden),
        "confirming": ConfirmForm(initial=hidden),
        "failed": next(forms.filled_in(), None),
        "changes": changes_before(submission, data),
        "history": timeline(case),
    }


def changes_before(submission: Submission, data: dict[str, Any]) -> list[Any]:
    """What the proponent changed since the submission before; nothing for the first."""
    before = Submission.objects.filter(case=submission.case_id, number=submission.number - 1)
    return changes(one.case_data(), data) if (one := before.first()) else []


def seen_by_form(submission: Submission, moves: list[MoveRecord]) -> dict[str, int]:
    """What a form carries along: which submission was read, up to which move."""
    return {"submission": submission.number, "seen": moves[-1].pk if moves else 0}


def filled(form: ActingForm | None, hidden: dict[str, int]) -> ActingForm | None:
    """A form that came back, for the page as it is now."""
    return form.renewed(hidden) if form else None


def hindrances(name: str, case: Case, person: Person) -> list[str]:
    """Everything that stands against a move for this reviewer, in sentences."""
    code = workflow.refusal(name, case, person)
    guards = workflow.MOVES[name].guards
    if code not in {guard.__name__ for guard in guards}:
        return [refusal_sentence(code)] if code else []
    return [refusal_sentence(g.__name__) for g in guards if not g(case, person)]


def requests_shown(
    requests: list[ReviewRequest], moves: list[MoveRecord], *, is_mine: bool, forms: Forms
) -> list[RequestShown]:
    private = unsent(requests, moves)
    return [
        RequestShown(
            request=one,
            part_label=str(PART_LABELS.get(one.part, one.part)),
            is_sent=one.pk not in private,
            form=forms.following.get(one.pk) or (FollowForm(one) if is_mine else None),
        )
        for one in requests
    ]


def explanation_of(data: dict[str, Any]) -> str:
    """Why the proponent thinks that the benchmark will not be reached; often not asked."""
    sensitivity = (data.get("investment") or {}).get("sensitivity") or {}
    return sensitivity.get("explanation") or ""
