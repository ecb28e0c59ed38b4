"""The line of stations: from an assessment, from the tasks, and after a change of tier."""

from dataclasses import replace

import pytest
from django.utils import translation

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from projects.showing.path import forked, stations_of_assessment, stations_of_tasks, with_changes
from projects.wizard.facts import draft_from
from projects.wizard.progress import task_list
from tests.factories import case_file, make_case, micro_case_file
from tests.projects.cases import scenes


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def of(data):
    return stations_of_assessment(assess(read_case(data)).to_dict())


def small(**changes):
    data = case_file(investment=None, route=None, alternatives=None, common_practice=None)
    data["project"]["annual_reductions"] = [{"year": 2027, "tco2e": "30000"}]
    return data | changes


def keys(stations):
    return [station.key for station in stations]


def test_a_large_project_has_a_fork():
    stations = of(case_file())

    assert keys(stations) == [
        "size", "regulatory", "investment", "barriers", "common_practice", "decision",
    ]  # fmt: skip
    assert [stretch.is_fork for stretch in forked(stations)] == [False, False, True, False, False]


def test_the_branch_taken_is_solid_and_the_other_is_seen():
    fork = forked(of(case_file()))[2]

    assert [station.branch for station in fork.stations] == ["taken", "other"]
    assert fork.second_open


def test_both_branches_are_taken_where_both_are_relied_on():
    fork = forked(of(case_file(route="both")))[2]

    assert [station.branch for station in fork.stations] == ["taken", "taken"]
    assert not fork.second_open


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(small(), ["size", "regulatory", "barriers", "decision"], id="small"),
        pytest.param(micro_case_file(), ["size", "regulatory", "decision"], id="micro"),
    ],
)
def test_lighter_tiers_have_shorter_paths(data, expected):
    assert keys(of(data)) == expected


def test_the_last_station_is_the_conclusion():
    assert of(small())[-1].state == "inconclusive"


@pytest.mark.django_db
class TestTasks:
    def test_before_the_size_is_known_the_way_on_is_not(self):
        stations = stations_of_tasks(task_list(make_case()))

        assert keys(stations) == ["size", "unknown", "decision"]

    def test_stations_lead_to_their_step(self):
        stations = stations_of_tasks(task_list(make_case(draft=draft_from(case_file()))))

        assert [one.url.rsplit("/", 2)[-2] for one in stations if one.url][:2] == ["size", "search"]
        assert next(one for one in stations if one.key == "barriers").branch == "other"

    def test_an_open_choice_leaves_both_branches_open(self):
        draft = draft_from(case_file())
        draft.pop("route")
        stations = stations_of_tasks(task_list(make_case(draft=draft)))

        assert {one.branch for one in stations if one.key in ("investment", "barriers")} == {
            "undecided"
        }

    def test_a_station_is_only_complete_when_all_its_tasks_are(self):
        draft = draft_from(case_file())
        draft.pop("benchmark")
        stations = stations_of_tasks(task_list(make_case(draft=draft)))

        assert next(one for one in stations if one.key == "investment").state == "in_progress"


def test_a_change_of_tier_shows_what_came_and_what_fell_away():
    changed = {one.key: one.change for one in with_changes(of(small()), of(micro_case_file()))}

    assert changed == {"size": "", "regulatory": "", "barriers": "removed", "decision": ""}
    grown = {one.key: one.change for one in with_changes(of(micro_case_file()), of(small()))}
    assert grown["barriers"] == "added"


@pytest.mark.django_db
def test_a_case_with_an_open_request_is_not_ready_to_submit():
    case = make_case(draft=draft_from(case_file()))
    tasks = task_list(case)
    ready = stations_of_tasks(replace(tasks, is_complete=True))[-1]
    asked = stations_of_tasks(replace(tasks, is_complete=True, has_requests=True))[-1]

    assert ready.state_label == "Ready to submit"
    assert asked.state_label == "Requests are to be answered first"
    assert asked.state == "not_started"


def test_the_requests_of_a_returned_case_are_those_the_path_waits_for(proponent, reviewer):
    assert task_list(scenes.returned(proponent, reviewer)).has_requests
    assert not task_list(scenes.drafted(proponent)).has_requests
