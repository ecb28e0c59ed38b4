"""Reads one edition of a rule pack strictly: dated, cited values and what each tier must pass.

A pack is data (`additionality/rulepacks/<key>/pack.yaml`). A value is looked up for a day: the
newest value not later than that day, or `NotInForce`. The SHA-256 of the file identifies the
edition in every assessment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from additionality.engine import strict_yaml
from additionality.engine.benchmark_library import Library, LibraryError, read_library
from additionality.engine.decimals import NumberRefused, read_decimal
from additionality.engine.findings import Citation

FOLDER = Path(__file__).resolve().parents[1] / "rulepacks"
STATUSES = ("published", "widely_known", "decision")

#: What must be passed: an analysis, or a group of which one is chosen.
Requirement = str | tuple[str, ...]


class RulePackError(ValueError):
    """A pack file breaks the rules for packs."""


class UnknownPack(KeyError):
    """No pack has this key."""


class NotInForce(ValueError):
    """The pack has no value for that day."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a parameter from a day on, with the clause it comes from."""

    text: str
    since: date
    clause: str
    citation: Citation
    status: str
    unit: str

    @property
    def number(self) -> Decimal:
        return read_decimal(self.text)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.text)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named quantity of the standard; `values` from the oldest to the newest."""

    name: str
    unit: str
    meaning: str
    values: tuple[Value, ...]

    def on(self, day: date) -> Value:
        """The newest value not later than `day`. Raises `NotInForce`."""
        for value in reversed(self.values):
            if value.since <= day:
                return value
        raise NotInForce(f"{self.name} has no value on {day.isoformat()}")


@dataclass(frozen=True, slots=True)
class RulePack:
    """One edition of a standard.

    `title` by language (en, zh), `required` by tier (large, small, micro).
    """

    key: str
    edition: str
    sha256: str
    title: Mapping[str, str]
    in_force_from: date
    required: Mapping[str, tuple[Requirement, ...]]
    analyses: tuple[str, ...]
    barriers_may_rescue: bool
    alternatives_required_at: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    citations: Mapping[str, Citation]
    cited_by: Mapping[str, tuple[Citation, ...]]
    benchmarks: Library

    def value(self, name: str, on: date) -> Value:
        """The value of a parameter on a day.

        Raises `NotInForce`, `KeyError` for an unknown parameter.
        """
        return self.parameters[name].on(on)

    def number(self, name: str, on: date) -> Decimal:
        """The value of a numeric parameter on a day."""
        return self.value(name, on).number


@cache
def pack_keys() -> tuple[str, ...]:
    """Keys of the packs this version has, in alphabetical order."""
    return tuple(sorted(f.parent.name.replace("_", "-") for f in FOLDER.glob("*/pack.yaml")))


@cache
def load_pack(key: str) -> RulePack:
    """The pack with this key.

    Raises `UnknownPack`, or `RulePackError` when its file breaks the rules.
    """
    if key not in pack_keys():
        raise UnknownPack(key)
    content = (FOLDER / key.replace("-", "_") / "pack.yaml").read_bytes()
    pack = read_pack(content)
    if pack.key != key:
        raise RulePackError(f"the pack in the folder of {key} says it is {pack.key}")
    return pack


@dataclass(frozen=True, slots=True)
class Release:
    """One released edition as recorded in `RELEASED`."""

    key: str
    edition: str
    sha256: str


def released_packs() -> tuple[Release, ...]:
    """The released editions, in the order of release."""
    lines = (FOLDER / "RELEASED").read_text(encoding="utf-8").splitlines()
    return tuple(Release(*line.split()) for line in lines if line and not line.startswith("#"))


def read_pack(content: bytes) -> RulePack:
    """The pack in the bytes of a `pack.yaml`. Raises `RulePackError`."""
    try:
        tree = strict_yaml.load(content.decode("utf-8"))
    except ValueError as error:
        raise RulePackError(str(error)) from error
    benchmarks = tree.pop("benchmarks", {}) if isinstance(tree, dict) else {}
    _expect_keys(tree, "the pack", {
        "key", "edition", "in_force_from", "title", "tiers", "flags", "analyses", "parameters",
        "citations", "cited_by",
    })  # fmt: skip
    citations = {name: _citation(name, item) for name, item in tree["citations"].items()}
    _expect_keys(tree["title"], "title", {"en", "zh"})
    _expect_keys(tree["flags"], "flags", {"barriers_may_rescue", "alternatives_required_at"})
    return RulePack(
        key=_text(tree["key"], "key"),
        edition=_text(tree["edition"], "edition"),
        sha256=hashlib.sha256(content).hexdigest(),
        title={language: _text(text, "title") for language, text in tree["title"].items()},
        in_force_from=_day(tree["in_force_from"], "in_force_from"),
        required={tier: _required(tier, item) for tier, item in tree["tiers"].items()},
        analyses=tuple(tree["analyses"]),
        barriers_may_rescue=_flag(tree["flags"]["barriers_may_rescue"]),
        alternatives_required_at=tuple(tree["flags"]["alternatives_required_at"]),
        parameters={
            name: _parameter(name, item, citations) for name, item in tree["parameters"].items()
        },
        citations=citations,
        cited_by={
            part: tuple(_cited(name, citations) for name in names)
            for part, names in tree["cited_by"].items()
        },
        benchmarks=_library(benchmarks, citations),
    )


def _library(tree: Any, citations: Mapping[str, Citation]) -> Library:
    try:
        return read_library(tree, lambda name, item: _parameter(name, item, citations))
    except LibraryError as error:
        raise RulePackError(str(error)) from error


def _expect_keys(item: Any, where: str, expected: set[str]) -> None:
    if not isinstance(item, dict) or set(item) != expected:
        found = sorted(map(str, item)) if isinstance(item, dict) else type(item).__name__
        raise RulePackError(f"{where}: expected the keys {sorted(expected)}, found {found}")


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RulePackError(f"{where}: expected a text, found {value!r}")
    return value


def _day(value: Any, where: str) -> date:
    if type(value) is not date:
        raise RulePackError(f"{where}: expected a date, found {value!r}")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise RulePackError(f"flags: expected true or false, found {value!r}")
    return value


def _required(tier: str, item: Any) -> tuple[Requirement, ...]:
    _expect_keys(item, f"tier {tier}", {"required"})
    return tuple(tuple(part) if isinstance(part, list) else part for part in item["required"])


def _citation(name: str, item: Any) -> Citation:
    where = f"citation {name}"
    _expect_keys(item, where, {"rule", "title", "status"})
    return Citation(
        _text(item["rule"], where), _text(item["title"], where), _status(item["status"], where)
    )


def _status(value: Any, where: str) -> str:
    if value not in STATUSES:
        raise RulePackError(f"{where}: expected a status of {STATUSES}, found {value!r}")
    return str(value)


def _cited(name: Any, citations: Mapping[str, Citation]) -> Citation:
    if name not in citations:
        raise RulePackError(f"no citation is called {name!r}")
    return citations[name]


def _parameter(name: str, item: Any, citations: Mapping[str, Citation]) -> Parameter:
    _expect_keys(item, name, {"unit", "meaning", "values"})
    unit = _text(item["unit"], name)
    if not isinstance(item["values"], dict) or not item["values"]:
        raise RulePackError(f"{name}: expected at least one dated value")
    values = []
    for since, entry in sorted(item["values"].items(), key=lambda pair: _day(pair[0], name)):
        _expect_keys(entry, name, {"value", "cite", "clause", "status"})
        text = _text(entry["value"], name)
        _check_readable(text, unit, name)
        values.append(
            Value(text, since, _text(entry["clause"], name), _cited(entry["cite"], citations),
                  _status(entry["status"], name), unit)
        )  # fmt: skip
    return Parameter(name, unit, _text(item["meaning"], name), tuple(values))


def _check_readable(text: str, unit: str, name: str) -> None:
    try:
        if unit == "date":
            date.fromisoformat(text)
        else:
            read_decimal(text)
    except (NumberRefused, ValueError) as error:
        raise RulePackError(
            f"{name}: {text!r} is no {'date' if unit == 'date' else 'number'}"
        ) from error
