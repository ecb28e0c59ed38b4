"""The pages for a save that was refused: both versions side by side, or what was typed into a closed case."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from projects.models import Case
from projects.showing.numbers import moment
from projects.wizard.forms.keys import words_for
from projects.wizard.forms.step import COUNT, StepForm, Typed
from projects.wizard.forms.telling import told
from projects.wizard.steps import Step


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer as it stands in the draft and as it was typed here, both for reading."""

    label: str
    theirs: str
    mine: str


def who_saved(case: Case) -> str:
    """The sentence for who was faster at saving a draft, and when."""
    if not case.draft_saved_by or not case.draft_saved_at:
        return _("Somebody else saved this case meanwhile.")
    words = _("%(name)s saved this case meanwhile, on %(moment)s.")
    return words % {"name": case.draft_saved_by.name, "moment": moment(case.draft_saved_at)}


def differences(theirs: StepForm, mine: StepForm) -> list[Difference]:
    """The answers of one step that differ, in the order of the page."""
    ours, others = readable(mine), readable(theirs)
    names = [*ours, *(name for name in others if name not in ours)]
    return [
        Difference(label_of(name, mine, theirs), others.get(name, ""), ours.get(name, ""))
        for name in names
        if ours.get(name, "") != others.get(name, "")
    ]


def readable(form: StepForm) -> dict[str, str]:
    """Name -> what was typed, with the words of a choice instead of its key."""
    found = {}
    for part in [form, *form.cards]:
        for name, question in part.fields.items():
            texts = part.data.getlist(part.add_prefix(name)) if part.is_bound else []
            if name not in part.silent and any(text.strip() for text in texts):
                found[part.add_prefix(name)] = ", ".join(
                    words_for(question, text) for text in texts
                )
    return found


def label_of(name: str, *those: StepForm) -> str:
    for form in those:
        for part in [form, *form.cards]:
            for field in part.fields:
                if part.add_prefix(field) == name:
                    return told(part, field)
    return name


def hidden_inputs(typed: Typed) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in typed.items() for text in texts]


def answers_for_reading(step: Step, form: StepForm) -> list[tuple[str, str]]:
    return [(label_of(name, form), text) for name, text in readable(form).items() if name != COUNT]
