"""A benchmark from its parts, against the official rate, and among those of others; none of it decides."""

from decimal import Decimal

import pytest

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from additionality.engine.problems import MalformedCase
from tests.rulepacks.golden import BASE, make_data

E1 = {"source": "E1", "dated": "2025-01-31"}
SOURCED = (
    "risk_free_rate", "beta", "market_premium", "country_premium", "inflation", "cost_of_debt", "tax_rate",
)  # fmt: skip
CAPM = {
    "risk_free_rate": "0.015", "beta": "1.2", "market_premium": "0.06", "country_premium": "0.005",
    "inflation": "0.02", "cost_of_debt": "0.04", "tax_rate": "0.2",
    "sources": dict.fromkeys(SOURCED, E1),
}  # fmt: skip


def judge(**change):
    return assess(read_case(make_data(**change))).finding("investment")


def on_basis(basis, **more):
    """With a tax rate among the components everything is after tax."""
    if (more.get("components") or {}).get("tax_rate"):
        more |= {"tax_basis": "post_tax"}
        return judge(investment__tax_basis="post_tax", **_of_benchmark(basis, more))
    return judge(**_of_benchmark(basis, more))


def _of_benchmark(basis, more):
    more = {f"investment__benchmark__{key}": value for key, value in more.items()}
    return {"investment__benchmark__basis": basis, **more}


def codes(finding):
    return {concern.code for concern in finding.concerns}


# --- what it is built from ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("conversion", "equity", "wacc"),
    [("additive", "0.112000", "0.072000"), ("fisher", "0.113840", "0.072920"), (None, "0.112000", "0.072000")],
)  # fmt: skip
def test_wacc_by_capm_with_both_conversions_and_half_equity(conversion, equity, wacc):
    """1.5 % + 1.2 x 6 % + 0.5 % is 9.2 % real; with 2 % inflation 11.2 % or 11.384 %; debt 4 % x 0.8 = 3.2 %."""
    built = on_basis("wacc", components=CAPM | {"conversion": conversion}).figures[
        "benchmark_built"
    ]

    assert (built["additive"], built["fisher"]) == ("0.112000", "0.113840")
    assert (built["cost_of_equity"], built["wacc"], built["result"]) == (equity, wacc, wacc)
    assert built["conversion"] == (conversion or "additive")
    assert (built["equity_share"], built["equity_share_stated"]) == ("0.500000", False)
    assert built["debt_after_tax"] == "0.032000"


def wacc_taxed(basis="wacc", **change):
    flows, benchmark = change.pop("flows", "pre_tax"), change.pop("benchmark", "pre_tax")
    return judge(
        investment__tax_basis=flows,
        investment__benchmark__tax_basis=benchmark,
        investment__benchmark__basis=basis,
        investment__benchmark__components=CAPM | change,
    )


@pytest.mark.parametrize(
    "change",
    [{}, {"benchmark": None}, {"basis": "company_internal"}, {"equity_share": "0.3"}],
    ids=["a WACC", "its tax basis not stated", "a company's own", "shares stated"],
)
def test_a_wacc_with_its_debt_after_tax_is_no_benchmark_before_tax(change):
    with pytest.raises(MalformedCase) as malformed:
        wacc_taxed(**change)

    [problem] = malformed.value.errors
    assert (problem.path, problem.code) == (
        "investment.benchmark.components.tax_rate", "wacc_after_tax",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "is_concern"),
    [
        ({"tax_rate": None}, False),  # before tax throughout
        ({"tax_rate": "0"}, False),
        ({"cost_of_debt": None}, False),
        ({"basis": "lending_rate"}, False),
        ({"flows": "post_tax", "benchmark": "post_tax"}, False),
        ({"flows": "post_tax", "benchmark": "post_tax", "tax_rate": "0"}, False),
        ({"flows": "post_tax", "benchmark": "post_tax", "tax_rate": None}, True),
        ({"flows": "post_tax", "benchmark": None, "tax_rate": None}, True),
        ({"flows": "post_tax", "benchmark": "post_tax", "tax_rate": None, "cost_of_debt": None}, False),
    ],
)  # fmt: skip
def test_debt_before_tax_in_a_wacc_after_tax_is_a_concern(change, is_concern):
    assert ("debt_before_tax" in codes(wacc_taxed(**change))) is is_concern


def test_the_shares_stated_are_used():
    built = on_basis("wacc", components=CAPM | {"equity_share": "0.3"}).figures["benchmark_built"]

    assert (built["wacc"], built["equity_share_stated"]) == ("0.056000", True)


