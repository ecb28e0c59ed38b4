"""Reading the tree of a case that may have gaps: parts, items, unique values, named alternatives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from additionality.engine.problems import ProblemList, shown

#: What `schema_reader.read` leaves of a case: whatever was refused is missing, or `None` in a list.
Tree = dict[str, Any]


def merge(target: Tree, addition: Mapping[str, Any]) -> None:
    """Put `addition` into `target`, objects key by key; what is in `addition` stays as it is."""
    for key, value in addition.items():
        if isinstance(value, dict):
            merge(target.setdefault(key, {}), value)
        else:
            target[key] = value


def part(tree: Tree, name: str) -> Tree:
    """The object under a key, empty where there is none."""
    value = tree.get(name)
    return value if isinstance(value, dict) else {}


def items(tree: Tree, name: str) -> list[tuple[int, Tree]]:
    """The readable objects of a list with their positions."""
    values = tree.get(name)
    if not isinstance(values, list):
        return []
    return [(i, item) for i, item in enumerate(values) if isinstance(item, dict)]


def check_unique(values: Iterable[tuple[str, Any]], code: str, problems: ProblemList) -> None:
    """Note each value, given with its path, that came before."""
    seen = set()
    for path, value in values:
        key = value.strip() if isinstance(value, str) else value
        if key is not None and key in seen:
            problems.add(path, code, given=shown(value) if isinstance(value, str) else value)
        seen.add(key)


def check_alternative(
    path: str, name: str | None, alternatives: dict[Any, Tree], problems: ProblemList
) -> None:
    if name is None:
        return
    if name not in alternatives:
        problems.add(path, "unknown_alternative", given=shown(name))
    elif alternatives[name].get("is_project"):
        problems.add(path, "project_named_as_alternative", given=shown(name))
