"""Reads a JSON value by the published schema: checks it and converts it in one pass.

The schema (`docs/case.schema.json`) is the only description of the structure. A general validator
would have to be told afterwards where the numbers are, would pass them through its own number
type, and would take quadratic time on some keywords; this reader knows exactly the keywords the
schema uses, refuses a schema with any other, reports every problem in our own words, and takes
time linear in the document. A test holds it against a general validator.

A value that is refused is left out of the result (`None` inside a list, so that positions stay),
and so is a null that stands for "not given". What is left can be checked further.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from additionality.engine.decimals import NumberRefused, plain, read_decimal
from additionality.engine.problems import ProblemList, bare, child, shown
from additionality.engine.strict_json import Number, RepeatedKeys

Schema = Mapping[str, Any]

ANNOTATIONS = {"$schema", "$id", "title", "description", "examples"}
KEYWORDS = ANNOTATIONS | {
    "type", "const", "enum", "pattern", "format", "minLength", "maxLength", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "items", "minItems", "maxItems",
    "properties", "required", "additionalProperties",
}  # fmt: skip
NUMERIC_FORMATS = {"decimal", "whole-number", "year-or-date"}
FORMATS = NUMERIC_FORMATS | {"date"}

#: What a list of amounts says of its items; any number without a sign is one.
_OF_AMOUNTS = ANNOTATIONS | {"type", "format", "pattern", "minimum"}
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_NAMES = {
    "null": "null", "boolean": "true or false", "number": "a number", "string": "a text",
    "array": "a list", "object": "an object", "other": "something that is not JSON",
}  # fmt: skip


class _Refused(Exception):
    """The value at hand is not usable; the problem has been noted."""


def unsupported_keywords(schema: Schema) -> set[str]:
    """Keywords anywhere in `schema` that this reader does not implement."""
    found = set(schema) - KEYWORDS
    if schema.get("format", "date") not in FORMATS:
        found.add("format")
    if schema.get("additionalProperties", False) is not False:
        found.add("additionalProperties")
    for sub in [*schema.get("properties", {}).values(), *filter(None, [schema.get("items")])]:
        found |= unsupported_keywords(sub)
    return found


def read(value: object, schema: Schema, problems: ProblemList) -> object:
    """`value` converted by `schema`: numbers to `Decimal` or `int`, dates to `date`.

    Problems noted in `problems`.
    """
    try:
        return _read(value, schema, "$", problems)
    except _Refused:
        return None


def read_part(value: dict[str, Any], schema: Schema, problems: ProblemList) -> dict[str, Any]:
    """As `read`, of an object in which anything may still be missing, though not in an item of a list."""
    return _read_object(value, schema, "$", problems, is_part=True)


def note_missing(tree: Mapping[str, Any], schema: Schema, problems: ProblemList) -> None:
    """Note what `read` would have missed in the parts that `tree` was put together from."""
    _note_missing(tree, schema, "$", problems)


def type_name(value: object) -> str:
    """The JSON type of a value.

    `Number` literals, ints, floats and decimals are numbers, booleans are not.
    """
    if type(value) is str:  # by far the most; `Number` is a text of its own kind
        return "string"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (Number, int, float, Decimal)):
        return "number"
    for python_type, name in ((str, "string"), (list, "array"), (dict, "object")):
        if isinstance(value, python_type):
            return name
    return "other"


def expectation(schema: Schema) -> str:
    """What `schema` takes, in words for a message."""
    kind = schema.get("format")
    if kind == "date":
        return "a date such as 2026-11-21"
    if kind == "year-or-date":
        return 'a year such as 2009 or a date such as "2009-05-01"'
    if kind in NUMERIC_FORMATS:
        number = "a whole number" if kind == "whole-number" else "a number or a decimal string"
        return f"{number} or a list of them" if "array" in schema["type"] else number
    if "enum" in schema or "const" in schema:
        return "one of: " + _choices(schema)
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return " or ".join(_NAMES[name] for name in types if name != "null")


def _choices(schema: Schema) -> str:
    values = schema.get("enum", [schema.get("const")])
    return ", ".join(str(value) for value in values if value is not None)


def _read(
    value: Any, schema: Schema, path: str, problems: ProblemList, is_part: bool = False
) -> Any:
    kind = type_name(value)
    allowed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if kind not in allowed:
        given = shown(str(value)) if kind == "other" else _NAMES[kind]
        problems.add(path, "wrong_type", expected=expectation(schema), given=given)
        raise _Refused
    if kind == "object":
        return _read_object(value, schema, path, problems, is_part)
    if kind == "array":
        return _read_list(value, schema, path, problems)
    if kind == "string" and _UNREADABLE.search(value):
        problems.add(path, "text_unprintable")
        raise _Refused
    if schema.get("format") in NUMERIC_FORMATS and kind in ("number", "string"):
        return _read_number(value, schema, path, problems)
    if kind == "string":
        return _read_text(value, schema, path, problems)
    return value


def _read_object(
    value: dict[Any, Any], schema: Schema, path: str, problems: ProblemList, is_part: bool
) -> dict[str, Any]:
    properties: Schema = schema["properties"]
    for key in getattr(value, "repeated", ()) if isinstance(value, RepeatedKeys) else ():
        problems.add(child(path, key), "duplicate_key")
    result: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str) or key not in properties:
            problems.add(child(path, str(key)), "unknown_key", expected=", ".join(properties))
        elif item is not None or key in schema.get("required", ()):
            try:
                result[key] = _read(item, properties[key], child(path, key), problems, is_part)
            except _Refused:
                continue
    if not is_part:
        _note_missing_keys(value, schema, path, problems)
    return result


def _note_missing(
    tree: Mapping[str, Any], schema: Schema, path: str, problems: ProblemList
) -> None:
    for key, item in tree.items():
        if isinstance(item, dict):
            _note_missing(item, schema["properties"][key], child(path, key), problems)
    _note_missing_keys(tree, schema, path, problems)


def _note_missing_keys(
    given: Mapping[str, Any], schema: Schema, path: str, problems: ProblemList
) -> None:
    for key in schema.get("required", ()):
        if key not in given:
            expected = expectation(schema["properties"][key])
            problems.add(child(path, key), "missing_key", expected=expected)


def _read_list(value: list[Any], schema: Schema, path: str, problems: ProblemList) -> list[Any]:
    if len(value) < schema.get("minItems", 0):
        problems.add(path, "list_empty", limit=schema["minItems"])
    if len(value) > schema["maxItems"]:
        problems.add(path, "list_too_long", length=len(value), limit=schema["maxItems"])
        raise _Refused
    result: list[Any] = []
    items = schema["items"]
    takes_any = items.get("format") == "decimal" and not items.keys() - _OF_AMOUNTS
    takes_any = takes_any and items.get("minimum", 0) == 0
    for position, item in enumerate(value):
        if takes_any and type(item) is str and item.isdigit() and item.isascii() and len(item) < 19:
            result.append(read_decimal(item))  # most values of a case: the amounts of its lines
            continue
        try:
            result.append(_read(item, items, f"{path}[{position}]", problems))
        except _Refused:
            result.append(None)
    return result


def _read_text(value: str, schema: Schema, path: str, problems: ProblemList) -> object:
    if schema.get("format") == "date":
        return _read_date(value, path, problems)
    if ("const" in schema or "enum" in schema) and value not in schema.get(
        "enum", [schema.get("const")]
    ):
        problems.add(path, "not_in_list", given=shown(value), expected=_choices(schema))
        raise _Refused
    if len(value) > schema.get("maxLength", len(value)):
        problems.add(path, "text_too_long", length=len(value), limit=schema["maxLength"])
        raise _Refused
    pattern = schema.get("pattern")
    if (schema.get("minLength") or pattern == r"\S") and not value.strip():
        problems.add(path, "text_empty", expected=schema["description"].rstrip("."))
        raise _Refused
    if pattern and not re.search(pattern.replace("$", r"\Z"), value, re.ASCII):
        problems.add(path, "text_malformed", given=shown(value), expected="64 hexadecimal digits")
        raise _Refused
    return value


def _read_date(text: str, path: str, problems: ProblemList) -> datetime.date:
    try:
        if _DATE.fullmatch(text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    problems.add(path, "date_malformed", given=shown(text))
    raise _Refused


def _read_number(value: Any, schema: Schema, path: str, problems: ProblemList) -> object:
    """A number, or a date where the schema takes a year or a date."""
    if (
        schema["format"] == "year-or-date"
        and isinstance(value, str)
        and not isinstance(value, Number)
    ):
        if _DATE.fullmatch(value):
            return _read_date(value, path, problems)
        if not re.fullmatch("[0-9]{4}", value, re.ASCII):
            problems.add(path, "year_or_date_malformed", given=shown(value))
            raise _Refused
    try:
        # A Python float is read by its shortest decimal text; documents never hold one.
        number = read_decimal(value if isinstance(value, str) else str(value))
    except NumberRefused as error:
        is_text = isinstance(value, str) and not isinstance(value, Number)
        given = shown(value) if is_text else bare(str(value))
        problems.add(
            path, error.code, given=given, expected="less than 1e18 in size",
            digits=60, places=1000,
        )  # fmt: skip
        raise _Refused from None
    except ValueError:  # a Python int with more digits than int() writes
        problems.add(
            path,
            "number_out_of_range",
            given="a very long number",
            expected="less than 1e18 in size",
        )
        raise _Refused from None
    _check_bounds(number, schema, path, problems)
    return int(number) if "multipleOf" in schema else number


def _check_bounds(number: Decimal, schema: Schema, path: str, problems: ProblemList) -> None:
    if "multipleOf" in schema and number != int(number):
        problems.add(path, "number_not_whole", given=bare(plain(number)))
        raise _Refused
    if schema.get("minimum") == 0 and number < 0:
        problems.add(path, "number_negative", given=bare(plain(number)))
        raise _Refused
    within = (
        number >= schema.get("minimum", number)
        and number <= schema.get("maximum", number)
        and ("exclusiveMinimum" not in schema or number > schema["exclusiveMinimum"])
        and ("exclusiveMaximum" not in schema or number < schema["exclusiveMaximum"])
    )
    if not within:
        expected = _range_in_words(schema)
        problems.add(path, "number_out_of_range", given=bare(plain(number)), expected=expected)
        raise _Refused


def _range_in_words(schema: Schema) -> str:
    words = {
        "minimum": "{} or more", "exclusiveMinimum": "more than {}",
        "maximum": "{} or less", "exclusiveMaximum": "less than {}",
    }  # fmt: skip
    return " and ".join(text.format(schema[key]) for key, text in words.items() if key in schema)
