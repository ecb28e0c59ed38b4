"""One cell of a grid as HTML. A cash flow has hundreds, too many for a template each."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from projects.wizard.forms.step import Asked


def cell(asked: Asked) -> SafeString:
    """The input, named by its row and column, with what was understood and what is wrong below it."""
    field, errors = asked.bound, asked.bound.errors
    value = field.value()
    mistaken = f' aria-invalid="true" aria-describedby="{field.auto_id}_error"' if errors else ""
    shown = [
        '<input type="text" class="cell number" inputmode="decimal" '
        f'name="{field.html_name}" id="{field.auto_id}" '
        f'value="{"" if value is None else conditional_escape(value)}" '
        f'aria-label="{conditional_escape(field.label)}"{mistaken}>'
    ]
    if asked.meaning:
        shown.append(format_html('<span class="hint understood">= {}</span>', asked.meaning))
    if errors:
        words = '<span class="error" id="{}_error">{}</span>'
        shown.append(format_html(words, field.auto_id, errors[0]))
    return mark_safe("\n".join(shown))  # noqa: S308 - each part is escaped above
