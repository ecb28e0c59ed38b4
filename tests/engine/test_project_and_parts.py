"""Regulatory, barriers, common practice and the project's own concerns, case by case."""

from datetime import date

import pytest

from additionality.engine.analyses.project_concerns import months_after
from additionality.engine.assess import assess
from additionality.engine.case import read_case
from tests.rulepacks.golden import BASE, REMOVED, make_data, reductions

BARRIER = BASE["barriers"][0]
MANDATE = {**BASE["regulatory"]["laws"][0], "mandates_activity": True}


def find(analysis, **change):
    return assess(read_case(make_data(**change))).finding(analysis)


def codes(finding):
    return {concern.code for concern in finding.concerns}


def regulatory(**law):
    return find("regulatory", regulatory__laws=[{**MANDATE, **law}])


# --- regulatory -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("law", "reason"),
    [
        ({"binding": None}, "law_not_assessed"),
        ({"mandates_activity": None}, "law_not_assessed"),
        ({"mandates_activity": None, "binding": False}, "no_law_mandates"),
        ({"territory": None}, "mandated_by_law"),
        ({"territory": "Taiwan"}, "mandated_by_law"),
        ({"territory": "臺灣"}, "mandated_by_law"),
        ({"territory": "Miaoli County"}, "mandated_by_law"),
        ({"territory": "TW-Miaoli"}, "mandated_by_law"),
        ({"territory": "Miaoli, Taiwan"}, "mandated_by_law"),
        ({"territory": "Hualien"}, "no_law_mandates"),
        ({"territory": "JP", "binding": None}, "no_law_mandates"),
        ({"systematically_unenforced": None, "noncompliance_widespread": None}, "mandated_by_law"),
        ({"systematically_unenforced": True, "noncompliance_widespread": None}, "enforcement_not_stated"),
        ({"systematically_unenforced": False, "noncompliance_widespread": True}, "mandated_by_law"),
        ({"systematically_unenforced": True, "noncompliance_widespread": True}, "mandate_not_enforced"),
        ({"systematically_unenforced": True, "noncompliance_widespread": True, "evidence": []},
         "enforcement_not_evidenced"),
        ({"systematically_unenforced": True, "noncompliance_widespread": True, "evidence": [],
          "unenforced_evidence": ["E1"], "noncompliance_evidence": ["E1"]}, "mandate_not_enforced"),
    ],
)  # fmt: skip
def test_one_law(law, reason):
    assert regulatory(**law).reason == reason


@pytest.mark.parametrize("tonnes", [1000, 30000, 70000], ids=["micro", "small", "large"])
def test_a_mandate_fails_at_every_tier(tonnes):
    data = make_data(**reductions(tonnes), regulatory__laws=[MANDATE])

    assert assess(read_case(data)).conclusion.value == "not_additional"


def test_a_mandate_decides_without_a_search():
    finding = find("regulatory", regulatory__laws=[MANDATE], regulatory__searched="")

    assert finding.reason == "mandated_by_law"


@pytest.mark.parametrize(
    ("territory", "reason"), [("Hualien", "law_territory_unclear"), ("JP", "no_law_mandates")]
)
def test_a_local_law_without_a_region_is_unclear(territory, reason):
    finding = find(
        "regulatory",
        project__region=REMOVED,
        regulatory__laws=[{**MANDATE, "territory": territory}],
    )

    assert finding.reason == reason


@pytest.mark.parametrize(
    ("region", "territory", "applies"),
    [
        ("苗栗縣", "苗栗縣", True), ("苗栗縣", "苗栗", True), ("苗栗", "苗栗縣", True), ("新竹市", "新竹縣", False),
        ("Hsinchu City", "Hsinchu County", False), ("New Taipei", "Taipei", False), ("台中市", "臺中市", True),
        ("Miaoli County, Houlong", "TW-Miaoli", True), ("Miaoli", "Taichung; Miaoli", True),
        ("Miaoli", "Republic of China", True), ("Miaoli", "national", True), ("Miaoli", "Taiwan (R.O.C.)", True),
    ],
)  # fmt: skip
def test_where_a_law_applies(region, territory, applies):
    law = {**MANDATE, "territory": territory}
    finding = find("regulatory", project__region=region, regulatory__laws=[law])

    assert (finding.outcome.value == "failed") is applies


