"""Simple cost, comparison and benchmark, by every indicator: what decides, and what is missing."""

from decimal import Decimal

import pytest

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from tests.rulepacks.golden import BASE, REMOVED, make_data

CAPEX, SALES, COST, CREDITS = BASE["investment"]["lines"]
#: The base project: out 1,500, then 180 net in ten years; IRR 3.46 %, with credits 9.61 %.
NPV_AT_5 = "-110.087713"


def judge(**change):
    return assess(read_case(make_data(**change))).finding("investment")


def answer(**change):
    finding = judge(**change)
    return f"{finding.outcome.value} {finding.reason}"


def line(name, kind, first, yearly):
    return {"name": name, "kind": kind, "amounts": [str(first), *[str(yearly)] * 10]}


def alternative(*lines, name="A1"):
    return {"id": name, "lines": list(lines)}


def compared(option, indicator, *alternatives, **more):
    return {
        "investment__option": option, "investment__indicator": indicator,
        "investment__benchmark": REMOVED, "investment__alternatives": list(alternatives),
        "investment__sensitivity__explanation": "Prices are fixed by contract.",
    } | {f"investment__{key}": value for key, value in more.items()}  # fmt: skip


def by_benchmark(indicator, **more):
    return {
        "investment__indicator": indicator,
        "investment__sensitivity__explanation": "Prices are fixed by contract.",
    } | {f"investment__{key}": value for key, value in more.items()}


OUTPUT = {"unit": "MWh", "amounts": ["0", *["100"] * 10]}
#: 1,500 and 70 a year for 100 MWh a year, discounted at 5 %: 1,500 / 772.173493 + 0.7.
LEVELISED = "2.642569"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            by_benchmark("npv", discount_rate="0.0347"),
            "passed indicator_below_benchmark",
            id="NPV below zero",
        ),
        pytest.param(
            by_benchmark("npv", discount_rate="0.03460155"),
            "passed indicator_below_benchmark",
            id="NPV a little below zero",
        ),
        pytest.param(
            by_benchmark("npv", discount_rate="0.0345"),
            "failed indicator_not_below_benchmark",
            id="NPV above zero",
        ),
        pytest.param(
            by_benchmark("benefit_cost", discount_rate="0.05"),
            "passed indicator_below_benchmark",
            id="benefit-cost below one",
        ),
        pytest.param(
            by_benchmark("benefit_cost", discount_rate="0.03"),
            "failed indicator_not_below_benchmark",
            id="benefit-cost above one",
        ),
        pytest.param(
            by_benchmark(
                "levelised_cost", discount_rate="0.05", output=OUTPUT, benchmark__value="2.642568"
            ),
            "passed indicator_above_benchmark",
            id="dearer than the benchmark",
        ),
        pytest.param(
            by_benchmark(
                "levelised_cost", discount_rate="0.05", output=OUTPUT, benchmark__value=LEVELISED
            ),
            "failed indicator_not_above_benchmark",
            id="as dear as the benchmark, as printed",
        ),
        pytest.param(
            by_benchmark(
                "levelised_cost", discount_rate="0.05", output=OUTPUT, benchmark__value="2.642570"
            ),
            "failed indicator_not_above_benchmark",
            id="cheaper than the benchmark",
        ),
        pytest.param(
            by_benchmark("equity_irr", benchmark__basis="required_return_on_equity"),
            "passed indicator_below_benchmark",
            id="equity IRR without a loan is the project IRR",
        ),
        pytest.param(
            by_benchmark("npv"),
            "insufficient discount_rate_not_stated",
            id="NPV without a discount rate",
        ),
        pytest.param(
            by_benchmark("levelised_cost", discount_rate="0.05", benchmark__value="2"),
            "insufficient output_not_stated",
            id="levelised cost without output",
        ),
        pytest.param(
            by_benchmark("levelised_cost", discount_rate="0.05", output=OUTPUT),
            "insufficient benchmark_value_not_stated",
            id="levelised cost without a value to compare with",
        ),
        pytest.param(
            {"investment__would_invest_otherwise": True},
            "insufficient benchmark_option_not_appropriate",
            id="who would have to invest anyway compares alternatives",
        ),
        pytest.param(
            {"investment__would_invest_otherwise": False},
            "passed indicator_below_benchmark",
            id="who would buy from the grid may take the benchmark",
        ),
        pytest.param(
            {"investment__loan": {"drawdowns": ["900", *["0"] * 10]}},
            "insufficient loan_incomplete",
            id="a loan without its terms",
        ),
        pytest.param(
            {
                "investment__tax_basis": "post_tax",
                "investment__benchmark__tax_basis": "post_tax",
                "investment__tax": {"rate": "0.2"},
            },
            "insufficient tax_incomplete",
            id="tax without depreciation",
        ),
    ],
)
def test_benchmark_option(change, expected):
    assert answer(**change) == expected


