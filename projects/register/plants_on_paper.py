"""A long list of plants on paper: a reason that many of them share is told once, and named by a letter."""

from collections import Counter
from dataclasses import replace
from string import ascii_uppercase

from django.utils.translation import gettext as _

from projects.showing.answers import Row, Section, Table

#: So many plants with the same long reason, and it is told once.
MANY = 3
LONG = 40  # characters


def reasons_told_once(section: Section) -> Section:
    """The section with what became of many plants alike among its answers, and in the list a letter."""
    tables, told = [], list(section.rows)
    for table in section.tables:
        shared = _shared(table) if table.kind == "plants" else {}
        told += [
            Row(_("Reason %(letter)s, plants: %(number)s") % {"letter": letter, "number": n}, why)
            for why, (letter, n) in shared.items()
        ]
        tables.append(_with_letters(table, shared) if shared else table)
    return replace(section, rows=told, tables=tables)


def _shared(table: Table) -> dict[str, tuple[str, int]]:
    """The last cells that many rows have in common, the most frequent first: letter and number of rows."""
    counted = Counter(row[-1] for row in table.rows)
    many = [(why, n) for why, n in counted.most_common() if n >= MANY and len(why) >= LONG]
    return {why: (letter, n) for letter, (why, n) in zip(ascii_uppercase, many, strict=False)}


def _with_letters(table: Table, shared: dict[str, tuple[str, int]]) -> Table:
    rows = tuple(
        (*row[:-1], _("Reason %(letter)s") % {"letter": shared[row[-1]][0]})
        if row[-1] in shared
        else row
        for row in table.rows
    )
    return replace(table, rows=rows)
