"""One edition of a rule pack: dated, cited values and what each tier must pass.

A pack is data (`additionality/rulepacks/<key>/pack.yaml`; earlier editions beside it in
`earlier/<edition>/pack.yaml`). A value is looked up for a day: the newest value not later than that
day, or `NotInForce`. The SHA-256 of the file identifies the edition in every assessment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from additionality.engine.benchmark_library import Library
from additionality.engine.decimals import read_decimal
from additionality.engine.findings import Citation

FOLDER = Path(__file__).resolve().parents[1] / "rulepacks"
#: The pack most cases in Taiwan are under: told first wherever packs are listed.
DEFAULT = "tw-offset"

#: What must be passed: an analysis, or a group of which one is chosen.
Requirement = str | tuple[str, ...]


class RulePackError(ValueError):
    """A pack file breaks the rules for packs; `problems` are in the order of the file."""

    def __init__(self, problems: tuple[PackProblem, ...]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


class UnknownPack(KeyError):
    """No pack has this key, or no edition of it this SHA-256."""


class NotInForce(ValueError):
    """The pack has no value for that day."""


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One thing wrong with a pack file, in plain words: the line, the place, what is expected."""

    line: int
    place: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.place}: {self.message}"


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
class TierRule:
    """What one tier must pass.

    `choice` says how one part of a group is chosen (route, any), `barriers` how barriers are
    judged (step_3, small_scale); `first_of_its_kind_replaces` the analyses that a first of its
    kind need not pass.
    """

    required: tuple[Requirement, ...]
    choice: str = ""
    barriers: str = ""
    first_of_its_kind_replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """Exclusions that make a project not eligible, and those that must be answered."""

    excluded_by: tuple[str, ...] = ()
    must_be_answered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PositiveListEntry:
    """A kind of project that is additional by itself, up to `most_kw` where there is a limit.

    `energy_source` is the one it is about, empty for any.
    """

    meaning: str
    citation: Citation
    clause: str
    energy_source: str = ""
    most_kw: Decimal | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RulePack:
    """One edition of a standard, read once; `title` by language (en, zh), `tiers` by large, small, micro."""

    key: str
    edition: str
    sha256: str
    title: Mapping[str, str]
    in_force_from: date
    tier_method: str
    tiers: Mapping[str, TierRule]
    analyses: tuple[str, ...]
    barriers_may_rescue: bool
    alternatives_required_at: tuple[str, ...]
    policies_may_be_left_out: bool
    regulatory_again_at_issuance: bool
    parameters: Mapping[str, Parameter]
    citations: Mapping[str, Citation]
    cited_by: Mapping[str, tuple[Citation, ...]]
    gate: Gate = Gate()
    benchmarks: Library = field(default_factory=dict)
    positive_list: Mapping[str, PositiveListEntry] = field(default_factory=dict)
    number_prefix: str = ""

    @property
    def numbered_as(self) -> str:
        """What the numbers of determinations begin with; the key in capitals where the pack says nothing."""
        return self.number_prefix or self.key.upper()

    @property
    def required(self) -> Mapping[str, tuple[Requirement, ...]]:
        """What each tier must pass, by tier."""
        return {tier: rule.required for tier, rule in self.tiers.items()}

    def value(self, name: str, on: date) -> Value:
        """The value of a parameter on a day.

        Raises `NotInForce`, `KeyError` for an unknown parameter.
        """
        return self.parameters[name].on(on)

    def number(self, name: str, on: date) -> Decimal:
        """The value of a numeric parameter on a day."""
        return self.value(name, on).number

    def number_if_any(self, name: str, on: date) -> Decimal | None:
        """The value of an optional parameter on a day; `None` where the pack has none."""
        return self.number(name, on) if name in self.parameters else None


def folder_of(key: str) -> Path:
    """The folder of a pack, which is named by its key with underscores."""
    return FOLDER / key.replace("-", "_")


@cache
def pack_keys() -> tuple[str, ...]:
    """Keys of the packs this version has: the default first, the others in alphabetical order."""
    keys = (file.parent.name.replace("_", "-") for file in FOLDER.glob("*/pack.yaml"))
    return tuple(sorted(keys, key=lambda key: (key != DEFAULT, key)))


@cache
def load_pack(key: str) -> RulePack:
    """The current edition of the pack with this key.

    Raises `UnknownPack`, or `RulePackError` when its file breaks the rules.
    """
    if key not in pack_keys():
        raise UnknownPack(key)
    return _load(key, folder_of(key) / "pack.yaml")


@cache
def load_edition(key: str, sha256: str) -> RulePack:
    """The edition of a pack whose file has this SHA-256, current or earlier. Raises `UnknownPack`."""
    return _load(key, edition_file(key, sha256))


def edition_file(key: str, sha256: str) -> Path:
    """The `pack.yaml` of a pack that has this SHA-256. Raises `UnknownPack`."""
    if key in pack_keys():
        for file in edition_files(key):
            if hashlib.sha256(file.read_bytes()).hexdigest() == sha256:
                return file
    raise UnknownPack(f"{key} {sha256}")


def edition_files(key: str) -> Iterator[Path]:
    """The files of all editions of a pack, the current one first."""
    yield folder_of(key) / "pack.yaml"
    yield from sorted(folder_of(key).glob("earlier/*/pack.yaml"))


def _load(key: str, file: Path) -> RulePack:
    from additionality.engine.rulepack_reading import read_pack

    pack = read_pack(file.read_bytes())
    if pack.key != key:
        message = f"the pack in the folder of {key} says it is {pack.key}"
        raise RulePackError((PackProblem(1, "key", message),))
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
