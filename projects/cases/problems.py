"""What hinders the reading of a case, in sentences, with the place where it is corrected."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from additionality.engine.problems import Problem
from projects.wizard.answers import Answers
from projects.wizard.forms.telling import told
from projects.wizard.steps import BY_NAME
from projects.wording import problem_sentence


@dataclass(frozen=True, slots=True)
class ProblemShown:
    """One problem: the step it is in (or the path in the file), a sentence, a link if there is one."""

    place: str
    sentence: str
    url: str = ""


def problems_of_file(problems: Iterable[Problem]) -> list[ProblemShown]:
    """The problems of an imported file: the place is the path inside the file."""
    return [ProblemShown(p.path, problem_sentence(p.code, p.params)) for p in problems]


def problems_of_draft(answers: Answers, problems: Iterable[Problem]) -> list[ProblemShown]:
    """The problems of a draft, each with a link to its question."""
    return [_of_draft(answers, problem) for problem in problems]


def _of_draft(answers: Answers, problem: Problem) -> ProblemShown:
    if problem.path.startswith("step:"):
        step = BY_NAME[problem.path.removeprefix("step:")]
        sentence = _("An answer of this step cannot be read yet.")
        return ProblemShown(str(step.title), sentence, _url(answers, step.name))
    sentence = problem_sentence(problem.code, problem.params)
    if found := answers.place(problem):
        step, form, name = found
        anchor = f"#{form[name].auto_id}" if name else ""
        label = told(form, name) if name else str(step.title)
        return ProblemShown(label, sentence, _url(answers, step.name) + anchor)
    if step_name := _missing_step(problem.path):
        return ProblemShown(str(BY_NAME[step_name].title), sentence, _url(answers, step_name))
    return ProblemShown(problem.path, sentence)


def _missing_step(path: str) -> str:
    """The step whose questions a key belongs to that was not answered at all."""
    keys = path.replace("]", "").replace("[", ".").split(".")
    for step in BY_NAME.values():
        root = list(step.form.path)
        if keys[: len(root)] != root or len(keys) <= len(root):
            continue
        rest = keys[len(root)]
        own = {name.split("__")[0] for name in step.form.base_fields}
        if rest in own or (step.form.card and rest == step.form.cards_key):
            return step.name
    return {"project": "project", "investment": "investment"}.get(keys[0], "")


def _url(answers: Answers, step: str) -> str:
    return reverse("wizard:step", kwargs={"pk": answers.case.pk, "step": step})
