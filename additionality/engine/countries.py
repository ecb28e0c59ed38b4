"""The countries by the codes and names that cases and tables write them with: a look-up, no judgement.

Codes are those of ISO 3166-1, names those of the Unicode CLDR (version 47) in English and Chinese, with
other names in use. A name that several countries go by, such as Congo, is not in the table. Currencies are
those that CLDR has as legal tender there, by their ISO 4217 codes.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from unicodedata import normalize

TABLE = Path(__file__).with_name("countries.csv")


def country_code(name: str) -> str:
    """The two-letter code of the country with this code or name, in lower case; empty if none is known."""
    return _codes().get(_plain(name), "")


def same_country(one: str, other: str) -> bool:
    """Whether two texts name one country; the same text does, known or not."""
    return country_key(one) == country_key(other)


def country_key(name: str) -> str:
    """The same text for all names of one country: its code, or the name where none is known."""
    return country_code(name) or _plain(name)


def currencies_of(country: str) -> tuple[str, ...]:
    """The codes of the currencies of a country, such as `TWD`; none where it is not known or has none."""
    return _currencies().get(country_code(country), ())


@cache
def _currencies() -> Mapping[str, tuple[str, ...]]:
    return {
        row["alpha2"].casefold(): tuple(row["currencies"].split("|"))
        for row in _rows()
        if row["currencies"]
    }


@cache
def _codes() -> Mapping[str, str]:
    """The code by every name. Raises `ValueError` where two countries share one."""
    found: dict[str, str] = {}
    for row in _rows():
        code = row["alpha2"].casefold()
        for name in (*list(row.values())[:5], *row["also"].split("|")):
            if name and found.setdefault(_plain(name), code) != code:
                raise ValueError(f"{TABLE.name}: {name} is the name of two countries")
    return found


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, strict=True))


def _plain(name: str) -> str:
    """A name without what different hands write differently: case, points, brackets, and, spaces."""
    text = normalize("NFKC", name).replace("台", "臺").casefold().replace("’", "'")
    for mark in ".()":
        text = text.replace(mark, " " if mark != "." else "")
    return " ".join(text.replace("&", " and ").split())
