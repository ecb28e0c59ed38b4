"""How far a case is: its steps as a task list, the tier and why, and what reviewers asked for."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from projects import wording
from projects.models import Case, ReviewRequest, Status
from projects.wizard.answers import Answers
from projects.wizard.path import Path
from projects.wizard.steps import BY_NAME, GROUPS, Step

NOT_STARTED, IN_PROGRESS, PROBLEM, COMPLETE = "not_started", "in_progress", "problem", "complete"
#: Codes of form errors that mean only: not answered yet.
UNANSWERED = {"required"}


@dataclass(frozen=True, slots=True)
class TierShown:
    """The tier and why: `sentences` compare the largest yearly reduction (tCO2e) with each limit."""

    tier: str
    label: str
    sentences: list[str]
    basis: tuple[Any, ...]
    required: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One step as a task. `lacks` names what is still to be answered; `requests` are open ones bound to it.

    `is_one_of`: it serves an analysis of which another one would do.
    """

    step: str
    title: str
    url: str
    state: str
    state_label: str
    analysis: str
    lacks: list[str] = field(default_factory=list)
    requests: list[ReviewRequest] = field(default_factory=list)
    is_optional: bool = False
    is_one_of: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    tasks: list[Task]
    name: str = ""


@dataclass(frozen=True, slots=True)
class TaskList:
    """`next_url` is the first task that is not complete, or checking the answers.

    `has_requests`: reviewers asked something that is not answered yet.
    """

    tier: TierShown | None
    groups: list[Group]
    next_url: str
    is_complete: bool
    answers: Answers
    has_requests: bool = False


def task_list(case: Case, *, on: date | None = None) -> TaskList:
    """The tasks of a case, from its draft as it stands. Reads the evidence, and the requests of a returned case."""
    answers = Answers.of(case, on=on)
    requests = open_requests(case)
    tasks = [(step.group, _task(answers, step, requests)) for step in answers.path.steps()]
    if answers.path.decision is not None:
        tasks.append(("evidence", _evidence_task(answers, requests)))
    names = dict.fromkeys(group for group, _task_of in tasks)
    groups = [
        Group(str(GROUPS[name]), [task for group, task in tasks if group == name], name)
        for name in names
    ]
    open_tasks = [task for _group, task in tasks if task.state != COMPLETE]
    needed = [task for task in open_tasks if not task.is_optional or task.state != NOT_STARTED]
    for group in answers.path.any_of:
        serving = [task for _group, task in tasks if task.analysis in group]
        if not any(task.state != NOT_STARTED for task in serving):
            needed += serving[:1]
    check = reverse("cases:check", kwargs={"pk": case.pk})
    return TaskList(
        tier=tier_shown(answers.path),
        groups=groups,
        next_url=_goes_on(answers, needed[0]) if needed else check,
        is_complete=not needed and answers.facts is not None,
        answers=answers,
        has_requests=bool(requests),
    )


def _goes_on(answers: Answers, task: Task) -> str:
    """Where to go on; an analysis of which another would do is chosen first."""
    step = BY_NAME.get(task.step)
    if step and answers.path.way_of(step) and task.state == NOT_STARTED:
        return reverse("wizard:choose", kwargs={"pk": answers.case.pk})
    return task.url


def _task(answers: Answers, step: Step, requests: list[ReviewRequest]) -> Task:
    state, lacks = state_of(answers, step)
    return Task(
        step=step.name,
        title=str(step.title),
        url=reverse("wizard:step", kwargs={"pk": answers.case.pk, "step": step.name}),
        state=state,
        state_label=wording.task_state(state),
        analysis=answers.path.analysis_of(step),
        lacks=lacks,
        requests=requests_for(step, requests),
        is_optional=answers.path.is_optional(step),
        is_one_of=bool(answers.path.way_of(step)),
    )


def _evidence_task(answers: Answers, requests: list[ReviewRequest]) -> Task:
    state = COMPLETE if answers.evidence_files else NOT_STARTED
    return Task(
        step="evidence",
        title=str(_("Evidence files")),
        url=reverse("cases:evidence", kwargs={"pk": answers.case.pk}),
        state=state,
        state_label=wording.task_state(state),
        analysis="",
        requests=[request for request in requests if request.part == "evidence"],
        is_optional=True,
    )


def state_of(answers: Answers, step: Step) -> tuple[str, list[str]]:
    """The state of a step, and what is still to be answered in it.

    An answer that cannot be read is a problem; one that is only missing leaves the step in progress.
    """
    if not answers.is_saved(step):
        return NOT_STARTED, []
    form = answers.checked_form(step)
    errors = [
        error
        for part in form.all_forms()
        for errors in part.errors.as_data().values()
        for error in errors
    ]
    if any(error.code not in UNANSWERED for error in errors):
        return PROBLEM, form.lacks()
    lacks = form.lacks()
    return (IN_PROGRESS, lacks) if errors or lacks else (COMPLETE, [])


def tier_shown(path: Path) -> TierShown | None:
    """The tier with the comparisons that decided it."""
    decision = path.decision
    if decision is None:
        return None
    basis = [one.to_dict() for one in decision.basis]
    sentences = [wording.tier_reason({"tier": decision.tier, "tier_basis": basis})]
    return TierShown(
        decision.tier, wording.tier(decision.tier), sentences, decision.basis, decision.required
    )


def open_requests(case: Case) -> list[ReviewRequest]:
    """The requests a returned case still has to answer, of whichever submission."""
    if case.status != Status.RETURNED:
        return []
    raised = ReviewRequest.objects.filter(submission__case=case).prefetch_related("entries")
    return [request for request in raised if request.awaits_answer]


def requests_for(step: Step, requests: list[ReviewRequest]) -> list[ReviewRequest]:
    return [request for request in requests if step.answers_requests_on(request.part)]
