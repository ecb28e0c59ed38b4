"""Faults reviewers really found each raise their concern, and a clean case raises none."""

import pytest

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from tests.rulepacks.golden import BASE, REMOVED, make_data

CAPEX, SALES, COST, CREDITS = BASE["investment"]["lines"]


def judge(**change):
    return assess(read_case(make_data(**change))).finding("investment")


def codes(finding):
    return {concern.code for concern in finding.concerns}


def detail(finding, code):
    return next(concern.detail for concern in finding.concerns if concern.code == code)


def years(first, *rest, kind="capex", name="Line", **more):
    amounts = [str(first), *map(str, rest), *["0"] * (10 - len(rest))]
    return {"name": name, "kind": kind, "amounts": amounts, **more}


def with_line(line):
    return {"investment__lines": [CAPEX, SALES, COST, CREDITS, line]}


def in_last_year(amount, kind="residual"):
    return years(0, *[0] * 9, amount, kind=kind)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"investment__technical_life_years": "10.5"}, "horizon_shorter_than_life"),
        (with_line(years(0, *[0] * 8, 5, kind="residual")), "residual_not_in_last_year"),
        (with_line(years(1, name="Interest during construction")), "construction_interest_as_investment"),
        (with_line(years(1, name="IDC (capitalised)")), "construction_interest_as_investment"),
        (with_line(years(1, name="施工期間利息")), "construction_interest_as_investment"),
        (with_line(years(1, name="Initial working capital")), "working_capital_as_investment"),
        (with_line(years(1, name="營運資金")), "working_capital_as_investment"),
        (with_line(years(10, -9, kind="working_capital")), "working_capital_not_recovered"),
        ({"investment__lines__0__units_quoted": 12, "investment__lines__0__units_built": 10}, "units_differ"),
        ({"investment__lines__1__price": 5, "investment__lines__1__quantity": 51}, "amount_not_price_times_quantity"),
        ({"investment__lines__0__source_date": "2025-03-02"}, "source_after_decision"),
        ({"investment__lines__0__source_date": REMOVED, "evidence__0__dated": "2025-03-02"}, "source_after_decision"),
        ({"investment__benchmark__source_date": "2025-03-02"}, "benchmark_source_after_decision"),
        ({"project__decision_date": REMOVED}, "decision_date_not_stated"),
        ({"investment__lines__0__source": ""}, "inputs_without_source"),
        ({"investment__benchmark__source": REMOVED}, "benchmark_without_source"),
        ({"investment__benchmark__basis": REMOVED}, "benchmark_basis_not_stated"),
        ({"investment__benchmark__basis": "company_internal"}, "company_internal_benchmark"),
        ({"investment__benchmark__rate": "8.25"}, "benchmark_implausible"),
        ({"investment__benchmark__tax_basis": REMOVED}, "tax_basis_not_stated"),
        ({"investment__benchmark__price_basis": REMOVED}, "price_basis_not_stated"),
        ({"investment__tax_basis": "post_tax", "investment__benchmark__tax_basis": "post_tax"}, "tax_not_shown"),
        ({"investment__lines": [CAPEX, SALES, COST]}, "no_credit_revenue"),
        ({"investment__sensitivity__range": "0.09"}, "range_too_narrow"),
        ({"investment__sensitivity__range": "0.19"}, "crosses_within_range"),
        ({"investment__benchmark__rate": "0.0962"}, "below_benchmark_with_credits"),
        ({"investment__benchmark__rate": "0.0396"}, "near_benchmark"),
        ({"investment__benchmark__rate": "0.0296"}, "near_benchmark"),
    ],
)  # fmt: skip
def test_a_fault_raises_its_concern(change, code):
    finding = judge(**change)

    assert code in codes(finding)
    assert judge().concerns == ()


