"""What changed between two case files, in the words of the answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from projects.showing.answers import Card, Section, Table, answers, names_of
from projects.wording.phrases import separated

Cells = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One answer before and after, bound to its part. An empty side: it was not there."""

    part: str
    label: str
    before: str
    after: str


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Every difference between two case files, in the order the questions are asked.

    The day of assessment is no answer and is not compared.
    """
    names = {**names_of(old), **names_of(new)}  # a new name is no change where an id is named
    before = {section.step: section for section in answers(old, names=names)}
    after = {section.step: section for section in answers(new, names=names)}
    order = list(before)
    for position, step in enumerate(after):
        if step not in before:
            order.insert(position, step)
    return [
        change for step in order for change in _section_changes(before.get(step), after.get(step))
    ]


def _section_changes(old: Section | None, new: Section | None) -> Iterator[Change]:
    section = new or old
    if section is None:
        return
    part = section.part
    yield from _texts(part, _row_texts(old), _row_texts(new), section.title)
    yield from _card_changes(part, _by_key(old), _by_key(new))
    yield from _table_changes(part, _cells(old), _cells(new))


def _texts(
    part: str, old: Mapping[str, str], new: Mapping[str, str], title: str
) -> Iterator[Change]:
    for question in [*old, *(q for q in new if q not in old)]:
        before, after = old.get(question, ""), new.get(question, "")
        if before != after:
            label = _("%(row)s: %(value)s") % {"row": title, "value": question}
            yield Change(part, label, before, after)


def _row_texts(holder: Section | Card | None) -> dict[str, str]:
    return {row.question: row.answer for row in holder.rows if row.given} if holder else {}


def _by_key(section: Section | None) -> dict[str, Card]:
    return {card.key: card for card in section.cards} if section else {}


def _card_changes(part: str, old: dict[str, Card], new: dict[str, Card]) -> Iterator[Change]:
    for key in [*old, *(k for k in new if k not in old)]:
        before, after = old.get(key), new.get(key)
        if before and after:
            if before.title != after.title:
                yield Change(part, key, before.title, after.title)
            yield from _texts(part, _row_texts(before), _row_texts(after), after.title)
        else:
            yield Change(part, (after or before).title, _whole(before), _whole(after))


def _whole(card: Card | None) -> str:
    if card is None:
        return ""
    rows = [f"{row.question} {row.answer}" for row in card.rows if row.given]
    return "\n".join([card.title, *rows])


def _cells(section: Section | None) -> Cells:
    """Column -> row -> cell, over all tables of a section. Rows of one name are numbered."""
    found: Cells = {}
    for table in section.tables if section else []:
        heads = _numbered([row[0] for row in table.rows])
        for column, name in zip(_columns(table), table.head[1:], strict=True):
            found.setdefault(name, {}).update(dict(zip(heads, column, strict=True)))
    return found


def _columns(table: Table) -> list[list[str]]:
    return [[row[i] for row in table.rows] for i in range(1, len(table.head))]


def _numbered(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _table_changes(part: str, old: Cells, new: Cells) -> Iterator[Change]:
    for column in [*old, *(c for c in new if c not in old)]:
        before, after = old.get(column, {}), new.get(column, {})
        rows = [r for r in [*before, *(r for r in after if r not in before)]
                if before.get(r) != after.get(r)]  # fmt: skip
        if rows:
            yield Change(part, column, _cell_list(before, rows), _cell_list(after, rows))


def _cell_list(cells: Mapping[str, str], rows: list[str]) -> str:
    pairs = (_("%(row)s: %(value)s") % {"row": r, "value": cells[r]} for r in rows if r in cells)
    return separated(pairs)
