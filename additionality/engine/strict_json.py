"""JSON read strictly: UTF-8, no key twice, no NaN, numbers kept as they are written.

A number becomes `Number`, its literal text, so that nothing is rounded before the case format has
looked at it. A byte order mark at the start of a UTF-8 document is accepted and dropped, because
some editors write one.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

from additionality.engine.problems import MalformedCase, Problem, shown

MAX_BYTES = 32_000_000
#: No case is deeper; what the parser cannot follow is far beyond.
DEEPEST = 32


#: A text, to be passed over, or one of the constants that Python takes and JSON does not have.
_TEXT_OR_CONSTANT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|(NaN|-?Infinity)', re.S)


class _Constant(Exception):
    """The document holds NaN or an infinity."""


class Number(str):
    """The literal text of a JSON number."""

    __slots__ = ()


class RepeatedKeys(dict[str, object]):
    """A JSON object in which some keys were given more than once; `repeated` names them."""

    repeated: tuple[str, ...] = ()


def parse(text: bytes | str) -> object:
    """The JSON value of `text`.

    Raises `MalformedCase` with one problem when it is not strict JSON.
    """
    if len(text) > MAX_BYTES:
        _refuse("document_too_large", limit=MAX_BYTES)
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            _refuse("invalid_utf8", position=error.start)
    text = text.removeprefix("\ufeff")
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=Number,
            parse_int=Number,
            parse_constant=_constant,
        )
    except RecursionError:
        _refuse("too_deep", limit=DEEPEST)
    except _Constant as error:
        line, column = _place_of_constant(text)
        reason = f"{error} is not a JSON number"
        _refuse("invalid_json", line=line, column=column, reason=reason)
    except json.JSONDecodeError as error:
        _refuse(
            "invalid_json",
            line=error.lineno,
            column=error.colno,
            reason=shown(error.msg).strip('"'),
        )


def _constant(name: str) -> NoReturn:
    raise _Constant(name)


def _place_of_constant(text: str) -> tuple[int, int]:
    """Line and column of the first constant that stands outside a text, both counted from 1."""
    start = next(m.start() for m in _TEXT_OR_CONSTANT.finditer(text) if m[1])
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) == len(pairs):
        return result
    seen: set[str] = set()
    repeated = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
    marked = RepeatedKeys(result)
    marked.repeated = tuple(dict.fromkeys(repeated))
    return marked


def _refuse(code: str, **params: object) -> NoReturn:
    raise MalformedCase([Problem("$", code, {name: str(value) for name, value in params.items()})])
