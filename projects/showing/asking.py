"""A question as HTML: its words, what the rule says, what is wrong, and its input.

A step has dozens of questions. A template each, with four included, took longer than everything else of the page.
Each part is escaped where it is put in.
"""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import ErrorList
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.widgets import escaped
from projects.wizard.forms.step import Asked
from projects.wording.citations import cited

#: A Chinese character beside a symbol is no letter of it.
COUNTED = re.compile(r"\bN_(all|diff)\b", re.ASCII)


def symbols(words: object) -> SafeString:
    """`words` with the symbols of the common practice rule, N_all and N_diff, set as the rule sets them."""
    return SafeString(COUNTED.sub(r"N<sub>\1</sub>", escaped(words)))


def questions(fields: Iterable[Asked]) -> SafeString:
    """The questions of a step or of a card, one below the other."""
    return SafeString("".join(asked(one.bound, one.meaning) for one in fields))


def asked(field: forms.BoundField, meaning: str = "") -> SafeString:
    """The question of a step, with what was understood of the answer where that reads otherwise."""
    question = field.field
    chooses = getattr(question, "chooses", False)
    parts = [
        f'<div class="asked{" in-row" if getattr(question, "in_row", False) else ""}">\n',
        drawn(field),
    ]
    if chooses and not question.choices:
        nothing = escaped(_("No evidence has been added to the case yet."))
        parts.append(f'<p class="hint">{nothing}</p>\n')
    if meaning:
        words = _("Understood as %(meaning)s") % {"meaning": escaped(meaning)}
        parts.append(f'<p class="hint understood">{words}</p>\n')
    parts.append("</div>\n")
    return SafeString("".join(parts))


def drawn(field: forms.BoundField) -> SafeString:
    """The question with its label, notes, errors and input; a hidden field is its input alone."""
    if field.is_hidden:
        return field.as_widget()
    errors = field.errors
    opened = "field has-error" if errors else "field"
    if field.use_fieldset:
        html = _options(field, opened, errors)
    elif isinstance(field.field.widget, forms.CheckboxInput):
        html = (
            f'<div class="{opened}">{_wrong(field, errors)}\n'
            f'<label class="option" for="{escaped(field.id_for_label)}">{field}'
            f"<span>{symbols(field.label)}</span></label>\n{_notes(field)}</div>\n"
        )
    else:
        html = (
            f'<div class="{opened}"><label for="{escaped(field.id_for_label)}">{symbols(field.label)}</label>\n'
            f"{_notes(field)}{_wrong(field, errors)}{_input(field)}\n</div>\n"
        )
    return SafeString(html)


def _options(field: forms.BoundField, opened: str, errors: ErrorList) -> str:
    described = field.aria_describedby
    by = f' aria-describedby="{escaped(described)}"' if described else ""
    options = "".join(
        f'<label class="option" for="{escaped(option.id_for_label)}">{option.tag()}'
        f"<span>{escaped(option.choice_label)}</span></label>\n"
        for option in field
    )
    return (
        f'<fieldset class="{opened}" id="{escaped(field.auto_id)}"{by}><legend>{symbols(field.label)}</legend>\n'
        f'{_notes(field)}{_wrong(field, errors)}<div class="options">\n{options}</div>\n</fieldset>\n'
    )


def _input(field: forms.BoundField) -> str:
    """The input; where a unit stands beside it, described by that unit as well."""
    unit = getattr(field.field, "unit", "")
    if not unit:
        return str(field)
    place = f"{field.auto_id}_unit"
    described = " ".join(filter(None, [field.aria_describedby, place]))
    widget = field.as_widget(attrs={"aria-describedby": described})
    return (
        f'<div class="with-unit">{widget}<span class="unit" id="{escaped(place)}">'
        f"{escaped(unit)}</span></div>"
    )


def _notes(field: forms.BoundField) -> str:
    """What helps to answer: a hint, what counts as evidence, and what the rule cited says."""
    grounds = _grounds(field.field)
    if not field.help_text:
        return grounds
    place = escaped(field.auto_id)
    return f'<p class="hint" id="{place}_helptext">{symbols(field.help_text)}</p>\n{grounds}'


def _grounds(question: Any) -> str:
    """Evidence and rule of a question never change: drawn once in each language."""
    kept = getattr(question, "grounds", {})
    language = get_language()
    if language not in kept:
        kept[language] = _drawn_grounds(question)
    return str(kept[language])


def _drawn_grounds(question: Any) -> str:
    parts = []
    if evidence := getattr(question, "evidence", ""):
        title = escaped(_("What counts as evidence"))
        parts.append(_folded(title, escaped(evidence)))
    if citation := getattr(question, "citation", ""):
        rule = _("Rule: %(rule)s") % {"rule": escaped(cited(citation))}
        says = question.rule_text
        parts.append(
            _folded(rule, escaped(says), ' class="rule"')
            if says
            else f'<p class="hint rule">{rule}</p>\n'
        )
    return "".join(parts)


def _folded(title: str, text: str, attributes: str = "") -> str:
    return f"<details{attributes}><summary>{title}</summary><p>{text}</p></details>\n"


def wrong(field: forms.BoundField) -> SafeString:
    """What is wrong with the answer; empty where nothing is."""
    return _wrong(field, field.errors)


def _wrong(field: forms.BoundField, errors: ErrorList) -> SafeString:
    if not errors:
        return SafeString()
    word = f'<span class="visually-hidden">{escaped(_("Error:"))} </span>'
    lines = "".join(f'<p class="error">{word}{symbols(error)}</p>' for error in errors)
    return SafeString(f'<div id="{escaped(field.auto_id)}_error">{lines}</div>\n')
