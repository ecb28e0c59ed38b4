"""Which column of a table is read as what, and how: the mapping, as the screen and MAP.json say it.

```json
{"columns": {"name": "Name", "capacity": "Capacity (MW)", "started": "Commissioning Date"},
 "fixed": {"unit": "MW", "output": "electricity"},
 "values": {"energy_source": {"Natural Gas": "gas"}, "carbon_status": {"CDM": "registered"}},
 "otherwise": {"carbon_status": ""},
 "calendar": "western"}
```
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from projects.activities import fields

WESTERN, REPUBLIC = "western", "republic"
#: A column is named by its heading or, where that occurs twice or is blank, by its place: `#3`.
PLACE = re.compile("#([1-9][0-9]{0,4})", re.ASCII)


class MappingRefused(Exception):
    """The mapping does not fit; `code` says why, `params` what to name."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """`columns`: field -> column; `fixed`: field -> value for all rows.

    `values`: field -> cell -> value of the case file; `otherwise`: field -> value for every other cell.
    `calendar` is that of years with fewer than four digits; in `western` they are not read.
    """

    columns: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    otherwise: Mapping[str, str] = field(default_factory=dict)
    calendar: str = WESTERN

    def to_dict(self) -> dict[str, Any]:
        return {
            "columns": dict(self.columns),
            "fixed": dict(self.fixed),
            "values": {name: dict(found) for name, found in self.values.items()},
            "otherwise": dict(self.otherwise),
            "calendar": self.calendar,
        }


def read_mapping(data: object) -> ColumnMapping:
    """The mapping in a JSON value. Raises MappingRefused.

    Codes: `not_a_mapping`, `unknown_key`, `unknown_field`, `unknown_value`, `no_capacity`, `no_unit`.
    """
    if not isinstance(data, dict):
        raise MappingRefused("not_a_mapping")
    parts = {"columns": fields.NAMES, "fixed": fields.FIXED, "values": fields.LISTED}
    parts["otherwise"] = fields.LISTED
    for key in data:
        if key not in parts and key != "calendar":
            raise MappingRefused("unknown_key", key=str(key))
    found = {part: _texts(data, part, known) for part, known in parts.items() if part != "values"}
    values = {
        name: _texts(data.get("values") or {}, name, None)
        for name in _texts_keys(data.get("values"), fields.LISTED)
    }
    calendar = data.get("calendar", WESTERN)
    if calendar not in (WESTERN, REPUBLIC):
        raise MappingRefused("unknown_value", field="calendar", value=str(calendar))
    mapping = ColumnMapping(
        found["columns"], found["fixed"], values, found["otherwise"], str(calendar)
    )
    _check(mapping)
    return mapping


def _texts_keys(part: object, known: Sequence[str]) -> list[str]:
    if part is None:
        return []
    if not isinstance(part, dict):
        raise MappingRefused("not_a_mapping")
    for name in part:
        if name not in known:
            raise MappingRefused("unknown_field", field=str(name))
    return list(part)


def _texts(data: Any, part: str, known: Sequence[str] | None) -> dict[str, str]:
    """The object `part` of `data`, all of whose values must be texts."""
    found = data.get(part) or {}
    if not isinstance(found, dict):
        raise MappingRefused("not_a_mapping")
    for name, text in found.items():
        if known is not None and name not in known:
            raise MappingRefused("unknown_field", field=str(name))
        if not isinstance(text, str):
            raise MappingRefused("unknown_value", field=str(name), value=str(text))
    return {name: text for name, text in found.items() if text or part not in ("columns", "fixed")}


def _check(mapping: ColumnMapping) -> None:
    if "capacity" not in mapping.columns:
        raise MappingRefused("no_capacity")
    if not ({"unit"} & {*mapping.columns, *mapping.fixed}):
        raise MappingRefused("no_unit")
    if (unit := mapping.fixed.get("unit")) and unit_key(unit) not in fields.UNITS_SAID:
        raise MappingRefused("unknown_value", field="unit", value=unit)
    for name, known in fields.CHOICES.items():
        said = [*mapping.values.get(name, {}).values(), mapping.otherwise.get(name, "")]
        for value in [*said, mapping.fixed.get(name, "")]:
            if value and value not in known:
                raise MappingRefused("unknown_value", field=name, value=value)


def unit_key(text: str) -> str:
    return "".join(text.split()).casefold()


def column_names(header: Sequence[str]) -> list[str]:
    """How each column is named in a mapping: its heading, or `#3` where that is not its own."""
    tidy = [" ".join(heading.split()) for heading in header]
    often = Counter(tidy)
    return [
        heading if heading and often[heading] == 1 and not PLACE.fullmatch(heading) else f"#{n}"
        for n, heading in enumerate(tidy, start=1)
    ]


def places(mapping: ColumnMapping, header: Sequence[str]) -> dict[str, int]:
    """Field -> position of its column. Raises MappingRefused: `no_column`, `heading_twice`."""
    tidy = [" ".join(heading.split()) for heading in header]
    found = {}
    for name, column in mapping.columns.items():
        if place := PLACE.fullmatch(column):
            if int(place[1]) > len(header):
                raise MappingRefused("no_column", field=name, column=column)
            found[name] = int(place[1]) - 1
            continue
        wanted = " ".join(column.split())
        if tidy.count(wanted) > 1:
            raise MappingRefused("heading_twice", field=name, column=column)
        if wanted not in tidy:
            raise MappingRefused("no_column", field=name, column=column)
        found[name] = tidy.index(wanted)
    return found


def suggested(header: Sequence[str]) -> dict[str, str]:
    """Field -> column by the headings that are usual, to begin the mapping screen with."""
    names = column_names(header)
    by_heading: dict[str, str] = {}
    for heading, name in zip(header, names, strict=True):
        by_heading.setdefault(fields.folded(heading), name)
    return {
        name: by_heading[known]
        for name, usual in fields.HEADINGS.items()
        if (known := next((one for one in usual if one in by_heading), None))
    }


def suggested_unit(column: str) -> str:
    """The unit that a heading such as `Capacity (MW)` or `capacity_kw` names, else nothing."""
    words = re.split(r"[\s()（）\[\]_,:]+", column.casefold())
    return next((word for word in reversed(words) if word in fields.UNITS_SAID), "")