PLANT = line("Gas plant", "capex", 500, 0)
FUEL = line("Fuel", "opex", 0, 90)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            compared(
                "comparison", "project_irr", alternative(PLANT, line("Sales", "revenue", 0, 161))
            ),
            "passed alternative_more_attractive",
            id="an alternative with the higher IRR",
        ),
        pytest.param(
            compared(
                "comparison",
                "project_irr",
                alternative(line("Plant", "capex", 3000, 0), line("Sales", "revenue", 0, 360)),
            ),
            "failed no_alternative_more_attractive",
            id="an alternative with the same IRR",
        ),
        pytest.param(
            compared(
                "comparison", "project_irr", alternative(PLANT, line("Sales", "revenue", 0, 40))
            ),
            "failed no_alternative_more_attractive",
            id="an alternative with a lower IRR",
        ),
        pytest.param(
            compared(
                "comparison",
                "project_irr",
                alternative(PLANT, line("Sales", "revenue", 0, 40)),
                alternative(PLANT, line("Sales", "revenue", 0, 161), name="A2"),
            ),
            "passed alternative_more_attractive",
            id="one better alternative is enough",
        ),
        pytest.param(
            compared("comparison", "project_irr", alternative(FUEL)),
            "insufficient alternatives_without_indicator",
            id="an alternative without a rate of return",
        ),
        pytest.param(
            compared("comparison", "npv", alternative(FUEL), discount_rate="0.05"),
            "failed no_alternative_more_attractive",
            id="an alternative that costs more than the project loses",
        ),
        pytest.param(
            compared(
                "comparison",
                "npv",
                alternative(line("Nothing new", "opex", 0, 1)),
                discount_rate="0.05",
            ),
            "passed alternative_more_attractive",
            id="an alternative that costs less than the project loses",
        ),
        pytest.param(
            compared(
                "comparison",
                "levelised_cost",
                alternative(PLANT, FUEL),
                discount_rate="0.05",
                output=OUTPUT,
            ),
            "passed alternative_more_attractive",
            id="an alternative that supplies at less",
        ),
        pytest.param(
            compared(
                "comparison",
                "levelised_cost",
                alternative(PLANT, line("Fuel", "opex", 0, 300)),
                discount_rate="0.05",
                output=OUTPUT,
            ),
            "failed no_alternative_more_attractive",
            id="an alternative that supplies at more",
        ),
        pytest.param(
            compared("comparison", "project_irr"),
            "insufficient alternatives_without_cash_flow",
            id="no alternative with a cash flow",
        ),
        pytest.param(
            compared("comparison", "project_irr", {"id": "A1"}),
            "insufficient alternatives_without_cash_flow",
            id="an alternative whose cash flow is missing",
        ),
    ],
)
def test_comparison_option(change, expected):
    assert answer(**change) == expected


FLARE = [line("Flare", "capex", 100, 0), line("Running", "opex", 0, 10), CREDITS]


@pytest.mark.parametrize(
    ("lines", "alternatives", "expected"),
    [
        pytest.param(
            FLARE,
            [alternative(line("Venting", "opex", 0, 0))],
            "passed alternative_costs_less",
            id="venting costs nothing",
        ),
        pytest.param(
            FLARE,
            [alternative(line("Smaller flare", "capex", 100, 0), line("Running", "opex", 0, 9))],
            "passed alternative_costs_less",
            id="an alternative that costs a little less",
        ),
        pytest.param(
            FLARE,
            [alternative(line("Flare", "capex", 100, 0), line("Running", "opex", 0, 10))],
            "failed no_alternative_costs_less",
            id="an alternative that costs the same",
        ),
        pytest.param(
            FLARE,
            [alternative(line("Larger flare", "capex", 200, 0), line("Running", "opex", 0, 10))],
            "failed no_alternative_costs_less",
            id="an alternative that costs more",
        ),
        pytest.param(
            [*FLARE, line("Heat", "revenue", 0, 1)],
            [alternative(line("Venting", "opex", 0, 0))],
            "insufficient simple_cost_not_appropriate",
            id="a project that sells heat",
        ),
        pytest.param(
            FLARE,
            [alternative(line("Heat", "revenue", 0, 1))],
            "insufficient simple_cost_not_appropriate",
            id="an alternative that sells heat",
        ),
    ],
)
def test_simple_cost_option(lines, alternatives, expected):
    change = compared("simple_cost", "npv", *alternatives, lines=lines, discount_rate="0.05")

    assert answer(**change) == expected


