"""Between field names and the keys of the case file: `capacity__value` is `capacity.value`."""

from collections.abc import Mapping
from typing import Any

from django import forms

Typed = dict[str, list[str]]


def typed_values(questions: Mapping[str, Any], part: Mapping[str, Any]) -> Typed:
    """The texts for the values of `part` that `questions` ask for."""
    found = {}
    for name, question in questions.items():
        *parents, key = name.split("__")
        value = at(part, parents).get(key)
        if value is not None and hasattr(question, "to_typed"):
            found[name] = question.to_typed(value)
    return found


def at(tree: Mapping[str, Any], path: tuple[str, ...] | list[str]) -> Mapping[str, Any]:
    """The object at `path`, or an empty one."""
    for key in path:
        tree = tree.get(key) or {}
    return tree


def put(tree: dict[str, Any], path: list[str], value: Any) -> None:
    for key in path[:-1]:
        tree = tree.setdefault(key, {})
    tree[path[-1]] = value


def words_for(question: forms.Field, text: str) -> str:
    """The words of the choice that `text` is the key of, or `text` itself."""
    choices: Any = getattr(question, "choices", ())
    return next((str(words) for key, words in choices if str(key) == text), text)
