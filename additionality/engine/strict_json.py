"""JSON read strictly: UTF-8, no key twice, no NaN, numbers kept as they are written.

A number becomes `Number`, its literal text, so that nothing is rounded before the case format has
looked at it. A byte order mark at the start of a UTF-8 document is accepted and dropped, because
some editors write one.
"""

from __future__ import annotations

import json
from typing import NoReturn

from additionality.engine.problems import MalformedCase, Problem, shown

MAX_BYTES = 32_000_000
#: No case is deeper; what the parser cannot follow is far beyond.
DEEPEST = 32


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
    except json.JSONDecodeError as error:
        _refuse(
            "invalid_json",
            line=error.lineno,
            column=error.colno,
            reason=shown(error.msg).strip('"'),
        )


def _constant(name: str) -> NoReturn:
    _refuse("invalid_json", line="?", column="?", reason=f"{name} is not a JSON number")


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
