"""Takes the values of a pack file out of its tree, and notes what is not as expected, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from additionality.engine.decimals import NumberRefused, read_decimal
from additionality.engine.rulepack import PackProblem
from additionality.engine.strict_yaml import Place


@dataclass(frozen=True, slots=True)
class Reader:
    """Takes values of the expected kind out of the tree; notes what is not, with its line.

    A value that was refused is read as an empty one of its kind, so that reading goes on and finds
    further problems; the pack is given to nobody then.
    """

    lines: Mapping[Place, int]
    problems: list[PackProblem]

    def refuse(self, place: Place, message: str) -> None:
        line = next((self.lines[p] for p in _outwards(place) if p in self.lines), 1)
        self.problems.append(PackProblem(line, " > ".join(map(str, place)) or "the file", message))

    def keys(
        self, value: Any, place: Place, needed: Iterable[str], may: Iterable[str] = ()
    ) -> dict[str, Any]:
        """A mapping with these keys; those that may be left out are missing if they are."""
        if not isinstance(value, dict):
            self.refuse(place, f"expected the keys {', '.join(needed)}, found {in_words(value)}")
            return {}
        known = (*needed, *may)
        for key in value:
            if key not in known:
                said = f"is not known here; expected one of: {', '.join(known)}"
                self.refuse((*place, key), said + meant(key, known))
        for key in needed:
            if key not in value:
                self.refuse(place, f"the key {key!r} is missing")
        return {key: item for key, item in value.items() if key in known}

    def named(self, value: Any, place: Place) -> dict[str, Any]:
        """A mapping whose keys are names of the pack's own."""
        if not isinstance(value, dict) or not value:
            self.refuse(
                place, f"expected names, each with what belongs to it, found {in_words(value)}"
            )
            return {}
        return {str(key): item for key, item in value.items()}

    def text(self, value: Any, place: Place) -> str:
        if not isinstance(value, str) or not value.strip():
            self.refuse(place, f"expected a text, found {in_words(value)}")
            return ""
        return value

    def day(self, value: Any, place: Place) -> date:
        if type(value) is not date:
            self.refuse(place, f"expected a day such as 2024-01-01, found {in_words(value)}")
            return date.min
        return value

    def flag(self, value: Any, place: Place) -> bool:
        if not isinstance(value, bool):
            self.refuse(place, f"expected true or false, found {in_words(value)}")
        return value is True

    def choice(self, value: Any, place: Place, of: Iterable[str], listed: str = "") -> str:
        """One of the names `of`; `listed` is the key under which the pack itself lists them."""
        known = [name for name in of if name]  # a name that was refused there is empty
        if value not in known:
            if known:
                said = f"expected one of: {', '.join(known)}; found {in_words(value)}"
            else:
                said = f"{in_words(value)} must stand under '{listed}' too, which names nothing"
            self.refuse(place, said + meant(value, known))
            return ""
        return str(value)

    def choices(
        self, value: Any, place: Place, of: Iterable[str], listed: str = ""
    ) -> tuple[str, ...]:
        """A list of names as `choice` knows them, each once."""
        if not isinstance(value, list):
            self.refuse(place, f"expected a list such as [a, b], found {in_words(value)}")
            return ()
        names = tuple(self.choice(one, (*place, i), of, listed) for i, one in enumerate(value))
        for i, name in enumerate(names):
            if name and name in names[:i]:
                self.refuse((*place, i), f"{name} stands in the list twice")
        return names

    def number(self, value: Any, place: Place) -> Decimal | None:
        try:
            return read_decimal(self.text(value, place))
        except NumberRefused:
            if value:
                self.refuse(place, f"expected a number in quotation marks, found {in_words(value)}")
            return None


def _outwards(place: Place) -> Iterable[Place]:
    return (place[:length] for length in range(len(place), -1, -1))


def in_words(value: Any) -> str:
    """A value of the file for a message."""
    if value is None:
        return "nothing"
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "further keys"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def meant(given: Any, known: Iterable[str]) -> str:
    """A question after the name that was perhaps meant, or nothing."""
    near = get_close_matches(str(given), list(known), n=1, cutoff=0.75)
    return f". Was {near[0]} meant?" if near else ""
