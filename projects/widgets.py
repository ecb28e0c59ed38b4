"""Draws inputs without a template each: a step has dozens, and each took longer than all of its words.

What comes out is what Django's own templates say, but for blank lines; other widgets are left to them.
"""

import html
import re
from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates

SPECIAL = re.compile("[<>&\"']")
OF_DJANGO = "django/forms/widgets/"
INPUTS = frozenset(
    f"{OF_DJANGO}{name}.html"
    for name in ("input", "text", "number", "email", "hidden", "radio_option", "checkbox_option")
)


SELECT, OPTION, TEXTAREA = (
    f"{OF_DJANGO}{name}.html" for name in ("select", "select_option", "textarea")
)


def escaped(value: object) -> str:
    """What Django's `conditional_escape` makes of `value`, without the price of what could be lazy."""
    if type(value) is str and not SPECIAL.search(value):
        return value  # as most are
    text = value if isinstance(value, str) else str(value)
    return text.__html__() if hasattr(text, "__html__") else html.escape(text)


class PlainInputs(DjangoTemplates):
    """The renderer of all forms (`FORM_RENDERER`)."""

    def render(self, template_name: str, context: Mapping[str, Any], request: Any = None) -> str:
        widget = context.get("widget")
        if template_name in INPUTS and not widget.get("wrap_label"):
            return drawn_input(widget)
        if template_name == SELECT and all(_is_plain(group) for group in widget["optgroups"]):
            return drawn_select(widget)
        if template_name == TEXTAREA:
            return drawn_textarea(widget)
        return super().render(template_name, context, request)


def drawn_input(widget: Mapping[str, Any]) -> str:
    """The element for a widget as Django describes it to its templates."""
    value = widget["value"]
    shown = "" if value is None else f' value="{escaped(value)}"'
    kind, name = escaped(widget["type"]), escaped(widget["name"])
    return f'<input type="{kind}" name="{name}"{shown}{_attributes(widget["attrs"])}>'


def drawn_select(widget: Mapping[str, Any]) -> str:
    """A select whose options stand in no groups."""
    options = "".join(
        f'\n  <option value="{escaped(option["value"])}"{_attributes(option["attrs"])}>'
        f"{escaped(option['label'])}</option>"
        for _group, options, _index in widget["optgroups"]
        for option in options
    )
    name = escaped(widget["name"])
    return f'<select name="{name}"{_attributes(widget["attrs"])}>{options}\n</select>'


def _is_plain(group: tuple[Any, list[Mapping[str, Any]], int]) -> bool:
    name, options, _index = group
    return not name and all(option["template_name"] == OPTION for option in options)


def drawn_textarea(widget: Mapping[str, Any]) -> str:
    name, text = escaped(widget["name"]), escaped(widget["value"] or "")
    return f'<textarea name="{name}"{_attributes(widget["attrs"])}>\n{text}</textarea>'


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {escaped(name)}" if value is True else f' {name}="{escaped(value)}"'
        for name, value in attributes.items()
        if value is not False
    )
