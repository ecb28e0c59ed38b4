"""The faults that secretariat checks really found, one by one, each in the words of the finding.

The table in docs/codes.md names them by the ids of these tests. Cases without a fault raise nothing:
the example that is shipped, and any that is made up cleanly.
"""

import re
from decimal import ROUND_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from additionality.engine.analyses.investment import Result
from additionality.engine.analyses.investment_concerns import concerns_of as concerns_of_result
from additionality.engine.assess import assess
from additionality.engine.case import read_case, read_case_json
from additionality.engine.codes import CONCERN_SEVERITY
from additionality.engine.finance import Irr, IrrKind
from additionality.engine.problems import MalformedCase
from additionality.engine.rulepack import load_pack
from additionality.engine.valuation import Model
from additionality.engine.varied import Estimate
from tests.rulepacks.golden import BASE, make_data, reductions

ROOT = Path(__file__).resolve().parents[2]
CAPEX, SALES, COST, CREDITS = BASE["investment"]["lines"]
NOTHING = ["0"] * 10


def years(name, kind, first, *rest, **more):
    amounts = [str(one) for one in (first, *rest)]
    return {"name": name, "kind": kind, "amounts": [*amounts, *NOTHING][:11], **more}


def lines(*more, without=()):
    kept = [line for line in (CAPEX, SALES, COST, CREDITS) if line not in without]
    return {"investment__lines": [*kept, *more]}


def split(name, kind, parts, whole):
    return [years(f"{name} {i}", kind, 0, *[whole / parts] * 10) for i in range(parts)]


def site(name, price, quantity):
    amounts = [price * quantity] * 10
    return years(f"Sales of {name}", "revenue", 0, *amounts, site=name, price=price, quantity=quantity)  # fmt: skip


POST_TAX = {
    "investment__tax_basis": "post_tax",
    "investment__benchmark__tax_basis": "post_tax",
    "investment__tax": {
        "rate": "0.2",
        "depreciation": {"method": "straight_line", "years": 10},
        "loss_carry_forward_years": 10,
    },
}
DISCOUNTED = [
    "781720.78", "716250.11", "656131.86", "600943.69", "550294.75", "545947.86", "499942.43",
    "457730.79", "419009.68", "383000.00",
]  # fmt: skip