def test_every_component_stands_with_its_source_and_day():
    built = on_basis("wacc", components=CAPM).figures["benchmark_built"]

    assert built["components"][0] == {
        "name": "risk_free_rate", "value": "0.015", "source": "E1", "dated": "2025-01-31",
    }  # fmt: skip
    assert [one["name"] for one in built["components"]] == [
        "risk_free_rate", "beta", "market_premium", "country_premium", "inflation", "cost_of_debt", "tax_rate",
    ]  # fmt: skip


def test_a_component_without_source_is_named():
    finding = on_basis("wacc", components=CAPM | {"sources": {"beta": E1, "inflation": E1}})

    detail = next(c.detail for c in finding.concerns if c.code == "component_without_source")
    assert detail["components"] == [
        "risk_free_rate", "market_premium", "country_premium", "cost_of_debt", "tax_rate",
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "late"), [("2025-03-01", False), ("2025-03-02", True)])
def test_a_component_dated_after_the_decision_of_1_march(day, late):
    sources = CAPM["sources"] | {"beta": {"source": "A study", "dated": day}}

    finding = on_basis("wacc", components=CAPM | {"sources": sources})
    assert ("component_source_after_decision" in codes(finding)) is late


BOND = {
    "risk_free_rate": "0.0155", "premium": "0.067",
    "sources": {"risk_free_rate": E1, "premium": E1},
}  # fmt: skip


def test_a_government_bond_with_its_premium():
    finding = on_basis("government_bond_plus_premium", components=BOND)

    assert finding.figures["benchmark_built"]["result"] == "0.082500"
    assert codes(finding) == set()


@pytest.mark.parametrize("part", ["risk_free_rate", "premium"])
def test_a_premium_or_a_bond_alone_substantiates_nothing(part):
    others = {key: value for key, value in BOND.items() if key != part}
    finding = on_basis("government_bond_plus_premium", components=others)

    assert codes(finding) == {"premium_not_substantiated"}


def test_bond_and_premium_that_come_to_something_else():
    finding = on_basis("government_bond_plus_premium", components=BOND | {"premium": "0.05"})

    assert codes(finding) == {"benchmark_not_as_built"}


# --- the company's own ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alone", "always", "reason", "raised"),
    [
        (True, True, "indicator_below_benchmark", set()),
        (True, None, "indicator_below_benchmark", {"company_internal_benchmark"}),
        (None, None, "indicator_below_benchmark", {"company_internal_benchmark"}),
        (False, True, "company_internal_not_appropriate", set()),
        (True, False, "company_internal_not_appropriate", set()),
    ],
)
def test_a_company_internal_rate_under_its_two_conditions(alone, always, reason, raised):
    finding = on_basis("company_internal", only_this_developer=alone, used_consistently=always)

    assert finding.reason == reason
    assert codes(finding) == raised


def test_the_two_conditions_are_of_a_company_internal_rate_only():
    assert on_basis("wacc", only_this_developer=False).reason == "indicator_below_benchmark"


# --- official -------------------------------------------------------------------------------------

OFFICIAL = {
    "investment__benchmark__basis": "official",
    "investment__benchmark__official_rate": "official.tw_feed_in",
    "project__decision_date": "2026-02-01",
    "project__start_date": "2026-03-01",
    "project__prior_consideration__notified_on": "2026-03-02",
}


@pytest.mark.parametrize(
    ("change", "raised"),
    [
        pytest.param({"investment__benchmark__rate": "0.0525"}, set(), id="the rate in force"),
        pytest.param({"investment__benchmark__rate": "0.0526"}, {"official_rate_differs"},
                     id="another as printed"),
        pytest.param({"investment__benchmark__rate": "0.052549"}, set(), id="the same as printed"),
        pytest.param({"investment__benchmark__rate": "0.0525", "project__decision_date": "2025-12-31"},
                     {"official_rate_not_known"}, id="a day before the first value"),
        pytest.param({"investment__benchmark__official_rate": None}, {"official_rate_not_known"},
                     id="a rate that is not named"),
        pytest.param({"investment__benchmark__official_rate": "official.other"}, {"official_rate_not_known"},
                     id="a rate that the pack does not know"),
        pytest.param({"project__country": "JP"}, {"official_rate_not_known"}, id="another country"),
    ],
)  # fmt: skip
def test_an_official_rate_is_held_against_the_pack(change, raised):
    finding = judge(**(OFFICIAL | {"investment__sensitivity__explanation": "Fixed"} | change))

    assert codes(finding) & {"official_rate_differs", "official_rate_not_known"} == raised


# --- among the claims of others -------------------------------------------------------------------

TABLE = {
    "title": "Registered projects", "source": "Project database, 2026", "sha256": "a" * 64,
    "imported_on": "2026-10-01", "country": "TW", "energy_source": "wind",
}  # fmt: skip