@pytest.mark.parametrize(
    ("region", "territory", "reason"),
    [
        # Names in different scripts are not compared.
        ("Miaoli", "苗栗縣", "law_territory_unclear"), ("苗栗縣", "Miaoli", "law_territory_unclear"),
        ("苗栗縣", "臺北市", "no_law_mandates"), ("Miaoli 苗栗縣", "臺北市", "no_law_mandates"),
        ("Miaoli", "Taipei", "no_law_mandates"), ("Miaoli", "Taipei; 苗栗縣", "law_territory_unclear"),
        ("Miaoli 苗栗", "苗栗縣", "law_territory_unclear"), ("苗栗縣", "JP", "no_law_mandates"),
        # One place within the other.
        ("苗栗縣後龍鎮", "苗栗縣", "mandated_by_law"), ("苗栗縣", "苗栗縣後龍鎮", "law_territory_unclear"),
        ("Houlong Miaoli", "Miaoli", "law_territory_unclear"), ("New Taipei City", "Taipei", "no_law_mandates"),
        ("Miaoli", "Northern Taiwan", "law_territory_unclear"), ("苗栗縣", "臺灣北部", "law_territory_unclear"),
        # The country in other words, alone or as the region.
        ("Miaoli", "R.O.C. (Taiwan)", "mandated_by_law"), ("Miaoli", "Taiwan, R.O.C.", "mandated_by_law"),
        ("Miaoli", "全國性", "mandated_by_law"), ("Miaoli", "ＴＷ", "mandated_by_law"),
        ("Taiwan", "Miaoli", "law_territory_unclear"),
        # What is not known may be a place within, a place around, or another spelling.
        ("Miaoli", "whole territory", "law_territory_unclear"), ("Miaoli", "all counties", "law_territory_unclear"),
        ("Miaoli", "exclusive economic zone", "law_territory_unclear"),
        ("Miaoli", "national; Hualien", "law_territory_unclear"),
        ("Yunlin", "Douliu", "law_territory_unclear"), ("Miaoli; Douliu", "Yunlin", "law_territory_unclear"),
        ("Kaohsiung", "Gaoxiong", "law_territory_unclear"), ("Hualien County", "Hualien City", "law_territory_unclear"),
        ("新北市", "臺北縣", "law_territory_unclear"), ("嘉義市", "嘉義縣市", "law_territory_unclear"),
        ("Miaoli", "Japan, Taiwan", "law_territory_unclear"), ("Miaoli", "CN-TW", "law_territory_unclear"),
        ("Miaoli", "HUA", "law_territory_unclear"), ("雲林縣", "苗栗縣及斗南鎮", "law_territory_unclear"),
        # Known by all its spellings, codes and scripts.
        ("Miaoli", "TW-HUA", "no_law_mandates"), ("TW-MIA", "Hua-lien Hsien", "no_law_mandates"),
        ("Miaoli", "臺北市", "no_law_mandates"), ("Houlong, Miaoli", "T'ai-pei", "no_law_mandates"),
        ("苗栗縣後龍鎮", "花蓮縣吉安鄉", "no_law_mandates"), ("Miaoli", "Japan; Hualien", "no_law_mandates"),
    ],
)  # fmt: skip
def test_a_law_is_set_aside_only_where_two_places_can_be_told_apart(region, territory, reason):
    law = {**MANDATE, "territory": territory}

    assert find("regulatory", project__region=region, regulatory__laws=[law]).reason == reason


@pytest.mark.parametrize(
    ("country", "territory", "reason"),
    [("IN", "India", "mandated_by_law"), ("India", "IND", "mandated_by_law"), ("印度", "India", "mandated_by_law"),
     ("Bharat", "India", "law_territory_unclear"), ("IN", "Japan", "no_law_mandates"),
     ("IN", "IN", "mandated_by_law"), ("India", "india", "mandated_by_law")],
)  # fmt: skip
def test_the_codes_and_names_of_the_host_country_are_the_same(country, territory, reason):
    finding = find(
        "regulatory",
        project__country=country,
        project__region="Gujarat",
        regulatory__laws=[{**MANDATE, "territory": territory}],
    )

    assert finding.reason == reason


