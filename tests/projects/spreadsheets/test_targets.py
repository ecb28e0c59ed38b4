"""A sheet is read into the cash flow of the project or of an alternative, as the person chooses."""

from typing import Any

import pytest
from django.urls import reverse

from projects.models import Case, RememberedMapping
from projects.wizard.facts import draft_from
from tests.factories import case_file, client_of, make_case, typed_anew
from tests.projects.spreadsheets.models import (
    checked,
    faulty,
    mapping_of,
    press,
    uploaded,
    wind,
)
from tests.projects.tables import files

pytestmark = pytest.mark.django_db
ALTERNATIVES = {
    "count": ["3"],
    "alternative-0-id": ["A0"], "alternative-0-name": ["The project"], "alternative-0-is_project": ["yes"],
    "alternative-1-id": ["A1"], "alternative-1-name": ["Gas"],
    "alternative-2-id": ["A2"], "alternative-2-name": ["Grid"],
}  # fmt: skip
FLOWS = {
    "count": ["3"],
    "line-0-alternative": ["A1"], "line-0-name": ["O&M"], "line-0-kind": ["opex"], "line-0-amounts__1": ["5"],
    "line-1-alternative": ["A2"], "line-1-name": ["O&M"], "line-1-kind": ["opex"], "line-1-amounts__1": ["7"],
    "line-2-alternative": ["A1"], "line-2-name": ["Fuel"], "line-2-kind": ["opex"], "line-2-amounts__2": ["9"],
}  # fmt: skip


@pytest.fixture
def client(proponent):
    return client_of(proponent)


@pytest.fixture
def case(proponent) -> Case:
    draft = {
        "investment": {"option": ["comparison"], "first_year": ["2027"], "years": ["3"]},
        "alternatives": ALTERNATIVES,
        "alternative-flows": FLOWS,
        "cash-flow": {"count": ["1"], "line-0-name": ["Plant"], "line-0-kind": ["capex"], "line-0-amounts__0": ["3"]},
    }  # fmt: skip
    return make_case(prepared_by=proponent, draft=draft)


def take(client: Any, row: Any, **typed: Any) -> Any:
    return press(
        client, reverse("spreadsheets:check", args=[row.case_id, row.pk, 0]), "take", **typed
    )


def lines(case: Case, step: str = "alternative-flows") -> list[tuple[str, str, dict[int, str]]]:
    case.refresh_from_db()
    grid = case.draft[step]
    return [
        (
            grid.get(f"line-{i}-alternative", [""])[0],
            grid[f"line-{i}-name"][0],
            {
                2026 + j: grid[f"line-{i}-amounts__{j}"][0]
                for j in range(11)
                if grid.get(f"line-{i}-amounts__{j}", ["0"])[0] != "0"
            },
        )
        for i in range(int(grid["count"][0]))
    ]


def test_whose_cash_flow_it_is_has_to_be_chosen_where_there_are_several(client, case):
    row = uploaded(client, case, wind())
    page = checked(client, row)

    assert "It is not said whose cash flow this is" in page.context["hindrance"]
    assert (
        client.post(page.request["PATH_INFO"], {"draft_version": case.draft_version}).status_code
        == 422
    )
    assert lines(case, "cash-flow")[0][1] == "Plant"


def test_a_sheet_becomes_the_cash_flow_of_an_alternative_and_of_no_other(client, case):
    row = uploaded(client, case, wind())
    page = checked(client, row, to="of-A1")
    what = {
        change.name: (change.how, change.before, change.after)
        for change, _k in page.context["changes"]
    }
    response = take(client, row)

    assert "What changes in the cash flow of the alternative A1 Gas" in page.content.decode()
    assert what == {
        "Turbines": ("new", None, 1_500_000), "O&M": ("replaced", 5, 700_000),
        "Power sales": ("new", None, 2_500_000), "Carbon credits": ("new", None, 600_000),
        "Fuel": ("stays", 9, 9),
    }  # fmt: skip
    assert response["Location"] == reverse("wizard:step", args=[case.pk, "alternative-flows"])
    assert lines(case) == [
        ("A1", "O&M", dict.fromkeys(range(2027, 2037), "70000")),
        ("A2", "O&M", {2028: "7"}),
        ("A1", "Fuel", {2029: "9"}),
        ("A1", "Turbines", {2026: "1500000"}),
        ("A1", "Power sales", dict.fromkeys(range(2027, 2037), "250000")),
        ("A1", "Carbon credits", dict.fromkeys(range(2027, 2037), "60000")),
    ]
    assert lines(case, "cash-flow") == [("", "Plant", {2027: "3"})]
    assert case.draft["investment"]["years"] == ["11"]