def claims(*rates):
    return judge(investment__benchmark__claims=TABLE | {"rates": list(rates)}).figures["claims"]


def test_without_a_table_only_the_median_of_the_country_is_known():
    found = judge(project__country="IN").figures["claims"]

    assert (found["median"], found["count"], found["claim"]) == ("0.139000", None, "0.082500")
    assert found["source"] == "UNFCCC project database, registered projects"
    assert "steps" not in found


def test_where_nothing_is_known_nothing_is_shown():
    assert "claims" not in judge().figures


def test_a_claim_in_the_table_of_others():
    found = claims("0.06", "0.08", "0.0825", "0.10", "0.14")

    assert (found["count"], found["median"]) == ("5", "0.082500")
    assert (found["lower_quartile"], found["upper_quartile"]) == ("0.080000", "0.100000")
    assert found["share_below_claim"] == "0.400000"
    assert (found["lowest"], found["highest"]) == ("0.060000", "0.140000")
    assert (found["sha256"], found["imported_on"]) == ("a" * 64, "2026-10-01")
    steps = {step["from"]: step["count"] for step in found["steps"] if step["count"] != "0"}
    assert steps == {
        "0.060000": "1",
        "0.080000": "2",
        "0.100000": "1",
        "0.140000": "1",
    }


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle():
    assert claims("0.14", "0.06", "0.10", "0.08")["median"] == "0.090000"


def test_many_steps_are_counted_in_the_last():
    found = claims(*["0.01"] * 3, "0.9", "5")

    assert len(found["steps"]) == 60
    assert found["steps"][0]["count"] == "3"
    assert found["steps"][-1]["count"] == "2"


def test_claims_decide_nothing():
    without, among = judge(), judge(investment__benchmark__claims=TABLE | {"rates": ["0.01"]})

    assert (among.outcome, among.reason, among.concerns) == (
        without.outcome,
        without.reason,
        without.concerns,
    )


def test_claims_are_kept_in_the_case_file():
    case = read_case(make_data(investment__benchmark__claims=TABLE | {"rates": ["0.08"]}))

    assert read_case(case.to_dict()) == case
    assert case.investment.benchmark.claims.rates == (Decimal("0.08"),)


# --- credits --------------------------------------------------------------------------------------

CREDITS = BASE["investment"]["lines"][3]


def with_credit_line(line, **more):
    return judge(investment__lines=[*BASE["investment"]["lines"][:3], line], **more).figures


@pytest.mark.parametrize(
    ("line", "entered", "source"),
    [
        (CREDITS | {"price": "300", "quantity": "0.2"}, "300", "price"),
        (CREDITS | {"price": ["0", *["300"] * 10], "quantity": ["0", *["0.2"] * 10]}, "300", "price"),
        (CREDITS | {"quantity": "0.2"}, "300", "quantity"),
        (CREDITS | {"quantity": ["9", *["0.2"] * 10]}, "300", "quantity"),
    ],
)  # fmt: skip
def test_the_break_even_price_of_a_credit(line, entered, source):
    """76.7857 % of the revenue is needed, whatever says how many credits there are."""
    price = with_credit_line(line)["credit_price"]

    assert (Decimal(price["entered"]), price["from"]) == (Decimal(entered), source)
    assert round(Decimal(price["needed"]), 4) == Decimal("230.3572")


def test_the_price_follows_from_the_estimated_reductions_where_nothing_else_says_it():
    """60 a year, and 61,000 t in each of the five years for which tonnes are estimated."""
    price = with_credit_line(CREDITS)["credit_price"]

    assert (price["entered"], price["from"]) == ("0.000983606557", "reductions")


def test_without_tonnes_of_the_same_years_there_is_no_price():
    years = [{"year": 2050, "tco2e": "61000"}]

    assert with_credit_line(CREDITS, project__annual_reductions=years)["credit_price"] is None


