"""YAML read strictly, for rule packs: no key twice, no unquoted number, no anchors.

YAML lets the last of two equal keys win silently and makes `0.2` a binary float; both have put
wrong values into standards. Here either is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

#: A place in a document: the keys and positions that lead to it.
Place = tuple[Any, ...]


class StrictYamlError(ValueError):
    """The document uses something a rule pack may not; `line` counts from 1."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(f"line {line}: {message}")
        self.message = message
        self.line = line


class _StrictLoader(yaml.SafeLoader):
    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            line = self.peek_event().start_mark.line + 1  # type: ignore[no-untyped-call]
            raise StrictYamlError("an alias (*name) is not allowed; write the text again", line)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise StrictYamlError(f"the key {key!r} is given twice; expected it once", line)
            seen.add(key)
        return super().construct_mapping(node, deep)


def _refuse_number(loader: Any, node: Any) -> None:
    raise StrictYamlError(
        f'the number {node.value} must be in quotation marks: "{node.value}"',
        node.start_mark.line + 1,
    )


def _construct_date(loader: Any, node: Any) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        line = node.start_mark.line + 1
        raise StrictYamlError(f"{node.value} is not a day that exists", line) from None


for _tag in ("int", "float"):
    _StrictLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", _refuse_number)
_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _construct_date)


def load(text: str) -> Any:
    """The document's value; dates as `date`, everything numeric as the text it was quoted as.

    Raises `StrictYamlError`.
    """
    return load_with_lines(text)[0]


def load_with_lines(text: str) -> tuple[Any, dict[Place, int]]:
    """The document's value, and the line (from 1) on which each value in it begins.

    Raises `StrictYamlError`.
    """
    try:
        loader = _StrictLoader(text)
        node = loader.get_single_node()
        value = loader.construct_document(node) if node is not None else None
        return value, dict(_lines(loader, node, ())) if node is not None else {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        line = mark.line + 1 if mark else 1
        raise StrictYamlError(f"this is not readable YAML: {reason}", line) from error


def _lines(loader: Any, node: Any, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key_node, item in node.value:
            inner = (*place, loader.construct_object(key_node, deep=True))
            yield from _lines(loader, item, inner)
            yield inner, key_node.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield from _lines(loader, item, (*place, position))
