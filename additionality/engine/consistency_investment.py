"""What a schema cannot state about the investment part of a case file.

Lists equally long, signs, indicator and benchmark that match (domain section 4, "Must match"), and what
this version does not compute yet.
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
MAY_BE_NEGATIVE = {"working_capital", "residual"}
LATER_KINDS = {
    "tax": "a `tax` line",
    "loan_drawdown": "a loan",
    "interest": "a loan",
    "principal": "a loan",
}


def check(tree: Tree, investment: Tree, problems: ProblemList) -> None:
    """Note the problems of the investment part of the case `tree`."""
    _check_lines(investment, problems)
    _check_benchmark(investment, problems)
    _check_computable(investment, problems)
    _check_investment_alternatives(tree, investment, problems)


def _check_lines(investment: Tree, problems: ProblemList) -> None:
    lines = items(investment, "lines")
    check_unique(
        [(f"investment.lines[{i}].name", line.get("name")) for i, line in lines],
        "duplicate_name",
        problems,
    )
    lists = [
        (f"investment.lines[{i}].{name}", line[name])
        for i, line in lines
        for name in ("amounts", "price", "quantity")
        if isinstance(line.get(name), list)
    ]
    output = part(investment, "output").get("amounts")
    if output:
        lists.append(("investment.output.amounts", output))
    _check_lengths(lists, problems)
    for i, line in lines:
        if line.get("kind") in MAY_BE_NEGATIVE:
            continue
        for position, amount in enumerate(line.get("amounts") or []):
            if amount is not None and amount < 0:
                path = f"investment.lines[{i}].amounts[{position}]"
                problems.add(path, "number_negative", given=bare(plain(amount)))


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
    if indicator in BASIS_FOR.values() and BASIS_FOR.get(basis or "", indicator) != indicator:
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


def _check_computable(investment: Tree, problems: ProblemList) -> None:
    """Refuse what this version would have to compute and does not.

    Better refused than computed wrongly.
    """
    option, indicator = investment.get("option"), investment.get("indicator")
    if option not in (None, "benchmark"):
        problems.add(
            "investment.option",
            "not_in_this_version",
            given=f"the option `{option}`",
            expected="`benchmark`",
        )
    if indicator not in (None, "project_irr"):
        problems.add(
            "investment.indicator", "not_in_this_version",
            given=f"the indicator `{indicator}`", expected="`project_irr`",
        )  # fmt: skip
    tax_lines = False
    for i, line in items(investment, "lines"):
        kind = line.get("kind")
        tax_lines = tax_lines or kind == "tax"
        if kind in LATER_KINDS:
            problems.add(
                f"investment.lines[{i}].kind", "not_in_this_version",
                given=LATER_KINDS[kind], expected="a cash flow without tax and loans",
            )  # fmt: skip
    if "tax" not in investment:
        return
    if investment.get("tax_basis") == "pre_tax":
        problems.add("investment.tax", "tax_needs_post_tax", given="pre_tax")
    if tax_lines:
        problems.add("investment.tax", "tax_given_twice")
    problems.add(
        "investment.tax",
        "not_in_this_version",
        given="a tax block",
        expected="a cash flow without tax",
    )


def _check_investment_alternatives(tree: Tree, investment: Tree, problems: ProblemList) -> None:
    if "alternatives" not in investment:
        return
    alternatives = {item.get("id"): item for _, item in items(tree, "alternatives")}
    for i, item in items(investment, "alternatives"):
        check_alternative(
            f"investment.alternatives[{i}].id", item.get("id"), alternatives, problems
        )
    if investment["alternatives"]:
        problems.add(
            "investment.alternatives", "not_in_this_version",
            given="cash flows of alternatives", expected="a comparison with a benchmark",
        )  # fmt: skip
