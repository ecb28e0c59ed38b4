"""Every question: what is asked, why, and the rule it serves, which opens in place."""

import pytest
from django import forms

from projects.wizard.fields import Question
from projects.wizard.forms.step import Given
from projects.wizard.rules import TEXTS
from projects.wizard.steps import BY_NAME, STEPS
from projects.wizard.terms import BY_STEP

QUESTIONS = [
    (step.name, name, question)
    for step in STEPS
    for form in [step.form, step.form.card]
    if form is not None
    for name, question in form.base_fields.items()
]


@pytest.mark.parametrize(
    ("step", "name", "question"),
    QUESTIONS,
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_question_has_words_and_an_open_rule(step, name, question):
    assert isinstance(question, Question)
    assert str(question.label) or name == "id"
    assert not question.citation or question.rule_text


def test_no_claim_is_chosen_beforehand():
    """Only the country is filled in; everything else waits for the person."""
    assert {name for _step, name, question in QUESTIONS if question.initial is not None} == {
        "country",
    }


def test_every_rule_told_is_cited_somewhere():
    cited = {question.citation for _step, _name, question in QUESTIONS}
    assert set(TEXTS) <= cited


def test_terms_belong_to_steps_and_are_told_in_both_languages():
    assert set(BY_STEP) <= {step.name for step in STEPS}
    for terms in BY_STEP.values():
        for term in terms:
            assert all((term.english, term.english_text, term.chinese, term.chinese_text))
            assert term.english_text.isascii()
            assert not term.chinese.isascii()


def test_a_bound_question_is_what_django_would_bind():
    form = BY_NAME["project"].form(None, given=Given(), prefix="")
    for name, field in form.fields.items():
        ours, theirs = vars(form[name]), vars(forms.BoundField(form, field, name))
        assert ours == theirs
