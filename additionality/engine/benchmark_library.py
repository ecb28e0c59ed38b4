"""The benchmarks that a rule pack knows: dated, cited rates, read strictly from its `benchmarks`.

A kind of which nothing could be verified has no entry: then the pack knows none, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from additionality.engine.rulepack import Parameter, Value

#: An official rate; the default return on equity of a tool; the middle of what projects claimed.
KINDS = ("official", "default_return_on_equity", "median_claimed")
_OWN_KEYS = {"kind", "name", "countries", "tax_basis", "price_basis"}
_BASES = {
    "tax_basis": ("pre_tax", "post_tax", "not_stated"),
    "price_basis": ("nominal", "real", "not_stated"),
}


class LibraryError(ValueError):
    """An entry breaks the rules for benchmarks."""


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One benchmark. `name` by language (en, zh), `countries` the ways to write where it holds.

    The bases are empty where the source does not state them; rates are fractions a year.
    """

    key: str
    kind: str
    name: Mapping[str, str]
    countries: tuple[str, ...]
    tax_basis: str
    price_basis: str
    rates: Parameter

    def holds_in(self, country: str) -> bool:
        """Whether it is one of `country`, in whatever case the name is written."""
        return country.strip().casefold() in {one.casefold() for one in self.countries}

    def on(self, day: date) -> Value | None:
        """The value in force on a day, if there is one."""
        found = [value for value in self.rates.values if value.since <= day]
        return found[-1] if found else None


Library = Mapping[str, LibraryEntry]


def read_library(tree: Any, parameter: Callable[[str, Any], Parameter]) -> Library:
    """The library in the `benchmarks` of a pack; `parameter` reads the dated values of an entry.

    Raises `LibraryError`, and what `parameter` raises.
    """
    if not isinstance(tree, dict):
        raise LibraryError(f"benchmarks: expected entries by name, found {type(tree).__name__}")
    return {str(key): _entry(str(key), item, parameter) for key, item in tree.items()}


def known_in(library: Library, kind: str, country: str) -> list[LibraryEntry]:
    """The entries of one kind for a country, in the order of the pack."""
    return [one for one in library.values() if one.kind == kind and one.holds_in(country)]


def _entry(key: str, item: Any, parameter: Callable[[str, Any], Parameter]) -> LibraryEntry:
    if not isinstance(item, dict) or not set(item) >= _OWN_KEYS:
        raise LibraryError(f"benchmark {key}: expected at least the keys {sorted(_OWN_KEYS)}")
    if item["kind"] not in KINDS:
        raise LibraryError(f"benchmark {key}: expected a kind of {KINDS}, found {item['kind']!r}")
    name, countries = item["name"], item["countries"]
    if (
        not isinstance(name, dict)
        or set(name) != {"en", "zh"}
        or not all(map(_is_text, name.values()))
    ):
        raise LibraryError(f"benchmark {key}: expected a name in en and in zh")
    if not isinstance(countries, list) or not countries or not all(map(_is_text, countries)):
        raise LibraryError(f"benchmark {key}: expected a list of countries")
    bases = {basis: _basis(key, basis, item[basis]) for basis in _BASES}
    rest = {name: value for name, value in item.items() if name not in _OWN_KEYS}
    rates = parameter(f"benchmark {key}", rest)
    if rates.unit != "fraction":
        raise LibraryError(f"benchmark {key}: expected the unit fraction, found {rates.unit!r}")
    return LibraryEntry(key, item["kind"], name, tuple(countries), rates=rates, **bases)


def _basis(key: str, basis: str, value: Any) -> str:
    if value not in _BASES[basis]:
        raise LibraryError(f"benchmark {key}: expected a {basis} of {_BASES[basis]}")
    return "" if value == "not_stated" else str(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
