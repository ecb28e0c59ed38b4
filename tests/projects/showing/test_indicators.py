"""Indicators that are no rates, as they are read: money without idle digits, a cost for its unit."""

import pytest
from django.utils import translation

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from projects.showing.answers import answers
from projects.showing.figures import picture, picture_of_scenario
from projects.showing.findings import show
from projects.showing.scenarios import compare
from tests.rulepacks.golden import BASE, REMOVED, make_data

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


NAMED = {
    "barriers": REMOVED,
    "alternatives": [
        {"id": "A0", "name": "Project", "is_project": True},
        {"id": "A1", "name": "Engines"},
        {"id": "A2", "name": "Nothing"},
    ],
}
TWO = [
    {"id": "A1", "lines": OTHER},
    {"id": "A2", "lines": [{**OTHER[0], "amounts": ["1400", *["0"] * 10]}, SALES, COST]},
]


def everything_said(finding):
    yield finding.sentence
    for row in finding.figures:
        yield from (row.label, row.value)
    for table in finding.tables:
        yield from (table.caption, *table.head)
    for one in finding.pictures:
        yield from (one.title, one.alt)
    yield from (concern.sentence for concern in finding.concerns)


@pytest.mark.parametrize("indicator", ["project_irr", "npv", "benefit_cost"])
@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_a_comparison_names_the_best_alternative_and_no_benchmark(indicator, language):
    changes = COMPARED | NAMED | {"investment__alternatives": TWO}
    data = make_data(**changes | {"investment__indicator": indicator})
    case = read_case(data)
    assessment = assess(case).to_dict()
    with translation.override(language):
        finding = shown(data)
        said = list(everything_said(finding))
        drawn = {
            one.name: picture(one.name, assessment, case.to_dict()).decode()
            for one in finding.pictures
        }

    assert sum("A1 Engines" in text for text in said) > 6
    assert not [text for text in said if "A2 Nothing)" in text]
    assert not [text for text in said if "benchmark" in text.lower() or "基準" in text]
    assert not [name for name, svg in drawn.items() if ">Benchmark" in svg or "基準" in svg]


def test_a_scenario_of_a_comparison_names_no_benchmark():
    case = read_case(make_data(**COMPARED | NAMED | {"investment__indicator": "project_irr"}))
    assessment = assess(case).to_dict()
    finding = next(one for one in assessment["findings"] if one["analysis"] == "investment")
    both = compare(
        case.to_dict(), assessment, [], finding=finding, conclusion=assessment["conclusion"]
    )

    assert both.break_even_title.endswith("the best alternative (A1 Engines)")
    assert "best alternative" in both.alt
    assert b">Benchmark" not in picture_of_scenario(assessment, both.rates)
    assert "Best alternative" in picture_of_scenario(assessment, both.rates).decode()


@pytest.mark.parametrize(
    ("rate", "share", "even"),
    [("0.0001", "Already reached without credits", "Reached at every change"),
     ("0.9", "Not reached", "Not reached")],
)  # fmt: skip
def test_a_benchmark_that_is_reached_is_not_said_to_be_missed(rate, share, even):
    tiny = {"name": "Spare parts", "kind": "capex", "amounts": ["0.1", *["0"] * 10]}
    finding = shown(
        make_data(investment__benchmark__rate=rate, investment__lines=[CAPEX, tiny, SALES, CREDITS])
    )
    figures = {row.label: row.value for row in finding.figures}
    [evens] = [one for one in finding.tables if one.caption.startswith("Break-even")]

    assert figures["Credit revenue with which the benchmark is reached"] == share
    assert ("Spare parts", even) in evens.rows
