"""From a checked JSON value to frozen dataclasses, and back to a canonical JSON value."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from additionality.engine.decimals import plain


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def build(target: Any, value: Any) -> Any:
    """`value`, already checked, as the dataclass or tuple that `target` names."""
    if not isinstance(value, (list, dict)):
        return value
    if get_origin(target) in (Union, UnionType):
        wanted = [arg for arg in get_args(target) if arg is not NoneType]
        lists = [arg for arg in wanted if get_origin(arg) is tuple]
        target = lists[0] if lists and isinstance(value, list) else wanted[-1]
    if get_origin(target) is tuple and isinstance(value, list):
        of = get_args(target)[0]
        return tuple(build(of, x) if isinstance(x, (list, dict)) else x for x in value)
    if is_dataclass(target) and isinstance(value, dict):
        hints = _hints(cast("type", target))
        known = {key: build(hints[key], item) for key, item in value.items() if key in hints}
        return cast("type", target)(**known)
    return value


def canonical(value: Any) -> Any:
    """A dataclass as a JSON value: numbers and dates as text, what equals its default left out."""
    if is_dataclass(value):
        items = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: canonical(item) for field, item in items if item != field.default}
    if isinstance(value, tuple):
        return [canonical(item) for item in value]
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
