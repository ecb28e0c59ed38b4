"""The rules of the case format that a schema cannot state.

Uniqueness, lengths, references, and parts that must match.

Each check takes the tree `schema_reader.read` leaves, in which anything refused is missing or
`None`, and notes problems; none assumes that another part was readable. Rules: case format
"Malformed or judged?", domain section 4 ("Must match") and 5 (alternatives named in 3b).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from additionality.engine import consistency_investment, product_benchmarks, rulepack
from additionality.engine.case_tree import Tree, check_alternative, check_unique, items, part
from additionality.engine.problems import ProblemList, shown

if TYPE_CHECKING:
    from additionality.engine.case import Case
    from additionality.engine.rulepack import RulePack

_ID_SHAPED = re.compile(r"[A-Za-z0-9_.:/-]{1,40}", re.ASCII)


def check(tree: Tree, problems: ProblemList, packs: tuple[RulePack, ...] = ()) -> None:
    """Note every problem of the whole case that lies between its parts.

    `packs` are those it is to be assessed under, where that is not its own.
    """
    _check_pack(tree, problems, packs)
    project = part(tree, "project")
    years = [
        (f"project.annual_reductions[{i}].year", r.get("year"))
        for i, r in items(project, "annual_reductions")
    ]
    check_unique(years, "duplicate_year", problems)
    _check_performance(part(project, "performance"), problems)
    _check_evidence_references(tree, problems)
    _check_alternatives_named(tree, problems)
    for name in ("alternatives", "evidence"):
        ids = [(f"{name}[{i}].id", item.get("id")) for i, item in items(tree, name)]
        check_unique(ids, "duplicate_id", problems)
    investment = part(tree, "investment")
    if investment:
        consistency_investment.check(tree, investment, problems)
    counts = part(tree, "common_practice")
    rows = [
        (f"common_practice.activities[{i}].row", activity.get("row"))
        for i, activity in items(counts, "activities")
    ]
    check_unique(rows, "duplicate_id", problems)
    n_all, n_diff = counts.get("n_all"), counts.get("n_diff")
    if n_all is not None and n_diff is not None and n_diff > n_all:
        problems.add("common_practice.n_diff", "n_diff_above_n_all", given=n_diff, expected=n_all)


def counts_rows(tree: Tree) -> bool:
    """Whether there may be rows that the counts must agree with."""
    stated = part(tree, "common_practice")
    return bool(stated.get("activities") or stated.get("dataset"))


def check_counts(case: Case, problems: ProblemList, packs: tuple[RulePack, ...] = ()) -> None:
    """Counts and activities, where both are given, must agree.

    Rows of which it is open whether they count leave the counts that much room.
    """
    from additionality.engine.analyses.common_practice import count
    from additionality.engine.analyses.funnel import is_searched

    stated = case.common_practice
    if not (stated.activities or is_searched(stated)):
        return
    in_force = [pack for pack in packs if pack.in_force_from <= case.assessed_on]
    counted = count(case, in_force[0] if in_force else None)
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


def _check_pack(tree: Tree, problems: ProblemList, packs: tuple[RulePack, ...]) -> None:
    key, day = tree.get("pack"), tree.get("assessed_on")
    if key is None:
        return
    available = (*rulepack.pack_keys(), *(pack.key for pack in packs))
    if key not in available:
        problems.add("pack", "unknown_pack", given=shown(key), expected=", ".join(available))
        return
    wanted = packs or (rulepack.load_pack(key),)
    earliest = min(wanted, key=lambda pack: pack.in_force_from)
    if day is not None and day < earliest.in_force_from:
        problems.add(
            "assessed_on",
            "pack_not_in_force",
            pack=earliest.key,
            given=day.isoformat(),
            expected=earliest.in_force_from.isoformat(),
        )


def _check_performance(performance: Tree, problems: ProblemList) -> None:
    """A product without a benchmark of its own is one of the table, in the table's unit."""
    product, unit = performance.get("product"), performance.get("unit_of_output")
    if not product or performance.get("benchmark") is not None:
        return
    if product not in product_benchmarks.product_benchmarks():
        problems.add("project.performance.product", "product_unknown", given=shown(product))
    elif unit not in (None, "", product_benchmarks.UNIT):
        problems.add(
            "project.performance.unit_of_output",
            "not_in_list",
            given=shown(unit),
            expected=product_benchmarks.UNIT,
        )


#: A problem at such a path leaves the ids of a list unknown; what refers to them is not blamed.
_IDS_UNREADABLE = r"{name}(\[[0-9]+\](\.id)?)?"


def _check_evidence_references(tree: Tree, problems: ProblemList) -> None:
    if problems.has(_IDS_UNREADABLE.format(name="evidence")):
        return
    known = {item.get("id") for _, item in items(tree, "evidence")}
    for path, holder, name in citing(tree):
        listed = holder.get(name) or []
        for position, reference in enumerate(listed):
            if reference is not None and reference not in known:
                problems.add(f"{path}[{position}]", "unknown_evidence", given=shown(reference))
        for position, place in items(holder, f"{name}_at"):
            if place.get("id") is not None and place["id"] not in listed:
                at = f"{path}_at[{position}].id"
                problems.add(at, "place_of_other_evidence", given=shown(place["id"]))
    for path, source in _sources(tree):
        if source not in known and is_reference(source):
            problems.add(path, "unknown_evidence", given=shown(source))


def citing(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Tree, str]]:
    """Every list of evidence ids below `tree`: its path, the object it is in, and its key.

    An object that only says where (`evidence_at` without `evidence`) has a list that is empty.
    """
    for key, value in tree.items():
        if path and key.endswith(("evidence", "evidence_at")):
            name = key.removesuffix("_at")
            if key == name or name not in tree:
                yield f"{path}.{name}", dict(tree), name
        elif isinstance(value, dict):
            yield from citing(value, f"{path}.{key}" if path else key)
        elif isinstance(value, list):
            for position, item in enumerate(value):
                if isinstance(item, dict):
                    yield from citing(
                        item, f"{path}.{key}[{position}]" if path else f"{key}[{position}]"
                    )


def is_reference(source: str) -> bool:
    """Whether a `source` is meant as an evidence id: one word of ASCII letters, digits and marks.

    Anything else, such as "Feasibility study, page 3", describes a source in words.
    """
    return bool(_ID_SHAPED.fullmatch(source.strip()))


def _sources(tree: Tree) -> list[tuple[str, str]]:
    investment = part(tree, "investment")
    flows = [("investment", investment)]
    flows += [
        (f"investment.alternatives[{i}]", item) for i, item in items(investment, "alternatives")
    ]
    found = [
        (f"{path}.lines[{i}].source", line.get("source"))
        for path, flow in flows
        for i, line in items(flow, "lines")
    ]
    found.append(("investment.benchmark.source", part(investment, "benchmark").get("source")))
    notice = part(part(tree, "project"), "prior_consideration")
    found.append(("project.prior_consideration.reference", notice.get("reference")))
    given = part(part(tree, "project"), "performance").get("benchmark_source")
    found.append(("project.performance.benchmark_source", given))
    return [(path, source) for path, source in found if source]


def _check_alternatives_named(tree: Tree, problems: ProblemList) -> None:
    if problems.has(_IDS_UNREADABLE.format(name="alternatives")):
        return
    alternatives = {item.get("id"): item for _, item in items(tree, "alternatives")}
    for i, barrier in items(tree, "barriers"):
        for position, name in enumerate(barrier.get("alternatives_not_prevented") or []):
            path = f"barriers[{i}].alternatives_not_prevented[{position}]"
            check_alternative(path, name, alternatives, problems)