POST_TAX = {
    "investment__tax_basis": "post_tax",
    "investment__benchmark__tax_basis": "post_tax",
    "investment__tax": {
        "rate": "0.2", "depreciation": {"method": "straight_line", "years": 10}, "loss_carry_forward_years": 10,
    },
}  # fmt: skip
LOAN = {
    "drawdowns": ["500", *["0"] * 10], "rate": "0.03", "grace_years": 0, "years": 10, "repayment": "annuity",
}  # fmt: skip
SITES = [
    years(0, *[125] * 10, kind="revenue", name="North", site="North", price=5, quantity=25),
    years(0, *[125] * 10, kind="revenue", name="South", site="South", price=5, quantity=25),
]


def at_prices(north, south):
    lines = [
        SITES[0] | {"price": north, "quantity": 125 / north},
        SITES[1] | {"price": south, "quantity": 125 / south},
    ]
    return {"investment__lines": [CAPEX, *lines, COST, CREDITS]}


def running_costs(*amounts):
    lines = [years(0, *[a] * 10, kind="opex", name=f"Cost {i}") for i, a in enumerate(amounts)]
    return {"investment__lines": [CAPEX, SALES, *lines, CREDITS]}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(
            POST_TAX, "interest_not_in_tax", id="interest not reflected in post-tax flows"
        ),
        pytest.param(
            {k: v for k, v in POST_TAX.items() if k != "investment__tax"}
            | with_line(years(1, kind="tax")),
            "tax_as_given",
            id="a tax line does not move",
        ),
        pytest.param(
            {
                "investment__benchmark__basis": "lending_rate",
                "investment__benchmark__source": "TOOL27 default value",
            },
            "default_return_as_interest",
            id="a default return called an interest rate",
        ),
        pytest.param(
            {
                "investment__benchmark__basis": "lending_rate",
                "evidence__0__title": "股東權益報酬率預設值",
            },
            "default_return_as_interest",
            id="the same in Chinese, by the title of the evidence",
        ),
        pytest.param(
            {"investment__benchmark__sector": "manufacturing", "project__sector": "energy"},
            "benchmark_of_another_sector",
            id="benchmark of another sector",
        ),
        pytest.param(
            {
                "investment__benchmark__components": {
                    "cost_of_equity": "0.12",
                    "cost_of_debt": "0.05",
                }
            },
            "benchmark_not_as_built",
            id="8.25 % stated, 8.50 % built",
        ),
        pytest.param(
            at_prices(5, 4),
            "several_tariffs",
            id="one joint analysis for sites with different tariffs",
        ),
        pytest.param(
            running_costs(35, 35, 34), "split_below_share", id="O&M left out of the sensitivity"
        ),
        pytest.param(
            {"investment__loan": LOAN | {"years": 11}},
            "loan_not_repaid",
            id="a loan longer than the analysis",
        ),
        pytest.param(
            {"investment__loan": LOAN | {"drawdowns": ["1501", *["0"] * 10]}},
            "loan_above_investment",
            id="a loan above the investment",
        ),
    ],
)
def test_a_fault_in_financing_raises_its_concern(change, code):
    assert code in codes(judge(**change))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            POST_TAX | {"investment__loan": LOAN, "investment__benchmark__rate": "0.07"},
            id="post-tax flows with interest, tax and loan computed",
        ),
        pytest.param(
            {
                "investment__benchmark__basis": "lending_rate",
                "investment__benchmark__source": "Bank of Taiwan, January",
            },
            id="a lending rate from a bank",
        ),
        pytest.param(
            {"investment__benchmark__sector": "all", "project__sector": "energy"},
            id="a benchmark for every sector",
        ),
        pytest.param(
            {"investment__benchmark__sector": "energy"}, id="a sector not stated of the project"
        ),
        pytest.param(
            {
                "investment__benchmark__components": {
                    "cost_of_equity": "0.115",
                    "cost_of_debt": "0.05",
                    "sources": {
                        "cost_of_equity": {"source": "E1"},
                        "cost_of_debt": {"source": "E1"},
                    },
                }
            },
            id="8.25 % stated and built",
        ),
        pytest.param(
            {
                "investment__benchmark__components": {
                    "beta": "1",
                    "sources": {"beta": {"source": "E1"}},
                }
            },
            id="components too few to build anything",
        ),
        pytest.param(at_prices(5, 5), id="two sites at one tariff"),
        pytest.param({"investment__loan": LOAN}, id="a loan repaid in the last year"),
    ],
)
def test_no_false_alarm_in_financing(change):
    change = change | {"investment__sensitivity__explanation": "Fixed by contract"}
    assert codes(judge(**change)) - {"fragile"} == set()


