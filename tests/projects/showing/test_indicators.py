"""Indicators that are no rates, as they are read: money without idle digits, a cost for its unit."""

import pytest
from django.utils import translation

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from projects.showing.answers import answers
from projects.showing.findings import show
from tests.rulepacks.golden import BASE, make_data

CAPEX, SALES, COST, CREDITS = BASE["investment"]["lines"]
OTHER = [{"name": "Engines", "kind": "capex", "amounts": ["1000", *["0"] * 10]}, SALES, COST]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


COMPARED = {
    "investment__option": "comparison", "investment__indicator": "npv",
    "investment__discount_rate": "0.06", "investment__alternatives": [{"id": "A1", "lines": OTHER}],
}  # fmt: skip


def shown(data):
    case = read_case(data)
    found = show(assess(case).to_dict(), case.to_dict())
    return next(one for one in found.findings if one.analysis == "investment")


def test_a_net_present_value_is_read_without_idle_digits():
    finding = shown(make_data(**COMPARED))

    assert "TWD\xa0325" in finding.sentence
    assert "TWD\xa0−175" in finding.sentence
    assert "." not in finding.sentence.rstrip(".")
    assert all("." not in cell for row in finding.tables[0].rows for cell in row[1:])


def test_two_values_that_would_read_the_same_are_given_in_full():
    barely = [{**OTHER[0], "amounts": ["1499.9999", *["0"] * 10]}, SALES, COST]
    changes = {"investment__alternatives": [{"id": "A1", "lines": barely}],
               "investment__sensitivity__explanation": "Prices are fixed."}  # fmt: skip

    sentence = shown(make_data(**COMPARED | changes)).sentence

    assert "−175.184231" in sentence
    assert "−175.184331" in sentence


def test_a_levelised_cost_names_what_one_unit_is():
    data = make_data(
        investment__indicator="levelised_cost", investment__discount_rate="0.06",
        investment__output={"unit": "MWh", "amounts": ["0", *["100"] * 10]},
        investment__benchmark={"value": "2", "basis": "official"},
    )  # fmt: skip
    finding = shown(data)

    assert "/MWh" in finding.sentence
    assert finding.figures[1].value == "TWD 2/MWh"
    assert "/MWh" in finding.tables[0].rows[0][1]


@pytest.mark.parametrize("changes", [{}, COMPARED], ids=["benchmark", "comparison"])
def test_no_answer_about_the_investment_is_called_a_further_entry(changes):
    sections = answers(read_case(make_data(**changes)).to_dict())
    further = [row.question for one in sections if one.step == "" for row in one.rows]

    assert [path for path in further if path.startswith("investment")] == []


def test_an_alternative_is_named_in_the_title_of_its_lines_and_asked_for_no_more():
    sections = answers(read_case(make_data(**COMPARED)).to_dict())
    cards = [card for one in sections if one.step == "alternative-flows" for card in one.cards]

    assert cards[0].title.endswith("Engines")
    assert [row.question for card in cards for row in card.rows if not row.given] == []


def test_what_is_delivered_is_read_with_its_unit():
    output = {"unit": "MWh", "amounts": ["0", *["100"] * 10]}
    sections = answers(read_case(make_data(investment__output=output)).to_dict())
    said = [row.answer for one in sections if one.step == "investment" for row in one.rows]

    assert any(text.startswith("0; 100") and text.endswith("100 MWh") for text in said)
