"""The golden cases of each edition of each pack come out as an expert wrote them down."""

import pytest

from additionality.engine.golden_cases import differences, read_golden_cases
from additionality.engine.rulepack import edition_files, pack_keys
from additionality.engine.rulepack_reading import read_pack

EDITIONS = [file for key in pack_keys() for file in edition_files(key)]
PACKS = {file: read_pack(file.read_bytes()) for file in EDITIONS}
CASES = {
    file: read_golden_cases(file.with_name("cases.yaml").read_text(encoding="utf-8"))
    for file in EDITIONS
}
ALL = [
    pytest.param(case, PACKS[file], id=f"{PACKS[file].key} {PACKS[file].edition}: {case.name}")
    for file in EDITIONS
    for case in CASES[file]
]


@pytest.mark.parametrize(("case", "pack"), ALL)
def test_golden_case(case, pack):
    assert differences(case, pack) == ()


@pytest.mark.parametrize("file", EDITIONS, ids=lambda file: file.parent.name)
def test_every_edition_has_enough_golden_cases_each_with_its_own_name(file):
    names = [case.name for case in CASES[file]]

    assert file.with_name("NOTES.md").exists() or "earlier" in file.parts
    assert len(names) >= 25
    assert len(set(names)) == len(names)
