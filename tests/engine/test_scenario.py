"""Inputs of an investment analysis changed: what the changed case holds, and what is refused."""

import copy

import pytest

from additionality.engine.case import read_case
from additionality.engine.decimals import NumberRefused
from additionality.engine.problems import MalformedCase
from additionality.engine.rulepack import load_pack
from additionality.engine.scenario import NoSuchInput, changed, judged
from tests.factories import case_file


@pytest.fixture
def case() -> dict:
    return read_case(case_file()).to_dict()


def line(case: dict, name: str) -> dict:
    return next(one for one in case["investment"]["lines"] if one["name"] == name)


def test_the_case_itself_stays_as_it_is(case):
    before = copy.deepcopy(case)

    changed(case, [{"path": "investment.lines[1].amounts", "factor": "0.9"}])

    assert case == before


def test_without_changes_it_is_judged_as_it_was(case):
    from additionality.engine.assess import assess

    pack = load_pack(case["pack"])

    assert judged(case, [], pack).to_dict() == assess(read_case(case)).to_dict()


def test_a_line_is_multiplied_exactly_with_its_price(case):
    line(case, "Credits").update(price="0.3", quantity=["0", *["200"] * 10])

    found = line(
        changed(case, [{"path": "investment.lines[3].amounts", "factor": "1.1"}]), "Credits"
    )

    assert found["amounts"] == ["0", *["66"] * 10]
    assert (found["price"], found["quantity"][1]) == ("0.33", "200")


def test_one_amount_is_set_and_the_quantity_stated_no_more(case):
    line(case, "Power sales").update(price="25", quantity=["0", *["10"] * 10])

    found = line(
        changed(case, [{"path": "investment.lines[1].amounts[3]", "value": "240"}]), "Power sales"
    )

    assert found["amounts"][2:5] == ["250", "240", "250"]
    assert "quantity" not in found


def test_changes_are_made_in_their_order(case):
    found = changed(
        case,
        [
            {"path": "investment.years", "value": "12"},
            {"path": "investment.lines[1].amounts", "factor": "2"},
            {"path": "investment.lines[1].amounts[11]", "value": "7"},
        ],
    )

    assert line(found, "Power sales")["amounts"] == ["0", *["500"] * 10, "7"]


def test_an_input_is_given_in_a_part_that_was_not_there_and_taken_away_with_it(case):
    given = changed(case, [{"path": "investment.tax.depreciation.years", "value": "10"}])
    assert given["investment"]["tax"] == {"depreciation": {"years": "10"}}

    taken = changed(given, [{"path": "investment.tax.depreciation.years", "value": None}])
    assert "tax" not in taken["investment"]


@pytest.fixture
def with_end(case) -> dict:
    case["investment"]["lines"] += [
        {"name": "Scrap", "kind": "residual", "amounts": ["0"] * 10 + ["100"]},
        {"name": "Stock", "kind": "working_capital", "amounts": ["50", *["0"] * 9, "-50"]},
    ]
    case["investment"]["output"] = {"unit": "MWh", "amounts": ["0", *["9"] * 10]}
    case["investment"]["loan"] = {"drawdowns": ["900", *["0"] * 10], "rate": "0.03"}
    return case


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        (13, {"Turbines": ["1500", *["0"] * 12], "Power sales": ["0", *["250"] * 12],
              "Scrap": ["0"] * 12 + ["100"], "Stock": ["50", *["0"] * 11, "-50"]}),
        (6, {"Turbines": ["1500", *["0"] * 5], "Power sales": ["0", *["250"] * 5],
             "Scrap": ["0"] * 5 + ["100"], "Stock": ["50", *["0"] * 4, "-50"]}),
        (11, {"Scrap": ["0"] * 10 + ["100"]}),
    ],
    ids=["longer", "shorter", "as long"],
)  # fmt: skip
def test_what_stands_at_the_end_stays_at_the_end(with_end, years, expected):
    found = changed(with_end, [{"path": "investment.years", "value": str(years)}])

    assert {name: line(found, name)["amounts"] for name in expected} == expected
    assert found["investment"]["output"]["amounts"] == ["0", *["9"] * (years - 1)]
    assert found["investment"]["loan"]["drawdowns"] == ["900", *["0"] * (years - 1)]
    read_case(found)


def test_working_capital_paid_in_the_last_year_is_not_paid_for_ever(with_end):
    line(with_end, "Stock")["amounts"] = ["0"] * 10 + ["50"]

    found = changed(with_end, [{"path": "investment.years", "value": "12"}])

    assert line(found, "Stock")["amounts"] == ["0"] * 10 + ["50", "0"]


@pytest.mark.parametrize(
    "path",
    ["", "project.name", "investment", "investment.lines", "investment.lines[9].amounts[0]",
     "investment.lines[1].amounts[11]", "investment.lines[1].amounts[-1]", "investment..rate",
     "investment.benchmark.rate.x", "investment lines[1]", "investment.lines.name"],
)  # fmt: skip
def test_a_place_that_is_no_input_is_refused(case, path):
    with pytest.raises((NoSuchInput, MalformedCase)):
        judged(case, [{"path": path, "value": "1"}], load_pack(case["pack"]))


@pytest.mark.parametrize("path", ["investment.benchmark.rate", "investment.lines[0]"])
def test_only_a_line_is_multiplied(case, path):
    with pytest.raises(NoSuchInput):
        changed(case, [{"path": path, "factor": "2"}])


@pytest.mark.parametrize("years", ["0", "101", "2.5", "many", None])
def test_an_impossible_number_of_years_is_refused(case, years):
    with pytest.raises((NoSuchInput, NumberRefused)):
        changed(case, [{"path": "investment.years", "value": years}])


def test_a_case_without_an_investment_analysis_has_no_scenario(case):
    del case["investment"]

    with pytest.raises(NoSuchInput):
        changed(case, [{"path": "investment.benchmark.rate", "value": "0.1"}])
