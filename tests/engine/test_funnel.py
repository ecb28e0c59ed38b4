"""Plants from a search: what is left out never counts, what is removed is noticed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from additionality.engine.analyses import common_practice
from additionality.engine.case import read_case
from additionality.engine.problems import MalformedCase
from additionality.engine.rulepack import load_pack
from tests.factories import case_file

PLANT = {
    "name": "North", "capacity": "30", "unit": "MW", "started": "2008", "technology": "onshore wind",
    "energy_source": "wind", "found_started": "2008",
}  # fmt: skip
SEARCH = {
    "area": "TW",
    "dataset": {"title": "Plants", "version": 1, "sha256": "ab" * 32, "rows": 93, "licence": "CC BY 4.0"},
    "query": {
        "country": "Taiwan", "measure": "technology_switch", "energy_source": "wind",
        "output": "electricity", "least": "17", "most": "51", "unit": "MW",
        "started_before": "2026-01-15",
    },
}  # fmt: skip


def searched(
    *plants: dict[str, Any], candidates: int | None = None, **changes: Any
) -> dict[str, Any]:
    rows = [PLANT | {"row": number} | one for number, one in enumerate(plants, start=2)]
    number = len(rows) if candidates is None else candidates
    funnel = {
        "rows": 93,
        "usable": 93,
        "area": 93,
        "comparable": 23,
        "in_range": 9,
        "candidates": number,
    }
    part = SEARCH | {"funnel": funnel, "activities": rows} | changes
    return case_file(common_practice=part)


def judged(data: dict[str, Any]):
    case = read_case(data)
    return common_practice.judge(case, load_pack(case.pack))


def codes(finding) -> set[str]:
    return {concern.code for concern in finding.concerns}


def test_the_funnel_goes_on_where_the_search_ended():
    finding = judged(
        searched(
            {},
            {"excluded": True, "exclusion_reason": "closed"},
            {"carbon_status": "registered", "found_carbon_status": "registered"},
        )
    )

    steps = [(one["step"], one["count"]) for one in finding.figures["funnel"]]
    assert steps == [
        ("rows", "93"), ("usable", "93"), ("area", "93"), ("comparable", "23"), ("in_range", "9"),
        ("candidates", "3"), ("not_left_out", "2"), ("similar", "2"), ("n_all", "1"), ("n_diff", "0"),
    ]  # fmt: skip
    assert codes(finding) == set()


def test_a_search_that_found_nothing_is_an_answer():
    finding = judged(searched())

    assert (finding.outcome, finding.reason) == ("passed", "no_comparable_plants")


def test_a_row_that_was_removed_counts_as_unclear():
    plants = [{"different": True, "reason": "x"}] * 8
    whole, removed = judged(searched(*plants)), judged(searched(*plants, candidates=12))

    assert whole.outcome == "passed"
    assert (removed.outcome, removed.reason) == ("insufficient", "activities_incomplete")
    assert removed.figures["unclear"] == "4"
    assert codes(removed) == {"activities_unclear", "query_rows_missing"}


AGAINST, GROUNDLESS = "row_contradicts_data_set", "row_not_from_data_set"


@pytest.mark.parametrize(
    ("plant", "code"),
    [
        ({}, None),
        ({"started": "2008-05-01", "found_started": "2008-05-01"}, None),
        ({"started": "2008", "found_started": "2008-05-01"}, AGAINST),
        ({"started": "2008-06-01", "found_started": "2008-05-01"}, AGAINST),
        ({"started": "2009"}, AGAINST),
        ({"started": "2009", "evidence": ["E1"]}, AGAINST),
        ({"started": "2009", "excluded": True, "exclusion_reason": "closed"}, None),
        ({"started": "2008-05-01"}, GROUNDLESS),
        ({"started": "2008-05-01", "evidence": ["E1"]}, None),
        ({"started": None}, None),
        ({"found_started": None}, GROUNDLESS),
        ({"found_started": None, "evidence": ["E1"]}, None),
        ({"found_started": "2008/2011", "started": "2008"}, GROUNDLESS),
        ({"found_started": "2008/2011", "started": "2011", "evidence": ["E1"]}, None),
        ({"found_started": "2008/2011", "started": "2012", "evidence": ["E1"]}, AGAINST),
        ({"found_started": "2008/2011", "started": "2007"}, AGAINST),
        ({"carbon_status": "registered"}, GROUNDLESS),
        ({"carbon_status": "registered", "evidence": ["E1"]}, None),
        ({"carbon_status": "none"}, None),
        ({"found_carbon_status": "none"}, None),
        ({"found_carbon_status": "none", "carbon_status": "registered"}, AGAINST),
        ({"found_carbon_status": "registered"}, AGAINST),
        ({"found_carbon_status": "submitted", "carbon_status": "registered"}, AGAINST),
        ({"carbon_status": "registered", "row": None}, None),
        ({"found_capacity": "30.0 MW"}, None),
        ({"found_capacity": "52 MW"}, AGAINST),
        ({"found_capacity": "52 MW", "evidence": ["E1"]}, AGAINST),
        ({"found_capacity": "30 kW"}, AGAINST),
        ({"found_capacity": "52 MW", "capacity": None}, None),
        ({"found_energy_source": "wind"}, None),
        ({"found_energy_source": "solar"}, AGAINST),
        ({"found_energy_source": "solar", "energy_source": None}, None),
    ],
)
def test_what_is_stated_of_a_row_is_held_against_the_data_set(plant, code):
    finding = judged(searched(plant, evidence=["E1"], candidates=0))

    assert codes(finding) & {AGAINST, GROUNDLESS} == ({code} if code else set())


def test_the_rows_stated_otherwise_are_told_with_both_values():
    finding = judged(searched({"started": "2009", "name": "Coast"}, {}))
    [concern] = finding.concerns

    assert concern.detail == {
        "rows": [
            {"row": "2", "name": "Coast", "part": "started", "stated": "2009", "data_set": "2008"}
        ]
    }


def test_a_carbon_project_without_a_start_is_unclear_with_carbon_projects_left_in():
    credit = {"carbon_status": "registered", "found_carbon_status": "registered"}
    nowhere = credit | {"started": None, "found_started": None}
    finding = judged(searched(*[credit] * 3, nowhere))

    assert (finding.figures["n_all"], finding.figures["unclear"]) == ("0", "0")
    counted = finding.figures["with_carbon_projects"]
    assert (counted["n_all"], counted["unclear"], counted["common_practice"]) == ("3", "1", None)
    steps = {one["step"]: one["count"] for one in finding.figures["funnel"]}
    assert steps["similar"] == "4"
    settled = judged(searched(*[credit] * 4, nowhere)).figures["with_carbon_projects"]
    assert settled["common_practice"] is True


@pytest.mark.parametrize(("told", "plants"), [(False, "2"), (True, None), (None, None)])
def test_where_the_data_set_is_silent_on_carbon_projects_it_is_said(told, plants):
    rows = [{}, {}, {"carbon_status": "none"}, {"excluded": True, "exclusion_reason": "closed"}]
    finding = judged(searched(*rows, dataset=SEARCH["dataset"] | {"tells_carbon": told}))

    found = [
        one.detail["plants"] for one in finding.concerns if one.code == "carbon_projects_not_told"
    ]
    assert found == ([plants] if plants else [])


def test_a_row_cannot_stand_for_another():
    data = searched({}, {})
    data["common_practice"]["activities"][1]["row"] = 2

    with pytest.raises(MalformedCase) as malformed:
        read_case(data)
    assert [one.code for one in malformed.value.errors] == ["duplicate_id"]


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ({}, None),
        ({"least": "17.1"}, ["range"]),
        ({"most": "50"}, ["range"]),
        ({"least": "1", "most": "100"}, None),  # wider does no harm
        ({"unit": "kW"}, ["range"]),
        ({"started_before": "2020-01-01"}, ["started_before"]),
        ({"started_before": "2027-01-01"}, None),
        ({"energy_source": "hydro"}, ["energy_source"]),
        ({"measure": "fuel_switch"}, ["measure"]),
        ({"output": "Electricity"}, None),
        ({"output": "steam"}, ["output"]),
        ({"energy_source": None, "measure": None, "output": None}, None),
    ],
)
def test_a_search_narrower_than_the_rule_is_a_concern(query, parts):
    finding = judged(searched({}, query=SEARCH["query"] | query))

    found = [
        concern.detail["parts"]
        for concern in finding.concerns
        if concern.code == "query_differs_from_case"
    ]
    assert found == ([parts] if parts else [])


def test_a_region_needs_a_reason_like_any_smaller_area():
    region = SEARCH["query"] | {"region": "Miaoli"}

    assert judged(searched(query=region)).reason == "area_reason_not_stated"
    assert judged(searched(query=region, area_reason="A grid of its own")).outcome == "passed"


ACTIVITY = st.fixed_dictionaries(
    {
        "capacity": st.sampled_from(["16", "17", "51", "52", None]),
        "started": st.sampled_from(["2008", "2026", "2030", None]),
        "different": st.sampled_from([True, False, None]),
        "carbon_status": st.sampled_from(["none", "registered", None]),
    }
)


@given(plants=st.lists(ACTIVITY, max_size=8), left_out=st.lists(ACTIVITY, max_size=4))
def test_rows_left_out_never_count(plants, left_out):
    excluded = [one | {"excluded": True, "exclusion_reason": "x"} for one in left_out]

    without, with_them = (
        common_practice.count(read_case(searched(*some))) for some in (plants, [*plants, *excluded])
    )
    assert without == with_them


@given(plants=st.lists(ACTIVITY, max_size=8), seed=st.randoms(use_true_random=False))
def test_counts_do_not_depend_on_the_order(plants, seed):
    mixed = seed.sample(plants, len(plants))

    assert common_practice.count(read_case(searched(*plants))) == common_practice.count(
        read_case(searched(*mixed))
    )
