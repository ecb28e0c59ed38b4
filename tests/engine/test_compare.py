"""One case under several packs: what is the same is not a difference, what differs says why."""

import pytest

from additionality.engine.canonical import canonical_json
from additionality.engine.case import read_case
from additionality.engine.codes import REASONS
from additionality.engine.compare import DIFFERENCES, compare
from additionality.engine.pack_vocabulary import ANALYSES
from additionality.engine.problems import MalformedCase
from additionality.engine.rulepack import load_pack
from tests.rulepacks.golden import make_data, reductions

NO_EXCLUSION = dict.fromkeys(
    ["rec_applied", "carbon_fee_source", "inventory_batch_1_2", "cap_and_trade_source", "older_than_3_years"],
    False,
)  # fmt: skip


THREE = ("cdm", "tw-offset", "tw-ver-2023")


def compared(*keys, **change):
    data = make_data(**{"regulatory__exclusions": NO_EXCLUSION, **change})
    packs = tuple(map(load_pack, keys or THREE))
    return compare(read_case(data, packs), packs)


def of(comparison, code, analysis=""):
    """What the packs have for a difference, or nothing where there is none."""
    found = [d for d in comparison.differences if (d.code, d.analysis) == (code, analysis)]
    return found[0].packs if found else {}


def test_a_pack_does_not_differ_from_itself():
    assert compared("cdm", "cdm").differences == ()


def test_the_tier_differs_with_the_limit_that_decided():
    tiers = of(
        compared(**reductions(25000), project__capacity={"value": "4", "unit": "MW"}), "tier"
    )

    assert {key: one["tier"] for key, one in tiers.items()} == {
        "cdm": "micro", "tw-offset": "small", "tw-ver-2023": "micro",
    }  # fmt: skip
    assert tiers["tw-ver-2023"]["basis"] == [
        {"metric": "renewable_capacity_kw", "value": "4000", "limit": "5000",
         "clause": "Art. 8, micro, renewable capacity"}
    ]  # fmt: skip
    assert tiers["tw-offset"]["basis"][0]["metric"] == "annual_reductions_tco2e"


def test_the_part_that_is_required_differs():
    required = of(compared(), "required", "barriers")

    assert {key: one["required"] for key, one in required.items()} == {
        "cdm": "one_of", "tw-offset": "one_of", "tw-ver-2023": "required",
    }  # fmt: skip
    assert of(compared(), "required", "regulatory") == {}
    steps = of(compared("cdm", "tw-offset"), "required", "first_of_its_kind")
    assert steps == {"cdm": {"required": "instead"}, "tw-offset": {"required": "not_asked"}}


def test_the_method_differs_where_the_tiers_do():
    comparison = compared("tw-offset", "tw-ver-2023", project__energy_saving_gwh="30", route="both")

    assert of(comparison, "method", "barriers") == {
        "tw-offset": {"method": "step_3"}, "tw-ver-2023": {"method": "small_scale"},
    }  # fmt: skip


def test_the_outcome_differs_only_among_the_packs_that_ask():
    change = {"barriers__0__alleviated_by_credits": False, "route": "barriers"}
    comparison = compared(
        **change, **reductions(30000), project__capacity=None, project__energy_source="none"
    )

    assert of(comparison, "outcome", "barriers") == {}  # TOOL21 everywhere: credits are not asked

    large = compared("tw-offset", "tw-ver-2023", **change, project__energy_saving_gwh="30")
    assert of(large, "outcome", "barriers") == {
        "tw-offset": {"outcome": "failed", "reason": "no_barrier_prevents_project"},
        "tw-ver-2023": {"outcome": "passed", "reason": "small_scale_barrier"},
    }


def test_the_conclusion_differs_with_the_parts_that_decided():
    gated = of(compared(regulatory__exclusions__rec_applied=True), "conclusion")

    assert gated["tw-ver-2023"] == {"conclusion": "not_eligible", "decided_by": ["eligibility"]}
    assert gated["tw-offset"] == {
        "conclusion": "additional",
        "decided_by": ["regulatory", ["investment"], "common_practice"],
    }


def test_a_rescue_is_told_by_the_part_that_passed():
    change = {"route": "both", "investment__benchmark__rate": "0.01"}
    concluded = of(compared("cdm", "tw-offset", **change), "conclusion")

    assert ["barriers"] in concluded["cdm"]["decided_by"]
    assert concluded["tw-offset"] == {
        "conclusion": "not_additional",
        "decided_by": [["investment"]],
    }


def test_a_pack_that_is_not_in_force_on_the_day_is_named_and_not_assessed():
    comparison = compared(assessed_on="2023-11-01")

    assert of(comparison, "not_in_force") == {"tw-offset": {"in_force_from": "2024-01-01"}}
    assert [one.pack.key for one in comparison.assessments] == ["cdm", "tw-ver-2023"]


def test_a_day_before_every_pack_is_malformed():
    with pytest.raises(MalformedCase, match="in force from 2022-01-01"):
        compared(assessed_on="2021-12-31")


def test_its_own_pack_need_not_be_in_force_where_another_is_asked():
    assert (
        compared("tw-ver-2023", assessed_on="2023-10-12").assessments[0].pack.key == "tw-ver-2023"
    )


def test_every_difference_is_published_and_can_be_signed():
    seen = set()
    for change in (
        {"regulatory__exclusions__rec_applied": True},
        {"project__energy_saving_gwh": "30", "route": "both"},
        {**reductions(25000), "project__capacity": {"value": "4", "unit": "MW"}},
        {"assessed_on": "2023-11-01"},
        {"project__energy_saving_gwh": "30", "barriers__0__alleviated_by_credits": False, "route": "barriers"},
    ):  # fmt: skip
        comparison = compared(**change)
        assert canonical_json(comparison.to_dict())
        for one in comparison.differences:
            seen.add(one.code)
            assert one.analysis in ("", *ANALYSES)
            assert all(
                found.get("reason", "no_law_found") in REASONS for found in one.packs.values()
            )
    assert seen == set(DIFFERENCES)
