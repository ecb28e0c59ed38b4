"""The golden cases of each pack come out as an expert wrote them down."""

import pytest

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from additionality.engine.problems import MalformedCase
from additionality.engine.rulepack import FOLDER
from tests.rulepacks.golden import FILES, REMOVED, changed, document

ALL = [
    pytest.param(content["base"], case, id=f"{file.parent.name}: {case['name']}")
    for file in FILES
    for content in [document(file)]
    for case in content["cases"]
]


@pytest.mark.parametrize(("base", "case"), ALL)
def test_golden_case(base, case):
    removed = dict.fromkeys(case.get("remove", []), REMOVED)
    data = changed(base, {**case.get("change", {}), **removed})
    if "malformed" in case:
        with pytest.raises(MalformedCase) as caught:
            read_case(data)
        assert [problem.path for problem in caught.value.errors] == case["malformed"]
        return

    result = assess(read_case(data))

    came_out = {"tier": result.tier.tier, "conclusion": result.conclusion.value}
    came_out |= {f.analysis: f"{f.outcome.value} {f.reason}" for f in result.findings}
    came_out["concerns"] = sorted(c.code for f in result.findings for c in f.concerns)
    figures = {f.analysis: f.figures for f in result.findings}
    came_out["varied"] = [even["line"] for even in figures["investment"].get("break_even", [])]
    expected = dict(case["expect"])
    if "concerns" in expected:
        expected["concerns"] = sorted(expected["concerns"])
    assert {key: came_out[key] for key in expected} == expected


def test_every_pack_has_enough_golden_cases():
    packs = {file.parent for file in FOLDER.glob("*/pack.yaml")}

    assert {file.parent for file in FILES} == packs
    assert len(ALL) >= 25 * len(packs)
