"""Indicators, taxes and loans against a second working-out, and by hand where that is short."""

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from additionality.engine.break_even import linear_root, nearest_root
from additionality.engine.capital_cost import capital_cost
from additionality.engine.case import read_case
from additionality.engine.decimals import fixed, percent
from additionality.engine.investment_facts import Components, Line, Loan, Tax
from additionality.engine.lending import balance_left, loan_lines
from additionality.engine.taxation import losses_used, tax_years
from additionality.engine.valuation import Model
from additionality.engine.varied import Estimate
from tests.engine import reference
from tests.rulepacks.golden import make_data


def decimals(*values):
    return tuple(Decimal(str(value)) for value in values)


def made_up_investment(seed):
    """A cash flow with a loan, tax, working capital and residual value, of any scale and length."""
    choose = random.Random(seed)
    years, scale = choose.randint(4, 61), 10.0 ** choose.randint(-3, 12)
    building = choose.randint(1, 2)

    def money(least, most, count=1):
        return [f"{choose.uniform(least, most) * scale:.6f}" for _ in range(count)]

    operating = years - building
    lines = [
        ("Plant", "capex", money(50, 120, building) + ["0"] * operating),
        ("Sales", "revenue", ["0"] * building + money(10, 40, operating)),
        ("Running", "opex", ["0"] * building + money(1, 12, operating)),
        ("Grant", "subsidy", ["0"] * building + money(0, 2, operating)),
        ("Credits", "carbon_revenue", ["0"] * building + money(0, 8, operating)),
    ]
    if choose.random() < 0.5:
        middle = building + operating // 2
        lines.append(
            ("New parts", "capex", ["0"] * middle + money(1, 20) + ["0"] * (years - middle - 1))
        )
    if choose.random() < 0.6:
        lines.append(("Scrap", "residual", ["0"] * (years - 1) + money(-5, 30)))
    if choose.random() < 0.5:
        [tied] = money(1, 6)
        lines.append(("Stock", "working_capital", [tied, *["0"] * (years - 2), f"-{tied}"]))
    loan = {
        "drawdowns": money(5, 70, building) + ["0"] * operating,
        "rate": str(choose.choice([0, 0.02, 0.055])), "grace_years": choose.randint(0, 2),
        "years": choose.randint(1, 20), "repayment": choose.choice(["annuity", "equal_principal"]),
        "construction_interest": choose.choice(["paid", "capitalised"]),
    }  # fmt: skip
    straight = {"method": "straight_line", "years": choose.randint(1, 25)}
    declining = {"method": "declining_balance", "rate": "0.25", "years": choose.choice([None, 8])}
    tax = {
        "rate": str(choose.choice([0, 0.2, 0.33])), "depreciation": choose.choice([straight, declining]),
        "holiday_years": choose.choice([None, 3]), "loss_carry_forward_years": choose.choice([None, 0, 2, 10]),
    }  # fmt: skip
    return {
        "option": "benchmark", "indicator": choose.choice(["project_irr", "equity_irr"]),
        "tax_basis": "post_tax", "price_basis": "nominal", "currency": "TWD", "first_year": 2026,
        "benchmark": {"rate": "0.08", "basis": "official"},
        "lines": [{"name": name, "kind": kind, "amounts": values} for name, kind, values in lines],
        "tax": tax, "loan": loan,
    }  # fmt: skip


@pytest.mark.parametrize("block", range(40))
def test_flows_and_rates_are_those_of_another_working_out(block):
    """2,000 cash flows: net flows to 1e-9 of their scale, and the rate of return to 1e-9."""
    agreed = 0
    for seed in range(block * 50, block * 50 + 50):
        data = made_up_investment(seed)
        model = Model.of(read_case(make_data(investment=data)).investment)
        for with_credits in (False, True):
            ours = model.streams(with_credits=with_credits).net
            theirs = reference.net(data, with_credits)
            largest = max(map(abs, theirs))
            assert [float(a) for a in ours] == pytest.approx(theirs, abs=1e-9 * largest), seed
            found = model.worth(with_credits=with_credits).rate
            if found is not None and -0.9 < found < 10:
                assert reference.npv(theirs, float(found)) == pytest.approx(
                    0, abs=1e-9 * largest * 61
                ), seed
                if (other := reference.rate(theirs)) is not None:  # it gives up on some
                    assert float(found) == pytest.approx(other, abs=1e-9), seed
                    agreed += 1
    assert agreed > 60


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        pytest.param("npv", "-13.223140", id="NPV: 50 x 1.735537 - 100"),
        pytest.param("benefit_cost", "0.887324", id="benefit-cost: 104.132231 / 117.355372"),
        pytest.param("levelised_cost", "11.269841", id="levelised cost: 117.355372 / 10.413223"),
        pytest.param("project_irr", "0.000000", id="IRR: 100 comes back as 100"),
    ],
)
def test_indicators_of_a_project_small_enough_to_check_by_hand(indicator, expected):
    """Out 100; then in 60 and out 10 in two years, for 6 MWh each; discounted at 10 %."""
    lines = [
        ("Plant", "capex", (100, 0, 0)),
        ("Sales", "revenue", (0, 60, 60)),
        ("Running", "opex", (0, 10, 10)),
    ]
    model = Model(
        indicator,
        tuple(Line(name, kind, decimals(*values)) for name, kind, values in lines),
        rate=Decimal("0.1"),
        output=decimals(0, 6, 6),
    )

    assert fixed(model.worth().rate) == expected


