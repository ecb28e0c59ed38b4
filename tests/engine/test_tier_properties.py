"""Properties of the sizes and of what they require, searched for counter-examples in every pack."""

from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from additionality.engine.assess import assess
from additionality.engine.canonical import canonical_json
from additionality.engine.case import read_case
from additionality.engine.compare import all_packs, compare
from additionality.engine.conclusion import conclude
from additionality.engine.findings import Conclusion, Outcome
from additionality.engine.pathway import tier_of_size
from additionality.engine.problems import MalformedCase
from additionality.engine.rulepack import load_pack, pack_keys
from additionality.engine.tiers import WEIGHT, Size
from tests.engine.test_properties import json_values, places
from tests.rulepacks.golden import BASE, base_of, changed

DAY = date(2026, 11, 21)
PACKS = [load_pack(key) for key in pack_keys()]
OFFSET, VOLUNTARY, CDM = load_pack("tw-offset"), load_pack("tw-ver-2023"), load_pack("cdm")

tonnes = st.decimals(0, 200_000, places=2)
kilowatts = st.none() | st.decimals(0, 40_000, places=2)
gigawatt_hours = st.none() | st.decimals(0, 120, places=2)
sizes = st.builds(
    Size,
    st.lists(tonnes, min_size=1, max_size=5).map(tuple),
    kilowatts,
    gigawatt_hours,
    st.booleans(),
)


def least_parts(required):
    """How many analyses have to pass at least: of a group one."""
    return len(required)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.key)
def test_the_lighter_of_two_tiers_never_requires_more_parts(pack):
    counts = [least_parts(pack.required[tier]) for tier in WEIGHT]

    assert counts == sorted(counts)


@pytest.mark.parametrize("key", ["tw-offset", "tw-ver-2023"])
def test_a_lighter_tier_requires_nothing_that_the_heavier_does_not(key):
    required = load_pack(key).required
    named = {
        tier: {
            name for part in required[tier] for name in ([part] if isinstance(part, str) else part)
        }
        for tier in WEIGHT
    }

    assert named["micro"] <= named["small"] <= named["large"]


@given(sizes)
@example(Size((Decimal("60000.01"),), Decimal(5000), None))
@example(Size((Decimal("60000.01"),), None, Decimal(60)))
def test_a_voluntary_tier_is_never_heavier_than_the_one_by_tonnes_alone(size):
    by_tonnes = tier_of_size(Size(size.reductions), VOLUNTARY, DAY).tier

    assert WEIGHT[tier_of_size(size, VOLUNTARY, DAY).tier] <= WEIGHT[by_tonnes]


@given(sizes)
def test_a_voluntary_tier_is_never_heavier_than_the_one_of_the_offset_scheme(size):
    """Its limits belong to the lighter tier, and more than tonnes may make it lighter."""
    offset = tier_of_size(size, OFFSET, DAY).tier

    assert WEIGHT[tier_of_size(size, VOLUNTARY, DAY).tier] <= WEIGHT[offset]


@given(sizes)
def test_a_project_large_under_the_voluntary_rules_is_large_under_the_others(size):
    """It is beyond every limit there, and the others ask for one of them."""
    if tier_of_size(size, VOLUNTARY, DAY).tier == "large":
        assert {tier_of_size(size, pack, DAY).tier for pack in (OFFSET, CDM)} == {"large"}


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.key)
@settings(max_examples=60)
@given(size=sizes, factor=st.decimals(1, 3, places=2))
def test_growing_in_every_measure_never_lightens_the_tier(pack, size, factor):
    grown = Size(
        tuple(value * factor for value in size.reductions),
        None if size.renewable_kw is None else size.renewable_kw * factor,
        None if size.saved_gwh is None else size.saved_gwh * factor,
        size.removals,
    )
    before, after = (tier_of_size(one, pack, DAY).tier for one in (size, grown))

    assert WEIGHT[after] >= WEIGHT[before]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.key)
@settings(max_examples=60)
@given(size=sizes)
def test_the_first_comparison_is_of_the_measure_that_decided(pack, size):
    decision = tier_of_size(size, pack, DAY)

    assert decision.criteria[0].tier == decision.tier
    assert decision.basis[0].metric == decision.criteria[0].metric
    for basis in decision.criteria[0].basis:
        assert basis.value == decision.basis[0].value


