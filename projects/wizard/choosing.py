"""Where any one of several analyses is enough: the page that says so first, and lets the person choose.

What is chosen is only where to go on. Nothing of it is kept: a case is judged by what it supplies.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects import wording
from projects.cases.words import WHY
from projects.models import Case
from projects.wizard.answers import Answers
from projects.wizard.progress import (
    COMPLETE,
    IN_PROGRESS,
    NOT_STARTED,
    PROBLEM,
    Task,
    TaskList,
    task_list,
)
from projects.wizard.steps import BY_NAME, Step
from projects.wording.phrases import listed


@dataclass(frozen=True, slots=True)
class Way:
    """One of the analyses: why it is asked, its pages, how far it is, and where it goes on."""

    title: str
    why: Any
    pages: list[str]
    state: str
    state_label: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The ways of which any one is enough; `title` names them, where there is more than one such choice."""

    title: str
    ways: list[Way]

    @property
    def is_answered(self) -> bool:
        return any(way.state == COMPLETE for way in self.ways)


@require_safe
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that any one is enough, and show the ways to go."""
    if not request.user.is_proponent:
        raise Http404
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    tasks = task_list(case)
    path = tasks.answers.path
    steps = path.steps()
    first = next((at for at, step in enumerate(steps) if path.way_of(step)), 0)
    if not case.is_editable or not first:
        return redirect("cases:overview", pk=pk)
    choices = [_choice(tasks, group, len(path.any_of) > 1) for group in path.any_of]
    before = steps[first - 1].name
    context = {
        "case": case,
        "choices": choices,
        "is_enough": all(one.is_answered for one in choices),
        "onward": onward(tasks),
        "previous_url": reverse("wizard:step", kwargs={"pk": pk, "step": before}),
    }
    return render(request, "wizard/choose.html", context)


def _choice(tasks: TaskList, group: tuple[str, ...], is_one_of_several: bool) -> Choice:
    title = _("One of these is enough: %(analyses)s")
    names = {"analyses": listed(wording.analysis(one) for one in group)}
    ways = [way(tasks, analysis) for analysis in group]
    return Choice(title % names if is_one_of_several else "", ways)


def tasks_of(tasks: TaskList) -> dict[Step, Task]:
    """The steps on the path and their tasks, as the task list has them."""
    found = (task for group in tasks.groups for task in group.tasks)
    return {BY_NAME[task.step]: task for task in found if task.step in BY_NAME}


def onward(tasks: TaskList) -> Task | None:
    """What is to be answered after the choice whatever is chosen, or None where nothing is left."""
    path, task_of = tasks.answers.path, tasks_of(tasks)
    steps = path.steps()
    first = next((at for at, step in enumerate(steps) if path.way_of(step)), len(steps))
    required = [task_of[step] for step in steps[first:] if not path.is_optional(step)]
    return next((task for task in required if task.state != COMPLETE), None)


def way(tasks: TaskList, analysis: str) -> Way:
    """How far one of the ways is; one that is found from pages of another part leads to the task list."""
    path, task_of = tasks.answers.path, tasks_of(tasks)
    serving = [task for step, task in task_of.items() if path.way_of(step) == analysis]
    if not serving:
        elsewhere = [task.state for task in task_of.values() if task.analysis == analysis]
        overview = reverse("cases:overview", kwargs={"pk": tasks.answers.case.pk})
        return _way(analysis, [], _state(elsewhere, elsewhere), overview)
    needed = [task for task in serving if not BY_NAME[task.step].optional]
    state = _state([task.state for task in needed], [task.state for task in serving])
    goes_on = next((task for task in needed if task.state != COMPLETE), serving[0])
    return _way(analysis, serving, state, goes_on.url)


def _way(analysis: str, serving: list[Task], state: str, url: str) -> Way:
    return Way(
        title=wording.analysis(analysis),
        why=WHY.get(analysis, ""),
        pages=[task.title for task in serving],
        state=state,
        state_label=wording.task_state(state),
        url=url,
    )


def _state(needed: list[str], all_of_them: list[str]) -> str:
    if PROBLEM in all_of_them:
        return PROBLEM
    if needed and all(state == COMPLETE for state in needed):
        return COMPLETE
    return IN_PROGRESS if set(all_of_them) - {NOT_STARTED} else NOT_STARTED


def page_after(answers: Answers, step: Step) -> str:
    """The address of the page after a step; an analysis of which another would do ends at the choice."""
    path, following = answers.path, answers.next_step(step)
    here = path.way_of(step)
    while here and following and path.way_of(following) != here:
        following = answers.next_step(following)
    if (here and not following) or (following and path.way_of(following) != here):
        return choice_of(answers)
    return _page(answers, following.name if following else "done")


def page_before(answers: Answers, step: Step) -> str:
    """The address of the page before a step, empty before the first."""
    path = answers.path
    steps, here = path.steps(), path.way_of(step)
    earlier = steps[: steps.index(step)] if step in steps else []
    of_this_way = [one for one in earlier if path.way_of(one) == here]
    if (here and not of_this_way) or (not here and earlier and path.way_of(earlier[-1])):
        return choice_of(answers)
    return _page(answers, of_this_way[-1].name) if of_this_way else ""


def choice_of(answers: Answers) -> str:
    return reverse("wizard:choose", kwargs={"pk": answers.case.pk})


def _page(answers: Answers, name: str) -> str:
    return reverse("wizard:step", kwargs={"pk": answers.case.pk, "step": name})
