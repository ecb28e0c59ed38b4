"""One cell of a grid as HTML. A cash flow has hundreds, too many for a template each, or a field object."""

from django.utils.safestring import SafeString, mark_safe

from projects.widgets import escaped
from projects.wizard.forms.step import Asked, Questions


def cell(asked: Asked) -> SafeString:
    """The input, named by its row and column, with what was understood and what is wrong below it."""
    field = asked.bound
    place, error = field.auto_id, field.errors[0] if field.errors else ""
    return _drawn(field.html_name, place, field.value(), field.label, asked.meaning, error)


def cells(card: Questions, names: list[str]) -> SafeString:
    """The fields `names` of a card as the cells of a row."""
    errors = card.errors
    drawn = []
    for name in names:
        posted = card.add_prefix(name)
        text = card.data.get(posted) if card.is_bound else None
        error = errors[name][0] if name in errors else ""
        label = card.fields[name].label or ""
        cell = _drawn(posted, f"id_{posted}", text, label, card.meaning(name), error)
        drawn.append(f'<td class="number">{cell}</td>')
    return mark_safe("".join(drawn))  # noqa: S308 - each cell is escaped


def _drawn(
    name: str, place: str, text: str | None, label: str, meaning: str, error: str
) -> SafeString:
    wrong = f' aria-invalid="true" aria-describedby="{place}_error"' if error else ""
    html = (
        f'<input type="text" class="cell number" inputmode="decimal" name="{name}" id="{place}" '
        f'value="{escaped("" if text is None else text)}" '
        f'aria-label="{escaped(label)}"{wrong}>'
    )
    if meaning:
        html += f'\n<span class="hint understood">= {escaped(meaning)}</span>'
    if error:
        html += f'\n<span class="error" id="{place}_error">{escaped(error)}</span>'
    return mark_safe(html)  # noqa: S308 - each part is escaped