@pytest.mark.parametrize(("how", "late"), [("merge", "8"), ("replace", "")])
def test_amounts_of_years_that_the_file_does_not_have_stay_where_lines_stay(
    client, case, how, late
):
    flows = FLOWS | {"line-0-amounts__13": ["8"]}
    basis = case.draft["investment"] | {"years": ["20"]}
    Case.objects.filter(pk=case.pk).update(
        draft=case.draft | {"alternative-flows": flows, "investment": basis}
    )
    row = uploaded(client, case, wind())
    page = checked(client, row, to="of-A1")
    told = {change.name: change.after for change, _kind in page.context["changes"]}
    take(client, row, how=how)

    case.refresh_from_db()
    in_2040 = 2040 - int(case.draft["investment"]["first_year"][0])
    assert case.draft["alternative-flows"].get(f"line-0-amounts__{in_2040}", [""]) == [late]
    assert lines(case)[0][2][2030] == "70000"
    assert told["O&M"] == 700_008


def test_the_file_can_be_the_whole_cash_flow_of_the_alternative(client, case):
    row = uploaded(client, case, wind())
    checked(client, row, to="of-A1")
    take(client, row, how="replace")

    assert [line[:2] for line in lines(case)] == [
        ("A1", "O&M"), ("A2", "O&M"), ("A1", "Turbines"), ("A1", "Power sales"), ("A1", "Carbon credits"),
    ]  # fmt: skip


def test_the_project_itself_can_be_chosen_and_the_alternatives_keep_their_years(client, case):
    row = uploaded(client, case, wind())
    checked(client, row, to="own")
    response = take(client, row)

    assert response["Location"] == reverse("wizard:step", args=[case.pk, "cash-flow"])
    assert [line[1] for line in lines(case, "cash-flow")] == [
        "Plant", "Turbines", "O&M", "Power sales", "Carbon credits",
    ]  # fmt: skip
    assert [line[2] for line in lines(case)] == [{2028: "5"}, {2028: "7"}, {2029: "9"}]


def test_taking_over_twice_changes_nothing(client, case):
    row = uploaded(client, case, wind())
    checked(client, row, to="of-A2")
    take(client, row)
    once = lines(case)
    page = checked(client, row)
    take(client, row)

    assert {change.how for change, _kind in page.context["changes"]} == {"same"}
    assert lines(case) == once


def test_faults_are_told_by_cell_for_an_alternative_too(client, case):
    page = checked(client, uploaded(client, case, faulty()), to="of-A1").content.decode()

    assert "<strong>F5</strong> #DIV/0! stands where the amount of “O&amp;M” for 2029" in page


def test_whose_it_was_is_remembered_for_the_same_sheet_of_the_case_only(client, case, proponent):
    row = uploaded(client, case, wind())
    checked(client, row, to="of-A1")
    take(client, row)
    assert RememberedMapping.objects.get().mapping["to"] == "of-A1"

    again = uploaded(client, case, wind())
    assert client.get(mapping_of(again)).context["mapping"].to == "of-A1"
    other = make_case(prepared_by=proponent, draft=case.draft)
    elsewhere = client.get(mapping_of(uploaded(client, other, wind())))
    assert elsewhere.context["remembered"]
    assert elsewhere.context["mapping"].to == ""


def test_an_alternative_that_is_not_on_the_list_any_more_has_to_be_chosen_anew(client, case):
    row = uploaded(client, case, wind())
    checked(client, row, to="of-A2")
    case.refresh_from_db()
    typed_anew(case, "alternatives", count=["2"])
    case.save()
    page = client.get(reverse("spreadsheets:check", args=[case.pk, row.pk, 0]))

    assert "It is not said whose cash flow this is" in page.context["hindrance"]


def test_nothing_goes_to_the_project_when_the_only_alternative_is_deleted(client, case):
    row = uploaded(client, case, wind())
    checked(client, row, to="of-A1")
    case.refresh_from_db()
    typed_anew(case, "alternatives", count=["1"])
    case.save()

    for page in (
        client.get(reverse("spreadsheets:check", args=[case.pk, row.pk, 0])),
        checked(client, row),  # the mapping confirmed without a choice
    ):
        assert "It is not said whose cash flow this is" in page.context["hindrance"]
    typed = {"draft_version": case.draft_version, "do": "take", "how": "replace"}
    assert client.post(page.request["PATH_INFO"], typed).status_code == 422
    assert lines(case, "cash-flow") == [("", "Plant", {2026: "3"})]

    assert not checked(client, row, to="own").context["hindrance"]


def test_a_remembered_alternative_that_is_deleted_is_not_the_project(client, case):
    row = uploaded(client, case, wind())
    checked(client, row, to="of-A1")
    take(client, row)
    case.refresh_from_db()
    typed_anew(case, "alternatives", count=["1"])
    case.save()

    page = checked(client, uploaded(client, case, wind()))

    assert "It is not said whose cash flow this is" in page.context["hindrance"]