@pytest.mark.parametrize(
    ("country", "region", "territory", "reason"),
    [
        ("BR", "Minas Gerais", "MG", "law_territory_unclear"), ("BR", "Minas Gerais", "BR-MG", "law_territory_unclear"),
        ("BR", "Minas Gerais", "Argentina", "no_law_mandates"), ("DE", "Hessen", "EU", "law_territory_unclear"),
        ("US", "Atlanta", "Georgia", "law_territory_unclear"),
        ("FR", "Les Abymes", "Guadeloupe", "law_territory_unclear"),
        ("VN", "Hualien", "Hualien, Vietnam", "mandated_by_law"), ("VN", "Hue", "Hualien", "law_territory_unclear"),
    ],
)  # fmt: skip
def test_elsewhere_only_another_country_is_known_to_be_one(country, region, territory, reason):
    finding = find(
        "regulatory",
        project__country=country,
        project__region=region,
        regulatory__laws=[{**MANDATE, "territory": territory}],
    )

    assert finding.reason == reason


def alternatives(*comply, project=True):
    first = {"id": "A0", "name": "The project", "is_project": True, "complies_with_law": project}
    return [
        first,
        *(
            {"id": f"A{i}", "name": "Other", "complies_with_law": c}
            for i, c in enumerate(comply, 1)
        ),
    ]


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        (alternatives(), "only_project_listed"),
        (alternatives(True), "no_law_mandates"),
        (alternatives(False), "only_complying_alternative"),
        (alternatives(False, False), "only_complying_alternative"),
        (alternatives(False, True), "no_law_mandates"),
        (alternatives(False, None), "compliance_not_stated"),
        (alternatives(None), "compliance_not_stated"),
        (alternatives(None, True), "no_law_mandates"),
        (alternatives(False, project=None), "only_complying_alternative"),
    ],
)
def test_alternatives_at_the_large_tier(listed, reason):
    assert find("regulatory", alternatives=listed, barriers=[]).reason == reason


def test_an_alternative_that_breaks_unenforced_law_is_kept():
    law = {**MANDATE, "systematically_unenforced": True, "noncompliance_widespread": True}
    finding = find(
        "regulatory", alternatives=alternatives(False), barriers=[], regulatory__laws=[law]
    )

    assert (finding.outcome.value, finding.reason) == ("passed", "mandate_not_enforced")


def test_below_the_large_tier_the_list_does_not_decide():
    change = {**reductions(30000), "alternatives": alternatives(False)}
    finding = find("regulatory", **change)

    assert finding.outcome.value == "passed"
    assert "only_project_complies" in codes(finding)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"alternatives": alternatives(True, project=False)}, "project_does_not_comply"),
        ({"alternatives": alternatives(True)[1:]}, "project_not_among_alternatives"),
        ({"alternatives": alternatives(None, True)}, "alternative_compliance_not_stated"),
        ({"alternatives": alternatives(False, True), "regulatory__laws": []}, "alternatives_contradict_law"),
        ({"regulatory__laws": [MANDATE]}, "alternatives_contradict_law"),
        ({"regulatory__laws": [{**MANDATE, "territory": "JP"}]}, "law_outside_territory"),
        ({"regulatory__laws": [{**BASE["regulatory"]["laws"][0], "adopted": "2026-11-22"}]},
         "law_adopted_after_assessment"),
        ({"regulatory__exclusions": {"carbon_fee_source": True}}, "excluded_source"),
        ({"project__prior_consideration__notified_on": "2025-12-31"}, "timeline_out_of_order"),
    ],
)  # fmt: skip
def test_regulatory_concerns(change, code):
    assert code in codes(find("regulatory", **{"barriers": [], **change}))
    assert codes(find("regulatory")) == set()


def test_a_project_started_before_the_rule_needs_no_notice():
    dates = {
        "project__decision_date": REMOVED,
        "project__prior_consideration__notified_on": "2010-01-01",
    }

    assert "notice_late" not in codes(find("regulatory", **dates, project__start_date="2008-08-01"))
    assert "notice_late" in codes(find("regulatory", **dates, project__start_date="2008-08-02"))


@pytest.mark.parametrize(
    ("day", "due"),
    [(date(2026, 1, 15), date(2026, 7, 15)), (date(2025, 8, 31), date(2026, 2, 28)),
     (date(2023, 8, 31), date(2024, 2, 29)), (date(2026, 6, 30), date(2026, 12, 30)),
     (date(2026, 12, 31), date(2027, 6, 30)), (date(9999, 12, 31), date(9999, 6, 30))],
)  # fmt: skip
def test_six_months_later(day, due):
    assert months_after(day, 6) == due


