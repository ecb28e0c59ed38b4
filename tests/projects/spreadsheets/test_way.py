"""The whole way by hand: upload, confirm, check, take over; and everything that may come between."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projects.models import Case, EvidenceFile, RememberedMapping, Spreadsheet
from projects.services import spreadsheets, workers
from projects.wizard.facts import draft_from
from tests.factories import case_file, client_of, make_case, make_submission, typed_anew
from tests.projects.spreadsheets.models import (
    checked,
    faulty,
    mapping_of,
    press,
    take_over,
    upload,
    uploaded,
    wind,
    wind_rows,
)
from tests.projects.tables import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(proponent):
    return client_of(proponent)


@pytest.fixture
def case(proponent):
    return make_case(prepared_by=proponent)


def test_a_model_becomes_the_cash_flow_in_three_presses(client, case):
    row = uploaded(client, case, wind())
    response = take_over(client, row)

    assert response["Location"] == reverse("wizard:step", args=[case.pk, "cash-flow"])
    case.refresh_from_db()
    grid = case.draft["cash-flow"]
    assert grid["count"] == ["4"]
    assert [grid[f"line-{i}-name"][0] for i in range(4)] == [
        "Turbines", "O&M", "Power sales", "Carbon credits",
    ]  # fmt: skip
    assert [grid[f"line-{i}-kind"][0] for i in range(4)] == [
        "capex", "opex", "revenue", "carbon_revenue",
    ]  # fmt: skip
    assert grid["line-0-amounts__0"] == ["1500000"]
    assert grid["line-1-amounts__10"] == ["70000"]
    assert case.draft["investment"] == {"first_year": ["2026"], "years": ["11"]}


def test_a_clean_model_raises_no_alarm(client, case):
    page = checked(client, uploaded(client, case, wind()))

    assert page.context["faults"] == []
    assert page.context["faults_elsewhere"] == []


def test_every_fault_is_told_with_its_cell_before_anything_is_taken_over(client, case):
    page = checked(client, uploaded(client, case, faulty())).content.decode()

    for told in (
        "<strong>F5</strong> #DIV/0! stands where the amount of “O&amp;M” for 2029 should be. It is left blank",
        "<strong>E5</strong> “n/a” stands where the amount of “O&amp;M” for 2028 should be. It is left blank",
        "<strong>D5</strong> “-3.5萬” is text. It is read as −35,000.",
        "<strong>C4:D4</strong> The cells are merged",
        "<strong>D6, G6:M6</strong> The total of the sheet is not that of its lines: it shows −1,500",
        "<strong>C6:M6</strong> Totals that are typed in and should be a sum",
        "<strong>C9:M9</strong> Formulas that call other programs or the internet",
    ):
        assert told in page
    case.refresh_from_db()
    assert case.draft == {}


def test_cells_that_were_left_out_are_named_again_at_the_cash_flow(client, case):
    response = take_over(client, uploaded(client, case, faulty()))
    page = client.get(response["Location"], follow=True).content.decode()

    assert "These cells were left out and are blank in the cash flow: E5, F5." in page


def test_a_hidden_sheet_of_the_file_is_named_where_another_one_is_read(client, case):
    book = openpyxl.load_workbook(io.BytesIO(wind()))
    book.create_sheet("Side letter")["A1"] = 5
    book["Side letter"].sheet_state = "hidden"
    page = checked(client, uploaded(client, case, files.saved(book)))

    assert "The sheet “Side letter” is hidden." in page.content.decode()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        pytest.param(files.OLD, "old.xls", "save it as .xlsx", id="an .xls"),
        pytest.param(files.LOCKED, "locked.xlsx", "locked with a password", id="locked"),
        pytest.param(files.bomb(), "bomb.xlsx", "unpacks to far more", id="a bomb"),
        pytest.param(b"", "empty.xlsx", "The file is empty", id="empty"),
        pytest.param(b"%PDF-1.7", "a.xlsx", "This is no table", id="a PDF"),
    ],
)
def test_a_file_that_is_not_opened_is_refused_with_how_to_mend_it(
    client, case, content, name, words
):
    response = upload(client, case, content, name)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Spreadsheet.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(
            files.raw_workbook("", sheets=1000), "more than 200 sheets", id="1,000 sheets"
        ),
        pytest.param(b"abc\x81\xff\xff", "in no encoding", id="no encoding"),
        pytest.param(files.model([]), "No cell of the file", id="nothing in it"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_on_its_page(client, case, content, words):
    row = uploaded(client, case, content)
    page = client.get(reverse("spreadsheets:found", args=[case.pk, row.pk]))

    assert words in page.content.decode()
    assert bytes(Spreadsheet.objects.get().content) == b""
    listed = client.get(reverse("spreadsheets:upload", args=[case.pk])).content.decode()
    assert "Could not be read" in listed


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(
            "項目,2026,2027,2028\n風機設備,1500,0,0\n售電收入,0,250,250\n".encode("cp950"), "a.csv", id="Big5"
        ),
        pytest.param(
            files.open_document(
                '<table:table table:name="M">'
                + "".join(
                    "<table:table-row>"
                    + f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
                    + "".join(
                        f'<table:table-cell office:value-type="float" office:value="{n}"/>' for n in numbers
                    )
                    + "</table:table-row>"
                    for name, numbers in (
                        ("項目", (2026, 2027, 2028)), ("風機設備", (1500, 0, 0)), ("售電收入", (0, 250, 250)),
                    )
                )
                + "</table:table>"
            ),
            "a.ods",
            id="ODS",
        ),
    ],
)  # fmt: skip
def test_other_kinds_of_files_go_the_same_way(client, case, content, name):
    take_over(client, uploaded(client, case, content, name))
    case.refresh_from_db()
    grid = case.draft["cash-flow"]

    assert (grid["line-0-name"], grid["line-0-amounts__0"]) == (["風機設備"], ["1500"])
    assert (grid["line-1-kind"], grid["line-1-amounts__2"]) == (["revenue"], ["250"])


def typed_before(case: Case, **lines: list[str]) -> None:
    """A cash flow from 2027 on with these lines, typed before."""
    grid: dict[str, list[str]] = {"count": [str(len(lines))]}
    for i, (name, amounts) in enumerate(lines.items()):
        grid |= {f"line-{i}-name": [name], f"line-{i}-kind": ["opex"], f"line-{i}-source": ["E7"]}
        grid |= {f"line-{i}-amounts__{j}": [amount] for j, amount in enumerate(amounts)}
    others = {"count": ["1"], "line-0-name": ["Grid power"], "line-0-amounts__0": ["9"]}
    investment = {"first_year": ["2027"], "years": ["3"], "currency": ["TWD"]}
    draft = {"cash-flow": grid, "investment": investment, "alternative-flows": others}
    Case.objects.filter(pk=case.pk).update(draft=draft)
    case.refresh_from_db()


def lines_of(case: Case) -> dict[str, dict[str, str]]:
    case.refresh_from_db()
    grid = case.draft["cash-flow"]
    return {
        grid[f"line-{i}-name"][0]: {
            name.partition("-amounts__")[2]: texts[0]
            for name, texts in grid.items()
            if name.startswith(f"line-{i}-amounts__")
        }
        for i in range(int(grid["count"][0]))
    }


def test_what_was_typed_is_shown_before_it_is_replaced_and_keeps_its_year(client, case):
    typed_before(case, **{"O&M": ["1", "2", "3"], "Rent": ["7", "8", "9"]})
    row = uploaded(client, case, wind())
    page = checked(client, row)
    what = {
        change.name: (change.how, change.before, change.after)
        for change, _k in page.context["changes"]
    }
    take_over(client, row)
    found = lines_of(case)

    assert what["O&M"] == ("replaced", 6, 700_000)
    assert what["Rent"] == ("stays", 24, 24)
    assert what["Turbines"] == ("new", None, 1_500_000)
    assert found["Rent"] == {"1": "7", "2": "8", "3": "9"}  # 2027 is the second year now
    assert found["O&M"]["1"] == "70000"
    assert case.draft["cash-flow"]["line-0-source"] == ["E7"]
    assert case.draft["investment"] == {
        "first_year": ["2026"],
        "years": ["11"],
        "currency": ["TWD"],
    }
    assert case.draft["alternative-flows"]["line-0-amounts__1"] == ["9"]


def test_the_file_can_be_the_whole_cash_flow(client, case):
    typed_before(case, **{"Rent": ["7", "8", "9"], "O&M": ["1", "2", "3"]})
    take_over(client, uploaded(client, case, wind()), how="replace")

    assert set(lines_of(case)) == {"O&M", "Turbines", "Power sales", "Carbon credits"}


def test_taking_over_twice_changes_nothing(client, case):
    row = uploaded(client, case, wind())
    take_over(client, row)
    once = lines_of(case)
    page = checked(client, row)
    take_over(client, row)

    assert {change.how for change, _kind in page.context["changes"]} == {"same"}
    assert lines_of(case) == once


def test_a_case_saved_meanwhile_is_not_overwritten(client, case):
    row = uploaded(client, case, wind())
    checked(client, row)
    address = reverse("spreadsheets:check", args=[case.pk, row.pk, 0])
    typed_before(case, Rent=["7"])
    Case.objects.filter(pk=case.pk).update(draft_version=4)
    response = client.post(address, {"draft_version": "0", "do": "take"})

    assert response.status_code == 409
    assert "Nothing was taken over yet" in response.content.decode()
    assert {change.name for change, _kind in response.context["changes"]} >= {"Rent", "Turbines"}
    assert set(lines_of(case)) == {"Rent"}
    assert client.post(address, {"draft_version": "4", "do": "take"}).status_code == 302
    assert set(lines_of(case)) >= {"Rent", "Turbines"}


def test_years_too_far_apart_are_refused_and_said(client, case):
    typed_before(case, Rent=["7"])
    typed_anew(case, "investment", first_year=["1930"])
    case.save()
    response = take_over(client, uploaded(client, case, wind()))

    assert response.status_code == 422
    assert "longer than 100 years" in response.content.decode()


def test_nothing_is_taken_over_before_a_line_is_chosen(client, case):
    row = uploaded(client, case, files.model([["a", 2026, 2027, 2028], ["something", 1, 2, 3]]))
    page = checked(client, row)

    assert "No row is a line of money yet" in page.content.decode()
    address = reverse("spreadsheets:check", args=[case.pk, row.pk, 0])
    assert client.post(address, {"draft_version": "0"}).status_code == 422
    page = checked(client, row, kind_x_2="opex")
    assert page.context["hindrance"] == ""


def test_years_that_the_sheet_does_not_show_are_asked(client, case):
    row = uploaded(client, case, files.model([["Fuel cost", 10, 35, 70]]))
    assert "No years were recognised" in client.get(mapping_of(row)).content.decode()
    page = checked(client, row, labels_at="A", first="B", last="D")
    assert "It is not known which years" in page.content.decode()
    page = checked(client, row, first_year="2030")

    assert page.context["years"] == [2030, 2031, 2032]


def test_what_was_chosen_is_kept_and_can_be_thrown_away(client, case):
    row = uploaded(client, case, wind())
    press(client, mapping_of(row), "show", unit="1", kind_x_4="opex")
    page = client.get(mapping_of(row))
    assert page.context["mapping"].unit == "1"
    assert page.context["mapping"].lines[4].kind == "opex"
    press(client, mapping_of(row), "propose")
    page = client.get(mapping_of(row))

    assert page.context["mapping"].unit == "1000"
    assert page.context["mapping"].lines[4].kind == "capex"


def test_turning_the_sheet_round_proposes_anew(client, case):
    row = uploaded(client, case, wind())
    press(client, mapping_of(row), "show", orientation="columns")

    assert client.get(mapping_of(row)).context["mapping"].orientation == "columns"


def corrected(client: Any, case: Case) -> None:
    """A model is read otherwise than it suggests: in single units, its credits left out."""
    row = uploaded(client, case, wind())
    checked(client, row, unit="1", kind_x_8="")
    address = reverse("spreadsheets:check", args=[case.pk, row.pk, 0])
    assert press(client, address, "take").status_code == 302


def test_how_a_sheet_was_read_is_offered_for_the_next_one_like_it(client, case, colleague):
    corrected(client, case)
    other = make_case(prepared_by=colleague)
    moved = wind_rows()
    moved.insert(3, ["A new heading"])
    for file, is_moved in ((wind(), False), (files.model(moved), True)):
        there = client_of(colleague)
        page = there.get(mapping_of(uploaded(there, other, file)))
        assert page.context["mapping"].unit == "1"
        assert "Pei-Shan Lin read a sheet like this one" in page.content.decode()
        assert ("found by their words" in page.content.decode()) == is_moved
        assert len(page.context["mapping"].lines) == 3


def test_another_sheet_or_another_organisation_is_not_offered_it(client, case, stranger):
    corrected(client, case)
    rows = wind_rows()
    rows[3][0] = "Turbines and towers"
    page = client.get(mapping_of(uploaded(client, case, files.model(rows))))
    assert page.context["remembered"] is None
    theirs = client_of(stranger)
    page = theirs.get(mapping_of(uploaded(theirs, make_case(prepared_by=stranger), wind())))

    assert page.context["remembered"] is None


def test_an_organisation_keeps_so_many_mappings(client, case, monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_REMEMBERED", 2)
    for name in ("a", "b", "c"):
        mapping = spreadsheets.Mapping()
        spreadsheets.remember(case=case, actor=case.prepared_by, sheet=name, mapping=mapping)

    assert [row.sheet for row in RememberedMapping.objects.all()] == ["c", "b"]


def test_a_case_keeps_its_newest_uploads(client, case, monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_UPLOADS", 2)
    for name in ("a.csv", "b.csv", "c.csv"):
        uploaded(client, case, b"x,1\n", name)

    assert [row.name for row in case.spreadsheets.all()] == ["c.csv", "b.csv"]


def test_the_file_becomes_evidence_and_the_source_of_its_lines_where_that_is_ticked(client, case):
    upload(client, case, wind(), is_evidence="on")
    row = Spreadsheet.objects.get()
    take_over(client, row)
    case.refresh_from_db()

    assert EvidenceFile.objects.get().key == row.evidence_key == "E1"
    assert case.draft["cash-flow"]["line-2-source"] == ["E1"]


def test_a_long_file_is_read_by_the_worker_and_says_how_far_it_is(client, case, monkeypatch):
    monkeypatch.setattr(spreadsheets, "READ_AT_ONCE", 10)
    workers.register("a worker", [])
    row = uploaded(client, case, wind())
    page = reverse("spreadsheets:found", args=[case.pk, row.pk])
    Spreadsheet.objects.update(done=430)

    assert DBTaskResult.objects.get().args_kwargs["args"] == [row.pk]
    assert "43 % of the file is read." in client.get(page).content.decode()
    Spreadsheet.objects.update(done=0)
    assert (
        "%" not in client.get(page).content.decode().partition("<main")[2].partition("</main>")[0]
    )
    assert spreadsheets.read(row.pk) == "read"
    assert spreadsheets.read(row.pk) == ""
    assert "Which sheet holds the cash flow?" in client.get(page).content.decode()


def test_a_worker_that_is_missing_or_slow_is_told(client, case, monkeypatch):
    monkeypatch.setattr(spreadsheets, "READ_AT_ONCE", 10)
    row = uploaded(client, case, wind())
    page = reverse("spreadsheets:found", args=[case.pk, row.pk])

    assert "No worker seems to be running" in client.get(page).content.decode()
    workers.register("a worker", [])
    Spreadsheet.objects.update(changed_at=timezone.now() - timedelta(minutes=5))
    assert "no progress for a while" in client.get(page).content.decode()


def test_a_case_that_was_submitted_takes_no_file(client, case):
    row = uploaded(client, case, wind())
    checked(client, row)
    make_submission(case)
    overview = reverse("cases:overview", args=[case.pk])
    for name, keys in (
        ("upload", []),
        ("found", [row.pk]),
        ("mapping", [row.pk, 0]),
        ("check", [row.pk, 0]),
    ):
        address = reverse(f"spreadsheets:{name}", args=[case.pk, *keys])
        assert client.get(address)["Location"] == overview
        if name != "found":
            assert client.post(address, {})["Location"] == overview


def test_a_draft_is_deleted_with_what_was_uploaded_for_it(client, case):
    corrected(client, case)
    case.refresh_from_db()
    address = reverse("cases:delete", args=[case.pk])
    press(client, address, "delete")

    assert not Case.objects.filter(pk=case.pk).exists()
    assert not Spreadsheet.objects.exists()
    assert RememberedMapping.objects.get().case is None


def test_the_cash_flow_leads_to_the_upload_and_saves_what_was_typed(client, case):
    address = reverse("wizard:step", args=[case.pk, "cash-flow"])
    typed = {"count": "1", "line-0-name": "Rent", "draft_version": "0", "do": "spreadsheet"}
    response = client.post(address, typed)
    case.refresh_from_db()

    assert response["Location"] == reverse("spreadsheets:upload", args=[case.pk])
    assert case.draft["cash-flow"]["line-0-name"] == ["Rent"]


def test_the_basis_leads_to_the_upload_until_its_years_are_typed(client, case):
    case.draft = draft_from(case_file())
    case.draft["investment"] |= {"years": [""]}
    case.save()
    address = reverse("wizard:step", args=[case.pk, "investment"])
    button = 'value="spreadsheet"'

    assert button in client.get(address).content.decode()
    typed = {"currency": "TWD", "draft_version": str(case.draft_version), "do": "spreadsheet"}
    response = client.post(address, typed)
    assert response["Location"] == reverse("spreadsheets:upload", args=[case.pk])
    case.refresh_from_db()
    assert case.draft["investment"]["currency"] == ["TWD"]
    typed_anew(case, "investment", first_year=["2026"], years=["11"])
    case.save()
    assert button not in client.get(address).content.decode()


def without_results() -> bytes:
    """A model as a program writes it that does not compute: years and O&M are formulas without results."""
    columns = "CDEF"
    return files.workbook(
        [
            ["Coastal wind farm"],
            ["Year", None, 2026, *[f"={c}2+1" for c in columns]],
            ["Turbines", None, 900, 400, 0, 0, 0],
            ["O&M", None, 10, *[f"={c}4*2" for c in columns]],
            ["Levelised", None, "=SUM(C3:G3)"],
        ]
    )


def test_formulas_without_results_are_told_where_the_years_are_looked_for(client, case):
    page = client.get(mapping_of(uploaded(client, case, without_results()))).content.decode()

    assert "No years were recognised" in page
    assert "9 formulas of this sheet have no stored results" in page
    assert "save it there" in page


def test_no_cell_is_both_left_out_and_taken(client, case):
    row = uploaded(client, case, without_results())
    typed = {"labels_at": "A", "first": "C", "last": "G", "first_year": "2026"}
    page = checked(client, row, **typed, kind_x_4="opex")
    assert cells_by_code(page) == {"no_result_amount": "D4:G4", "no_result": "D2:G2, C5"}
    page = checked(client, row, years_at="2")

    assert cells_by_code(page) == {"no_result_amount": "D2:G2", "no_result": "D4:G4, C5"}


def cells_by_code(page: HttpResponse) -> dict[str, str]:
    shown = [*page.context["faults"], *page.context["faults_elsewhere"]]
    return {fault.code: fault.where for _heading, faults in shown for fault in faults}


@pytest.mark.parametrize("before", ["rows", "columns"])
def test_years_left_blank_stay_blank_where_the_first_year_is_typed(client, case, before):
    row = uploaded(client, case, wind())
    press(client, mapping_of(row), "show", orientation=before)
    typed = {"years_at": "", "labels_at": "A", "first": "D", "last": "F", "first_year": "2030"}
    press(client, mapping_of(row), "show", orientation="rows", **typed)
    mapping = client.get(mapping_of(row)).context["mapping"]

    assert (mapping.years_at, mapping.first_year, mapping.labels_at) == (0, "2030", 1)
    assert list(mapping.span) == [4, 5, 6]


def test_rows_that_find_no_room_are_counted_and_how_to_get_at_them_is_said(client, case):
    rows = [["", 2026, 2027, 2028], *[[f"Fuel cost {n}", 1, 2, 3] for n in range(320)]]
    row = uploaded(client, case, files.model([*rows, ["Notes", 1, 2, 3]]))
    page = client.get(mapping_of(row)).content.decode()
    assert "20 more rows have names that say what they are" in page
    assert "at most 300 lines" in page
    few = client.get(mapping_of(uploaded(client, case, wind()))).content.decode()

    assert "more rows have names" not in few
    assert "lines that a sheet is read with are chosen" not in few


def test_years_that_the_file_does_not_have_are_told_to_keep_their_amounts(client, case):
    typed_before(case, **{"O&M": ["1", "2", "3"]})
    typed_anew(case, "investment", first_year=["2024"])
    case.save()
    row = uploaded(client, case, wind())
    words = "of the years that the file does not have: 2024–2025. Where they are removed"

    assert words in checked(client, row).content.decode()
    typed_before(case, **{"O&M": ["1", "2", "3"]})  # 2027 to 2029, all of which the file has
    assert "the file does not have" not in checked(client, row).content.decode()
