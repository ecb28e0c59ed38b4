"""The residual value on the page of the cash flow: computed, proposed, taken over by a button only."""

import pytest
from django.utils import translation

from additionality.engine.case import read_case
from projects.models import Case
from projects.wizard.answers import Answers
from projects.wizard.facts import draft_from
from projects.wizard.residual import with_book_value
from tests.factories import case_file, client_of, make_case
from tests.projects.wizard.driving import controls, press, url_of

pytestmark = pytest.mark.django_db
SCRAP = {"name": "Scrap", "kind": "residual"}


@pytest.fixture
def client(proponent):
    return client_of(proponent)


def a_case(proponent, life="15", tax=None, residual=None, year=-1, capex=True, **more) -> Case:
    """The large wind farm: 1500 invested in the first of 11 years, revenue from the second on."""
    data = case_file()
    investment = data["investment"]
    investment["technical_life_years"] = life
    if tax:
        investment |= {"tax_basis": "post_tax", "tax": tax}
        investment["benchmark"]["tax_basis"] = "post_tax"
    if residual is not None:
        amounts = ["0"] * len(investment["lines"][0]["amounts"])
        amounts[year] = str(residual)
        investment["lines"].append({**SCRAP, "amounts": amounts, **more})
    if not capex:
        investment["lines"] = [one for one in investment["lines"] if one["kind"] != "capex"]
    return make_case(organisation=proponent.organisation, draft=draft_from(data))


def page_of(client, case):
    return client.get(url_of(case, "cash-flow")).content.decode()


def lines_of(case):
    case.refresh_from_db()
    return Answers.of(case).case_data["investment"]["lines"]


def section(html):
    return html.split('id="residual"')[1].split("</section>")[0]


def test_the_book_value_is_added_as_a_line_by_the_button_and_by_nothing_else(client, proponent):
    case = a_case(proponent)
    before = lines_of(case)

    html = section(page_of(client, case))
    assert "Cost × (1 − years ÷ 15), over the technical life" in html
    assert "TWD\xa0500" in html
    press(client, case, "cash-flow")
    assert lines_of(case) == before

    press(client, case, "cash-flow", "book-value")
    (added,) = [line for line in lines_of(case) if line not in before]
    assert (added["name"], added["kind"], added["residual_basis"]) == (
        "Residual value",
        "residual",
        "book_value",
    )
    assert added["amounts"] == ["0"] * 10 + ["500"]
    assert 'value="book-value"' not in section(page_of(client, case))


def test_the_cell_of_a_line_that_is_there_is_filled_and_stays_editable(client, proponent):
    case = a_case(proponent, residual=650, residual_basis="book_value")

    html = section(page_of(client, case))
    assert "Expected profit: residual value less book value" in html
    assert "TWD\xa0150" in html
    assert "in the last year of “Scrap”" in html
    press(client, case, "cash-flow", "book-value")
    assert lines_of(case)[-1] == {
        **SCRAP,
        "amounts": ["0"] * 10 + ["500"],
        "residual_basis": "book_value",
    }

    press(
        client,
        case,
        "cash-flow",
        line_x_4_x_amounts__10="480",
        line_x_4_x_residual_basis="market_value",
    )
    assert lines_of(case)[-1]["amounts"][-1] == "480"
    assert "Expected loss: residual value less book value" in section(page_of(client, case))


@pytest.mark.parametrize(
    ("life", "tax", "said"),
    [
        pytest.param("10", None, "Nothing is left in the books", id="nothing left"),
        pytest.param(None, None, "as soon as the technical life", id="no life stated"),
        pytest.param("15", {"rate": "0.2"}, "how the investment is depreciated", id="a tax without depreciation"),
        pytest.param(None, {"rate": "0.2", "depreciation": {"method": "straight_line", "years": 12}},
                     "Cost × (1 − years ÷ 12), as depreciated for tax", id="depreciated for tax"),
        pytest.param(None, {"rate": "0.2", "depreciation": {"method": "declining_balance", "rate": "0.1"}},
                     "Cost × (1 − 10.00\xa0%) to the power of the years", id="a declining balance"),
    ],
)  # fmt: skip
def test_how_it_is_computed_is_said(client, proponent, life, tax, said):
    assert said in section(page_of(client, a_case(proponent, life, tax)))