TAXED = (
    Line("Plant", "capex", decimals(100, 0, 0, 0, 0)),
    Line("Sales", "revenue", decimals(0, 20, 60, 60, 60)),
    Line("Running", "opex", decimals(0, 10, 10, 10, 10)),
)


@pytest.mark.parametrize(
    ("terms", "charges", "taxes"),
    [
        pytest.param({"years": 4}, [0, 25, 25, 25, 25], [0, 0, 2, 5, 5], id="a loss is used the year after"),
        pytest.param({"years": 2}, [0, 50, 50, 0, 0], [0, 0, 0, 2, 10], id="a loss is used over years"),
        pytest.param({"years": 2, "carry": 1}, [0, 50, 50, 0, 0], [0, 0, 0, 10, 10], id="a loss lapses"),
        pytest.param({"years": 2, "carry": 2}, [0, 50, 50, 0, 0], [0, 0, 0, 2, 10], id="a loss in its last year"),
        pytest.param({"years": 2, "carry": 0}, [0, 50, 50, 0, 0], [0, 0, 0, 10, 10], id="no carrying forward"),
        pytest.param({"years": 4, "holiday": 2}, [0, 25, 25, 25, 25], [0, 0, 0, 5, 5], id="a holiday"),
        pytest.param({"share": "0.5"}, [0, 50, 25, "12.5", "6.25"], [0, 0, 0, "4.5", "8.75"], id="declining"),
        pytest.param({"share": "0.5", "years": 3}, [0, 50, 25, 25, 0], [0, 0, 0, 2, 10], id="declining to an end"),
        pytest.param({"years": 8, "scrap": 30}, [0, *["12.5"] * 4], [0, 0, 7, "7.5", "3.5"], id="scrap below book"),
        pytest.param({"years": 4, "scrap": 30}, [0, 25, 25, 25, 25], [0, 0, 2, 5, 11], id="scrap above book"),
    ],
)  # fmt: skip
def test_tax_by_hand(terms, charges, taxes):
    """Invested 100, sales 20 and then 60 a year less 10, taxed at 20 %."""
    method = "declining_balance" if "share" in terms else "straight_line"
    depreciation = {"method": method, "years": terms.get("years"), "rate": terms.get("share")}
    data = make_data(
        investment__tax_basis="post_tax",
        investment__benchmark__tax_basis="post_tax",
        investment__tax={
            "rate": "0.2", "depreciation": depreciation, "holiday_years": terms.get("holiday"),
            "loss_carry_forward_years": terms.get("carry"),
        },
    )  # fmt: skip
    tax = read_case(data).investment.tax
    lines = (*TAXED, Line("Scrap", "residual", decimals(0, 0, 0, 0, terms.get("scrap", 0))))

    found = tax_years(lines, tax, with_credits=False)

    assert [year.depreciation for year in found] == list(decimals(*charges))
    assert [year.tax for year in found] == list(decimals(*taxes))


def test_credits_are_taxed_in_the_case_with_them_only():
    lines = (*TAXED, Line("Credits", "carbon_revenue", decimals(0, 10, 10, 10, 10)))
    tax = Tax(rate=Decimal("0.2"))

    without, with_them = (tax_years(lines, tax, with_credits=on) for on in (False, True))

    assert [b.tax - a.tax for a, b in zip(without, with_them, strict=True)] == list(
        decimals(0, 2, 2, 2, 2)
    )


