"""Draws inputs without a template each: a step has dozens, and each took longer than all of its words.

What comes out is what Django's own templates say, to the letter; other widgets are left to them.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape

OF_DJANGO = "django/forms/widgets/"
INPUTS = frozenset(
    f"{OF_DJANGO}{name}.html"
    for name in ("input", "text", "number", "email", "hidden", "radio_option", "checkbox_option")
)


class PlainInputs(DjangoTemplates):
    """The renderer of all forms (`FORM_RENDERER`)."""

    def render(self, template_name: str, context: Mapping[str, Any], request: Any = None) -> str:
        if template_name in INPUTS and not context["widget"].get("wrap_label"):
            return drawn_input(context["widget"])
        return super().render(template_name, context, request)


def drawn_input(widget: Mapping[str, Any]) -> str:
    """The element for a widget as Django describes it to its templates."""
    value = widget["value"]
    shown = "" if value is None else f' value="{conditional_escape(value)}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{shown}{_attributes(widget["attrs"])}>'


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {name}="{conditional_escape(value)}"'
        for name, value in attributes.items()
        if value is not False
    )
