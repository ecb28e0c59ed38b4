"""What hinders the reading of a case, in sentences, with the place where it is corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from additionality.engine.problems import Problem
from projects.wizard.answers import Answers, parts
from projects.wizard.forms.telling import told
from projects.wizard.steps import BY_NAME, Step
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
    """The problems of a draft, each once, with a link to its question."""
    return list(dict.fromkeys(_of_draft(answers, problem) for problem in problems))


def _of_draft(answers: Answers, problem: Problem) -> ProblemShown:
    if problem.path.startswith("step:"):
        step = BY_NAME[problem.path.removeprefix("step:")]
        sentence = _("An answer of this step cannot be read yet.")
        return ProblemShown(str(step.title), sentence, _url(answers, step.name))
    sentence = answers.sentence(problem)
    found = answers.place(problem) or _unanswered(answers, problem.path)
    if found is None:
        return ProblemShown(problem.path, sentence)
    step, form, name = found
    anchor = f"#{form[name].auto_id}" if name else ""
    label = told(form, name) if name else str(step.title)
    return ProblemShown(label, sentence, _url(answers, step.name) + anchor)


def _unanswered(answers: Answers, path: str) -> tuple[Step, Any, str] | None:
    """Step, form and question of a key that was not answered at all; the step alone for a whole part or list."""
    keys = parts(path)
    for step in BY_NAME.values():
        root = list(step.form.path)
        rest = keys[len(root) :]
        if not rest or keys[: len(root)] != root:
            continue
        if step.form.card and rest == [step.form.cards_key]:
            return step, None, ""
        form = answers.form(step)
        whole = "__".join(rest)
        if name := next((n for n in form.fields if f"{n}__".startswith(f"{whole}__")), ""):
            return step, form, name
    own = [step for step in BY_NAME.values() if step.form.path[: len(keys)] == tuple(keys)]
    within = min(own, key=lambda step: len(step.form.path), default=None)
    return (within, None, "") if within else None


def _url(answers: Answers, step: str) -> str:
    return reverse("wizard:step", kwargs={"pk": answers.case.pk, "step": step})
