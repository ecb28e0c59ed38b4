"""Inputs are drawn as Django's own templates draw them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from projects.widgets import PlainInputs
from projects.wizard.answers import Answers
from projects.wizard.cells import cell, cells
from projects.wizard.facts import draft_from
from projects.wizard.steps import BY_NAME
from tests.factories import case_file, make_case

ATTRIBUTES = {
    "none": {},
    "one to be escaped": {"aria-label": "<“a” & 'b'>", "class": "number"},
    "one that is safe": {"aria-label": mark_safe("a &amp; b")},
    "one with words in the language of the page": {"title": gettext_lazy("Yes")},
    "one that is there, one that is not, a number": {
        "disabled": True,
        "required": False,
        "size": 4,
    },
}


@pytest.mark.parametrize("attributes", ATTRIBUTES.values(), ids=ATTRIBUTES)
@pytest.mark.parametrize("value", [None, "", "1,234 <&>\"'", 1234567, "ſ 濱海"])
@pytest.mark.parametrize(
    "widget", [forms.TextInput, forms.NumberInput, forms.EmailInput, forms.HiddenInput]
)
def test_an_input_is_what_the_template_says(widget, value, attributes):
    drawn, meant = (
        widget(attributes).render("name", value, renderer=one())
        for one in (PlainInputs, DjangoTemplates)
    )

    assert drawn == meant


CHOICES = [("", "Choose"), ("a", "A"), ("b<", gettext_lazy("Yes")), (7, "B & C")]


@pytest.mark.parametrize("attributes", ATTRIBUTES.values(), ids=ATTRIBUTES)
@pytest.mark.parametrize("value", [None, "", "b<", "7", "<none of them>"])
@pytest.mark.parametrize(
    "widget",
    [
        forms.Textarea(),
        forms.Select(choices=CHOICES),
        forms.SelectMultiple(choices=CHOICES),
        forms.Select(choices=[("", "Choose"), ("a group", CHOICES)]),
    ],
    ids=["textarea", "select", "select of several", "select with groups"],
)
def test_a_select_and_a_text_are_what_the_template_says_but_for_blank_lines(
    widget, value, attributes
):
    several = [value] if isinstance(widget, forms.SelectMultiple) else value
    drawn, meant = (
        widget.render("name", several, attributes, renderer=one())
        for one in (PlainInputs, DjangoTemplates)
    )

    assert drawn.replace("\n\n", "\n") == meant.replace("\n\n", "\n")


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
@pytest.mark.parametrize("chosen", [None, ["b<"]])
def test_an_option_is_what_the_template_says(widget, chosen):
    class Asked(forms.Form):
        field = forms.MultipleChoiceField(
            choices=[("a", "A"), ("b<", "B & C")], widget=widget(attrs={"class": "x"})
        )

    pages = []
    for renderer in (PlainInputs, DjangoTemplates):
        bound = Asked({"field": chosen} if chosen else None, renderer=renderer())["field"]
        pages.append(([option.tag() for option in bound], str(bound), bound.as_widget()))

    assert pages[0] == pages[1]


@pytest.mark.django_db
def test_a_cell_shows_what_was_typed_as_text_with_its_meaning_or_its_error():
    draft = draft_from(case_file())
    draft["cash-flow"] |= {
        "line-1-name": ['A & <B> "C"'],
        "line-1-amounts__1": ["３.5萬"],
        "line-1-amounts__2": ['<b>"x"&'],
    }
    form = Answers.of(make_case(draft=draft)).checked_form(BY_NAME["cash-flow"])
    line = form.cards[1]
    understood, wrong = (str(cells(line, [name])) for name in line.amounts[1:3])

    assert (
        cells(line, line.amounts[:1])
        == f'<td class="number">{cell(line.asked(line.amounts)[0])}</td>'
    )

    assert 'value="３.5萬"' in understood
    assert 'aria-label="A &amp; &lt;B&gt; &quot;C&quot;' in understood
    assert '<span class="hint understood">= 35,000</span>' in understood
    assert "aria-invalid" not in understood
    assert 'value="&lt;b&gt;&quot;x&quot;&amp;"' in wrong
    assert 'aria-invalid="true" aria-describedby="id_line-1-amounts__2_error"' in wrong
    assert '<span class="error" id="id_line-1-amounts__2_error">' in wrong
