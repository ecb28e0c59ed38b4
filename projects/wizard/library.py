"""What the rule pack knows of benchmarks for the country of a case, beside the questions about its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from additionality.engine.benchmark_library import LibraryEntry, known_in
from projects.administration.packs import STATUS_LABELS
from projects.showing.numbers import percent
from projects.wizard.answers import Answers
from projects.wording import benchmarks

TITLES = {
    "official": _("Official rates"),
    "default_return_on_equity": _("Default returns on equity"),
    "median_claimed": _("What registered projects claimed"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """One benchmark of the rules; `value` is empty where none is in force on the day."""

    name: str
    value: str
    since: date | None
    rule: str
    status: Any


@dataclass(frozen=True, slots=True)
class Part:
    """All benchmarks of one kind."""

    title: Any
    entries: list[Known]


@dataclass(frozen=True, slots=True)
class LibraryShown:
    """`day` is the day of the decision, or the day of the assessment where it is not stated."""

    day: date
    is_decision: bool
    parts: list[Part]


def library_for(answers: Answers) -> LibraryShown:
    """The benchmarks of the case's pack for its country, with the values of the decision's day."""
    project = answers.case_data.get("project") or {}
    decided = project.get("decision_date")
    day = date.fromisoformat(decided) if decided else answers.on
    country = str(project.get("country") or "")
    parts = [
        Part(title, _known(known_in(answers.pack.benchmarks, kind, country), day))
        for kind, title in TITLES.items()
    ]
    return LibraryShown(day, bool(decided), parts)


def _known(entries: Iterable[LibraryEntry], day: date) -> list[Known]:
    found = []
    for entry in entries:
        value = entry.on(day)
        cited = value or entry.rates.values[0]
        found.append(
            Known(
                benchmarks.entry_name(entry),
                percent(value.number) if value else "",
                value.since if value else None,
                cited.citation.rule,
                STATUS_LABELS[cited.status],
            )
        )
    return found
