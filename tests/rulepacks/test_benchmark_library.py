"""The benchmarks of a pack are read strictly, dated and cited."""

from datetime import date
from decimal import Decimal

import pytest

from additionality.engine.benchmark_library import known_in
from additionality.engine.rulepack import FOLDER, RulePackError, load_pack
from additionality.engine.rulepack_reading import read_pack

CONTENT = (FOLDER / "tw_offset" / "pack.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("kind: median_claimed", "kind: hearsay", id="an unknown kind"),
        pytest.param("countries: [CN,", "countries: []\n    x: [CN,", id="no country, and an unknown key"),
        pytest.param("    countries: [TW, TWN,", "    country: [TW, TWN,", id="a missing key"),
        pytest.param("tax_basis: not_stated", "tax_basis: gross", id="an unknown tax basis"),
        pytest.param("price_basis: not_stated", "price_basis: 2026", id="an unknown price basis"),
        pytest.param('value: "0.0525"', "value: 0.0525", id="an unquoted number"),
        pytest.param("cite: feed_in_formula", "cite: nowhere", id="an unknown citation"),
        pytest.param("unit: fraction\n    meaning: The median", "unit: percent\n    meaning: The median",
                     id="a rate in percent"),
        pytest.param('    name: {en: "Benchmarks claimed by registered projects in China"',
                     '    name: {fr: "Chine"', id="a missing language"),
        pytest.param("2026-01-01: {value", "soon: {value", id="a key that is no date"),
        pytest.param("\nbenchmarks:\n", "\nbenchmarks: none\nbenchmark_list:\n", id="no entries at all"),
    ],
)  # fmt: skip
def test_a_library_that_breaks_the_rules_is_refused(old, new):
    assert old in CONTENT
    with pytest.raises(RulePackError):
        read_pack(CONTENT.replace(old, new, 1).encode())


def test_a_pack_without_a_library_knows_no_benchmark():
    pack = read_pack(CONTENT.split("# Dated, cited benchmarks.")[0].encode())

    assert pack.benchmarks == {}
    assert known_in(pack.benchmarks, "official", "TW") == []


def test_what_could_not_be_verified_is_not_there():
    library = load_pack("tw-offset").benchmarks

    assert known_in(library, "default_return_on_equity", "TW") == []


def test_the_medians_of_the_project_database():
    library = load_pack("tw-offset").benchmarks
    found = {
        country: [one.on(date(2026, 11, 21)).number for one in known_in(library, "median_claimed", country)]
        for country in ("CN", "india", "Vietnam", "巴西", "TW")
    }  # fmt: skip

    assert found == {
        "CN": [Decimal("0.080")],
        "india": [Decimal("0.139")],
        "Vietnam": [Decimal("0.131")],
        "巴西": [Decimal("0.131")],
        "TW": [],
    }


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2025, 12, 31), None), (date(2026, 1, 1), "0.0525"), (date(2030, 1, 1), "0.0525")],
)
def test_a_rate_is_in_force_from_its_day_on(day, value):
    found = load_pack("tw-offset").benchmarks["official.tw_feed_in"].on(day)

    assert (found.text if found else None) == value


def test_every_value_carries_its_citation_and_how_far_it_was_checked():
    for entry in load_pack("tw-offset").benchmarks.values():
        for value in entry.rates.values:
            assert value.citation.rule
            assert value.clause
            assert value.status in ("published", "widely_known")