def test_the_page_says_what_the_assessment_says(client, proponent):
    case = a_case(
        proponent,
        tax={"rate": "0.2", "depreciation": {"method": "straight_line", "years": 12}},
        residual=1,
        residual_basis="book_value",
    )
    press(client, case, "cash-flow", "book-value")

    answers = Answers.of(Case.objects.get(pk=case.pk))
    figures = answers.whole.assessment.finding("investment").figures["residual"]
    assert (figures["book_value"], figures["stated"], figures["gain"]) == (
        "250.000000",
        "250.000000",
        "0.000000",
    )
    assert read_case(answers.case_data).investment.lines[-1].residual_basis == "book_value"


def test_the_question_is_asked_of_lines_of_residual_value_only(client, proponent):
    asked = controls(page_of(client, a_case(proponent, residual=1)))
    case = a_case(proponent)
    html = page_of(client, case)

    assert "residual_basis" not in html
    assert "line-4-amounts__10" in asked
    assert "line-4-residual_basis" in page_of(client, a_case(proponent, residual=1))


def test_a_blank_line_is_used_and_a_name_is_given_once():
    typed = {
        "count": ["3"], "line-0-name": ["Residual value"], "line-0-kind": ["capex"], "line-0-amounts__0": ["1,200"],
        "line-2-name": ["Sales"], "line-2-kind": ["revenue"], "line-2-amounts__1": ["x"], "line-2-amounts__2": ["9"],
    }  # fmt: skip
    draft = {"investment": {"years": ["4"], "technical_life_years": ["8"]}}

    with translation.override("en"):
        found = with_book_value(typed, draft)

    assert found["count"] == ["3"]
    assert found["line-1-name"] == ["Residual value 2"]
    assert found["line-1-amounts__3"] == ["900"]
    assert with_book_value(typed, {}) == typed
    assert with_book_value({}, draft) == {}


@pytest.mark.parametrize(
    ("residual", "more", "is_filled"),
    [
        pytest.param(0, {}, True, id="an empty line"),
        pytest.param(7, {"residual_basis": "book_value", "source": "E1"}, True, id="said to be it"),
        pytest.param(7, {}, False, id="an amount of which nothing is said"),
        pytest.param(0, {"source": "E1"}, False, id="a source"),
        pytest.param(7, {"residual_basis": "market_value", "source": "E1"}, False, id="a market value"),
        pytest.param(0, {"residual_basis": "market_value"}, False, id="a market value to come"),
    ],
)  # fmt: skip
def test_what_was_entered_otherwise_is_not_overwritten(
    client, proponent, residual, more, is_filled
):
    case = a_case(proponent, residual=residual, **more)
    before = lines_of(case)

    html = section(page_of(client, case))
    assert ("in the last year of “Scrap”" in html) is is_filled
    assert ("Add a line with the book value" in html) is not is_filled
    press(client, case, "cash-flow", "book-value")
    after = lines_of(case)
    assert len(after) == len(before) + (not is_filled)
    assert after[: len(before) - is_filled] == before[: len(before) - is_filled]
    assert after[-1]["name"] == ("Scrap" if is_filled else "Residual value")
    assert (after[-1]["amounts"][-1], after[-1]["residual_basis"]) == ("500", "book_value")


def test_what_was_sold_before_the_end_is_not_proposed_again(client, proponent):
    tax = {"rate": "0.2", "depreciation": {"method": "straight_line", "years": 20}}
    case = a_case(proponent, tax=tax, residual=400, year=5)
    before = lines_of(case)

    html = section(page_of(client, case))
    assert "Book value at disposal" in html
    assert "TWD\xa01,125" in html
    assert 'value="book-value"' not in html
    press(client, case, "cash-flow", "book-value")
    assert lines_of(case) == before


@pytest.mark.parametrize("life", ["15", None])
def test_a_residual_value_of_no_investment_is_not_said_to_be_missing(client, proponent, life):
    html = page_of(client, a_case(proponent, life, residual=5, capex=False))

    assert 'id="residual"' not in html
