"""YAML read strictly, for rule packs: no key twice, no unquoted number, no anchors.

YAML lets the last of two equal keys win silently and makes `0.2` a binary float; both have put
wrong values into standards. Here either is an error.
"""

from __future__ import annotations

from typing import Any

import yaml


class StrictYamlError(ValueError):
    """The document uses something a rule pack may not."""


class _StrictLoader(yaml.SafeLoader):
    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise StrictYamlError("an alias is not allowed")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise StrictYamlError(f"the key {key!r} is given twice: {key_node.start_mark}")
            seen.add(key)
        return super().construct_mapping(node, deep)


def _refuse_number(loader: Any, node: Any) -> None:
    raise StrictYamlError(
        f"the number {node.value!r} must be in quotation marks: {node.start_mark}"
    )


for _tag in ("int", "float"):
    _StrictLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", _refuse_number)


def load(text: str) -> Any:
    """The document's value; dates as `date`, everything numeric as the text it was quoted as.

    Raises `StrictYamlError` or `yaml.YAMLError`.
    """
    return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 (a SafeLoader made stricter)
