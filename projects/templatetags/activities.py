"""The words for what a data set says."""

from django import template

from projects.activities.forms import CHOICES, LABELS

register = template.Library()


@register.filter
def said(value: str, field: str) -> str:
    """The word for a value of a field that is one of a list, else the value."""
    return str(dict(CHOICES.get(field, ())).get(value, value))


@register.filter
def field_label(name: str) -> str:
    """What a field of an activity is called."""
    return str(LABELS.get(name, name))