@pytest.mark.parametrize(("last", "raised"), [("11.4", False), ("11.5", False), ("11.6", True)])
def test_costs_split_in_lines_at_a_fifth_of_all_cost(last, raised):
    """37.5 a year over ten years is a fifth of it and 1,500 together."""
    finding = judge(**running_costs(13, 13, last))

    assert ("split_below_share" in codes(finding)) is raised


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"investment__technical_life_years": "10"}, id="a life as long as the operation"),
        pytest.param({"investment__technical_life_years": "12", **with_line(in_last_year(250))},
                     id="a longer life with a residual value"),
        pytest.param(with_line(years(10, *[0] * 9, -10, kind="working_capital")), id="working capital that comes back"),
        pytest.param({"investment__lines__0__units_quoted": 10, "investment__lines__0__units_built": "10.0"},
                     id="as many units quoted as built"),
        pytest.param({"investment__lines__1__price": "2.5", "investment__lines__1__quantity": "100.1"},
                     id="a product that differs behind the last digit written"),
        pytest.param({"investment__lines__1__price": [0, *[5] * 10], "investment__lines__1__quantity": 50},
                     id="a price for each year and one quantity"),
        pytest.param({"investment__lines__0__source_date": "2025-03-01"}, id="a source of the day of the decision"),
        pytest.param({"investment__sensitivity__range": "0.18"}, id="a wider range that does not reach the benchmark"),
        pytest.param({"investment__benchmark__rate": "0.0960"}, id="with credits not below the benchmark, as printed"),
    ],
)  # fmt: skip
def test_no_false_alarm(change):
    assert codes(judge(**change)) == set()


def test_with_credits_equal_to_the_benchmark_as_printed_is_not_below():
    # 9.6059 % prints as 9.61 %.
    assert "below_benchmark_with_credits" not in codes(judge(investment__benchmark__rate="0.09605"))
    assert "below_benchmark_with_credits" in codes(judge(investment__benchmark__rate="0.09615"))


@pytest.mark.parametrize(
    ("rate", "near"),
    [("0.0396", True), ("0.03964", True), ("0.0397", False), ("0.0296", True), ("0.0295", False)],
)
def test_within_half_a_point_of_the_benchmark_as_printed(rate, near):
    # 3.4602 % prints as 3.46 %: half a point away are 3.96 % and 2.96 %.
    assert ("near_benchmark" in codes(judge(investment__benchmark__rate=rate))) is near


@pytest.mark.parametrize(("operating", "out"), [(9, True), (10, False), (20, False), (21, True)])
def test_ten_to_twenty_operating_years(operating, out):
    lines = [
        {"name": "Plant", "kind": "capex", "source": "E1", "amounts": [1500, *[0] * operating]},
        {"name": "Sales", "kind": "revenue", "amounts": [0, *[100] * operating]},
    ]
    finding = judge(investment__lines=lines, investment__technical_life_years="5")

    assert ("operating_years_out_of_range" in codes(finding)) is out


def test_the_year_of_construction_is_no_operating_year_even_with_some_income():
    lines = [
        {"name": "Plant", "kind": "capex", "source": "E1", "amounts": [1500, *[0] * 20]},
        {"name": "Sales", "kind": "revenue", "amounts": [50, *[100] * 20]},
    ]

    assert "operating_years_out_of_range" not in codes(judge(investment__lines=lines))


