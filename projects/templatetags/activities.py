"""The words for what a data set says."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from projects.activities.forms import CHOICES, LABELS
from projects.activities.mapping import PLACE
from projects.tables.addresses import column_letters
from projects.wording.phrases import quoted

register = template.Library()


@register.filter
def said(value: str, field: str) -> str:
    """The word for a value of a field that is one of a list, else the value."""
    return str(dict(CHOICES.get(field, ())).get(value, value))


@register.filter
def field_label(name: str) -> str:
    """What a field of an activity is called."""
    return str(LABELS.get(name, name))


@register.filter
def column_shown(column: str) -> str:
    """A column as a mapping names it; one that has no heading of its own by its letter."""
    if place := PLACE.fullmatch(column):
        return _("column %(letter)s") % {"letter": column_letters(int(place[1]))}
    return column


@register.filter
def words_read(mapping: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """For each field what its words were read as: those of the mapping, then all others."""
    values, otherwise = mapping.get("values") or {}, mapping.get("otherwise") or {}
    return [
        (
            field_label(name),
            [
                *(f"{quoted(word)}: {_meant(value, name)}" for word, value in words.items()),
                _other_words(otherwise.get(name), name),
            ],
        )
        for name in CHOICES
        if (words := values.get(name, {})) or name in otherwise
    ]


def _meant(value: str, name: str) -> str:
    return said(value, name) if value else _("nothing is said")


def _other_words(value: str | None, name: str) -> str:
    if value is None:
        return _("other words that are not known: their rows are not used")
    return _("other words that are not known: %(meaning)s") % {"meaning": _meant(value, name)}