#: Id -> (what is changed in a case without a fault, the concern, what its detail must name).
FAULTS = {
    "the period is shorter than the technical life and no residual value is included": (
        {"investment__technical_life_years": "20"},
        "horizon_shorter_than_life",
        {"years": "10", "life": "20"},
    ),
    "interest during construction is included in the investment cost": (
        lines(years("Interest during construction", "capex", 80)),
        "construction_interest_as_investment",
        {"lines": ["Interest during construction"]},
    ),
    "working capital is included in the investment cost": (
        lines(years("Initial working capital", "capex", 40)),
        "working_capital_as_investment",
        {"lines": ["Initial working capital"]},
    ),
    "the tariff is not part of the sensitivity analysis": (
        lines(*split("Sales", "revenue", 10, 250), without=[SALES]),
        "split_below_share",
        {"lines": [f"Sales {i}" for i in range(10)]},
    ),
    "the cost of operation and maintenance is not part of the sensitivity analysis": (
        lines(*split("O&M", "opex", 4, 120), without=[COST]),
        "split_below_share",
        {"lines": [f"O&M {i}" for i in range(4)]},
    ),
    "the cost was quoted for 12 engines while 10 engines are installed": (
        {"investment__lines__0__units_quoted": 12, "investment__lines__0__units_built": 10},
        "units_differ",
        {"line": "Turbines", "quoted": "12", "built": "10"},
    ),
    "the benchmark is that of another sector": (
        {"investment__benchmark__sector": "manufacturing", "project__sector": "energy"},
        "benchmark_of_another_sector",
        {"benchmark": "manufacturing", "project": "energy"},
    ),
    "it is not stated whether the benchmark is before or after tax": (
        {"investment__benchmark__tax_basis": None},
        "tax_basis_not_stated",
        {},
    ),
    "the source of an input is dated after the investment decision": (
        {"investment__lines__0__source_date": "2025-06-30"},
        "source_after_decision",
        {"lines": ["Turbines"], "decision_date": "2025-03-01"},
    ),
    "the interest is not reflected in the income tax of the cash flow": (
        POST_TAX,
        "interest_not_in_tax",
        {},
    ),
    "the default value for the return on equity is taken as the lending rate": (
        {
            "investment__benchmark__basis": "lending_rate",
            "investment__benchmark__source": "Default value for the expected return on equity",
        },
        "default_return_as_interest",
        {},
    ),
    "the variation of the tariff at which the benchmark is reached is not stated": (
        {"investment__sensitivity": {"break_even": [{"line": "Turbines", "change": "-0.2038"},
                                                    {"line": "O&M", "change": "-0.6582"}]}},
        "break_even_not_stated",
        {"lines": ["Power sales"]},
    ),
    "the variation at which the benchmark is reached is stated wrongly": (
        {"investment__sensitivity": {"break_even": [{"line": "Turbines", "change": "-0.45"},
                                                    {"line": "Power sales", "change": "0.1843"},
                                                    {"line": "O&M", "change": "-0.6582"}]}},
        "break_even_not_as_stated",
        {"lines": ["Turbines"]},
    ),
    "one joint analysis is made for sites with different tariffs": (
        lines(site("North", 5, 25), site("South", 4, 25), without=[SALES]),
        "several_tariffs",
        {"sites": ["North", "South"]},
    ),
    "the revenue is 3.851 million where 77 a MWh times 55,000 MWh is 4.235 million": (
        lines(years("Power", "revenue", 0, *["3.851"] * 10, price="77", quantity="0.055"),
              without=[SALES]),
        "amount_not_price_times_quantity",
        {"line": "Power", "years": [str(year) for year in range(2027, 2037)]},
    ),
    "the flows from which the rate of return was taken had been discounted": (
        lines(years("Plant", "capex", 5193280, source="E1"), years("Net sales", "revenue", 0, *DISCOUNTED),
              without=[CAPEX, SALES, COST]),
        "looks_discounted",
        {"lines": ["Net sales"]},
    ),
    "the rate of return is within half a point of the benchmark": (
        {"investment__benchmark__rate": "0.0386"},
        "near_benchmark",
        {"points": "0.40"},
    ),
    "the project stays below the benchmark with the revenue from credits": (
        {"investment__benchmark__rate": "0.16"},
        "below_benchmark_with_credits",
        {"with_credits": "0.096059", "benchmark": "0.160000"},
    ),
    "the annual reductions are 59,500 t where 60,000 t is the limit of the scale": (
        reductions("59500", "59500"),
        "just_below_tier_limit",
        {"value": "59500", "limit": "60000"},
    ),
    "the reductions are out of proportion to the capacity": (
        {"project__capacity": {"value": "2", "unit": "MW"}},
        "out_of_proportion_to_capacity",
        {"value": "61000", "megawatts": "2"},
    ),
    "components of the benchmark are dated after the investment decision": (
        {"investment__benchmark__components": {
            "beta": "1.1", "sources": {"beta": {"source": "E1", "dated": "2025-06-30"}}}},
        "component_source_after_decision",
        {"components": ["beta"], "decision_date": "2025-03-01"},
    ),
}  # fmt: skip


def concerns_of(data):
    return [c for finding in assess(read_case(data)).findings for c in finding.concerns]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_reviewers_found_is_raised(fault):
    change, code, named = FAULTS[fault]
    found = [one for one in concerns_of(make_data(**change)) if one.code == code]

    assert [one.code for one in found] == [code]
    assert {key: found[0].detail[key] for key in named} == named


@pytest.mark.parametrize("fault", FAULTS)
def test_the_case_without_the_fault_does_not_raise_it(fault):
    assert FAULTS[fault][1] not in {one.code for one in concerns_of(make_data())}


LOWER = "the rate of return with credits is lower than without"


def test_credits_that_would_lower_the_return_cannot_be_entered():
    """Credit revenue is never negative, so the computed return with it is never lower."""
    change = lines(years("Credits", "carbon_revenue", 0, *["-60"] * 10), without=[CREDITS])

    with pytest.raises(MalformedCase) as refused:
        read_case(make_data(**change))
    assert {(p.path, p.code) for p in refused.value.errors} == {
        (f"investment.lines[3].amounts[{i}]", "number_negative") for i in range(1, 11)
    }