# --- sensitivity and break-even -------------------------------------------------------------------


def varied(**change):
    return [entry["line"] for entry in judge(**change).figures["break_even"]]


def test_a_line_of_just_twenty_percent_is_not_varied_and_one_above_is():
    # O&M 375 of 1875 is 20 %; a tenth more a year is above.
    on = {"investment__lines__2__amounts": ["0", *["37.5"] * 10]}
    above = {"investment__lines__2__amounts": ["0", *["37.51"] * 10]}

    assert varied(**on) == ["Turbines", "Power sales"]
    assert varied(**above) == ["Turbines", "Power sales", "O&M"]


def test_every_capex_line_and_all_together_are_varied():
    lines = [CAPEX, years(10, name="Road"), SALES, COST, CREDITS]

    assert varied(investment__lines=lines) == [
        "Turbines",
        "Road",
        "Power sales",
        "O&M",
        "all capex",
    ]


def test_a_residual_value_is_varied_as_revenue_and_not_with_the_investment():
    large = with_line({**in_last_year(700), "name": "Residual"})
    finding = judge(**large)

    assert "Residual" in varied(**large)
    ends = {(e["line"], e["change"]): e["indicator"] for e in finding.figures["sensitivity"]}
    cheaper = judge(investment__lines=[years(1350, name="Turbines", source="E1"), SALES, COST, CREDITS,
                                       {**in_last_year(700), "name": "Residual"}])  # fmt: skip
    assert ends["Turbines", "-0.10"] == cheaper.figures["indicator"]


def test_subsidies_count_and_credits_do_not():
    lines = [CAPEX, SALES, COST, CREDITS, years(0, *[100] * 10, kind="subsidy", name="Premium")]
    finding = judge(investment__lines=lines)

    assert "Premium" in varied(investment__lines=lines)
    assert "Credits" not in varied(investment__lines=lines)
    assert finding.figures["indicator"] > "0.1"


def test_a_wider_range_is_used_and_a_narrower_one_is_not():
    def changes(stated):
        finding = judge(investment__sensitivity__range=stated)
        return {entry["change"] for entry in finding.figures["sensitivity"]}

    assert changes("0.2") == {"-0.20", "0.20"}
    assert changes("0.125") == {"-0.125", "0.125"}
    assert changes("0.05") == {"-0.10", "0.10"}


@pytest.mark.parametrize(
    ("capex", "outcome"),
    [
        pytest.param("1000", "insufficient", id="on 10 %"),
        pytest.param("1001", "passed", id="above 10 %"),
        pytest.param("999", "insufficient", id="below 10 %"),
    ],
)
def test_fragile_at_below_and_above_ten_percent(capex, outcome):
    # 990 in a year are worth 900 today: the investment must fall to that.
    lines = [
        {"name": "Plant", "kind": "capex", "amounts": [capex, "0"]},
        {"name": "Income", "kind": "revenue", "amounts": ["0", "990"]},
    ]
    finding = judge(investment__lines=lines, investment__benchmark__rate="0.10")

    assert finding.outcome.value == outcome


def test_a_failed_indicator_stays_failed_however_fragile():
    finding = judge(investment__benchmark__rate="0.03")

    assert (finding.outcome.value, finding.reason) == ("failed", "indicator_not_below_benchmark")
    assert "fragile" not in codes(finding)


def test_no_rate_of_return_is_decided_on_the_npv():
    only_costs = [CAPEX, COST]
    several = [years(1600, name="Plant"), years(0, 10000, kind="revenue", name="Sales"),
               years(0, 0, 10000, kind="opex", name="Repair")]  # fmt: skip
    explained = {"investment__sensitivity__explanation": "stated"}

    none = judge(investment__lines=only_costs, **explained)
    inside = judge(investment__lines=several, investment__benchmark__rate="0.5", **explained)
    outside = judge(investment__lines=several, **explained)

    assert (none.reason, none.figures["indicator"], none.figures["margin"]) == (
        "no_indicator_npv_below_zero", None, None)  # fmt: skip
    assert inside.reason == "several_indicators_npv_not_below_zero"
    assert outside.reason == "several_indicators_npv_below_zero"


