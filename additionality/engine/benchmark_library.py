"""The benchmarks that a rule pack knows: dated, cited rates, read strictly from its `benchmarks`.

A kind of which nothing could be verified has no entry: then the pack knows none, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from additionality.engine.rulepack import Parameter, Value

#: An official rate; the default return on equity of a tool; the middle of what projects claimed.
LIBRARY_KINDS = ("official", "default_return_on_equity", "median_claimed")
NOT_STATED = "not_stated"
LIBRARY_BASES = {
    "tax_basis": ("pre_tax", "post_tax", NOT_STATED),
    "price_basis": ("nominal", "real", NOT_STATED),
}
#: What an entry has besides its dated values.
LIBRARY_KEYS = ("kind", "name", "countries", *LIBRARY_BASES)


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


def known_in(library: Library, kind: str, country: str) -> list[LibraryEntry]:
    """The entries of one kind for a country, in the order of the pack."""
    return [one for one in library.values() if one.kind == kind and one.holds_in(country)]
