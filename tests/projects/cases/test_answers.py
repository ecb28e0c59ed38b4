"""The answers of a case file for reading, and what changed between two."""

import copy

import pytest
from django.utils import translation

from additionality.engine.case import read_case
from projects.services.reviewing import PARTS
from projects.showing.answers import Row, answers
from projects.showing.changes import Change, changes
from tests.factories import case_file, micro_case_file


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def full_file() -> dict:
    """A case file with something in every list."""
    data = case_file(route="both")
    data["barriers"] = [
        {
            "kind": "technological",
            "description": "Nobody here can maintain it.\nSecond line.",
            "prevents_project": True,
            "alleviated_by_credits": False,
            "alternatives_not_prevented": ["A1"],
            "evidence_kind": "statistics",
            "evidence": ["E1"],
        },
        {"kind": "other", "alternatives_not_prevented": [], "evidence": []},
    ]
    data["common_practice"]["activities"] = [
        {
            "name": f"Plant {n}",
            "capacity": "30",
            "unit": "MW",
            "started": 2009,
            "different": n != 3,
        }
        for n in range(20)
    ]
    data["common_practice"] |= {"n_all": None, "n_diff": None}
    data["project"]["prior_consideration"] = {"notified_on": "2026-02-01", "reference": "E1"}
    data["investment"]["lines"][1] |= {"price": "5", "quantity": ["50"] * 11, "units_built": 10}
    data["investment"]["discount_rate"] = "0.071"
    return read_case(data).to_dict()


def all_text(sections) -> str:
    found = []
    for section in sections:
        found += [section.title, *(row.answer for row in section.rows)]
        for card in section.cards:
            found += [card.title, *(row.answer for row in card.rows)]
        for table in section.tables:
            found += [*table.head, *(cell for row in table.rows for cell in row)]
    return "\n".join(found)


def section_of(data, step):
    return next(section for section in answers(data) if section.step == step)


def test_every_section_is_of_a_part_a_request_can_be_bound_to():
    data = full_file()
    data["regulatory"]["exclusions"] = {"rec_applied": True}

    # The other parts are analyses of packs that judge them.
    others = {"radar", "eligibility", "prior_consideration", "first_of_its_kind", "microscale"}
    assert {section.part for section in answers(data)} == {*PARTS} - others


@pytest.mark.parametrize(
    ("pack", "part"),
    [("tw-offset", "regulatory"), ("tw-ver-2023", "eligibility")],
)
def test_only_the_circumstances_the_pack_asks_about_are_listed(pack, part):
    data = full_file() | {"pack": pack}
    (section,) = [one for one in answers(data, ["exclusions"]) if one.step == "exclusions"]
    questions = [row.question for row in section.rows]

    assert section.part == part
    assert questions
    assert not any("HFC-23" in one for one in questions)

    data["regulatory"]["exclusions"] = {"new_hcfc22_capacity": False}
    (section,) = [one for one in answers(data) if one.step == "exclusions"]
    assert [row.answer for row in section.rows if "HFC-23" in row.question] == ["No"]


def test_each_plant_takes_one_line_that_says_what_became_of_it():
    data = full_file()
    data["common_practice"]["activities"] = [
        {"name": "A", "capacity": "30", "unit": "MW", "started": 2009, "technology": "Onshore", "different": False},
        {"name": "B", "excluded": True, "exclusion_reason": "Owned by a foundation.", "row": 7},
        {"name": "C", "different": True, "grounds": ["feedstock"], "reason": "Other fuel.", "evidence": ["E1"]},
        {"name": "D", "carbon_status": "registered"},
        {"name": "E"},
    ]  # fmt: skip
    (table,) = section_of(data, "common-practice").tables

    assert table.kind == "plants"
    assert table.rows == (
        ("A", "30 MW", "2009", "Onshore", "Same technology"),
        ("B, row 7", "–", "–", "–", "Left out; Owned by a foundation"),
        ("C", "–", "–", "–", "Different technology; Feedstock; Other fuel; E1"),
        ("D", "–", "–", "–", "Registered carbon project"),
        ("E", "–", "–", "–", "Technology not compared"),
    )


def test_as_many_lines_of_a_cash_flow_stand_together_as_their_numbers_leave_room_for():
    def widths(amount: str) -> list[int]:
        data = full_file()
        line = data["investment"]["lines"][0]
        data["investment"]["lines"] = [
            line | {"name": f"Line {n}", "amounts": [amount] * 3} for n in range(6)
        ]
        return [len(table.head) - 1 for table in section_of(data, "cash-flow").tables]

    assert widths("1000") == [5, 1]
    assert widths("67569745.1558") == [4, 2]
    assert widths("123456789012345678." + "1" * 12) == [1] * 6


@pytest.mark.parametrize(
    "words",
    [
        "Coastal wind farm",
        "濱海風場",
        "34 MW",
        "66,000",
        "24.62",
        "Technology switch, including efficiency and renewable energy",
        "E1 Feasibility study",
        "A1 Power from the grid",
        "8.25 %",
        "1,500",
        "Technological barrier",
        "Nobody here can maintain it.",
        "National or international statistics",
        "None of them",
        "Plant 19",
        "2026-02-01",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ],
)
def test_what_was_answered_is_shown_in_words(words):
    assert words in all_text(answers(full_file()))


