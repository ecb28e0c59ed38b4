"""The published lists of codes are the program's own."""

import re
from pathlib import Path

import pytest

from additionality.engine.canonical import canonical_json
from additionality.engine.codes import CONCERN_SEVERITY, REASONS
from additionality.engine.findings import Concern, Finding, Outcome
from additionality.engine.problems import MESSAGES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "codes.md").read_text(encoding="utf-8")


def table(heading):
    """Code -> second column of the table under a heading."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", section, re.MULTILINE))


def test_reasons_are_published_with_their_outcome():
    assert table("Reasons") == REASONS


def test_concerns_are_published_with_their_severity():
    assert table("Concerns") == CONCERN_SEVERITY


def test_problems_are_published_with_their_sentence():
    assert table("Problems of a malformed case") == MESSAGES


def test_no_code_outside_the_lists():
    with pytest.raises(ValueError, match="not a published concern"):
        Concern("something_else")
    with pytest.raises(ValueError, match="not a published reason"):
        Finding("investment", Outcome.PASSED, "something_else")
    with pytest.raises(ValueError, match="not a published reason"):
        Finding("investment", Outcome.PASSED, "indicator_not_below_benchmark")


def test_canonical_json_sorts_keys_and_refuses_numbers():
    assert (
        canonical_json({"b": ["1", True, None], "a": "臺"})
        == '{"a":"臺","b":["1",true,null]}'.encode()
    )
    for number in (1, 1.5):
        with pytest.raises(ValueError, match="numbers as text"):
            canonical_json({"a": [number]})
