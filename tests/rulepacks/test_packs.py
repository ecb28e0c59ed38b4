"""Packs are read strictly, dated, and not edited once released."""

from datetime import date

import pytest

from additionality.engine.rulepack import (
    FOLDER,
    NotInForce,
    RulePackError,
    UnknownPack,
    edition_files,
    load_pack,
    pack_keys,
    released_packs,
)
from additionality.engine.rulepack_reading import read_pack

CONTENT = (FOLDER / "tw_offset" / "pack.yaml").read_text(encoding="utf-8")


def test_released_packs_are_unchanged():
    released = {(pack.key, pack.edition, pack.sha256) for pack in released_packs()}
    packs = [read_pack(file.read_bytes()) for key in pack_keys() for file in edition_files(key)]

    assert {(pack.key, pack.edition, pack.sha256) for pack in packs} == released


@pytest.mark.parametrize("key", pack_keys())
def test_title_in_both_languages(key):
    assert load_pack(key).title.keys() == {"en", "zh"}


REQUIRED = {
    "tw-offset": {
        "large": ("regulatory", ("investment", "barriers"), "common_practice"),
        "small": ("regulatory", "barriers"),
        "micro": ("regulatory",),
    },
    "tw-ver-2023": {
        "large": ("eligibility", "regulatory", "investment", "barriers", "common_practice"),
        "small": ("eligibility", "regulatory", ("investment", "barriers", "common_practice")),
        "micro": ("eligibility", "regulatory"),
    },
    "cdm": {
        "large": (
            "eligibility",
            "prior_consideration",
            "regulatory",
            ("investment", "barriers"),
            "common_practice",
        ),
        "small": ("eligibility", "prior_consideration", "barriers"),
        "micro": ("eligibility", "prior_consideration", ("microscale", "barriers")),
    },
}


def test_required_parts_of_each_tier():
    assert {key: dict(load_pack(key).required) for key in REQUIRED} == REQUIRED


def test_unknown_pack():
    with pytest.raises(UnknownPack):
        load_pack("tw-offset/../tw_offset")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('value: "60000"', "value: 60000", id="an unquoted number"),
        pytest.param('value: "60000"', "value: 0x60", id="an unquoted hexadecimal number"),
        pytest.param('value: "60000"', 'value: "sixty"', id="a value that is no number"),
        pytest.param(
            '      2024-01-01: {value: "60000"',
            '      early: {value: "60000"',
            id="a key that is no date",
        ),
        pytest.param(
            "in_force_from: 2024-01-01", "in_force_from: soon", id="a day that is no date"
        ),
        pytest.param("cite: scale_guidance, ", "", id="a missing citation"),
        pytest.param("cite: scale_guidance", "cite: nowhere", id="an unknown citation"),
        pytest.param("cite: scale_guidance", 'cite: ""', id="an empty citation"),
        pytest.param("edition:", "key: x\nedition:", id="a key given twice"),
        pytest.param('"2008-08-02"', '"2008-02-30"', id="a date that does not exist"),
        pytest.param("status: decision}", "status: surely}", id="an unknown status"),
        pytest.param("key: tw-offset", "key: &k tw-offset\nalias: *k", id="an alias"),
        pytest.param(
            "barriers_may_rescue: false", "barriers_may_rescue: maybe", id="a flag that is no flag"
        ),
        pytest.param("  zh: ", "  fr: ", id="a missing language"),
    ],
)
def test_a_pack_that_breaks_the_rules_is_refused(old, new):
    assert old in CONTENT
    with pytest.raises(RulePackError):
        read_pack(CONTENT.replace(old, new, 1).encode())


def test_values_apply_from_their_first_day():
    first = '2024-01-01: {value: "60000"'
    later = '2027-07-01: {value: "50000", cite: scale_guidance, clause: New, status: decision}'
    pack = read_pack(CONTENT.replace(first, f"{later}\n      {first}", 1).encode())

    limits = [pack.number("tier.large_above", day) for day in (date(2027, 6, 30), date(2027, 7, 1))]

    assert limits == [60000, 50000]


def test_no_value_before_the_first_day():
    with pytest.raises(NotInForce):
        load_pack("tw-offset").value("tier.large_above", date(2023, 12, 31))