@pytest.mark.parametrize(
    ("change", "decisive"),
    [
        pytest.param({}, True, id="over the benchmark with credits only"),
        pytest.param({"investment__benchmark__rate": "0.16"}, False, id="below it with credits, too"),
        pytest.param({"investment__benchmark__rate": "0.02"}, None, id="over it without any"),
        pytest.param({"investment__lines": BASE["investment"]["lines"][:3]}, None, id="no credits given"),
        pytest.param({"investment__indicator": "npv", "investment__discount_rate": "0.08"}, True, id="NPV"),
        pytest.param({"investment__indicator": "npv", "investment__discount_rate": "0.16"}, False,
                     id="NPV below zero with credits, too"),
        pytest.param({"investment__indicator": "benefit_cost", "investment__discount_rate": "0.16"}, False,
                     id="benefit-cost ratio"),
        pytest.param({"investment__indicator": "levelised_cost", "investment__discount_rate": "0.08",
                      "investment__output": {"unit": "MWh", "amounts": [0, *[100] * 10]},
                      "investment__benchmark__value": "2.6"}, True, id="levelised cost"),
        pytest.param({"investment__indicator": "levelised_cost", "investment__discount_rate": "0.08",
                      "investment__output": {"unit": "MWh", "amounts": [0, *[100] * 10]},
                      "investment__benchmark__value": "1"}, False, id="levelised cost, dearer with credits, too"),
    ],
)  # fmt: skip
def test_whether_credits_are_decisive(change, decisive):
    finding = judge(**change)

    assert finding.figures["credits_decisive"] is decisive
    assert ("below_benchmark_with_credits" in codes(finding)) is (decisive is False)


# --- the rate that decides, where it is not the benchmark's ----------------------------------------

DISCOUNTED = {
    "npv": {},
    "benefit_cost": {},
    "levelised_cost": {
        "investment__benchmark__value": "1", "investment__output": {"unit": "MWh", "amounts": [0, *[100] * 10]},
    },
}  # fmt: skip


def discounted(indicator, at, **more):
    change = {"investment__indicator": indicator, "investment__discount_rate": at}
    return codes(judge(**change | DISCOUNTED[indicator] | more))


@pytest.mark.parametrize("indicator", DISCOUNTED)
@pytest.mark.parametrize(
    ("at", "benchmark", "code"),
    [
        ("0.12", {"rate": None, "components": {"cost_of_equity": "0.1", "cost_of_debt": "0.03"}},
         "benchmark_not_as_built"),
        ("0.12", {"rate": "0.03"}, "discounted_at_another_rate"),
        ("12", {"rate": None}, "benchmark_implausible"),
        ("0.0825", {"basis": None}, "benchmark_basis_not_stated"),
        ("0.0825", {"tax_basis": None}, "tax_basis_not_stated"),
        ("0.0825", {"price_basis": None}, "price_basis_not_stated"),
        ("0.0825", {"basis": "company_internal"}, "company_internal_benchmark"),
        ("0.0825", {"basis": "government_bond_plus_premium"}, "premium_not_substantiated"),
    ],
)  # fmt: skip
def test_the_rate_discounted_at_is_checked_like_a_benchmark(indicator, at, benchmark, code):
    change = {f"investment__benchmark__{key}": value for key, value in benchmark.items()}

    assert code in discounted(indicator, at, **change)


@pytest.mark.parametrize("indicator", DISCOUNTED)
@pytest.mark.parametrize(("at", "is_told"), [("0.12", True), ("0.0525", False)])
def test_a_discount_rate_said_to_be_official_is_held_against_the_pack(indicator, at, is_told):
    found = discounted(
        indicator, at, project__decision_date="2026-03-01",
        investment__benchmark__basis="official", investment__benchmark__rate=None,
        investment__benchmark__official_rate="official.tw_feed_in",
    )  # fmt: skip

    assert ("official_rate_differs" in found) is is_told


@pytest.mark.parametrize("rate", [None, "0.0825", "0.08250001"])
@pytest.mark.parametrize("components", [None, {"cost_of_equity": "0.125", "cost_of_debt": "0.04"}])
def test_a_discount_rate_that_is_the_benchmark_raises_nothing(rate, components):
    sourced = components and {"sources": dict.fromkeys(components, E1)}
    found = discounted(
        "npv", "0.0825", investment__benchmark__rate=rate,
        investment__benchmark__components=components and components | sourced,
    )  # fmt: skip

    assert found == set()


def test_a_rate_of_return_is_not_held_against_a_discount_rate_that_nothing_uses():
    assert codes(judge(investment__discount_rate="0.12")) == set()


@pytest.mark.parametrize("indicator", DISCOUNTED)
def test_a_return_on_equity_discounts_no_flows_of_all_capital(indicator):
    with pytest.raises(MalformedCase) as malformed:
        discounted(indicator, "0.12", investment__benchmark__basis="required_return_on_equity")

    assert [(one.path, one.code) for one in malformed.value.errors] == [
        ("investment.benchmark.basis", "indicator_benchmark_mismatch")
    ]


def test_a_company_rate_that_is_not_allowed_discounts_nothing():
    finding = judge(
        investment__indicator="npv", investment__discount_rate="0.0825",
        investment__benchmark__basis="company_internal", investment__benchmark__only_this_developer=False,
    )  # fmt: skip

    assert finding.reason == "company_internal_not_appropriate"
