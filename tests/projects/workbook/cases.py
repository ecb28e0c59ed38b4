"""Cases that need each formula of a workbook, and changes of their cells beside the same changed cases."""

from decimal import Decimal
from typing import Any

from tests.engine.test_valuation import made_up_investment
from tests.rulepacks.golden import BASE, REMOVED, make_data

CAPEX, SALES, COST, CREDITS = BASE["investment"]["lines"]
EXPLAINED = {"investment__sensitivity__explanation": "Prices are fixed by contract."}
AFTER_TAX = {"investment__tax_basis": "post_tax", "investment__benchmark__tax_basis": "post_tax"}
EQUITY = {
    "investment__indicator": "equity_irr",
    "investment__benchmark__basis": "required_return_on_equity",
}
OUTPUT = {"unit": "MWh", "amounts": ["0", *["100"] * 10]}


def taxed(method: str = "straight_line", **tax: Any) -> dict[str, Any]:
    plan = {"method": method, "years": 8, "rate": "0.25" if method != "straight_line" else None}
    return AFTER_TAX | {"investment__tax": {"rate": "0.2", "depreciation": plan} | tax}


def loan(repayment: str, *, grace: int = 0, construction: str = "paid", drawn: Any = ("900",)):
    rest = ["0"] * (11 - len(drawn))
    return {
        "investment__loan": {
            "drawdowns": [*drawn, *rest], "rate": "0.03", "grace_years": grace, "years": 6,
            "repayment": repayment, "construction_interest": construction,
        }
    }  # fmt: skip


def line(name: str, kind: str, first: Any, yearly: Any) -> dict[str, Any]:
    return {"name": name, "kind": kind, "amounts": [str(first), *[str(yearly)] * 10]}


def amounts(name: str, kind: str, **by_year: int) -> dict[str, Any]:
    """A line with amounts in some years only: `y0`, `y10`."""
    return {
        "name": name,
        "kind": kind,
        "amounts": [str(by_year.get(f"y{t}", 0)) for t in range(11)],
    }


LOSSES = {"investment__lines": [CAPEX, SALES, amounts("Repair", "opex", y1=400, y2=400), CREDITS]}
DISPOSAL = {
    "investment__lines": [
        amounts("Turbines", "capex", y0=1000, y1=500, y9=80), SALES, COST, CREDITS,
        amounts("Scrap", "residual", y8=300),
    ]
}  # fmt: skip


def flow(*values: int) -> dict[str, Any]:
    """Lines with this net cash flow, a year each."""
    size = range(len(values))
    return {
        "investment__lines": [
            {"name": "Out", "kind": "capex", "amounts": [str(max(-values[t], 0)) for t in size]},
            {"name": "In", "kind": "revenue", "amounts": [str(max(values[t], 0)) for t in size]},
        ]
    }


def at_a_benchmark_of(rate: str, **more: Any) -> dict[str, Any]:
    """An IRR of 10 %, with credits on top."""
    sold = [("In", "revenue", "1100"), ("Credits", "carbon_revenue", "50")]
    return {
        "investment__benchmark__rate": rate,
        "investment__lines": [
            {"name": "Out", "kind": "capex", "amounts": ["1000", "0"]},
            *({"name": name, "kind": kind, "amounts": ["0", size]} for name, kind, size in sold),
        ],
    } | more


WACC = {
    "risk_free_rate": "0.0152", "beta": "1.1", "market_premium": "0.0613", "country_premium": "0.007",
    "inflation": "0.018", "conversion": "fisher", "equity_share": "0.3", "cost_of_debt": "0.0245",
    "tax_rate": "0.2", "sources": {"beta": {"source": "Table 3", "dated": "2024-03-01"}},
}  # fmt: skip


def built(rate: str, basis: str = "wacc", **components: Any) -> dict[str, Any]:
    """A benchmark with the components it is built from."""
    return {
        "investment__benchmark__rate": rate,
        "investment__benchmark__basis": basis,
        "investment__benchmark__components": components,
    }


def by(indicator: str, **more: Any) -> dict[str, Any]:
    return {"investment__indicator": indicator} | {
        f"investment__{key}": value for key, value in more.items()
    }


def compared(indicator: str, *lines: Any, option: str = "comparison", **more: Any):
    return by(
        indicator, option=option, benchmark=REMOVED,
        alternatives=[{"id": "A1", "lines": list(lines)}], **more,
    )  # fmt: skip


