"""Earlier editions stay where determinations find them: by their SHA-256, for ever."""

import json
import shutil

import pytest

from additionality.determination.recompute import NotPossible, by_engine
from additionality.engine import rulepack
from additionality.engine.assess import assess
from additionality.engine.canonical import canonical_json
from additionality.engine.case import read_case
from additionality.engine.rulepack import (
    UnknownPack,
    edition_file,
    edition_files,
    load_edition,
    load_pack,
)
from projects.register.record import PackChanged, pack_text
from tests.rulepacks.golden import make_data, reductions

CACHED = (rulepack.pack_keys, rulepack.load_pack, rulepack.load_edition)
CASE = make_data(**reductions(30_000))


@pytest.fixture
def old(tmp_path, monkeypatch):
    """The edition there was, after an invented one with a lower limit has taken its place."""
    before = load_pack("tw-offset")
    folder = tmp_path / "rulepacks"
    shutil.copytree(rulepack.FOLDER, folder)
    kept = folder / "tw_offset" / "earlier" / before.edition
    kept.mkdir(parents=True)
    current = folder / "tw_offset" / "pack.yaml"
    shutil.copy(current, kept / "pack.yaml")
    text = current.read_text(encoding="utf-8")
    text = text.replace('edition: "2024.1"', 'edition: "2027.1"').replace('"60000"', '"25000"')
    current.write_text(text, encoding="utf-8")
    monkeypatch.setattr(rulepack, "FOLDER", folder)
    _forget()
    yield before
    monkeypatch.undo()
    _forget()


def _forget():
    for function in CACHED:
        function.cache_clear()


def test_the_new_edition_is_the_one_a_new_case_is_assessed_under(old):
    result = assess(read_case(CASE))

    assert (result.pack.edition, result.tier.tier) == ("2027.1", "large")


def test_a_determination_of_the_earlier_edition_recomputes(old):
    case = read_case(CASE)
    then = assess(case, old).to_dict()

    again = by_engine(canonical_json(case.to_dict()), then["pack"])

    assert again == then
    assert (again["pack"]["edition"], again["tier"]) == ("2024.1", "small")


def test_both_editions_are_found_by_their_hash(old):
    new = load_pack("tw-offset")

    assert [load_edition("tw-offset", one.sha256).edition for one in (old, new)] == [
        "2024.1",
        "2027.1",
    ]
    assert [file.parent.name for file in edition_files("tw-offset")] == ["tw_offset", "2024.1"]
    assert '"60000"' in pack_text("tw-offset", old.sha256)
    assert '"25000"' in pack_text("tw-offset", new.sha256)


def test_no_edition_with_that_hash():
    with pytest.raises(UnknownPack):
        edition_file("tw-offset", "0" * 64)
    with pytest.raises(UnknownPack):
        edition_file("../tw_offset", load_pack("tw-offset").sha256)
    with pytest.raises(PackChanged):
        pack_text("tw-offset", "0" * 64)
    with pytest.raises(NotPossible, match="pack_unknown"):
        by_engine(json.dumps(CASE).encode(), {"key": "tw-offset", "sha256": "0" * 64})


def test_an_edition_of_another_pack_is_not_found_under_the_key():
    with pytest.raises(UnknownPack):
        edition_file("tw-offset", load_pack("cdm").sha256)