@pytest.mark.parametrize(
    ("terms", "interest", "principal", "left"),
    [
        pytest.param({}, [0, 10, "5"], [0, 50, 50], 0, id="equal principal"),
        pytest.param({"repayment": "annuity"}, [0, 10, "5.238095"], [0, "47.619048", "52.380952"], 0, id="annuity"),
        pytest.param({"rate": "0", "repayment": "annuity"}, [0, 0, 0], [0, 50, 50], 0, id="without interest"),
        pytest.param({"grace_years": 1, "years": 1}, [0, 10, 10], [0, 0, 100], 0, id="a year of grace"),
        pytest.param({"years": 4}, [0, 10, "7.5"], [0, 25, 25], 50, id="longer than the analysis"),
        pytest.param({"drawdowns": (40, 60, 0), "years": 1}, [0, 4, 10], [0, 0, 100], 0, id="interest paid"),
        pytest.param({"drawdowns": (40, 60, 0), "years": 1, "construction_interest": "capitalised"},
                     [0, 0, "10.4"], [0, 0, 104], 0, id="interest capitalised"),
    ],
)  # fmt: skip
def test_loan_by_hand(terms, interest, principal, left):
    """100 drawn in the first year at 10 %, repaid in the two years after, unless said otherwise."""
    given_terms = {"drawdowns": (100, 0, 0), "rate": "0.1", "grace_years": 0, "years": 2,
                   "repayment": "equal_principal", "construction_interest": "paid"} | terms  # fmt: skip
    given_terms |= {
        "drawdowns": decimals(*given_terms["drawdowns"]),
        "rate": Decimal(given_terms["rate"]),
    }
    loan = Loan(**given_terms)

    _, paid, back = loan_lines(loan)

    assert [fixed(a) for a in paid.amounts] == [fixed(a) for a in decimals(*interest)]
    assert [fixed(a) for a in back.amounts] == [fixed(a) for a in decimals(*principal)]
    assert fixed(balance_left(loan)) == fixed(Decimal(left))


@given(
    st.lists(st.integers(-50, 50).map(Decimal), max_size=12),
    st.one_of(st.none(), st.integers(0, 5)),
)
def test_losses_are_used_once_and_never_more_than_there_is(base, years):
    used = losses_used(base, years)

    losses = -sum(amount for amount in base if amount < 0)
    assert sum(used) <= losses
    assert all(0 <= part <= max(amount, 0) for part, amount in zip(used, base, strict=True))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6))
def test_at_its_break_even_the_indicator_is_the_target(seed):
    """With taxes and loans, too: the flows after the change give the benchmark."""
    model = Model.of(read_case(make_data(investment=made_up_investment(seed))).investment)
    target = Decimal("0.08")
    for name in ("Plant", "Sales", "Running"):
        even = Estimate(model).varied([name]).break_even(target)
        if even is not None:
            size = sum(abs(flow) for flow in model.streams().net)
            assert abs(model.changed([name], even).surplus(target)) <= size * Decimal("1e-9")


def test_straight_and_bent_lines_meet_zero_at_the_same_place():
    def line(change):
        return 3 * change - Decimal("0.6")

    assert fixed(linear_root(line)) == fixed(nearest_root(line)) == "0.200000"


@pytest.mark.parametrize(
    ("function", "root"),
    [
        pytest.param(
            lambda x: (x - Decimal("0.3")) * (x + Decimal("0.1")),
            "-0.100000",
            id="the nearer of two",
        ),
        pytest.param(lambda x: x + Decimal("0.9999999"), None, id="below the last step down"),
        pytest.param(lambda x: x - 9, "9.000000", id="far up"),
        pytest.param(lambda x: x - 11, None, id="beyond ten"),
        pytest.param(lambda x: Decimal(1), None, id="nowhere"),
    ],
)
def test_the_nearest_root(function, root):
    found = nearest_root(function)

    assert (None if found is None else fixed(found)) == root


@pytest.mark.parametrize(
    ("components", "equity", "wacc"),
    [
        pytest.param({"cost_of_equity": "0.12", "cost_of_debt": "0.05"}, "12.00", "8.50", id="half and half"),
        pytest.param({"risk_free_rate": "0.03", "beta": "1.2", "market_premium": "0.05"}, "9.00", None, id="CAPM"),
        pytest.param({"risk_free_rate": "0.03", "beta": "1.2", "market_premium": "0.05", "country_premium": "0.01",
                      "equity_share": "0.3", "cost_of_debt": "0.04", "tax_rate": "0.2"},
                     "10.00", "5.24", id="after tax"),
        pytest.param({"cost_of_equity": "0.10", "inflation": "0.02"}, "12.00", None, id="inflation added"),
        pytest.param({"cost_of_equity": "0.1", "inflation": "0.02", "conversion": "fisher"},
                     "12.20", None, id="Fisher"),
        pytest.param({"risk_free_rate": "0.03", "beta": "1"}, None, None, id="not enough"),
    ],
)  # fmt: skip
def test_benchmark_built_from_components(components, equity, wacc):
    text = {
        name: value if name == "conversion" else Decimal(value)
        for name, value in components.items()
    }

    cost = capital_cost(Components(**text))

    assert (cost and str(percent(cost.cost_of_equity))) == equity
    assert (cost and cost.wacc and str(percent(cost.wacc))) == wacc
