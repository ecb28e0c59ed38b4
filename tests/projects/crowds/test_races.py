"""Of several who press at once exactly one wins, and the others are told who, and when."""

import json
import re
from collections.abc import Callable

MOMENT = r"\d{1,2} \w+ 20\d\d \d\d:\d\d|20\d\d-\d\d-\d\d \d\d:\d\d"
WON, TOO_LATE, REFUSED = 302, 409, 422

Answers = list[dict]
CHECKS: dict[str, Callable[[Answers, dict], None]] = {}


def of(*races: str) -> Callable:
    """Register a check for every round of these races."""

    def registered(check: Callable[[Answers, dict], None]) -> Callable:
        CHECKS.update(dict.fromkeys(races, check))
        return check

    return registered


def test_exactly_one_wins_and_the_others_are_told(run, subtests):
    found = json.loads(run("tests.projects.crowds.races"))

    assert set(found) == set(CHECKS)
    for race, check in CHECKS.items():
        for number, played in enumerate(found[race], start=1):
            with subtests.test(race, round=number):
                check(played["answers"], played["after"])


def one_winner(answers: list[dict]) -> tuple[dict, list[dict]]:
    """The one whose press counted, and the others."""
    won = [one for one in answers if one["status"] == WON]
    assert len(won) == 1, [one["status"] for one in answers]
    return won[0], [one for one in answers if one is not won[0]]


def told(loser: dict, name: str) -> bool:
    """Whether the page names `name` and a moment, at most a short sentence apart."""
    near = f"{re.escape(name)}.{{0,80}}?({MOMENT})|({MOMENT}).{{0,80}}?{re.escape(name)}"
    return re.search(near, loser["words"]) is not None


@of("ten_submit")
def of_ten_submits_one_submits(answers, after):
    [[move, winner]] = after["moves"]
    assert (move, after["submissions"], after["status"]) == ("submit", 1, "submitted")
    losers = [one for one in answers if one["person"] != winner]
    assert len(losers) == 9
    sentence = f"Already submitted by {winner} on "
    assert all(sentence in one["words"] and told(one, winner) for one in losers)


@of("two_take_up")
def of_two_reviewers_one_takes_the_case_up(answers, after):
    won, [lost] = one_winner(answers)
    assert after["moves"][1:] == [["take_up", won["person"]]]
    assert lost["status"] == TOO_LATE
    assert told(lost, won["person"])


@of("approve_against_withdraw", "approve_against_refuse")
def a_case_is_decided_or_something_else_happens_to_it(answers, after):
    won, [lost] = one_winner(answers)
    move, who = after["moves"][-1]
    assert who == won["person"]
    assert len(after["moves"]) == 3
    decided = {"approve": ["approved"], "refuse": ["refused"], "withdraw": []}[move]
    assert after["determinations"] == decided
    assert lost["status"] == TOO_LATE
    assert told(lost, won["person"])


@of("decide_twice")
def a_decision_pressed_thrice_is_one_determination(answers, after):
    assert after["determinations"] == ["approved"]
    assert {one["status"] for one in answers} == {WON}
    assert len({one["where"] for one in answers}) == 1


@of("two_on_one_draft")
def of_two_colleagues_at_one_step_one_saves(answers, after):
    won, [lost] = one_winner(answers)
    assert after["draft"]["search"]["searched"] == [f"Typed by {won['person']}"]
    assert after["version"] == 2
    assert lost["status"] == TOO_LATE
    assert told(lost, won["person"])
    assert f"Typed by {lost['person']}" in lost["words"]


@of("save_against_submit")
def a_save_counts_or_the_submission_does(answers, after):
    saving, submitting = answers
    if after["submissions"]:
        assert saving["status"] == TOO_LATE
        assert told(saving, submitting["person"])
        assert "Typed too late?" in saving["words"]
        assert after["version"] == 1
    else:
        assert saving["status"] == WON
        assert told(submitting, saving["person"])
        assert (after["status"], after["version"]) == ("draft", 2)


