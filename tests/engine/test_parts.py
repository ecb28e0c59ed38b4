"""A case read in parts is the case read as a whole, and has the same faults."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from additionality.engine.case import checked_parts, checked_tree, read_part
from additionality.engine.problems import MalformedCase

FOLDER = Path(__file__).parents[2] / "docs" / "cases"
WHOLE = [
    json.loads(file.with_name(file.name.replace(".result", "")).read_text(encoding="utf-8"))
    for file in sorted(FOLDER.glob("*.result.json"))
]


def parted(data: dict, keys: list[str]) -> list[dict]:
    """The case in two: `keys`, written as `investment.lines`, apart from all others."""
    first: dict = {}
    second: dict = {}
    for key, value in data.items():
        if not isinstance(value, dict):
            (first if key in keys else second)[key] = value
            continue
        for name, item in value.items():
            (first if f"{key}.{name}" in keys else second).setdefault(key, {})[name] = item
        second.setdefault(key, {})
    return [first, second]


def paths(data: dict) -> list[str]:
    return [
        f"{key}.{name}" if isinstance(value, dict) else key
        for key, value in data.items()
        for name in (value if isinstance(value, dict) else [""])
    ]


@given(st.data())
def test_two_parts_read_as_the_whole(chosen):
    data = chosen.draw(st.sampled_from(WHOLE))
    keys = chosen.draw(st.lists(st.sampled_from(paths(data)), unique=True))
    whole = checked_tree(data)
    assert checked_parts([read_part(part) for part in parted(data, keys)]) == whole


@given(st.data())
def test_what_is_left_out_is_missed_in_the_parts_as_in_the_whole(chosen):
    data = chosen.draw(st.sampled_from(WHOLE))
    gone = chosen.draw(st.sets(st.sampled_from(paths(data)), min_size=1, max_size=4))
    kept, _left_out = reversed(parted(data, sorted(gone)))
    parts = [read_part(part) for part in parted(kept, paths(kept)[::2])]
    assert faults_of(lambda: checked_parts(parts)) == faults_of(lambda: checked_tree(kept))


def faults_of(read) -> list[str]:
    try:
        read()
    except MalformedCase as malformed:
        return sorted(map(str, malformed.errors))
    return []