@given(sizes)
def test_only_one_measure_counts_under_the_types(size):
    assert len({basis.metric for basis in tier_of_size(size, CDM, DAY).basis}) == 1


outcomes = st.sampled_from([Outcome.PASSED, Outcome.FAILED, Outcome.INSUFFICIENT])
decided = st.dictionaries(
    st.sampled_from(["eligibility", "regulatory", ("investment", "barriers"), "common_practice"]),
    outcomes,
)


@given(decided)
def test_the_order_of_precedence(parts):
    expected = Conclusion.ADDITIONAL
    if Outcome.INSUFFICIENT in parts.values():
        expected = Conclusion.INCONCLUSIVE
    if Outcome.FAILED in parts.values():
        expected = Conclusion.NOT_ADDITIONAL
    if parts.get("eligibility") is Outcome.FAILED:
        expected = Conclusion.NOT_ELIGIBLE

    assert conclude(parts) is expected


SMALL = changed(base_of("tw-ver-2023"), {"project.energy_saving_gwh": "30"})
FAILING = {
    "investment": ("investment.benchmark.rate", "0.01"),
    "barriers": ("barriers.0.alternative_emits_more", False),
    "common_practice": ("common_practice.n_diff", "0"),
}


@settings(max_examples=40)
@given(st.sets(st.sampled_from(sorted(FAILING)), max_size=2))
def test_one_part_that_passes_is_enough_whatever_the_others_do(failing):
    result = assess(read_case(changed(SMALL, dict(FAILING[name] for name in failing))))

    assert {name for name in FAILING if result.finding(name).outcome is Outcome.FAILED} == failing
    assert result.conclusion is Conclusion.ADDITIONAL


@pytest.mark.parametrize("rate", ["0.01", "0.2"])
@pytest.mark.parametrize("prevents", [True, False])
def test_a_rescue_never_harms_and_never_happens_in_the_taiwanese_packs(rate, prevents):
    data = changed(
        BASE, {"investment.benchmark.rate": rate, "barriers.0.prevents_project": prevents}
    )
    by = {
        (pack.key, route): assess(read_case({**data, "route": route}), pack).conclusion
        for pack in (OFFSET, CDM)
        for route in ("investment", "both")
    }
    passes = {"0.01": False, "0.2": True}[rate]

    assert (by["cdm", "both"] is Conclusion.ADDITIONAL) is (passes or prevents)
    assert (by["tw-offset", "both"] is Conclusion.ADDITIONAL) is (passes and prevents)
    assert (by["cdm", "investment"] is Conclusion.ADDITIONAL) is passes


EVERY_BLOCK = changed(base_of("cdm"), {
    "regulatory.exclusions": {"new_hcfc22_capacity": False, "rec_applied": True},
    "first_of_its_kind": {
        "claimed": True, "area": "TW", "grounds": "Stated", "cut_off": "2026-01-01", "evidence": ["E1"],
        "others": [{"name": "Farm", "started": "2020", "different": True}],
    },
    "microscale": {
        "host": "none", "off_grid": False, "grid_hours_per_day": "20", "evidence": ["E1"],
        "units": {"kw": "10", "users": "households"}, "recommended_by_authority": True, "technology_share": "0.02",
    },
    "positive_list": {"entry": "grid_offshore_wind", "grounds": "Stated", "evidence": ["E1"]},
    "investment.lines.3.policy": "e_minus",
    "investment.lines.3.policy_adopted": "2009-07-08",
    "project.energy_saving_gwh": "70",
})  # fmt: skip
EVERY_PLACE = list(places(EVERY_BLOCK))[1:]


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(EVERY_PLACE), json_values), min_size=1, max_size=3))
def test_any_value_anywhere_compares_under_every_pack_or_is_refused(changes):
    data = deepcopy(EVERY_BLOCK)
    for path, value in changes:
        container = data
        try:
            for key in path[:-1]:
                container = container[key]
            container[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue

    try:
        case = read_case(data, all_packs())
    except MalformedCase:
        return
    comparison = compare(case)

    assert canonical_json(comparison.to_dict())
    assert read_case(case.to_dict(), all_packs()) == case
