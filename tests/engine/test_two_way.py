"""Two lines varied together: the same as changing both by hand, and the strongest are chosen."""

from decimal import Decimal

import pytest

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from additionality.engine.decimals import fixed
from additionality.engine.valuation import Model
from tests.engine.test_valuation import made_up_investment
from tests.rulepacks.golden import make_data

NPV = {"indicator": "npv", "discount_rate": "0.08"}


def finding(investment):
    data = make_data(investment=investment)
    return read_case(data).investment, assess(read_case(data)).finding("investment").figures


@pytest.mark.parametrize("more", [{}, NPV], ids=["rate of return", "npv"])
@pytest.mark.parametrize("seed", range(12))
def test_every_cell_is_what_changing_both_lines_gives(seed, more):
    investment, figures = finding(made_up_investment(seed) | more)
    grid, model = figures["two_way"], Model.of(investment)
    target = Decimal(figures["benchmark"])
    capex = [line.name for line in investment.lines if line.kind == "capex"]
    groups = [capex if name == "all capex" else [name] for name in grid["lines"]]

    assert grid["changes"] == ["-0.10", "0.00", "0.10"]
    for when, row in zip(grid["changes"], grid["rows"], strict=True):
        for other, cell in zip(grid["changes"], row, strict=True):
            changed = model.changed(groups[0], Decimal(when)).changed(groups[1], Decimal(other))
            found = changed.worth()
            assert cell["indicator"] == (None if found.rate is None else fixed(found.rate))
            assert cell["reaches"] is not changed.is_less_favourable(found, target)


def test_the_strongest_lines_are_those_that_move_the_present_value_most():
    investment, figures = finding(made_up_investment(3))
    model, target = Model.of(investment), Decimal(figures["benchmark"])

    def swing(names):
        low, high = (model.changed(names, Decimal(end)).surplus(target) for end in ("-0.1", "0.1"))
        return abs(high - low)

    lines = {line.name: [line.name] for line in investment.lines if line.kind != "capex"}
    varied = {one["line"] for one in figures["sensitivity"]}
    swings = {name: swing(names) for name, names in lines.items() if name in varied}
    capex = [line.name for line in investment.lines if line.kind == "capex"]
    swings["all capex" if len(capex) > 1 else capex[0]] = swing(capex)

    assert figures["two_way"]["lines"] == sorted(swings, key=swings.get, reverse=True)[:2]


def test_a_cash_flow_with_one_line_to_vary_has_no_grid():
    lines = [
        {"name": "Plant", "kind": "capex", "amounts": ["100", "0", "0"]},
        {"name": "Scrap", "kind": "working_capital", "amounts": ["10", "-60", "-60"]},
    ]
    plain = make_data()["investment"] | {"lines": lines}

    assert "two_way" not in finding(plain)[1]
