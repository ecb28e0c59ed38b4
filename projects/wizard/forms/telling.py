"""How a list of errors or of differences names a question of a card, and what a folded part says of itself."""

from django import forms
from django.utils.translation import gettext as _

from projects.wizard.forms.keys import words_for

#: Characters of a name or an answer that a line keeps: enough to tell it from the others.
MOST_SHOWN = 60


def told(form: forms.BaseForm, name: str) -> str:
    """The question of the field `name`; in a card, with the card's number and name before it."""
    question = str(form.fields[name].label)
    item = item_of(form)
    if not item or name in getattr(form, "says_itself", ()):
        return question
    return _("%(number)s: %(question)s") % {"number": item, "question": question}


def item_of(form: forms.BaseForm) -> str:
    """By what a card is told from the others of its list; empty for the form of a step.

    The id that other answers name it by, or its number as on the page, and its name as far as one was typed.
    """
    position = (form.prefix or "").rpartition("-")[2]
    if not position.isdigit():
        return ""
    number = str(getattr(form, "label", "")) or str(int(position) + 1)
    named_by = getattr(form, "named_by", "")
    name = form.data.get(form.add_prefix(named_by), "") if named_by else ""
    return " ".join(
        [number, *shortened(words_for(form.fields[named_by], name)).split()]
        if name.strip()
        else [number]
    )


def shortened(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1].rstrip() + "…"
