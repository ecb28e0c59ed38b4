"""Checks a folder with a rule pack for the expert who wrote it, and says in plain words what is wrong.

Used by the `check_pack` command; docs/rulepacks.md explains the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from additionality.engine.golden_cases import (
    Difference,
    GoldenCase,
    GoldenCasesError,
    differences,
    read_golden_cases,
)
from additionality.engine.rulepack import RulePack, RulePackError, released_packs
from additionality.engine.rulepack_reading import read_pack

ENOUGH_CASES = 25


@dataclass(frozen=True, slots=True)
class Report:
    """What was found: `problems` have to be mended, `advice` before the pack is released.

    Each is one line of text. `passed` of `run` golden cases came out as written.
    """

    problems: tuple[str, ...]
    advice: tuple[str, ...] = ()
    run: int = 0
    passed: int = 0
    pack: RulePack | None = None


def check_folder(folder: Path) -> Report:
    """Read the pack of a folder, run its golden cases, and report. Raises `OSError`."""
    content = (folder / "pack.yaml").read_bytes()
    try:
        pack = read_pack(content)
    except RulePackError as error:
        return Report(tuple(f"pack.yaml, {problem}" for problem in error.problems))
    taken = tuple(_edition_taken(pack, content))
    file = folder / "cases.yaml"
    if not file.exists():
        missing = "cases.yaml is missing; expected the golden cases of the pack"
        return Report((*taken, missing), pack=pack)
    try:
        cases = read_golden_cases(file.read_text(encoding="utf-8"))
    except (GoldenCasesError, UnicodeDecodeError) as error:
        return Report((*taken, f"cases.yaml, {error}"), pack=pack)
    problems = [list(_problems(case, pack)) for case in cases]
    return Report(
        problems=(*taken, *(line for lines in problems for line in lines)),
        advice=tuple(_advice(folder, pack, cases)),
        run=len(cases),
        passed=sum(not lines for lines in problems),
        pack=pack,
    )


def _edition_taken(pack: RulePack, content: bytes) -> Iterator[str]:
    """What was released under a name stays as it was: determinations recompute under it."""
    same = [one for one in released_packs() if (one.key, one.edition) == (pack.key, pack.edition)]
    if same and pack.sha256 not in [one.sha256 for one in same]:
        lines = enumerate(content.decode().splitlines(), start=1)
        line = next((number for number, text in lines if text.startswith("edition:")), 1)
        yield (
            f"pack.yaml, line {line}, edition: edition {pack.edition} of {pack.key} is released already, and this "
            f"file is not the one that was (its SHA-256 was {same[0].sha256}, this one's is {pack.sha256}). A released "
            "edition is never edited: give this one an edition of its own, or take the released file back"
        )


def _problems(case: GoldenCase, pack: RulePack) -> Iterator[str]:
    for one in differences(case, pack):
        yield f'cases.yaml, line {case.line}: "{case.name}": {_sentence(one)}'


def _sentence(one: Difference) -> str:
    if one.key == "malformed":
        if not one.expected:
            return f"the case should be judged; it is refused, because of {_words(one.came_out)}"
        if not one.came_out:
            return f"the case should be refused at {_words(one.expected)}; it is judged"
        return (
            f"the case should be refused at {_words(one.expected)}; "
            f"it is refused at {_words(one.came_out)}"
        )
    return f"{one.key} should be {_words(one.expected)}; it came out as {_words(one.came_out)}"


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]" if value else "nothing"
    return "not given at all" if value is None else str(value)


def _advice(folder: Path, pack: RulePack, cases: tuple[GoldenCase, ...]) -> Iterator[str]:
    """What a pack still needs before it can be released."""
    if folder.resolve().name.replace("_", "-") != pack.key:
        yield f"the folder should be called {pack.key.replace('-', '_')}, after the key of the pack"
    if not (folder / "NOTES.md").exists():
        yield "NOTES.md is missing; it names the sources, and the decisions where they leave it open"
    if len(cases) < ENOUGH_CASES:
        yield f"there are {len(cases)} golden cases; at least {ENOUGH_CASES} are expected"
    names = [case.name for case in cases]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield f'two golden cases are called "{name}"'
    tiers = {str(case.expect.get("tier")) for case in cases}
    for tier in pack.tiers:
        if tier not in tiers:
            yield f"no golden case expects the tier {tier}"
