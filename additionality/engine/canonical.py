"""Canonical JSON (RFC 8785) of values that hold no numbers.

Figures are text, so that every reader sees the same.
"""

from __future__ import annotations

from typing import Any

import rfc8785


def canonical_json(value: Any) -> bytes:
    """The RFC 8785 bytes of `value`: objects, lists, text, true, false and null.

    Raises `ValueError` for a number or anything else, and for text that is not Unicode.
    """
    _refuse_numbers(value)
    return bytes(rfc8785.dumps(value))


def _refuse_numbers(value: Any) -> None:
    if isinstance(value, dict):
        for item in value.values():
            _refuse_numbers(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_numbers(item)
    elif not (value is None or isinstance(value, str | bool)):
        raise ValueError(f"expected numbers as text, found {value!r}")
