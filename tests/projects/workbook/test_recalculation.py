"""The workbook recalculated by LibreOffice says what the engine says, also after an input was changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from openpyxl.workbook import Workbook

from additionality.engine.analyses.investment import judge
from additionality.engine.case import Case, read_case
from additionality.engine.decimals import fixed, percent
from additionality.engine.finance import IrrKind, irr
from additionality.engine.rulepack import load_pack
from additionality.engine.valuation import RATES_OF_RETURN, Model
from projects.workbook.build import workbook
from projects.workbook.rates import reasons
from tests.projects.workbook.cases import CASES, MADE_UP, data_of
from tests.projects.workbook.recalculated import broken, labelled, recalculate, table
from tests.projects.workbook.sampled import sampled_flows, workbook_of_rates
from tests.rulepacks.golden import changed

INPUTS, FLOW, SENSITIVITY = range(3)
LIVE, AS_ASSESSED, AGREES = range(3)


@dataclass(frozen=True)
class Change:
    """A cell changed in a workbook, found by its label, and the same change of its case."""

    of: str
    sheet: int
    label: str
    column: int
    value: float
    case: dict[str, Any]
    is_noticed: bool = True


def scaled(data: Any, number: int, factor: str) -> dict[str, Any]:
    """A change of a case by which all amounts of one line are multiplied."""
    found = data["investment"]["lines"][number]["amounts"]
    amounts = [str(Decimal(amount) * Decimal(factor)) for amount in found]
    return {f"investment.lines.{number}.amounts": amounts}


CHANGES = {
    "a line changed": Change(
        "pre-tax", INPUTS, "Power sales", 2, 0.25, scaled(data_of("pre-tax"), 1, "1.25")
    ),
    "one amount": Change(
        "straight-line", FLOW, "Power sales", 6, 333.5, {"investment.lines.1.amounts.2": "333.5"}
    ),
    "the benchmark": Change(
        "annuity", INPUTS, "Benchmark", 2, 0.0123, {"investment.benchmark.rate": "0.0123"}
    ),
    "the tax rate": Change(
        "taxed-equity", INPUTS, "Tax rate", 2, 0.31, {"investment.tax.rate": "0.31"}
    ),
    "the method": Change(
        "declining", INPUTS, "Depreciation", 2, 1,
        {"investment.tax.depreciation.method": "straight_line"},
    ),
    "years of grace": Change(
        "capitalised", INPUTS, "Years of grace", 2, 3, {"investment.loan.grace_years": 3}
    ),
    "the repayment": Change(
        "equal-principal", INPUTS, "Repayment", 2, 1, {"investment.loan.repayment": "annuity"}
    ),
    "the discount rate": Change(
        "benefit-cost", INPUTS, "Discount rate", 2, 0.02, {"investment.discount_rate": "0.02"}
    ),
    "the alternative": Change(
        "comparison", 3, "Sales", 5, 300, {"investment.alternatives.0.lines.1.amounts.1": "300"}
    ),
    "another alternative": Change(
        "two-alternatives", 3, "Coal sales", 3, 1.0,
        {"investment.alternatives.1.lines.1.amounts": ["0", *["120"] * 10]},
    ),
    "the year of disposal": Change(
        "disposal", FLOW, "Scrap", 14, 77, {"investment.lines.4.amounts.10": "77"}
    ),
    "years of losses": Change(
        "losses-lapse", INPUTS, "Years a loss can be carried forward", 2, 4,
        {"investment.tax.loss_carry_forward_years": 4},
    ),
    "a component": Change(
        "wacc", INPUTS, "Beta", 2, 1.37,
        {"investment.benchmark.components.beta": "1.37", "investment.benchmark.rate": "0.0515"},
    ),
    "the share of equity": Change(
        "wacc", INPUTS, "Share of equity", 2, 0.45,
        {"investment.benchmark.components.equity_share": "0.45", "investment.benchmark.rate": "0.0599"},
    ),
    "the technical life": Change(
        "book-value", INPUTS, "Technical life, in years", 2, 25,
        {"investment.technical_life_years": "25"},
    ),
    "the range": Change(
        "npv", INPUTS, "Range of the sensitivity analysis", 2, 0.3,
        {"investment.sensitivity.range": "0.3"}, is_noticed=False,
    ),
}  # fmt: skip


def written(name: str) -> bytes:
    with translation.override("en"):
        return workbook(read_case(data_of(name)))


def with_change(change: Change) -> bytes:
    book = openpyxl.load_workbook(BytesIO(written(change.of)))
    sheet = book.worksheets[change.sheet]
    rows = [row[0] for row in sheet.iter_rows() if row[0].value == change.label]
    # The results at the top of the first sheet are no inputs.
    sheet.cell(rows[-1 if change.sheet == INPUTS else 0].row, change.column).value = change.value
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def books(tmp_path_factory) -> dict[str, Workbook]:
    files = {name: written(name) for name in (*CASES, *MADE_UP)}
    files |= {name: with_change(change) for name, change in CHANGES.items()}
    with translation.override("en"):
        files["rates"] = workbook_of_rates()
    with translation.override("zh-hant"):
        files["chinese"] = workbook(read_case(data_of("taxed-equity")))
    return recalculate(files, tmp_path_factory.mktemp("workbooks"))


def test_nothing_is_computed_before_the_workbook_is_opened():
    book = openpyxl.load_workbook(BytesIO(written("taxed-equity")), data_only=True)
    formulas = openpyxl.load_workbook(BytesIO(written("taxed-equity")))

    found = [
        cell.coordinate
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and book[sheet.title][cell.coordinate].value is not None
    ]

    assert found == []


def test_no_cell_of_any_workbook_is_broken(books):
    assert {name: found for name, book in books.items() if (found := broken(book))} == {}


def test_every_workbook_says_what_the_engine_says(books):
    different = {}
    for name in (*CASES, *MADE_UP):
        case = read_case(data_of(name))
        if found := [*differences(books[name], case), *unlike_assessed(books[name])]:
            different[name] = found

    assert different == {}


def test_a_changed_input_is_computed_through(books):
    different = {}
    for name, change in CHANGES.items():
        case = read_case(changed(data_of(change.of), change.case))
        if found := list(differences(books[name], case)):
            different[name] = found
        if bool(list(unlike_assessed(books[name]))) != change.is_noticed:
            different.setdefault(name, []).append("its results are said to be as assessed")

    assert different == {}


def test_rates_of_return_of_any_cash_flow_are_found_or_denied_as_the_engine_does(books):
    words, different = {why: kind for kind, why in english_reasons().items()}, []
    rows = books["rates"].worksheets[1].iter_rows(min_row=2, values_only=True)
    for flows, row in zip(sampled_flows(), rows, strict=True):
        found, live = irr(flows), row[3]
        rate = Decimal(repr(live)) if isinstance(live, int | float) else None
        if words.get(live, IrrKind.UNIQUE) != found.kind or (
            found.rate is not None
            and abs(found.rate - (rate or 0)) > Decimal("1e-11") * (1 + abs(found.rate))
        ):
            different.append((found, live))

    assert different == []


@pytest.mark.parametrize("name", ["wacc", "cost-of-equity", "bond", "a component"])
def test_a_benchmark_follows_from_its_components(books, name):
    """It is the one that was assessed, or that of the changed case, and no typed number."""
    [row] = [row for row in table(books[name], INPUTS)[3:17] if row[0] == "Benchmark"]
    formulas = openpyxl.load_workbook(BytesIO(written("wacc" if name in CHANGES else name)))
    [cell] = [
        row[1].value for row in formulas.worksheets[0].iter_rows(min_row=18)
        if row[0].value == "Benchmark"
    ]  # fmt: skip

    assert cell == "=ROUND(benchmark_built,4)"
    assert (row[1] == pytest.approx(row[2], abs=1e-12)) is (name not in CHANGES)


def test_a_benchmark_that_is_another_than_its_components_stays_as_stated(books):
    rows = {row[0]: row[1] for row in table(books["not-as-built"], INPUTS)}

    assert rows["Benchmark"] == 0.08
    assert rows["Benchmark from its components"] == pytest.approx(0.06)


@pytest.mark.parametrize(
    ("name", "best"), [("two-alternatives", "A1 Gas"), ("another alternative", "A2 Coal")]
)
def test_the_best_alternative_is_named_also_after_another_one_became_it(books, name, best):
    rows = [row[0] for row in table(books[name], INPUTS)[3:17] if row[0]]

    assert f"The best alternative ({best})" in rows
    assert f"Credit revenue with which the best alternative ({best}) is reached" in rows
    assert not [label for label in rows if "benchmark" in str(label).lower()]


REACHED, BEFORE = "Reached at every change", "Already reached without credits"


@pytest.mark.parametrize(
    ("name", "evens", "share"),
    [
        ("exactly-reached", [0, 0], 0),
        ("as-good", [0, 0], 0),  # as another one, seven tenths of its size
        # 1100 / 1.04 is 5.769 % above 1000, and 1040 is 5.4545 % below 1100.
        ("reached", [0.0576923076923, -0.0545454545454], BEFORE),
        # Taxed are 100 at 20 %: 1080 / 1.04. An investment of 1 + x saves 20 % of x as tax.
        ("reached-after-tax", [0.0476190476190, -0.0454545454545], BEFORE),
    ],
)
def test_a_target_that_is_reached_is_not_said_to_be_missed(books, name, evens, share):
    rows = table(books[name], SENSITIVITY)
    head = next(i for i, row in enumerate(rows) if row[0] == "Line") + 1
    results = [row for row in table(books[name], INPUTS) if "with which the be" in str(row[0])]

    assert [row[5] for row in rows[head : head + 2]] == pytest.approx(evens, abs=1e-12)
    assert [row[1:] for row in results] == [[share, share, "Same as assessed"]] * 2


def test_a_line_that_cannot_lose_a_target_that_is_reached_says_so(books):
    """A repair that is too small to matter."""
    rows = table(books["reached-for-good"], SENSITIVITY)

    assert [row[5] for row in rows if row[0] == "Spare parts"] == [REACHED]


def english_reasons() -> dict[IrrKind, str]:
    with translation.override("en"):
        return reasons()


def test_the_chinese_workbook_computes_the_same(books):
    ours, theirs = books["chinese"], books["taxed-equity"]

    def numbers(book: Workbook) -> list[Any]:
        return [
            value
            for sheet in book
            for row in sheet.iter_rows(values_only=True)
            for value in row
            if isinstance(value, int | float)
        ]

    assert numbers(ours) == numbers(theirs)
    assert ours.sheetnames != theirs.sheetnames


def unlike_assessed(book: Workbook) -> Iterator[str]:
    """Results that the workbook itself finds different from what was assessed."""
    for row in table(book, INPUTS)[2:17]:
        if "Differs" in str(row[3]):
            yield f"{row[0]}: {row[1]} is not {row[2]}"


def differences(book: Workbook, case: Case) -> Iterator[str]:
    """Where a recalculated workbook differs from the engine."""
    investment = case.investment
    assert investment is not None
    figures = judge(case, load_pack(case.pack)).figures
    model, target = Model.of(investment), Decimal(figures["benchmark"])
    is_rate = investment.indicator in RATES_OF_RETURN
    scale = max(abs(float(one["with_credits"])) for one in figures["net_flows"])
    money = 5.1e-7 + scale * 1e-9 * len(figures["net_flows"])  # figures have six decimals

    for credits, label in ((False, "Without credits: "), (True, "With credits: ")):
        rows = [row for row in table(book, INPUTS) if str(row[0]).startswith(label)]
        if credits and not any(line.kind == "carbon_revenue" for line in investment.lines):
            continue
        found, live = model.worth(with_credits=credits), rows[0][1]
        if found.rate is None:
            if not isinstance(live, str):
                yield f"{label}{live} is not {found.kind}"
        elif not same(live, found.rate, is_rate=is_rate, money=money):
            yield f"{label}{live} is not {found.rate}"
        verdicts = [
            row[1] for row in table(book, INPUTS) if str(row[0]).startswith("Compared with")
        ]
        worse = model.is_less_favourable(found, target, with_credits=credits)
        if verdicts[credits] != ("Less favourable" if worse else "Not less favourable"):
            yield f"{label}{verdicts[credits]}"

    for label, key, tolerance in (
        ("Net present value at the benchmark", "npv_at_benchmark", money),
        ("Net present value at the discount rate", "npv_at_benchmark", money),
        ("Simple payback, in years", "simple_payback_years", 1e-6),
        ("Benchmark", "benchmark", 1e-6),
        ("The best alternative (A", "benchmark", max(1e-6, 0 if is_rate else money)),
        (
            "Net present value at the rate of return of the best alternative",
            "npv_at_benchmark",
            money,
        ),
    ):
        rows = [row[1:] for row in table(book, INPUTS) if str(row[0]).startswith(label)]
        if rows and not near(rows[0][LIVE], figures[key], tolerance):
            yield f"{label}: {rows[0][LIVE]} is not {figures[key]}"
    yield from yearly_differences(book, figures, money)
    yield from residual_differences(book, figures, money)
    yield from built_differences(book, figures)
    yield from sensitivity_differences(book, figures, 1e-6 if is_rate else max(1e-6, money))


def same(live: object, exact: Decimal, *, is_rate: bool, money: float) -> bool:
    """To the printed digit, and nearer."""
    if not isinstance(live, int | float):
        return False
    value = Decimal(repr(live))
    if is_rate:
        return percent(value) == percent(exact) and abs(value - exact) < Decimal("1e-9")
    return fixed(value) == fixed(exact) or abs(float(value - exact)) < 1e-3 * money


def near(live: object, stated: str | None, tolerance: float) -> bool:
    if stated is None:
        return not isinstance(live, int | float)
    return isinstance(live, int | float) and abs(live - float(stated)) <= tolerance


def yearly_differences(book: Workbook, figures: Any, money: float) -> Iterator[str]:
    """Rows of the loan, the tax and the net flows."""
    rows = [
        ("tax", "Depreciation", "depreciation"), ("tax", "Taxable income", "base"),
        ("tax", "Losses used", "loss_used"), ("tax", "Tax", "tax"),
        ("loan", "Interest paid", "interest"), ("loan", "Repaid", "principal"),
        ("net_flows", "Net cash flow", "without_credits"),
    ]  # fmt: skip
    for part, label, key in rows:
        if part in figures and not (key == "depreciation" and no_capex(book)):
            found = labelled(book, FLOW, label)[2:]
            stated = [one[key] for one in figures[part]]
            if not all(near(a, b, money) for a, b in zip(found, stated, strict=True)):
                yield f"{label}: {found} is not {stated}"
    if any(one["with_credits"] != one["without_credits"] for one in figures["net_flows"]):
        found = labelled(book, FLOW, "Net cash flow", 1)[2:]
        stated = [one["with_credits"] for one in figures["net_flows"]]
        if not all(near(a, b, money) for a, b in zip(found, stated, strict=True)):
            yield f"with credits: {found} is not {stated}"


def residual_differences(book: Workbook, figures: Any, money: float) -> Iterator[str]:
    """The book value at the end, and profit or loss where the residual value is in the last year."""
    found = figures.get("residual", {"from": ""})
    for label, key in (
        ("Book value at the end of the analysis", "book_value"),
        ("Residual value less book value", "gain"),
    ):
        live = [row[1] for row in table(book, INPUTS) if row[0] == label]
        stated = [found[key]] if found.get(key) is not None else []
        if live and key == "book_value":
            stated = stated or ["0"]
        if len(live) != len(stated) or any(map(lambda a, b: not near(a, b, money), live, stated)):
            yield f"{label}: {live} is not {stated}"
    if found["from"] != "tax":
        return
    rows = [("Book value at the end of the year", "book_value")]
    rows += [("Profit or loss on disposal: residual value less book value", "gain")] * bool(
        found["gain"]
    )
    for label, key in rows:
        live = labelled(book, FLOW, label)[-1]
        if not near(live, found[key], money):
            yield f"{label}: {live} is not {found[key]}"


def built_differences(book: Workbook, figures: Any) -> Iterator[str]:
    """What the components of the benchmark come to."""
    found = figures.get("benchmark_built", {})
    result = "Government bond and premium together"
    if "cost_of_equity" in found or (found and not found["result"]):
        result = "Benchmark from its components"
    rows = [
        ("Cost of equity, inflation added", "additive"),
        ("Cost of equity, inflation by Fisher's formula", "fisher"),
        ("Cost of equity used", "cost_of_equity"), ("Share of equity used", "equity_share"),
        ("Cost of debt after tax", "debt_after_tax"),
        ("Weighted average cost of capital (WACC)", "wacc"), (result, "result"),
    ]  # fmt: skip
    for label, key in rows:
        live = [row[1] for row in table(book, INPUTS) if row[0] == label]
        if key in found and not (live and near(live[0], found[key], 5.1e-7)):
            yield f"{label}: {live} is not {found[key]}"


def no_capex(book: Workbook) -> bool:
    return not any(row[0] == "Depreciation" for row in table(book, FLOW))


def sensitivity_differences(book: Workbook, figures: Any, tolerance: float) -> Iterator[str]:
    """Both ends of each line and its break-even, and the credits that are needed."""
    rows = table(book, SENSITIVITY)
    head = next(i for i, row in enumerate(rows) if row[0] == "Line") + 1
    is_taxed = "tax" in figures
    for i, even in enumerate(figures["break_even"]):
        row = rows[head + i]
        for end, column in zip(figures["sensitivity"][2 * i : 2 * i + 2], (1, 3), strict=True):
            if not near(row[column], end["change"], 1e-9):
                yield f"{row[0]}: {row[column]} is not {end['change']}"
            if not near(row[column + 1], end["indicator"], tolerance):
                yield f"{row[0]} at {row[column]}: {row[column + 1]} is not {end['indicator']}"
        if not near(row[5], even["change"], 1e-6):
            yield f"{row[0]}: break-even {row[5]} is not {even['change']}"
        target = float(figures["benchmark"])
        if is_taxed and even["change"] and not at_target(row[6], target):
            yield f"{row[0]}: {row[6]} at its break-even is not {target}"
    needed = [row[1] for row in rows if str(row[0]).startswith("Share of the credit")]
    if needed:
        share = (figures["credits_needed"] or {}).get("share")
        if figures["margin"] == "0.000000":
            share = "0"
        if not near(needed[0], share, 1e-6):
            yield f"credits: {needed[0]} is not {share}"
    price = (figures["credit_price"] or {}).get("needed")
    label = "Price of a credit with which the benchmark is reached"
    rows = [row[1] for row in table(book, INPUTS) if row[0] == label]
    if rows and not near(rows[0], price if share != "0" else "0", 1e-6):
        yield f"price: {rows[0]} is not {price}"


def at_target(live: object, target: float) -> bool:
    """A break-even is stated with six decimals; there may be no single rate there."""
    return isinstance(live, str) or abs(float(str(live)) - target) < 1e-5
