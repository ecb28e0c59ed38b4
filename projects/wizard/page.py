"""What a step's page shows beside its questions."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from projects.wizard.answers import Answers
from projects.wizard.choosing import page_before
from projects.wizard.forms.cash_flow import CashFlowForm
from projects.wizard.forms.step import StepForm
from projects.wizard.gate import gate_of
from projects.wizard.library import library_for
from projects.wizard.progress import NOT_STARTED, open_requests, requests_for, state_of
from projects.wizard.residual import residual_shown
from projects.wizard.steps import EXCLUDED, GROUPS, Step
from projects.wizard.terms import terms_of


@dataclass(frozen=True, slots=True)
class Standing:
    """The finding as the answers stand, or the steps that must be readable first, or what else is against it."""

    finding: Any = None
    missing: tuple[Step, ...] = ()
    problems: tuple[str, ...] = ()


def step_context(answers: Answers, step: Step, form: StepForm) -> dict[str, Any]:
    """The context of `wizard/step.html` and the pages that extend it."""
    case, steps = answers.case, answers.path.steps()
    position = steps.index(step) if step in steps else 0
    return {
        "case": case,
        "step": step,
        "form": form,
        "forms": form.all_forms() if form.is_bound else [form],
        "cards": list(enumerate(form.cards)),
        "group_title": GROUPS[step.group],
        "number": position + 1,
        "count": len(steps),
        "previous_url": page_before(answers, step),
        "evidence_files": answers.given.evidence,
        "requests": requests_for(step, open_requests(case)),
        "standing": standing_shown(answers, step) if step.analysis else "",
        "terms": terms_of(step.name),
        "lacks": form.lacks() if form.is_bound else [],
        "understood": form.understood() if form.is_bound else [],
        "tier": answers.path.tier,
        "library": library_for(answers) if step.name == "benchmark" else None,
        "residual": residual_shown(form) if type(form) is CashFlowForm and form.is_bound else None,
        "gate": gate_of(answers) if step.needs == EXCLUDED else None,
        "present_at": reverse("cases:here", kwargs={"pk": case.pk, "step": step.name}),
    }


#: The steps without which nothing of an investment analysis can be computed.
INVESTMENT = ("investment", "cash-flow", "alternative-flows", "benchmark")


def standing_shown(answers: Answers, step: Step) -> SafeString:
    """The finding as it stands, as HTML. Drawn once for what the case says, in each language and case."""
    if answers.facts is None:
        return _drawn_standing(answers, step)
    key = (answers.path.analysis_of(step), get_language(), answers.case.pk)
    if (html := answers.whole.drawn.get(key)) is None:
        html = _drawn_standing(answers, step)
        answers.whole.drawn.put(key, html)
    return html


def _drawn_standing(answers: Answers, step: Step) -> SafeString:
    context = {"case": answers.case, "standing": standing(answers, step)}
    return render_to_string("wizard/_standing.html", context)


def standing(answers: Answers, step: Step) -> Standing:
    """Judge the case as it stands and take the finding of the step's analysis."""
    if answers.facts is None:
        missing = tuple(unreadable(answers))
        return Standing(missing=missing, problems=() if missing else beside_answers(answers))
    from projects.showing import findings

    assessment = answers.whole.assessment
    analysis = answers.path.analysis_of(step)
    found = next((one for one in assessment.findings if one.analysis == analysis), None)
    facts = answers.facts.to_dict()
    return Standing(finding=found and findings.show_finding(found.to_dict(), facts))


def beside_answers(answers: Answers) -> tuple[str, ...]:
    """What the case format says against what stands beside the answers: the claims of the table imported."""
    from projects.cases.problems import problems_of_draft

    return tuple(
        f"{one.place}: {one.sentence}" for one in problems_of_draft(answers, answers.whole.problems)
    )


def unreadable(answers: Answers) -> list[Step]:
    """The steps without which the case file cannot be read: with a problem, or required and not started."""
    needed = {"project", "technology", "size", *INVESTMENT}
    begun = any(key in answers.draft for key in (*INVESTMENT, "loan", "tax", "sensitivity"))
    found = []
    for step in answers.path.steps():
        state, _lacks = state_of(answers, step)
        errors = answers.is_saved(step) and answers.checked_form(step).error_count()
        if errors or (
            state == NOT_STARTED and step.name in needed and (begun or step.group != "investment")
        ):
            found.append(step)
    return found