@of("two_uploads")
def two_uploads_get_two_keys(answers, after):
    assert [one["status"] for one in answers] == [WON, WON]
    assert [key for key, _sha256, _title in after["files"]] == ["E1", "E2"]
    assert {title for _key, _sha256, title in after["files"]} == {
        f"Of {one['person']}" for one in answers
    }


@of("the_same_file")
def the_same_file_is_kept_once(answers, after):
    won, [lost] = one_winner(answers)
    assert len(after["files"]) == 1
    assert lost["status"] == REFUSED
    assert f"uploaded by {won['person']} on " in lost["words"]
    assert told(lost, won["person"])


@of("one_entry_filled_twice")
def one_entry_gets_one_file(answers, after):
    [winner] = [one for one in answers if "E1 is uploaded" in one["words"]]
    [lost] = [one for one in answers if one is not winner]
    assert [key for key, _sha256, _title in after["files"]] == ["E1"]
    assert f"{winner['person']} uploaded the file of E1 on " in lost["words"]
    assert told(lost, winner["person"])


@of("two_invite")
def a_person_is_invited_once(answers, after):
    won, [lost] = one_winner(answers)
    assert after == {"accounts": 1}
    assert f"{won['person']} invited Newly Invited" in lost["words"]
    assert told(lost, won["person"])


@of("two_close_one_request")
def a_request_is_closed_once(answers, after):
    won, [lost] = one_winner(answers)
    assert after["entries"] == ["closed"]
    assert lost["status"] == TOO_LATE
    assert re.search(f"CL 1: Closed ({MOMENT}) · {won['person']}", lost["words"])


@of("two_answer_one_request")
def a_request_is_answered_once(answers, after):
    won, [lost] = one_winner(answers)
    assert after["entries"] == [won["person"]]
    assert lost["status"] == TOO_LATE
    assert f"{won['person']} was faster: “Answered”, on " in lost["words"]
    assert told(lost, won["person"])
    assert f"Answered by {lost['person']}" in lost["words"]


@of("two_take_one_spreadsheet_over")
def of_two_spreadsheets_one_is_taken_over(answers, after):
    won, [lost] = one_winner(answers)
    assert sorted(after["lines"]) == ["Carbon credits", "O&M", "Power sales", "Turbines"]
    assert after["version"] == 2
    assert lost["status"] == TOO_LATE
    assert "Nothing was taken over yet" in lost["words"]
    assert told(lost, won["person"])


@of("two_decide_at_one_workbench")
def of_two_colleagues_at_the_workbench_one_saves(answers, after):
    won, [lost] = one_winner(answers)
    assert after["plants"] == [["North", f"Said by {won['person']}"], ["South", ""]]
    assert after["version"] == after["begun"] + 1
    assert lost["status"] == TOO_LATE
    assert told(lost, won["person"])
    assert f"Said by {lost['person']}" in lost["words"]


@of("two_import_under_one_title")
def two_files_under_one_title_are_two_versions(answers, after):
    assert {one["status"] for one in answers} == {WON}
    assert [version for version, _who in after["versions"]] == [1, 2]
    assert {who for _version, who in after["versions"]} == {one["person"] for one in answers}


@of("two_begin_one_import")
def an_import_is_begun_once(answers, after):
    [[version, winner]] = after["versions"]
    [lost] = [one for one in answers if one["person"] != winner]
    assert version == 1
    assert told(lost, winner)


@of("two_take_in_one_list")
def two_files_for_one_list_are_two_versions(answers, after):
    assert {one["status"] for one in answers} == {WON}
    assert [version for version, _name in after["rows"]] == [1, 2]
    for one in answers:
        [number] = [version for version, name in after["rows"] if name.endswith(one["person"])]
        assert f"{after['name']} {number} is in use" in one["words"]
