"""What was read of a draft, kept for the next page: a page reads anew only the step that changed.

Reading is a function of what was typed and of nothing else, so what is kept is found by content, never by case or
person, and never goes stale. Words are not kept: they depend on the reader's language. Each process keeps its own.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from additionality.engine.assess import Assessment, assess
from additionality.engine.case import Case as CaseFacts
from additionality.engine.case import case_of, checked_parts, checked_tree, read_part
from additionality.engine.case_tree import Tree, merge
from additionality.engine.problems import MalformedCase, Problem
from additionality.engine.project_facts import Capacity, Project
from additionality.engine.tiers import Size
from projects.kept import Kept
from projects.models.draft_field import Answered
from projects.wizard.forms.alternatives import AlternativesForm
from projects.wizard.forms.project import SizeForm, TechnologyForm
from projects.wizard.forms.step import Given, StepForm, Typed
from projects.wizard.steps import Step

#: Longer steps are read each time. A cash flow of ten lines over 25 years has 12,000 characters.
MOST_CHARACTERS = 40_000
FORMAT = "additionality-case/1"
#: The questions about the technology that the tier may depend on.
SIZE_SAID = ("energy_source", "capacity__value", "capacity__unit", "energy_saving_gwh", "removals")


@dataclass(frozen=True, eq=False)
class Reading:
    """One step as read: its part of the case file, never to be changed, and whether all of it could be read."""

    values: dict[str, Any]
    is_readable: bool
    is_kept: bool

    @cached_property
    def tree(self) -> Tree | None:
        """The part as the engine reads it; None where the case format says something against it."""
        return tree_of(self.values)


READINGS = Kept(256)


class Whole:
    """A case file made of readings, as the engine reads it. All its parts are shared and never to be changed."""

    def __init__(self, head: Reading, readings: tuple[Reading, ...]) -> None:
        self._parts = (head, *readings)
        #: Findings as HTML, by all that the HTML depends on beside what the case says.
        self.drawn = Kept(8)

    @cached_property
    def data(self) -> dict[str, Any]:
        """The case file."""
        data: dict[str, Any] = {}
        for part in self._parts:
            merge(data, part.values)
        return data

    @cached_property
    def _checked(self) -> tuple[Tree | None, tuple[Problem, ...]]:
        trees = [part.tree for part in self._parts]
        read = [tree for tree in trees if tree is not None]
        try:
            # What is against one part is told in the order of the whole.
            return (checked_parts(read) if len(read) == len(trees) else checked_tree(self.data)), ()
        except MalformedCase as malformed:
            return None, malformed.errors

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the case format says against it."""
        return self._checked[1]

    @cached_property
    def facts(self) -> CaseFacts | None:
        """The case as the engine reads it; None while it cannot."""
        tree, _problems = self._checked
        return None if tree is None else case_of(tree)

    @cached_property
    def assessment(self) -> Assessment | None:
        """Judged by the pack the case names; None while the case cannot be read."""
        return None if self.facts is None else assess(self.facts)


def reading_of(step: Step, typed: Typed, given: Given, form: StepForm | None = None) -> Reading:
    """The step read as its form reads it; `form` is that form, where it was made already."""
    content = text_of(typed)
    key = (step.name, content, step.form.told_by(given))
    if (found := READINGS.get(key)) is not None:
        return found
    form = form or step.form(typed, given=given, prefix="")
    reading = Reading(form.case_values(), form.is_valid(), len(content) <= MOST_CHARACTERS)
    if reading.is_kept:
        READINGS.put(key, reading)
    return reading


def whole_of(
    readings: list[Reading],
    evidence: list[dict[str, Any]],
    pack_key: str,
    on: date,
    claims: str = "",
) -> Whole:
    """The case file of `readings`, with the evidence of the case, for the day `on`.

    `claims` are those a benchmark is compared with, as JSON; they go where there is a benchmark.
    """
    items = tuple(tuple(row.items()) for row in evidence)
    has_benchmark = any("benchmark" in part.values.get("investment", ()) for part in readings)
    head = _head(items, pack_key, on, claims if has_benchmark else "")
    keeps = all(reading.is_kept for reading in readings)
    return (_whole if keeps else Whole)(head, tuple(readings))


@lru_cache(maxsize=32)
def _whole(head: Reading, readings: tuple[Reading, ...]) -> Whole:
    return Whole(head, readings)


@lru_cache(maxsize=64)
def _head(
    evidence: tuple[tuple[tuple[str, Any], ...], ...], pack_key: str, on: date, claims: str
) -> Reading:
    """What no step says of a case."""
    data: dict[str, Any] = {
        "format": FORMAT, "pack": pack_key, "assessed_on": on.isoformat(), "project": {},
    }  # fmt: skip
    if claims:
        data["investment"] = {"benchmark": {"claims": json.loads(claims)}}
    if evidence:
        data["evidence"] = [dict(row) for row in evidence]
    return Reading(data, is_readable=True, is_kept=True)


def text_of(typed: Mapping[str, Any]) -> str:
    """What was typed into a step as JSON, which a step of a draft writes once."""
    return typed.text if isinstance(typed, Answered) else json.dumps(typed)


def tree_of(values: dict[str, Any]) -> Tree | None:
    try:
        return read_part(values)
    except MalformedCase:
        return None


def size_typed(technology: Typed, size: Typed) -> Size:
    """What the tier depends on, as far as it can be read: reductions, capacity, electricity saved."""
    saying = {name: technology[name] for name in SIZE_SAID if name in technology}
    return replace(_kept(_technology, saying), reductions=_kept(_reductions, size))


def alternatives_typed(alternatives: Typed) -> tuple[tuple[str, str], ...]:
    """The alternatives other than the project itself: the id, and the id with its words."""
    return _kept(_alternatives, alternatives)


def _kept(read: Any, typed: Typed) -> Any:
    text = text_of(typed)
    return (read if len(text) <= MOST_CHARACTERS else read.__wrapped__)(text)


@lru_cache(maxsize=64)
def _technology(text: str) -> Size:
    form = TechnologyForm(json.loads(text), prefix="")
    form.full_clean()
    said = form.cleaned_data
    project = Project(
        name="", country="", measure="", annual_reductions=(),
        capacity=Capacity(said.get("capacity__value"), said.get("capacity__unit") or ""),
        energy_source=said.get("energy_source") or "",
        energy_saving_gwh=said.get("energy_saving_gwh"),
        removals=said.get("removals") == "yes" or said.get("removals") is True,
    )  # fmt: skip
    return Size.of(project)


@lru_cache(maxsize=64)
def _reductions(text: str) -> tuple[Decimal, ...]:
    cards = SizeForm(json.loads(text), prefix="").filled_cards()
    return tuple(card.cleaned_data["tco2e"] for card in cards if card.is_valid())


@lru_cache(maxsize=64)
def _alternatives(text: str) -> tuple[tuple[str, str], ...]:
    items = [card.values() for card in AlternativesForm(json.loads(text), prefix="").filled_cards()]
    return tuple(
        named(item, "name") for item in items if "id" in item and not item.get("is_project")
    )


def named(item: Mapping[str, Any], words: str) -> tuple[str, str]:
    """A choice: the id, and the id with its words."""
    return item["id"], f"{item['id']} {item.get(words, '')}".strip()