@pytest.mark.parametrize(
    ("tonnes", "near"),
    [("57000", True), ("56999", False), ("60000", True), ("60001", False), ("19000", True), ("18999", False),
     ("19999", True), ("20000", False), ("0", False)],
)  # fmt: skip
def test_just_below_a_tier_limit(tonnes, near):
    finding = find("regulatory", **reductions(tonnes), project__capacity=None)

    assert ("just_below_tier_limit" in codes(finding)) is near


@pytest.mark.parametrize(
    ("change", "out"),
    [
        ({"project__capacity__value": "34"}, False),
        ({"project__capacity": {"value": "3.4", "unit": "MW"}}, True),
        ({"project__capacity": {"value": "34", "unit": "kW"}}, True),
        ({"project__capacity": {"value": "34000", "unit": "kW"}}, False),
        ({"project__capacity": {"value": "1000", "unit": "MW"}}, True),
        ({"project__capacity": {"value": "3.4", "unit": "MWth"}}, False),
        ({"project__capacity__value": "3.4", "project__measure": "methane_destruction",
          "project__energy_source": "biogas"}, False),
        ({"project__capacity__value": "0.6", "project__measure": "methane_destruction",
          "project__energy_source": "biogas"}, True),
        ({"project__capacity__value": "0"}, False),
    ],
)  # fmt: skip
def test_reductions_in_proportion_to_the_capacity(change, out):
    assert ("out_of_proportion_to_capacity" in codes(find("regulatory", **change))) is out


# --- barriers -------------------------------------------------------------------------------------


def barriers(*items, tonnes=70000):
    return find(
        "barriers",
        **reductions(tonnes),
        route="barriers",
        barriers=[{**BARRIER, **i} for i in items],
    )


FREE1, FREE2, NOT_SAID = ({"alternatives_not_prevented": v} for v in (["A1"], ["A2"], None))


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ([], "barriers_not_supplied"),
        ([{}], "barrier_prevents_project"),
        ([FREE1, FREE1], "barrier_prevents_project"),
        ([FREE1, FREE2], "no_alternative_free_of_barriers"),
        ([FREE1, {"alternatives_not_prevented": []}], "no_alternative_free_of_barriers"),
        ([NOT_SAID], "free_alternative_not_stated"),
        ([FREE1, NOT_SAID], "free_alternative_not_stated"),
        ([NOT_SAID, {"alternatives_not_prevented": []}], "no_alternative_free_of_barriers"),
        ([FREE1, {**FREE2, "prevents_project": False}], "barrier_prevents_project"),
        ([{"alleviated_by_credits": None}], "barrier_incomplete"),
        (
            [{"alleviated_by_credits": None, "prevents_project": False}],
            "no_barrier_prevents_project",
        ),
        ([{"description": " "}], "barrier_incomplete"),
        ([{"evidence_kind": None}], "barrier_incomplete"),
        ([{"kind": None}], "barrier_incomplete"),
        ([{"alternative_emits_more": False}], "barrier_prevents_project"),
        ([{"prevents_project": False}, {"evidence": []}], "barrier_incomplete"),
    ],
)
def test_barriers_at_the_large_tier(items, reason):
    assert barriers(*items).reason == reason


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ([], "barriers_not_supplied"),
        ([{}], "small_scale_barrier"),
        ([{"kind": "investment"}], "small_scale_barrier"),
        ([{"kind": "prevailing_practice"}], "small_scale_barrier"),
        ([{"kind": "other"}], "small_scale_barrier"),
        ([{"alleviated_by_credits": False, "prevents_project": None}], "small_scale_barrier"),
        ([{"prevents_project": False}], "no_small_scale_barrier"),
        ([{"alternative_emits_more": False}], "no_small_scale_barrier"),
        ([{"alternative_emits_more": None}], "barrier_incomplete"),
        ([{"alternative_emits_more": False}, {"evidence": []}], "barrier_incomplete"),
        ([{"alternative_emits_more": False}, {}], "small_scale_barrier"),
        ([{"evidence": []}], "barrier_incomplete"),
        ([{"evidence_kind": None}], "barrier_incomplete"),
        ([{"description": ""}], "small_scale_barrier"),
        ([{"description": "", "alternatives_not_prevented": []}], "barrier_incomplete"),
        ([{"alternatives_not_prevented": []}], "barrier_incomplete"),
        ([{"alternatives_not_prevented": []}, {}], "small_scale_barrier"),
        (
            [{"alternatives_not_prevented": [], "alternative_emits_more": False}],
            "no_small_scale_barrier",
        ),
        ([{"alternatives_not_prevented": None}], "small_scale_barrier"),
    ],
)
def test_barriers_at_the_small_tier(items, reason):
    assert barriers(*items, tonnes=30000).reason == reason


