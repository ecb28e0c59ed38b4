"""The golden cases of a pack: written by an expert of the standard, run by the program.

`cases.yaml` beside a `pack.yaml` holds a `base` case and `cases`: each a name, what it changes in
the base (`change`: path and value, `remove`: paths), and what must come out (`expect`), or the
paths that are refused (`malformed`). docs/rulepacks.md explains the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from additionality.engine import strict_yaml
from additionality.engine.assess import Assessment, assess
from additionality.engine.case import read_case
from additionality.engine.pack_vocabulary import ANALYSES
from additionality.engine.problems import MalformedCase
from additionality.engine.rulepack import RulePack

#: What a case may expect beside the analyses.
EXPECTED = ("tier", "tier_by", "conclusion", "concerns", "varied", *ANALYSES)


class GoldenCasesError(ValueError):
    """The file of golden cases cannot be used; `line` counts from 1."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(f"line {line}: {message}")
        self.message = message
        self.line = line


class Removed:
    """What a path is changed to in order to leave it out."""

    def __repr__(self) -> str:
        return "REMOVED"


REMOVED = Removed()


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """One case: its data, and what must come out, or which paths are refused."""

    name: str
    line: int
    data: Any
    expect: Mapping[str, Any]
    malformed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What came out differently: the key of `expect`, the value there and the one that came out."""

    key: str
    expected: Any
    came_out: Any


def read_golden_cases(text: str) -> tuple[GoldenCase, ...]:
    """The cases of a `cases.yaml`. Raises `GoldenCasesError`."""
    try:
        tree, lines = strict_yaml.load_with_lines(text)
    except strict_yaml.StrictYamlError as error:
        raise GoldenCasesError(error.message, error.line) from error
    if not isinstance(tree, dict) or set(tree) != {"base", "cases"}:
        raise GoldenCasesError("expected the two keys base and cases, and no other")
    if not isinstance(tree["base"], dict) or not isinstance(tree["cases"], list):
        raise GoldenCasesError(
            "expected under base a case, and under cases a list that begins with -"
        )
    return tuple(
        _golden_case(tree["base"], item, lines.get(("cases", i), 1))
        for i, item in enumerate(tree["cases"])
    )


def _golden_case(base: Any, item: Any, line: int) -> GoldenCase:
    known = {"name", "change", "remove", "expect", "malformed"}
    if not isinstance(item, dict) or not isinstance(item.get("name"), str):
        raise GoldenCasesError("expected a case with a name", line)
    if unknown := set(item) - known:
        raise GoldenCasesError(
            f"{sorted(unknown)[0]!r} is not known here; expected: {', '.join(sorted(known))}", line
        )
    if ("expect" in item) is ("malformed" in item):
        raise GoldenCasesError("expected either expect or malformed", line)
    paths = item.get("malformed", [""])
    if not isinstance(paths, list) or not paths or not all(isinstance(one, str) for one in paths):
        raise GoldenCasesError("expected under malformed the paths that are refused", line)
    expect = item.get("expect", {})
    if not isinstance(expect, dict) or set(expect) - set(EXPECTED):
        raise GoldenCasesError(f"expected under expect only: {', '.join(EXPECTED)}", line)
    removed = dict.fromkeys(item.get("remove", []), REMOVED)
    try:
        data = changed(base, {**item.get("change", {}), **removed})
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise GoldenCasesError(f"a path leads nowhere in the base: {error}", line) from error
    malformed = tuple(item["malformed"]) if "malformed" in item else None
    return GoldenCase(item["name"], line, data, expect, malformed)


def changed(base: Any, change: Mapping[str, Any]) -> Any:
    """A copy of `base` with the value at each dotted path replaced, or left out where `REMOVED`."""
    data = deepcopy(base)
    for path, value in change.items():
        container, key = place(data, path)
        if value is REMOVED:
            del container[key]
        else:
            container[key] = deepcopy(value)
    return data


def place(tree: Any, path: str) -> tuple[Any, Any]:
    """The container and the last key of a dotted path; objects on the way are made."""
    *way, last = path.split(".")
    for key in way:
        tree = tree[int(key)] if isinstance(tree, list) else tree.setdefault(key, {})
    return tree, int(last) if isinstance(tree, list) else last


def differences(golden: GoldenCase, pack: RulePack) -> tuple[Difference, ...]:
    """Where the case does not come out as it must under `pack`; nothing if it does."""
    try:
        case = read_case(golden.data, (pack,))
    except MalformedCase as error:
        refused = [problem.path for problem in error.errors]
        if golden.malformed is None:
            said = [f"{problem.path}: {problem.message}" for problem in error.errors]
            return (Difference("malformed", [], said),)
        return tuple(_unless_equal("malformed", list(golden.malformed), refused))
    if golden.malformed is not None:
        return (Difference("malformed", list(golden.malformed), []),)
    came_out = outcome(assess(case, pack))
    return tuple(
        difference
        for key, expected in golden.expect.items()
        for difference in _unless_equal(key, expected, came_out.get(key))
    )


def outcome(result: Assessment) -> dict[str, Any]:
    """What an assessment came to, in the words of `expect`."""
    came_out: dict[str, Any] = {
        "tier": result.tier.tier,
        "tier_by": result.tier.basis[0].metric,
        "conclusion": result.conclusion.value,
        "concerns": [c.code for f in result.findings for c in f.concerns],
    }
    came_out |= {f.analysis: f"{f.outcome.value} {f.reason}" for f in result.findings}
    varied = [f.figures.get("break_even", []) for f in result.findings]
    came_out["varied"] = [even["line"] for breaks in varied for even in breaks]
    return came_out


def _unless_equal(key: str, expected: Any, came_out: Any) -> Iterator[Difference]:
    if key == "concerns":
        expected, came_out = sorted(expected), sorted(came_out)
    if expected != came_out:
        yield Difference(key, expected, came_out)
