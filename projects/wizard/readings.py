"""What was read of a draft, kept for the next page: a page reads anew only the step that changed.

Reading is a function of what was typed and of nothing else, so what is kept is found by content, never by case or
person, and never goes stale. Words are not kept: they depend on the reader's language. Each process keeps its own.
"""

import json
import marshal
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any

from additionality.engine.assess import Assessment, assess
from additionality.engine.case import Capacity, Project, case_of, checked_tree
from additionality.engine.case import Case as CaseFacts
from additionality.engine.problems import MalformedCase, Problem
from additionality.engine.tiers import Size
from projects.wizard.forms.alternatives import AlternativesForm
from projects.wizard.forms.project import SizeForm, TechnologyForm
from projects.wizard.forms.step import Given, StepForm, Typed
from projects.wizard.steps import Step

#: Longer steps are read each time. A cash flow of ten lines over 25 years has 12,000 bytes.
MOST_BYTES = 40_000
#: Of this version equal contents have equal bytes; later ones say which texts are the same object.
MARSHALLED = 2
FORMAT = "additionality-case/1"
#: The questions about the technology that the tier may depend on.
SIZE_SAID = ("energy_source", "capacity__value", "capacity__unit", "energy_saving_gwh", "removals")


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """One step as read: its part of the case file, never to be changed, and whether all of it could be read."""

    values: Mapping[str, Any]
    is_readable: bool
    is_kept: bool


class Kept:
    """Results by what they came from. Of more than `most` the one that was unused longest is given up."""

    def __init__(self, most: int) -> None:
        self._most, self._found, self._lock = most, OrderedDict[Any, Any](), Lock()

    def get(self, key: Hashable) -> Any:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: Hashable, result: Any) -> None:
        with self._lock:
            self._found[key] = result
            if len(self._found) > self._most:
                self._found.popitem(last=False)


READINGS = Kept(256)
#: What the engine read the lists of these readings as: those of a case change in one step only.
LISTS = Kept(256)


class Whole:
    """A case file made of readings, as the engine reads it. All its parts are shared and never to be changed."""

    def __init__(self, data: dict[str, Any], *, is_kept: bool) -> None:
        self.data, self.is_kept = data, is_kept
        #: Findings as HTML, by all that the HTML depends on beside what the case says.
        self.drawn = Kept(8)

    @cached_property
    def _checked(self) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
        try:
            return checked_tree(self.data, before=LISTS if self.is_kept else None), ()
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
    content = marshal.dumps(typed, MARSHALLED)
    key = (step.name, content, step.form.told_by(given))
    if (found := READINGS.get(key)) is not None:
        return found
    form = form or step.form(typed, given=given, prefix="")
    reading = Reading(form.case_values(), form.is_valid(), len(content) <= MOST_BYTES)
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
    keeps = all(reading.is_kept for reading in readings)
    items = tuple(tuple(row.items()) for row in evidence)
    return (_whole if keeps else _whole.__wrapped__)(
        tuple(readings), items, pack_key, on, claims
    )  # fmt: skip


@lru_cache(maxsize=32)
def _whole(
    readings: tuple[Reading, ...],
    evidence: tuple[tuple[tuple[str, Any], ...], ...],
    pack_key: str,
    on: date,
    claims: str,
) -> Whole:
    data: dict[str, Any] = {
        "format": FORMAT, "pack": pack_key, "assessed_on": on.isoformat(), "project": {},
    }  # fmt: skip
    for reading in readings:
        merge(data, reading.values)
    if claims and "benchmark" in data.get("investment", {}):
        data["investment"]["benchmark"]["claims"] = json.loads(claims)
    if evidence:
        data["evidence"] = [dict(row) for row in evidence]
    return Whole(data, is_kept=all(reading.is_kept for reading in readings))


def size_typed(technology: Typed, size: Typed) -> Size:
    """What the tier depends on, as far as it can be read: reductions, capacity, electricity saved."""
    saying = {name: technology[name] for name in SIZE_SAID if name in technology}
    return replace(_kept(_technology, saying), reductions=_kept(_reductions, size))


def alternatives_typed(alternatives: Typed) -> tuple[tuple[str, str], ...]:
    """The alternatives other than the project itself: the id, and the id with its words."""
    return _kept(_alternatives, alternatives)


def _kept(read: Any, typed: Typed) -> Any:
    text = json.dumps(typed)
    return (read if len(text) <= MOST_BYTES else read.__wrapped__)(text)


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


def merge(target: dict[str, Any], addition: Mapping[str, Any]) -> None:
    """Put `addition` into `target`, objects key by key; what is in `addition` stays as it is."""
    for key, value in addition.items():
        if isinstance(value, dict):
            merge(target.setdefault(key, {}), value)
        else:
            target[key] = value