def test_still_unattractive_with_credits_is_seen_without_a_rate_of_return():
    few = {**CREDITS, "amounts": ["0", *["1"] * 10]}
    many = {**CREDITS, "amounts": ["0", *["999"] * 10]}

    assert "below_benchmark_with_credits" in codes(judge(investment__lines=[CAPEX, COST, few]))
    assert "below_benchmark_with_credits" not in codes(judge(investment__lines=[CAPEX, COST, many]))


# --- flows that look discounted -------------------------------------------------------------------


def discounted(*lines):
    plant = {"name": "Plant", "kind": "capex", "amounts": [1000, *[0] * 15], "source": "E1"}
    named = [
        {"name": f"L{i}", "kind": kind, "amounts": [0, *map(str, values)]}
        for i, (kind, values) in enumerate(lines)
    ]
    return "looks_discounted" in codes(judge(investment__lines=[plant, *named]))


def falling(first, ratio, count=15):
    return [round(first * ratio**year, 2) for year in range(count)]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([("revenue", falling(200, 1 / 1.092))], id="one discounted line"),
        pytest.param(
            [("revenue", falling(200, 1 / 1.05)), ("opex", falling(60, 1 / 1.05))], id="at 5 %"
        ),
        pytest.param(
            [("revenue", falling(200, 1 / 1.12)), ("opex", falling(60, 1.02 / 1.12))],
            id="with inflation",
        ),
        pytest.param(
            [("revenue", falling(200, 1 / 1.09, 8) + falling(130, 1 / 1.09, 7))], id="with a step"
        ),
        pytest.param([("revenue", falling(200, 1 / 1.04))], id="at 4 %"),
        pytest.param(
            [
                ("revenue", [round(x) for x in falling(2500, 1 / 1.08)]),
                ("opex", [round(x) for x in falling(70, 1 / 1.08)]),
            ],
            id="small costs in whole numbers",
        ),
    ],
)
def test_discounted_flows_are_noticed(lines):
    assert discounted(*lines)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([("revenue", [200] * 15)], id="flat"),
        pytest.param([("revenue", falling(200, 1.02))], id="with inflation"),
        pytest.param([("revenue", falling(200, 0.995)), ("opex", falling(40, 1.02))], id="panels that degrade"),
        pytest.param([("revenue", falling(200, 0.98))], id="2 % a year"),
        pytest.param([("revenue", falling(200, 0.93)), ("opex", [40] * 15)], id="landfill gas with flat costs"),
        pytest.param([("revenue", [200 - 10 * year for year in range(15)])], id="by equal amounts"),
        pytest.param([("revenue", [250 - 8 * year for year in range(15)])], id="by small equal amounts"),
        pytest.param([("revenue", [250, 240, 230, 220, 210, *[0] * 10])], id="by equal amounts for five years"),
        pytest.param([("revenue", [200, 170, 165, 150, 149, 120, 118, 101, 100, 80, *[79] * 5])], id="unevenly"),
        pytest.param([("revenue", [200, *[0] * 14])], id="one year only"),
        pytest.param([("opex", [0] * 15)], id="nothing"),
    ],
)  # fmt: skip
def test_flows_that_are_not_discounted_raise_no_alarm(lines):
    assert not discounted(*lines)


# --- depreciation, loan and income tax among the costs --------------------------------------------