NAMED = [
    {"id": "A0", "name": "Project", "is_project": True}, {"id": "A1", "name": "Gas"},
    {"id": "A2", "name": "Coal"},
]  # fmt: skip
#: A second alternative, less favourable than the first.
SECOND = [line("Coal", "capex", 500, 0), line("Coal sales", "revenue", 0, 60)]
CASES: dict[str, dict[str, Any]] = {
    "pre-tax": {},
    "end": {"investment__timing": "end"},
    "straight-line": taxed(),
    "declining": taxed("declining_balance"),
    "declining-open": taxed("declining_balance")
    | {"investment__tax__depreciation__years": None, "investment__tax__depreciation__rate": "1"},
    "holiday": taxed(holiday_years=3),
    "losses-lapse": taxed(loss_carry_forward_years=2) | LOSSES,
    "losses-kept": taxed() | LOSSES,
    "disposal": taxed() | DISPOSAL,
    "profit-at-the-end": taxed()
    | {"investment__tax__depreciation__years": 16}
    | {"investment__lines": [CAPEX, SALES, COST, CREDITS, amounts("Scrap", "residual", y10=650)]},
    "annuity": EQUITY | loan("annuity"),
    "equal-principal": EQUITY | loan("equal_principal", grace=2),
    "capitalised": EQUITY | loan("annuity", construction="capitalised", drawn=("500", "400")),
    "taxed-equity": taxed() | EQUITY | loan("annuity", grace=1),
    "npv": by("npv", discount_rate="0.05"),
    "npv-end": by("npv", discount_rate="0.05", timing="end"),
    "benefit-cost": by("benefit_cost", discount_rate="0.05"),
    "levelised": by("levelised_cost", discount_rate="0.05", output=OUTPUT, benchmark__value="2.5"),
    "comparison": compared(
        "project_irr", line("Gas", "capex", 500, 0), line("Sales", "revenue", 0, 161)
    ),
    "simple-cost": compared(
        "npv", line("Venting", "opex", 0, 5), option="simple_cost", discount_rate="0.05"
    )
    | {"investment__lines": [CAPEX, COST, CREDITS]},
    "as-good": compared(
        "project_irr",
        line("Gas", "capex", 1050, 0),
        line("Sales", "revenue", 0, 175),
        line("Upkeep", "opex", 0, 49),
    ),
    "two-alternatives": compared(
        "project_irr", line("Gas", "capex", 500, 0), line("Sales", "revenue", 0, 75)
    )
    | {"barriers": REMOVED, "alternatives": NAMED},
    "several": flow(-100, 230, -132),
    "second-rate-near-minus-one": flow(-1000, 300, 500, 400, -2),
    "no-rate": flow(-100, 0, 0),
    "inflows-first": flow(100, -50, -60),
    "exactly-reached": at_a_benchmark_of("0.1"),
    "reached": at_a_benchmark_of("0.04"),
    "reached-after-tax": at_a_benchmark_of("0.04")
    | taxed(depreciation={"method": "straight_line", "years": 1}),
    "reached-for-good": {
        "investment__benchmark__rate": "0.02",
        "investment__lines": [CAPEX, line("Spare parts", "capex", 1, 0), SALES, CREDITS],
    },
    "wacc": built("0.0465", **WACC) | AFTER_TAX,
    "cost-of-equity": EQUITY
    | loan("annuity")
    | built(
        "0.1076", "required_return_on_equity", **WACC | {"conversion": "additive", "tax_rate": None}
    ),
    "bond": built(
        "0.0352", "government_bond_plus_premium", risk_free_rate="0.0152", premium="0.02"
    ),
    "not-as-built": built("0.08", cost_of_equity="0.1", cost_of_debt="0.02"),
    "no-wacc": built("0.08", beta="1.1"),
    "book-value": {
        "investment__technical_life_years": "17.5",
        "investment__lines": [
            amounts("Turbines", "capex", y0=1000, y1=500, y9=80),
            SALES,
            COST,
            CREDITS,
            amounts("Scrap", "residual", y10=300),
        ],
    },
    "sold-before": {"investment__technical_life_years": "17"} | DISPOSAL,
    "used-only": {"investment__technical_life_years": "20"}
    | by("npv", discount_rate="0.05")
    | {"investment__lines": [CAPEX, COST]},
    "two-plants": {"investment__lines": [CAPEX, line("Grid", "capex", 90, 0), SALES, COST]},
}
CASES["two-alternatives"]["investment__alternatives"].append({"id": "A2", "lines": SECOND})
#: Cash flows with everything in them, of many scales and lengths.
MADE_UP = {f"made-up-{seed}": made_up_investment(seed) for seed in (3, 7, 31, 44)}


def as_good_as_another(seed: int) -> dict[str, Any]:
    """A made-up project and an alternative that is nine tenths of it."""
    data = made_up_investment(seed) | {"indicator": "project_irr", "option": "comparison"}
    smaller = [
        one | {"amounts": [str(Decimal(amount) * Decimal("0.9")) for amount in one["amounts"]]}
        for one in data["lines"]
        if one["kind"] != "carbon_revenue"
    ]
    return data | {
        "benchmark": None, "loan": None, "alternatives": [{"id": "A1", "lines": smaller}],
    }  # fmt: skip


MADE_UP["as-good-large"] = as_good_as_another(11)


def data_of(name: str) -> Any:
    if name in MADE_UP:
        return make_data(investment=MADE_UP[name])
    return make_data(**CASES[name] | EXPLAINED)