def test_the_target_of_a_comparison_is_the_best_alternative():
    change = compared(
        "comparison", "npv", alternative(line("Nothing new", "opex", 0, 1)),
        alternative(line("Repair", "opex", 0, 5), name="A2"), discount_rate="0.05",
    )  # fmt: skip
    figures = judge(**change).figures

    assert figures["indicator"] == NPV_AT_5
    assert figures["benchmark"] == "-7.721735"
    assert figures["alternatives"] == [
        {"id": "A1", "indicator": "-7.721735"}, {"id": "A2", "indicator": "-38.608675"},
    ]  # fmt: skip
    assert figures["margin"] == "-102.365978"


def test_equity_sees_the_loan_and_the_project_does_not():
    """Half of 1,500 at 3 % in ten equal parts; equity in by hand: 750, then 180 - 75 - interest."""
    loan = {
        "drawdowns": ["750", *["0"] * 10],
        "rate": "0.03",
        "grace_years": "0",
        "years": "10",
        "repayment": "equal_principal",
    }
    project = judge(investment__loan=loan)
    equity = judge(**by_benchmark("equity_irr", loan=loan, benchmark__basis="official"))

    assert project.figures["indicator"] == "0.034602"
    flows = [row["without_credits"] for row in equity.figures["net_flows"]]
    assert flows[:3] == ["-750", "82.5", "84.75"]
    assert equity.figures["indicator"] == "0.038807"


def test_how_much_credit_revenue_is_needed():
    """Without credits 180 a year, with them 240; 1,500 at 8.25 % needs 226.07: 76.8 % of the credits."""
    priced = CREDITS | {"price": "300", "quantity": "0.2"}
    figures = judge(investment__lines=[CAPEX, SALES, COST, priced]).figures

    assert figures["credits_needed"] == {"share": "0.767857", "price": "230.357215"}


@pytest.mark.parametrize(
    ("yearly", "last", "expected"),
    [(180, 180, "8.333333"), (150, 150, "10.000000"), (149, 149, None), (150, -10, None)],
)
def test_simple_payback(yearly, last, expected):
    sales = line("Sales", "revenue", 0, yearly)
    sales["amounts"][-1] = str(max(last, 0))
    lines = [CAPEX, sales, line("Repair", "opex", 0, 0)]
    lines[2]["amounts"][-1] = str(max(-last, 0))

    assert judge(investment__lines=lines).figures["simple_payback_years"] == expected


def outputs(*alternatives, indicator="npv", **more):
    change = compared("comparison", indicator, *alternatives, discount_rate="0.05", **more)
    concerns = judge(**change).concerns
    return [one.detail for one in concerns if one.code == "alternative_of_another_output"]


@pytest.mark.parametrize("indicator", ["npv", "project_irr", "benefit_cost"])
@pytest.mark.parametrize(
    ("sales", "capex", "is_told"),
    [
        pytest.param("2.5", "10", True, id="a hundredth"),
        pytest.param("124.9", "600", True, id="a little less than half"),
        pytest.param("125", "600", False, id="half"),
        pytest.param("250", "1000", False, id="as much"),
        pytest.param("375", "1000", False, id="half as much again"),
        pytest.param("375.1", "1000", True, id="a little more than that"),
        pytest.param("2.5", "500", False, id="a hundredth that is worse than the project"),
    ],
)  # fmt: skip
def test_an_alternative_that_sells_another_amount_is_for_the_reviewer(
    indicator, sales, capex, is_told
):
    other = alternative(line("Plant", "capex", capex, 0), line("Sales", "revenue", 0, sales))
    found = outputs(other, indicator=indicator)

    told = [(one["alternatives"], Decimal(one["sales"]), one["range"]) for one in found]
    assert told == ([(["A1"], 10 * Decimal(sales), "0.5")] if is_told else [])