@pytest.mark.parametrize(
    "gone",
    [{"complies_with_law": False}, {"complies_with_law": True, "kept": False, "reason": "Old"}],
)
@pytest.mark.parametrize(
    ("named", "reason"),
    [(["A2"], "barrier_incomplete"), (["A1", "A2"], "small_scale_barrier")],
)
def test_a_barrier_at_the_small_tier_needs_an_alternative_that_is_left(gone, named, reason):
    finding = find(
        "barriers",
        **reductions(30000),
        alternatives=[*BASE["alternatives"][:2], {"id": "A2", "name": "An old plant", **gone}],
        barriers=[{**BARRIER, "alternatives_not_prevented": named}],
    )

    assert finding.reason == reason
    (concern,) = [one for one in finding.concerns if one.code == "dropped_alternative"]
    assert concern.detail == {"alternatives": ["A2"]}


@pytest.mark.parametrize(
    ("route", "outcomes"),
    [
        ("investment", ("passed", "not_required")),
        ("barriers", ("not_required", "passed")),
        ("both", ("passed", "passed")),
        (None, ("insufficient", "insufficient")),
    ],
)
def test_the_route_chooses_at_the_large_tier(route, outcomes):
    result = assess(read_case(make_data(route=route)))

    assert tuple(result.finding(a).outcome.value for a in ("investment", "barriers")) == outcomes


def test_the_route_is_not_read_at_the_small_tier():
    result = assess(read_case(make_data(**reductions(30000), route="investment")))

    assert result.finding("barriers").outcome.value == "passed"
    assert result.finding("investment").reason == "not_needed_at_tier"


def test_a_part_not_relied_on_never_decides():
    failing = {**BARRIER, "prevents_project": False}

    assert assess(read_case(make_data(barriers=[failing]))).conclusion.value == "additional"


# --- common practice ------------------------------------------------------------------------------

PLANT = {
    "name": "Plant", "capacity": "34", "unit": "MW", "started": "2010-01-01", "technology": "onshore wind",
    "energy_source": "wind", "carbon_status": "none", "different": False,
}  # fmt: skip


def practice(*plants, **change):
    return find(
        "common_practice",
        common_practice={"activities": [{**PLANT, **p} for p in plants]},
        **change,
    )


def counts(*plants, **change):
    figures = practice(*plants, **change).figures
    return int(figures["n_all"]), int(figures["n_diff"])


@pytest.mark.parametrize(
    ("plant", "counted"),
    [
        ({"capacity": "17"}, True), ({"capacity": "16.999"}, False),
        ({"capacity": "51"}, True), ({"capacity": "51.001"}, False),
        ({"capacity": "17000", "unit": "kW"}, True), ({"capacity": "51000.1", "unit": "kW"}, False),
        ({"started": "2026-01-14"}, True), ({"started": "2026-01-15"}, False),
        ({"started": 2025}, True), ({"started": 2026}, False), ({"started": "2025"}, True),
        ({"carbon_status": "registered"}, False), ({"carbon_status": "submitted"}, False),
        ({"carbon_status": "in_validation"}, False), ({"carbon_status": None}, True),
        ({"excluded": True}, False), ({"excluded": None}, True),
        ({"energy_source": "solar"}, False), ({"energy_source": None}, True),
    ],
)  # fmt: skip
def test_which_plants_are_counted(plant, counted):
    assert counts(plant) == (int(counted), 0)