@pytest.mark.parametrize("kind", ["opex", "capex"])
@pytest.mark.parametrize(
    "name",
    [
        "Depreciation", "Yearly amortization of equipment", "Amortisation", "折舊費用", "設備攤銷",
        "Interest", "Loan interest", "Interest on bank loan", "貸款利息", "利息費用",
        "Principal", "Principal repayment", "Principal and interest", "Repayment of the loan", "Debt service",
        "還本", "本金攤還", "償還銀行貸款", "貸款本金",
        "Income tax", "Corporate income tax", "Corporate tax", "所得稅", "營利事業所得稅", "營所稅",
    ],
)  # fmt: skip
def test_depreciation_loan_and_income_tax_are_no_cost(name, kind):
    finding = judge(**with_line(years(0, 1, name=name, kind=kind)))

    assert detail(finding, "depreciation_loan_or_tax_as_cost") == {"lines": [name]}


@pytest.mark.parametrize(
    "name",
    [
        "Property tax", "房屋稅", "地價稅", "碳費", "營業稅", "VAT", "稅務顧問費", "Tax advisory",
        "Income tax advisory", "所得稅簽證費", "折舊性資產管理", "營運成本金額", "基本金額", "資本金", "日本金屬零件",
        "補償還原費", "歸還本場設備",
        "Principal contractor", "Public interest fund", "Interest groups", "Repayment of deposit",
        "Non-income taxes", "運維費用", "保險費",
    ],
)  # fmt: skip
def test_other_taxes_fees_and_words_are_a_cost(name):
    assert codes(judge(**with_line(years(0, 1, name=name, kind="opex")))) == set()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("利息收入", "revenue"), ("Interest income", "revenue"), ("Interest", "interest"), ("Principal", "principal"),
     ("Income tax", "tax")],
)  # fmt: skip
def test_lines_of_their_own_kinds_are_no_cost(name, kind):
    taxed = {"investment__tax_basis": "post_tax", "investment__benchmark__tax_basis": "post_tax"}
    finding = judge(**with_line(years(0, 1, name=name, kind=kind)), **taxed)

    assert "depreciation_loan_or_tax_as_cost" not in codes(finding)


def test_interest_during_construction_is_told_once():
    finding = judge(**with_line(years(1, name="Interest during construction")))

    assert codes(finding) == {"construction_interest_as_investment"}


# --- the output of a levelised cost ---------------------------------------------------------------


def levelised(amount, unit="MWh", **change):
    return judge(
        investment__indicator="levelised_cost", investment__discount_rate="0.0825",
        investment__benchmark__value="1", investment__output={"unit": unit, "amounts": ["0", *[amount] * 10]},
        project__capacity={"value": "100", "unit": "MW"}, project__energy_source="wind",
        project__annual_reductions=[{"year": 2027, "tco2e": "110000"}], **change,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "unit", "is_told"),
    [
        pytest.param("1000", "MWh", True, id="ten hours of the capacity"),
        pytest.param("99999", "MWh", True, id="a little less than the reductions need"),
        pytest.param("100000", "MWh", False, id="110,000 t at 1.1 t a MWh"),
        pytest.param("525600", "MWh", False, id="100 MW x 8,760 h x 0.6"),
        pytest.param("525601", "MWh", True, id="a little more than that"),
        pytest.param("200", "GWh", False, id="in GWh"),
        pytest.param("200000000", "度", False, id="in kWh, as Taiwan calls it"),
        pytest.param("200000", " kWh", True, id="kWh where MWh were meant"),
        pytest.param("1000", "t", False, id="no energy"),
    ],
)
def test_the_output_of_a_levelised_cost_is_held_against_capacity_and_reductions(
    amount, unit, is_told
):
    assert ("output_out_of_proportion" in codes(levelised(amount, unit))) is is_told


def test_what_an_output_out_of_proportion_names():
    assert detail(levelised("1000"), "output_out_of_proportion") == {
        "output": "1000", "megawatts": "100", "least": "100000", "most": "525600",
    }  # fmt: skip


def test_no_other_indicator_reads_the_output():
    found = judge(investment__output={"unit": "MWh", "amounts": ["0", *["1"] * 10]})

    assert codes(found) == set()
