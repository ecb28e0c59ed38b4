"""Under which names a table has the rows of a country."""

from collections.abc import Iterable
from dataclasses import dataclass

from additionality.engine.countries import country_code, country_key

#: Names of countries that are kept with a search.
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Named:
    """The names that a data set has for a country, and those of its countries that are none we know."""

    spellings: list[str]
    unknown: list[str]

    def to_case(self) -> dict[str, str]:
        """For the search as the case file has it, where there is something to say."""
        found = {
            "spellings": _joined(self.spellings) if len(self.spellings) > 1 else "",
            "countries_unknown": _joined(self.unknown),
        }
        return {name: text for name, text in found.items() if text}


def named_in(countries: Iterable[str], wanted: str) -> Named:
    """Under which of its names for countries a table may have rows of the one that is wanted.

    Where the one wanted is none we know itself, others that are not known are just others.
    """
    names, key = sorted(set(countries)), country_key(wanted)
    spellings = [name for name in names if country_key(name) == key]
    is_known = bool(country_code(wanted))
    unknown = [name for name in names if is_known and name and not country_code(name)]
    return Named(spellings, unknown)


def _joined(names: list[str]) -> str:
    more = ["…"] if len(names) > MOST_NAMED else []
    return "; ".join([*names[:MOST_NAMED], *more])


def country_of_table(wanted: str, countries: Iterable[str]) -> str | None:
    """The country as the table writes it, of several names the one wanted or else the first.

    None where the table has no row of it.
    """
    names = set(countries)
    return wanted if wanted in names else next(iter(named_in(names, wanted).spellings), None)


def countries_by_name(names: Iterable[str]) -> list[list[str]]:
    """The names that a data set has for each of its countries, in the order of their first names."""
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        found.setdefault(country_key(name), []).append(name)
    return list(found.values())