def test_the_cut_off_is_the_earlier_of_publication_and_start():
    assert counts({"started": "2012-06-01"}, project__published_date="2012-06-01") == (0, 0)
    assert counts({"started": "2012-05-31"}, project__published_date="2012-06-01") == (1, 0)
    assert counts({"started": "2025-12-31"}, project__published_date="2026-06-01") == (1, 0)
    assert counts({"started": "2012-05-31"}, project__published_date="2012-06-01",
                  project__start_date=REMOVED, project__prior_consideration=REMOVED) == (1, 0)  # fmt: skip


@pytest.mark.parametrize(
    ("plant", "measure", "n_diff"),
    [
        ({"different": True}, "technology_switch", 1),
        ({"different": None}, "technology_switch", 0),
        ({"different": None, "technology": " Onshore  WIND "}, "technology_switch", 0),
        ({"different": None, "energy_source": "solar"}, "fuel_switch", 1),
        ({"different": False, "energy_source": "solar"}, "fuel_switch", 0),
    ],
)
def test_which_plants_differ(plant, measure, n_diff):
    assert counts(plant, project__measure=measure) == (1, n_diff)


def test_four_plants_of_unknown_technology_leave_it_open():
    unknown = {"different": None, "technology": "a mill of some kind"}
    four, three = practice(*[unknown] * 4), practice(*[unknown] * 3)

    assert (four.outcome.value, four.reason) == ("insufficient", "activities_incomplete")
    assert (three.outcome.value, three.reason) == ("passed", "not_common_practice")
    assert codes(three) == {"activities_unclear"}


@pytest.mark.parametrize("missing", ["capacity", "unit", "started"])
def test_plants_that_may_or_may_not_count_leave_it_open(missing):
    finding = practice(*[{missing: None}] * 4)

    assert finding.reason == "activities_incomplete"
    assert practice(
        *[{missing: None, "excluded": True, "exclusion_reason": "unknown"}] * 4
    ).reason == ("no_comparable_plants")


def test_missing_answers_that_cannot_turn_the_outcome_do_not_matter():
    assert practice(*[{}] * 8, {"capacity": None}).reason == "common_practice"
    assert (
        practice({"capacity": None, "carbon_status": "registered"}, {}).reason
        == "not_common_practice"
    )


def test_another_quantity_cannot_be_compared():
    assert practice(*[{"unit": "t/d"}] * 4).reason == "activities_incomplete"


def test_around_a_capacity_of_zero_nothing_is_comparable_and_nothing_is_concluded():
    zero = {"value": "0", "unit": "MW"}

    assert practice(*[{}] * 8, project__capacity=zero).reason == "activities_incomplete"


def test_carbon_projects_are_shown_left_in_as_information():
    finding = practice(
        *[{"carbon_status": "registered"}] * 10, {"different": True, "reason": "older"}
    )

    assert finding.reason == "not_common_practice"
    assert finding.figures["with_carbon_projects"] == {
        "n_all": "11", "n_diff": "1", "f": "0.909091", "gap": "10", "unclear": "0",
        "common_practice": True,
    }  # fmt: skip


def test_with_carbon_projects_left_in_an_open_difference_leaves_the_answer_open():
    older = {"different": True, "reason": "older"}
    open_one = {"technology": "", "different": None, "carbon_status": "registered"}
    answers = [
        practice(*[{}] * 3, *rows).figures["with_carbon_projects"]["common_practice"]
        for rows in ([open_one], [open_one, {}], [{**open_one, **older}])
    ]

    assert answers == [None, True, False]


@pytest.mark.parametrize(
    ("plant", "code"),
    [
        ({"excluded": True}, "exclusion_without_reason"),
        ({"different": True}, "difference_without_reason"),
    ],
)
def test_claims_about_plants_need_reasons(plant, code):
    assert code in codes(practice(plant))
    assert codes(practice({**plant, "exclusion_reason": "closed", "reason": "offshore"})) == set()


@pytest.mark.parametrize("area", ["TW", "tw", "Taiwan", "臺灣", "全國", "", None])
def test_the_whole_country_needs_no_reason(area):
    change = {"common_practice": {"area": area, "n_all": 1, "n_diff": 1}}

    assert find("common_practice", **change).reason == "not_common_practice"


@pytest.mark.parametrize("part", [{}, {"n_all": 5}, {"n_diff": 5}, {"activities": []}, None])
def test_counts_not_given_are_insufficient(part):
    assert find("common_practice", common_practice=part).reason == "common_practice_not_supplied"
