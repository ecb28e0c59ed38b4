"""The golden cases of each pack come out as an expert wrote them down."""

from copy import deepcopy
from pathlib import Path

import pytest

from additionality.engine import strict_yaml
from additionality.engine.assess import assess
from additionality.engine.case import read_case
from additionality.engine.problems import MalformedCase
from additionality.engine.rulepack import FOLDER

FILES = sorted(FOLDER.glob("*/cases.yaml"))


def golden(file: Path):
    document = strict_yaml.load(file.read_text(encoding="utf-8"))
    for case in document["cases"]:
        yield pytest.param(document["base"], case, id=f"{file.parent.name}: {case['name']}")


def place(tree, path: str):
    """The container and the last key of a dotted path."""
    *way, last = path.split(".")
    for key in way:
        tree = tree[int(key)] if isinstance(tree, list) else tree.setdefault(key, {})
    return tree, int(last) if isinstance(tree, list) else last


def changed(base: dict, case: dict) -> dict:
    data = deepcopy(base)
    for path, value in case.get("change", {}).items():
        container, key = place(data, path)
        container[key] = deepcopy(value)
    for path in case.get("remove", []):
        container, key = place(data, path)
        del container[key]
    return data


ALL = [case for file in FILES for case in golden(file)]


@pytest.mark.parametrize(("base", "case"), ALL)
def test_golden_case(base, case):
    data = changed(base, case)
    if "malformed" in case:
        with pytest.raises(MalformedCase) as caught:
            read_case(data)
        assert [problem.path for problem in caught.value.errors] == case["malformed"]
        return

    result = assess(read_case(data))

    came_out = {"tier": result.tier.tier, "conclusion": result.conclusion.value}
    came_out |= {f.analysis: f"{f.outcome.value} {f.reason}" for f in result.findings}
    came_out["concerns"] = sorted(c.code for f in result.findings for c in f.concerns)
    expected = dict(case["expect"])
    if "concerns" in expected:
        expected["concerns"] = sorted(expected["concerns"])
    assert {key: came_out[key] for key in expected} == expected


def test_every_pack_has_enough_golden_cases():
    packs = {file.parent for file in FOLDER.glob("*/pack.yaml")}

    assert {file.parent for file in FILES} == packs
    assert len(ALL) >= 25 * len(packs)