def test_what_no_step_asks_for_is_listed_and_never_left_out():
    data = full_file()
    data["investment"]["of_a_later_format"] = "0.071"
    further = answers(data)[-1]

    assert further.title == "Further entries of the case file"
    assert further.rows == [Row("investment.of_a_later_format", "0.071")]
    assert answers(full_file())[-1].title != further.title


def test_an_unanswered_question_says_so():
    rows = {row.question: row for row in section_of(full_file(), "technology").rows}

    energy = rows["How much energy does it save a year, in GWh?"]
    assert (energy.answer, energy.given) == ("Not answered", False)


def test_no_is_an_answer():
    rows = {row.question: row for row in section_of(full_file(), "technology").rows}

    removals = rows["Does the project take carbon out of the air?"]
    assert (removals.answer, removals.given) == ("No", True)


def test_steps_that_say_nothing_are_left_out_unless_they_were_asked():
    data = read_case(micro_case_file()).to_dict()
    data["regulatory"].pop("searched")

    assert "search" not in {section.step for section in answers(data)}
    asked = {section.step: section for section in answers(data, asked=["search"])}
    assert not asked["search"].rows[0].given


def test_the_cash_flow_is_a_table_with_a_row_a_year():
    (table,) = section_of(full_file(), "cash-flow").tables

    assert table.head == ("Year", "Turbines", "Power sales", "O&M", "Credits")
    assert table.rows[0] == ("2026", "1,500", "0", "0", "0")
    assert (len(table.rows), table.rows[-1][0], table.unit) == (11, "2036", "TWD")


def test_many_lines_are_spread_over_tables():
    data = full_file()
    line = data["investment"]["lines"][2]
    data["investment"]["lines"] = [{**line, "name": f"Line {n}"} for n in range(11)]

    tables = section_of(data, "cash-flow").tables

    assert [len(table.head) - 1 for table in tables] == [5, 5, 1]
    assert [table.caption for table in tables] == [
        "Cash flow, lines 1 to 5",
        "Cash flow, lines 6 to 10",
        "Cash flow, line 11",
    ]


def test_the_cash_flow_of_an_alternative_says_whose_it_is():
    data = full_file()
    lines = [{"name": "Fuel", "kind": "opex", "amounts": ["1"] * 11}]
    data["investment"] |= {"option": "comparison", "alternatives": [{"id": "A1", "lines": lines}]}

    (table,) = section_of(data, "alternative-flows").tables

    assert table.caption == "Cash flow of A1 Power from the grid"


def test_hostile_values_stay_text():
    data = full_file()
    data["project"]["technology"] = "<script>%(x)s {} %s"

    assert "<script>%(x)s {} %s" in all_text(answers(data))


def changed(**steps):
    new = copy.deepcopy(full_file())
    for path, value in steps.items():
        *parents, key = path.split("__")
        part = new
        for parent in parents:
            part = part[int(parent) if parent.isdigit() else parent]
        part[key] = value
    return changes(full_file(), new)


def test_nothing_changed():
    assert changes(full_file(), full_file()) == []


def test_the_day_of_assessment_is_no_change():
    assert changed(assessed_on="2027-01-01") == []


def test_a_changed_answer_is_shown_before_and_after():
    assert changed(investment__benchmark__rate="0.09") == [
        Change("investment", "Benchmark: What is the benchmark, in percent?", "8.25 %", "9 %")
    ]


def test_an_answer_given_first_and_one_taken_out():
    (added,) = changed(project__energy_saving_gwh="2")
    (removed,) = changed(project__region="")

    assert (added.before, added.after) == ("", "2")
    assert (removed.before, removed.after) == ("Miaoli", "")


def test_only_the_years_that_changed_are_named():
    amounts = ["0", *["250"] * 9, "251.5"]

    assert changed(investment__lines__1__amounts=amounts) == [
        Change("investment", "Power sales", "2036: 250", "2036: 251.5")
    ]


def test_a_card_more_leaves_the_others_alone():
    alternatives = [
        *full_file()["alternatives"],
        {"id": "A2", "name": "Coal", "complies_with_law": True},
    ]

    (change,) = changed(alternatives=alternatives)

    assert (change.part, change.before) == ("alternatives", "")
    assert change.after.startswith("A2 Coal")


def test_a_renamed_alternative_is_the_same_alternative():
    (change,) = changed(alternatives__1__name="Gas")

    assert (change.label, change.before, change.after) == (
        "A1",
        "A1 Power from the grid",
        "A1 Gas",
    )


def test_a_plant_in_the_table_is_named_with_its_change():
    (change,) = changed(common_practice__activities__4__capacity="31")

    assert (change.part, change.before, change.after) == (
        "common_practice",
        "Plant 4: 30 MW",
        "Plant 4: 31 MW",
    )


def test_an_analysis_more_is_shown_whole():
    old = read_case(micro_case_file()).to_dict()

    parts = {change.part for change in changes(old, full_file())}

    assert {"investment", "barriers", "common_practice"} <= parts


def test_new_evidence_is_a_change():
    evidence = [
        {**full_file()["evidence"][0], "sha256": "0" * 64},
    ]

    (change,) = changed(evidence=evidence)

    assert (change.part, change.after) == ("evidence", "0" * 64)


def test_an_answer_that_is_the_default_of_the_format_is_no_missing_answer():
    frozen = read_case(case_file()).to_dict()

    assert "timing" not in frozen["investment"]
    rows = [
        row for section in answers(frozen) if section.step == "investment" for row in section.rows
    ]
    assert (
        Row("When in the year does money flow?", "The first year is year 0 and is not discounted")
        in rows
    )