def test_the_rate_of_return_with_credits_is_lower_than_without():
    """Should it ever come out lower, it is said."""
    case, pack = read_case(make_data()), load_pack("tw-offset")
    model = Model.of(case.investment)
    low, high = (Irr(IrrKind.UNIQUE, Decimal(rate)) for rate in ("0.03", "0.04"))
    result = Result(
        model,
        Decimal("0.08"),
        high,
        low,
        {},
        Decimal("0.1"),
        [],
        Decimal("0.1"),
        Estimate(model),
        None,
    )

    found = {
        one.code: one.detail for one in concerns_of_result(case, case.investment, result, pack)
    }
    assert found["lower_with_credits"] == {"with_credits": "0.030000", "indicator": "0.040000"}


def test_the_table_of_the_documentation_names_every_fault_with_its_test():
    page = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")
    section = page.split("## Faults that reviewers found\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| `(\w+)` \| (\w+) \| (.+?) \|$", section, re.MULTILINE)
    told = {fault: (code, severity) for fault, code, severity, _named in rows}

    codes = {fault: code for fault, (_change, code, _named) in FAULTS.items()}
    codes[LOWER] = "lower_with_credits"
    assert told == {fault: (code, CONCERN_SEVERITY[code]) for fault, code in codes.items()}
    for fault, _code, _severity, named in rows:
        expected = FAULTS[fault][2] if fault in FAULTS else ()
        assert set(re.findall(r"`(\w+)`", named)) >= set(expected)


def test_the_clean_example_raises_nothing_but_what_it_is_shipped_for():
    """`wind-large.json` estimates two of its five years, which it says."""
    case = read_case_json((ROOT / "docs" / "cases" / "wind-large.json").read_bytes())

    codes = {c.code for finding in assess(case).findings for c in finding.concerns}
    assert codes == {"fewer_years_than_crediting_period"}


def money(value):
    return str(Decimal(value).quantize(Decimal("0.01")))


@st.composite
def clean_cases(draw):
    """A sound analysis: a plant that pays 1 to 4 %, a benchmark 5 to 10 points above, built and sourced."""
    count = draw(st.integers(10, 20))
    rate = Decimal(draw(st.integers(100, 400))) / 10_000
    target = rate + Decimal(draw(st.integers(500, 1000))) / 10_000
    capex = Decimal(draw(st.integers(1_000, 10_000_000)))
    growth = Decimal(draw(st.integers(0, 20))) / 1000
    share = Decimal(draw(st.integers(5, 30))) / 100

    def annuity(rate):
        return capex / sum((1 + growth) ** t / (1 + rate) ** (t + 1) for t in range(count))

    net, needed = annuity(rate), annuity(target)
    quantity = draw(st.integers(10, 90_000))
    price = net / (1 - share) / quantity
    prices = [(price * (1 + growth) ** t).quantize(Decimal("1e-8")) for t in range(count)]
    sales = [one * quantity for one in prices]
    costs = [money(one * share) for one in sales]
    credit = ((needed - net) * Decimal("1.3")).quantize(Decimal("0.01"), ROUND_UP)
    change = {
        "investment__technical_life_years": str(count),
        "investment__benchmark__rate": str(target),
        "investment__benchmark__components": {
            "cost_of_equity": str(target + Decimal("0.02")), "cost_of_debt": str(target - Decimal("0.02")),
            "sources": {name: {"source": "E1", "dated": "2025-02-10"}
                        for name in ("cost_of_equity", "cost_of_debt")},
        },
        "investment__lines": [
            CAPEX | {"amounts": [str(capex), *["0"] * count], "units_quoted": 10, "units_built": 10},
            {"name": "Sales", "kind": "revenue", "price": ["0", *map(str, prices)], "quantity": quantity,
             "amounts": ["0", *map(str, sales)]},
            COST | {"amounts": ["0", *costs]},
            CREDITS | {"amounts": ["0", *[str(credit)] * count]},
        ],
    }  # fmt: skip
    return make_data(**change)


@settings(max_examples=40, deadline=None)
@given(clean_cases())
def test_a_clean_case_raises_nothing(data):
    result = assess(read_case(data))

    assert result.finding("investment").reason == "indicator_below_benchmark"
    assert [c.code for finding in result.findings for c in finding.concerns] == []
