"""What was wrong in a sheet that was taken over stays in sight: for the proponent, and frozen for the reviewer."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import Case, Spreadsheet
from projects.services import reviewing
from projects.services.submitting import submit
from projects.spreadsheets.taken import KEY, standing
from projects.wizard.facts import draft_from
from tests.factories import case_file, client_of, make_case, typed_anew
from tests.projects.spreadsheets.models import faulty, take_over, upload, uploaded, wind
from tests.projects.tables import files
from tests.projects.test_access import make_evidence

pytestmark = pytest.mark.django_db
BLANK = "#DIV/0! stands where the amount of “O&amp;M” for 2029 should be"


@pytest.fixture
def client(proponent):
    return client_of(proponent)


@pytest.fixture
def case(proponent):
    return make_case(prepared_by=proponent, draft=draft_from(case_file()))


def check_page(client, case: Case) -> str:
    return client.get(reverse("cases:check", args=[case.pk])).content.decode()


def type_amount(case: Case, year: int) -> None:
    """Type an amount of the line “O&M”."""
    case.refresh_from_db()
    grid = case.draft["cash-flow"]
    at = next(i for i in range(int(grid["count"][0])) if grid[f"line-{i}-name"] == ["O&M"])
    typed_anew(case, "cash-flow", **{f"line-{at}-amounts__{year}": ["70000"]})
    case.save()


def test_what_was_wrong_in_the_sheet_is_on_the_check_page_with_a_way_to_the_reading(client, case):
    row = uploaded(client, case, faulty())
    take_over(client, row, how="replace")
    page = check_page(client, case)

    assert "of model.xlsx" in page
    assert f"<strong>F5</strong> {BLANK}" in page
    assert "<strong>C9:M9</strong> Formulas that call other programs" in page
    reading = reverse("spreadsheets:check", args=[case.pk, row.pk, 0])
    assert reading in page
    assert "It is read as −35,000" not in page  # nobody asks about what was only told
    row.delete()
    assert reading not in check_page(client, case)


def test_an_amount_that_was_left_out_is_named_until_it_is_typed(client, case):
    take_over(client, uploaded(client, case, faulty()), how="replace")
    type_amount(case, 3)
    page = check_page(client, case)

    assert BLANK not in page
    assert "“n/a” stands where the amount of “O&amp;M” for 2028 should be" in page


def test_the_amount_of_another_line_of_the_same_name_is_another(client, case):
    rows = [["", 2026, 2027, 2028], ["Fuel cost", 5, 6, 7], ["Fuel cost", 5, "n/a", 7]]
    take_over(client, uploaded(client, case, files.model(rows)), how="replace")

    assert "“n/a” stands where the amount of “Fuel cost” for 2027 should be" in check_page(
        client, case
    )


def test_a_sheet_without_a_fault_says_nothing_and_replaces_what_was_said_before(client, case):
    take_over(client, uploaded(client, case, faulty()), how="replace")
    take_over(client, uploaded(client, case, wind(), "mended.xlsx"))
    case.refresh_from_db()

    # its fees are there still
    assert "What was noticed in the spreadsheet" in check_page(client, case)
    assert [one.lines for one in standing(case.draft)] == [["Fees"]]
    take_over(client, uploaded(client, case, wind(), "mended.xlsx"), how="replace")
    assert "What was noticed in the spreadsheet" not in check_page(client, case)


def submitted(case: Case) -> None:
    case.refresh_from_db()
    version, actor = case.draft_version, case.prepared_by
    submit(case=case, actor=actor, version=version, declaration="I declare that this is true.")


def test_the_reviewer_sees_what_was_told_when_the_case_was_submitted(client, case, reviewer):
    for key in ("E1", "E2", "E3"):
        make_evidence(case, key=key)
    upload(client, case, faulty(), is_evidence="on")
    take_over(client, Spreadsheet.objects.get(), how="replace")
    type_amount(case, 2)
    submitted(case)
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")
    case.spreadsheets.all().delete()
    Case.objects.update(draft={})
    desk = reverse("review:desk", args=[case.pk])
    page = client_of(reviewer).get(desk).content.decode()

    assert f"<strong>F5</strong> {BLANK}" in page
    assert "“n/a”" not in page
    assert "The file is evidence E4." in page
    assert "?part=investment#raise" in page
    frozen = reverse("cases:submission", args=[case.pk, 1])
    assert BLANK in client.get(frozen).content.decode()


def cells_told(page: str) -> list[str]:
    """The cells that a page names in what was noticed in the spreadsheet."""
    return re.findall("<li><strong>(.*?)</strong>", page.split('id="sheets"')[1])


def test_the_reviewer_is_told_of_the_same_cells_as_the_proponent(client, case, reviewer):
    for key in ("E1", "E2", "E3"):
        make_evidence(case, key=key)
    take_over(client, uploaded(client, case, faulty()), how="replace")
    told = check_page(client, case)
    submitted(case)
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")

    assert "a determination prints it" in told
    assert len(cells_told(told)) > 3
    for name, number in (("review:desk", ()), ("cases:submission", (1,))):
        address = reverse(name, args=[case.pk, *number])
        page = client_of(reviewer).get(address).content.decode()
        assert cells_told(page) == cells_told(told)
        assert "mend" not in "".join(page.split('id="sheets"')[1].split("</section>")[:2])


def test_a_case_without_a_spreadsheet_asks_nothing_about_one(client, case):
    with CaptureQueriesContext(connection) as captured:
        check_page(client, case)

    assert KEY not in case.draft
    assert not [one for one in captured if "spreadsheet" in one["sql"]]


@pytest.mark.parametrize(
    ("of_case", "told"),
    [("TWD", ""), ("新臺幣", ""), ("USD", "that of the case is USD"), ("", "")],
)
def test_a_sheet_in_another_currency_than_the_case_is_told(client, case, of_case, told):
    case.draft["investment"]["currency"] = [of_case]
    case.save()
    row = uploaded(client, case, wind())
    take_over(client, row, how="replace")
    reading = reverse("spreadsheets:check", args=[case.pk, row.pk, 0])

    for page in (client.get(reading).content.decode(), check_page(client, case)):
        assert ("names TWD as its currency" in page) == bool(told)
        assert told in page
