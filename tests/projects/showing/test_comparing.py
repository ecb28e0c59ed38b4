"""Alternatives, laws, barriers and days side by side."""

import pytest
from django.utils import translation

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from projects.showing.findings import show
from tests.factories import case_file


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def table(data, analysis, caption):
    read = read_case(data)
    shown = show(assess(read).to_dict(), read.to_dict())
    finding = next(one for one in shown.findings if one.analysis == analysis)
    return next(one for one in finding.tables if one.caption == caption)


def concerns(data, analysis):
    finding = assess(read_case(data)).finding(analysis)
    return {one.code: one.detail for one in finding.concerns}


BARRIER = {
    "kind": "technological",
    "description": "No trained staff.",
    "prevents_project": True,
    "alleviated_by_credits": True,
    "evidence_kind": "sector_study",
    "evidence": ["E1"],
}


def with_barriers(*barriers):
    data = case_file(route="barriers", investment=None)
    data["alternatives"] += [{"id": "A2", "name": "A boiler", "complies_with_law": True}]
    data["barriers"] = list(barriers)
    return data


def test_each_barrier_stands_against_each_alternative():
    one = BARRIER | {"alternatives_not_prevented": ["A1", "A2"]}
    other = BARRIER | {"kind": "other", "alternatives_not_prevented": ["A1"]}
    unstated = BARRIER | {"kind": "investment", "evidence": []}
    found = table(with_barriers(one, other, unstated), "barriers", "Barriers and alternatives")

    assert found.head[0] == "Barrier"
    assert [row[1:] for row in found.rows] == [
        ("Not stopped", "Not stopped"),
        ("Not stopped", "Stopped"),
        ("Not stated", "Not stated"),
        ("Free of all", "Stopped"),
    ]


def test_alternatives_stand_with_output_legality_and_why():
    data = case_file()
    data["alternatives"][1] |= {"output": "80 GWh", "kept": False, "reason": "Too dear."}
    found = table(data, "regulatory", "The alternatives")

    assert found.rows[1] == (
        "A1 Power from the grid", "80 GWh", "Complies with binding law", "Dropped", "Too dear.",
    )  # fmt: skip
    assert found.rows[0][1:] == ("–", "Complies with binding law", "–", "–")


def test_each_limb_stands_with_the_document_that_shows_it():
    data = case_file()
    law = {
        "title": "Water Act", "territory": "TW", "adopted": "2009-07-08", "in_force": "2010-01-01",
        "binding": True, "policy": "e_minus", "systematically_unenforced": True,
        "noncompliance_widespread": True, "unenforced_evidence": ["E1"],
    }  # fmt: skip
    data["regulatory"]["laws"] = [law]
    found = table(data, "regulatory", "Reach and enforcement of the laws")

    assert found.rows[0] == (
        "Water Act", "TW", "adopted 8 July 2009; in force 1 January 2010", "Yes",
        "Yes: E1 Feasibility study", "Yes, without evidence", "E−",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "notice", "due"),
    [
        pytest.param("2008-08-01", "2008-10-01", None, id="started the day before the rule"),
        pytest.param("2008-08-02", "2008-10-01", "2009-02-02", id="started on its first day"),
        pytest.param("2026-08-31", "2027-02-28", "2027-02-28", id="the month has no such day"),
    ],
)
def test_the_days_are_drawn_with_the_last_one_for_the_notice(start, notice, due):
    data = case_file()
    data["project"] |= {"decision_date": "2008-01-01", "start_date": start, "published_date": None}
    data["project"]["prior_consideration"] = {"notified_on": notice}
    found = assess(read_case(data)).finding("regulatory")
    days = {one["event"]: one["date"] for one in found.figures["timeline"]}

    assert list(days)[:3] == ["decision_date", "start_date", "notified_on"]
    assert days.get("notice_due") == due
    assert "notice_late" not in {one.code for one in found.concerns}


def test_financing_has_its_place_between_decision_and_start():
    data = case_file()
    data["project"]["financing_date"] = "2026-02-01"

    assert concerns(data, "regulatory")["timeline_out_of_order"] == {
        "first": "financing_date", "first_date": "2026-02-01",
        "second": "start_date", "second_date": "2026-01-15",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        pytest.param({}, None, id="not asked"),
        pytest.param({"removable_by_money": False}, None, id="money cannot remove it"),
        pytest.param({"removable_by_money": True}, ["0"], id="no line is named"),
        pytest.param(
            {"removable_by_money": True, "removal_line": "Trainers"}, ["0"], id="no such line"
        ),
        pytest.param(
            {"removable_by_money": True, "removal_line": " O&M "}, None, id="the line is there"
        ),
    ],
)
def test_a_barrier_that_money_removes_is_costed_in_the_investment_analysis(answers, named):
    data = with_barriers(BARRIER | {"alternatives_not_prevented": ["A1"]} | answers)
    data |= {"route": "both", "investment": case_file()["investment"]}
    found = concerns(data, "barriers").get("barrier_removable_by_money")

    assert (found and found["barriers"]) == named


def test_that_concern_stands_however_the_barriers_are_judged():
    barrier = BARRIER | {"removable_by_money": True}
    for change in ({"evidence": []}, {"prevents_project": False}):
        data = with_barriers(barrier | {"alternatives_not_prevented": ["A1"]} | change)
        assert "barrier_removable_by_money" in concerns(data, "barriers")
