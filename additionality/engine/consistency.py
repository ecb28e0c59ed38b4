"""The rules of the case format that a schema cannot state: uniqueness, lengths, references,
matching parts.

Each check takes the tree `schema_reader.read` leaves, in which anything refused is missing or
`None`, and notes problems; none assumes that another part was readable. Rules: case format
"Malformed or judged?", domain section 4 ("Must match") and 5 (alternatives named in 3b).

"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from additionality.engine import rulepack
from additionality.engine.decimals import plain
from additionality.engine.problems import ProblemList, bare, shown

if TYPE_CHECKING:
    from additionality.engine.case import Case

Tree = dict[str, Any]

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
LATER_PACKS = ("tw-ver-2023", "cdm")
_ID_SHAPED = re.compile(r"[A-Za-z0-9_.:/-]{1,40}", re.ASCII)


def check(tree: Tree, problems: ProblemList) -> None:
    """Note every problem of the whole case that lies between its parts."""
    _check_pack(tree, problems)
    project = _part(tree, "project")
    years = [
        (f"project.annual_reductions[{i}].year", r.get("year"))
        for i, r in _items(project, "annual_reductions")
    ]
    _unique(years, "duplicate_year", problems)
    for name in ("alternatives", "evidence"):
        ids = [(f"{name}[{i}].id", item.get("id")) for i, item in _items(tree, name)]
        _unique(ids, "duplicate_id", problems)
    _check_evidence_references(tree, problems)
    _check_alternatives_named(tree, problems)
    investment = _part(tree, "investment")
    if investment:
        _check_lines(investment, problems)
        _check_benchmark(investment, problems)
        _check_computable(investment, problems)
        _check_investment_alternatives(tree, investment, problems)
    counts = _part(tree, "common_practice")
    n_all, n_diff = counts.get("n_all"), counts.get("n_diff")
    if n_all is not None and n_diff is not None and n_diff > n_all:
        problems.add("common_practice.n_diff", "n_diff_above_n_all", given=n_diff, expected=n_all)


def check_counts(case: Case, problems: ProblemList) -> None:
    """Counts and activities, where both are given, must agree as far as the activities can be
    counted.
    """
    from additionality.engine.analyses.common_practice import count

    stated = case.common_practice
    if not stated.activities:
        return
    counted = count(case)
    for name, given, least, most in (
        ("n_all", stated.n_all, counted.n_all, counted.n_all + counted.unclear),
        (
            "n_diff",
            stated.n_diff,
            counted.n_diff,
            counted.n_diff + counted.unclear + counted.unclear_difference,
        ),
    ):
        if given is not None and not least <= given <= most:
            expected = str(least) if least == most else f"{least} to {most}"
            problems.add(
                f"common_practice.{name}", "counts_disagree", given=given, expected=expected
            )


def _part(tree: Tree, name: str) -> Tree:
    value = tree.get(name)
    return value if isinstance(value, dict) else {}


def _items(tree: Tree, name: str) -> list[tuple[int, Tree]]:
    """The readable objects of a list with their positions."""
    values = tree.get(name)
    if not isinstance(values, list):
        return []
    return [(i, item) for i, item in enumerate(values) if isinstance(item, dict)]


def _unique(values: Iterable[tuple[str, Any]], code: str, problems: ProblemList) -> None:
    seen = set()
    for path, value in values:
        key = value.strip() if isinstance(value, str) else value
        if key is not None and key in seen:
            problems.add(path, code, given=shown(value) if isinstance(value, str) else value)
        seen.add(key)


def _check_pack(tree: Tree, problems: ProblemList) -> None:
    key, day = tree.get("pack"), tree.get("assessed_on")
    if key is None:
        return
    available = rulepack.pack_keys()
    if key not in available:
        code = "pack_not_in_this_version" if key in LATER_PACKS else "unknown_pack"
        problems.add("pack", code, given=shown(key), expected=", ".join(available))
        return
    pack = rulepack.load_pack(key)
    if day is not None and day < pack.in_force_from:
        problems.add(
            "assessed_on",
            "pack_not_in_force",
            pack=key,
            given=day.isoformat(),
            expected=pack.in_force_from.isoformat(),
        )


def _check_evidence_references(tree: Tree, problems: ProblemList) -> None:
    known = {item.get("id") for _, item in _items(tree, "evidence")}
    regulatory = _part(tree, "regulatory")
    lists = [
        (f"regulatory.laws[{i}].{name}", law.get(name) or [])
        for i, law in _items(regulatory, "laws")
        for name in ("evidence", "unenforced_evidence", "noncompliance_evidence")
    ]
    lists += [
        (f"barriers[{i}].evidence", b.get("evidence") or []) for i, b in _items(tree, "barriers")
    ]
    for path, references in lists:
        for position, reference in enumerate(references):
            if reference is not None and reference not in known:
                problems.add(f"{path}[{position}]", "unknown_evidence", given=shown(reference))
    for path, source in _sources(tree):
        if source not in known and is_reference(source):
            problems.add(path, "unknown_evidence", given=shown(source))


def is_reference(source: str) -> bool:
    """Whether a `source` is meant as an evidence id: one word of ASCII letters, digits and marks.

    Anything else, such as "Feasibility study, page 3", describes a source in words.
    """
    return bool(_ID_SHAPED.fullmatch(source.strip()))


def _sources(tree: Tree) -> list[tuple[str, str]]:
    investment = _part(tree, "investment")
    found = [
        (f"investment.lines[{i}].source", line.get("source"))
        for i, line in _items(investment, "lines")
    ]
    found.append(("investment.benchmark.source", _part(investment, "benchmark").get("source")))
    notice = _part(_part(tree, "project"), "prior_consideration")
    found.append(("project.prior_consideration.reference", notice.get("reference")))
    return [(path, source) for path, source in found if source]


def _check_alternatives_named(tree: Tree, problems: ProblemList) -> None:
    alternatives = {item.get("id"): item for _, item in _items(tree, "alternatives")}
    for i, barrier in _items(tree, "barriers"):
        for position, name in enumerate(barrier.get("alternatives_not_prevented") or []):
            path = f"barriers[{i}].alternatives_not_prevented[{position}]"
            _check_alternative(path, name, alternatives, problems)


def _check_alternative(
    path: str, name: str | None, alternatives: dict[Any, Tree], problems: ProblemList
) -> None:
    if name is None:
        return
    if name not in alternatives:
        problems.add(path, "unknown_alternative", given=shown(name))
    elif alternatives[name].get("is_project"):
        problems.add(path, "project_named_as_alternative", given=shown(name))


def _check_lines(investment: Tree, problems: ProblemList) -> None:
    lines = _items(investment, "lines")
    _unique(
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
    output = _part(investment, "output").get("amounts")
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
    """Note the lists that are not as long as most are (as the first, where no length is
    commonest).
    """
    if not lists:
        return
    lengths = Counter(len(values) for path, values in lists if path.endswith("].amounts"))
    expected = (lengths or Counter(len(values) for _, values in lists)).most_common(1)[0][0]
    for path, values in lists:
        if len(values) != expected:
            problems.add(path, "length_mismatch", length=len(values), expected=expected)


def _check_benchmark(investment: Tree, problems: ProblemList) -> None:
    if investment.get("option") == "benchmark" and investment.get("benchmark") is None:
        if "benchmark" not in investment:
            problems.add("investment.benchmark", "missing_key", expected="an object")
        return
    benchmark = _part(investment, "benchmark")
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
    for i, line in _items(investment, "lines"):
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
    alternatives = {item.get("id"): item for _, item in _items(tree, "alternatives")}
    for i, item in _items(investment, "alternatives"):
        _check_alternative(
            f"investment.alternatives[{i}].id", item.get("id"), alternatives, problems
        )
    if investment["alternatives"]:
        problems.add(
            "investment.alternatives", "not_in_this_version",
            given="cash flows of alternatives", expected="a comparison with a benchmark",
        )  # fmt: skip
