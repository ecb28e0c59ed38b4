"""What a schema cannot state about the investment part of a case file.

Lists equally long, signs, and indicator and benchmark that match (domain section 4, "Must match").
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from additionality.engine.case_tree import Tree, check_alternative, check_unique, items, part
from additionality.engine.decimals import plain
from additionality.engine.problems import ProblemList, bare

#: Bases that go with one indicator only; the others go with either.
BASIS_FOR = {
    "wacc": "project_irr",
    "lending_rate": "project_irr",
    "required_return_on_equity": "equity_irr",
}
#: Indicators of the flows to all capital, as the project IRR is one: a loan is not in them.
OF_ALL_CAPITAL = ("project_irr", "npv", "levelised_cost", "benefit_cost")
#: Bases that are a weighted cost of equity and debt, by their components.
WACC_BASES = ("wacc", "company_internal")
MAY_BE_NEGATIVE = {"working_capital", "residual"}
#: Indicators that need no sales, for the simple cost analysis.
COST_INDICATORS = ("npv", "levelised_cost")
LOAN_KINDS = ("loan_drawdown", "interest", "principal")


def check(tree: Tree, investment: Tree, problems: ProblemList) -> None:
    """Note the problems of the investment part of the case `tree`."""
    _check_lines(investment, problems)
    _check_benchmark(investment, problems)
    _check_indicator(investment, problems)
    _check_tax_and_loan(investment, problems)
    _check_alternatives(tree, investment, problems)


def _check_lines(investment: Tree, problems: ProblemList) -> None:
    """Names are unique within one cash flow, all lists equally long, signs as the kind gives."""
    flows = [("investment.lines", items(investment, "lines"))]
    for i, item in items(investment, "alternatives"):
        flows.append((f"investment.alternatives[{i}].lines", items(item, "lines")))
    lists = []
    for path, lines in flows:
        names = [(f"{path}[{i}].name", line.get("name")) for i, line in lines]
        check_unique(names, "duplicate_name", problems)
        lists += [
            (f"{path}[{i}].{name}", line[name])
            for i, line in lines
            for name in ("amounts", "price", "quantity")
            if isinstance(line.get(name), list)
        ]
        _check_signs(path, lines, problems)
    for name, values in (
        ("output.amounts", part(investment, "output").get("amounts")),
        ("loan.drawdowns", part(investment, "loan").get("drawdowns")),
    ):
        if values:
            lists.append((f"investment.{name}", values))
    _check_lengths(lists, problems)


def _check_signs(path: str, lines: list[tuple[int, Tree]], problems: ProblemList) -> None:
    for i, line in lines:
        if line.get("kind") in MAY_BE_NEGATIVE:
            continue
        for position, amount in enumerate(line.get("amounts") or []):
            if amount is not None and amount < 0:
                where = f"{path}[{i}].amounts[{position}]"
                problems.add(where, "number_negative", given=bare(plain(amount)))


def _check_lengths(lists: list[tuple[str, list[Any]]], problems: ProblemList) -> None:
    """Note the lists that are not as long as most are.

    Where no length is commonest, the first list's is taken.
    """
    if not lists:
        return
    lengths = Counter(len(values) for path, values in lists if path.endswith("].amounts"))
    expected = (lengths or Counter(len(values) for _, values in lists)).most_common(1)[0][0]
    for path, values in lists:
        if len(values) != expected and not problems.has(re.escape(path)):
            problems.add(path, "length_mismatch", length=len(values), expected=expected)


def _check_benchmark(investment: Tree, problems: ProblemList) -> None:
    if investment.get("option") == "benchmark" and investment.get("benchmark") is None:
        if not problems.has(r"investment\.benchmark"):
            problems.add("investment.benchmark", "missing_key", expected="an object")
        return
    benchmark = part(investment, "benchmark")
    basis, indicator = benchmark.get("basis"), investment.get("indicator")
    flows = "project_irr" if indicator in OF_ALL_CAPITAL else indicator
    if flows in BASIS_FOR.values() and BASIS_FOR.get(basis or "", flows) != flows:
        problems.add(
            "investment.benchmark.basis",
            "indicator_benchmark_mismatch",
            basis=basis,
            indicator=indicator,
        )
    for name, code in (
        ("tax_basis", "tax_basis_mismatch"),
        ("price_basis", "price_basis_mismatch"),
    ):
        given, expected = benchmark.get(name), investment.get(name)
        if given and expected and given != expected:
            problems.add(f"investment.benchmark.{name}", code, given=given, expected=expected)
    _check_wacc(investment, benchmark, problems)


def _check_wacc(investment: Tree, benchmark: Tree, problems: ProblemList) -> None:
    """A WACC whose cost of debt is taken after tax is a benchmark after tax (TOOL27)."""
    components = part(benchmark, "components")
    debt, rate = components.get("cost_of_debt"), components.get("tax_rate")
    is_pre_tax = (benchmark.get("tax_basis") or investment.get("tax_basis")) == "pre_tax"
    is_wacc = benchmark.get("basis") in WACC_BASES and investment.get("indicator") != "equity_irr"
    if is_wacc and is_pre_tax and debt and rate:
        problems.add(
            "investment.benchmark.components.tax_rate", "wacc_after_tax", given=plain(rate)
        )


def _check_tax_and_loan(investment: Tree, problems: ProblemList) -> None:
    """Tax belongs to a cash flow after tax, and each of tax and loan is given one way."""
    kinds = {line.get("kind") for _, line in items(investment, "lines")}
    is_pre_tax = investment.get("tax_basis") == "pre_tax"
    if "tax" in investment:
        if is_pre_tax:
            problems.add("investment.tax", "tax_needs_post_tax", given="pre_tax")
        if "tax" in kinds:
            problems.add("investment.tax", "tax_given_twice")
    for i, line in items(investment, "lines"):
        if is_pre_tax and line.get("kind") == "tax":
            problems.add(f"investment.lines[{i}].kind", "tax_needs_post_tax", given="pre_tax")
    if "loan" in investment and kinds & set(LOAN_KINDS):
        problems.add("investment.loan", "loan_given_twice")


def _check_indicator(investment: Tree, problems: ProblemList) -> None:
    option, indicator = investment.get("option"), investment.get("indicator")
    if option == "simple_cost" and indicator not in (None, *COST_INDICATORS):
        problems.add(
            "investment.indicator",
            "indicator_not_for_option",
            given=indicator,
            option=option,
            expected=" or ".join(COST_INDICATORS),
        )


def _check_alternatives(tree: Tree, investment: Tree, problems: ProblemList) -> None:
    """The alternatives with a cash flow are among those listed, each once, without the project."""
    alternatives = {item.get("id"): item for _, item in items(tree, "alternatives")}
    own = items(investment, "alternatives")
    for i, item in own:
        path = f"investment.alternatives[{i}]"
        if item.get("id") is None and not problems.has(re.escape(f"{path}.id")):
            problems.add(f"{path}.id", "missing_key", expected="a text")
        check_alternative(f"{path}.id", item.get("id"), alternatives, problems)
    ids = [(f"investment.alternatives[{i}].id", item.get("id")) for i, item in own]
    check_unique(ids, "duplicate_id", problems)
