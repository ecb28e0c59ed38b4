"""docs/security.md speaks of every item of the standard once, and the tests it names are there."""

import ast
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
STATES = {"holds", "partly", "not held", "operator", "not used"}
#: OWASP ASVS 5.0.0: how many items of levels 1 and 2 each section has. They come first in each.
ITEMS = {
    "1.1": 2,
    "1.2": 9,
    "1.3": 11,
    "1.4": 3,
    "1.5": 2,
    "2.1": 3,
    "2.2": 3,
    "2.3": 4,
    "2.4": 1,
    "3.2": 2,
    "3.3": 4,
    "3.4": 6,
    "3.5": 5,
    "3.7": 2,
    "4.1": 3,
    "4.2": 1,
    "4.3": 2,
    "4.4": 4,
    "5.1": 1,
    "5.2": 3,
    "5.3": 2,
    "5.4": 3,
    "6.1": 3,
    "6.2": 12,
    "6.3": 4,
    "6.4": 4,
    "6.5": 5,
    "6.6": 3,
    "6.8": 4,
    "7.1": 3,
    "7.2": 4,
    "7.3": 2,
    "7.4": 5,
    "7.5": 2,
    "7.6": 2,
    "8.1": 2,
    "8.2": 3,
    "8.3": 1,
    "8.4": 1,
    "9.1": 3,
    "9.2": 4,
    "10.1": 2,
    "10.2": 2,
    "10.3": 4,
    "10.4": 11,
    "10.5": 5,
    "10.6": 2,
    "10.7": 3,
    "11.1": 2,
    "11.2": 3,
    "11.3": 3,
    "11.4": 4,
    "11.5": 1,
    "11.6": 1,
    "12.1": 3,
    "12.2": 2,
    "12.3": 4,
    "13.1": 1,
    "13.2": 5,
    "13.3": 2,
    "13.4": 5,
    "14.1": 2,
    "14.2": 4,
    "14.3": 3,
    "15.1": 3,
    "15.2": 3,
    "15.3": 7,
    "16.1": 1,
    "16.2": 5,
    "16.3": 4,
    "16.4": 3,
    "16.5": 3,
    "17.1": 1,
    "17.2": 4,
    "17.3": 2,
}
WANTED = {f"{section}.{number + 1}" for section, most in ITEMS.items() for number in range(most)}


class Item(NamedTuple):
    """A row of the list: the items it speaks of, whether they hold, how, and where it is tested."""

    numbers: list[str]
    state: str
    how: str
    where: str


def rows() -> list[Item]:
    lines = re.findall(r"^\| (\d+\.\d+\.\d+[^|]*)\| ([^|]+)\| ([^|]+)\| ([^|]*)\|$", PAGE, re.M)
    return [
        Item(numbers(first), state.strip(), how.strip(), where.strip())
        for first, state, how, where in lines
    ]


def numbers(text: str) -> list[str]:
    """`1.3.8–9, 4.3.1` as `1.3.8`, `1.3.9`, `4.3.1`."""
    found = []
    for section, first, last in re.findall(r"(\d+\.\d+)\.(\d+)(?:–(\d+))?", text):
        found += [f"{section}.{n}" for n in range(int(first), int(last or first) + 1)]
    return found


def test_the_standard_has_as_many_items_as_it_says():
    assert len(WANTED) == 253


def test_every_item_is_spoken_of_once():
    said = Counter(number for row in rows() for number in row.numbers)

    assert set(said) == WANTED
    assert [number for number, times in said.items() if times > 1] == []


def test_every_item_has_a_state_and_a_reason():
    for row in rows():
        assert row.state in STATES, row
        assert row.how, row


def test_what_holds_says_where_it_is_tested_or_that_it_is_not():
    for row in rows():
        if row.state in {"holds", "partly"}:
            assert "::" in row.where or row.where == "not tested", row


def test_every_test_named_is_there():
    named = set(re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE))
    known = {}
    for file in {file for file, _name in named}:
        tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
        known[file] = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}

    assert len(named) > 80
    assert [f"{file}::{name}" for file, name in sorted(named) if name not in known[file]] == []


def test_the_sums_are_those_of_the_list():
    sums = Counter(row.state for row in rows() for _number in row.numbers)

    for state in STATES:
        assert f"| {state} | {sums[state]} |" in PAGE, (state, sums[state])