def test_that_an_alternative_is_chosen_is_said_only_where_there_is_one(client, proponent):
    draft = draft_from(case_file())
    draft["investment"]["option"], draft["alternatives"] = ["comparison"], ALTERNATIVES
    case = make_case(prepared_by=proponent, draft=draft)
    address = reverse("wizard:step", args=[case.pk, "alternative-flows"])
    words = "You choose there which alternative"
    assert words in client.get(address).content.decode()
    case.draft["alternatives"] = {}
    case.save()
    assert words not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("there", "read", "after"),
    [
        pytest.param(["X", "X #3", "X"], "Fuel cost", ["X", "X #3", "X", "Fuel cost"], id="stay"),
        pytest.param(
            ["Turbine", "Turbine"], "Turbine #2", ["Turbine", "Turbine", "Turbine #2"], id="new"
        ),
        pytest.param(["", "#1"], "Fuel cost", ["", "#1", "Fuel cost"], id="without a name"),
    ],
)
def test_a_name_that_reads_like_a_number_behind_another_is_a_name(client, case, there, read, after):
    grid: dict[str, list[str]] = {"count": [str(len(there))]}
    for i, name in enumerate(there):
        grid |= {
            f"line-{i}-name": [name],
            f"line-{i}-kind": ["opex"],
            f"line-{i}-amounts__0": [str(i + 1)],
        }
    case.draft["cash-flow"] = grid
    case.save()
    row = uploaded(client, case, files.model([["", 2027, 2028, 2029], [read, 7, 7, 7]]))
    page = checked(client, row, to="own")
    take(client, row)

    found = lines(case, "cash-flow")
    assert [name for _of, name, _amounts in found] == after
    assert [amounts[2026] for _of, _name, amounts in found] == [
        *(str(i + 1) for i in range(len(there))), "7",
    ]  # fmt: skip
    assert page.context["changes"][0][0].how == "new"


def test_rows_of_one_name_are_all_taken_over_beside_a_row_named_like_them(client, case):
    names = ("Fuel cost (4)", "Fuel cost", "Fuel cost")
    rows = [["", 2027, 2028, 2029], *([name, i, i, i] for i, name in enumerate(names, 1))]

    row = uploaded(client, case, files.model(rows))
    checked(client, row, to="own")
    take(client, row, how="replace")

    found = lines(case, "cash-flow")
    assert len({name for _of, name, _amounts in found}) == 3
    assert [amounts[2026] for _of, _name, amounts in found] == ["1", "2", "3"]


@pytest.mark.parametrize("chosen", ["of-A9", "of-", "A1", "\x00", "x" * 5000])
def test_what_is_no_choice_is_none(client, case, chosen):
    row = uploaded(client, case, wind())
    press(client, mapping_of(row), "show", to=chosen)

    assert client.get(mapping_of(row)).context["mapping"].to == ""


def test_what_was_chosen_stays_when_the_sheet_is_turned_or_proposed_anew(client, case):
    row = uploaded(client, case, wind())
    press(client, mapping_of(row), "show", to="of-A1", orientation="columns")
    assert client.get(mapping_of(row)).context["mapping"].to == "of-A1"
    press(client, mapping_of(row), "propose")
    assert client.get(mapping_of(row)).context["mapping"].to == "of-A1"


def test_nothing_is_asked_where_only_the_project_is_computed(client, case):
    case.draft["investment"]["option"] = ["benchmark"]
    case.save()
    row = uploaded(client, case, wind())
    page = client.get(mapping_of(row)).content.decode()
    checked(client, row)
    response = take(client, row)

    assert 'name="to"' not in page
    assert response["Location"] == reverse("wizard:step", args=[case.pk, "cash-flow"])


def test_the_page_of_the_alternatives_leads_to_the_upload(client, case):
    address = reverse("wizard:step", args=[case.pk, "alternative-flows"])
    typed = {"count": "1", "line-0-name": "Rent", "draft_version": case.draft_version}
    response = client.post(address, {**typed, "do": "spreadsheet"})

    assert response["Location"] == reverse("spreadsheets:upload", args=[case.pk])
    assert lines(case)[0][1] == "Rent"


def test_lines_of_the_same_name_are_all_kept(client, case):
    grid = case.draft["cash-flow"]
    grid |= {"count": ["2"], "line-1-name": ["Plant"], "line-1-amounts__0": ["4"]}
    case.save()
    row = uploaded(client, case, files.model([["", 2027, 2028, 2029], ["Fuel cost", 1, 2, 3]]))
    page = checked(client, row, to="own")
    take(client, row)

    assert [change.name for change, _kind in page.context["changes"]] == [
        "Fuel cost",
        "Plant",
        "Plant #2",
    ]
    assert [line[1] for line in lines(case, "cash-flow")] == ["Plant", "Plant", "Fuel cost"]
