"""The case: what the proponent claims about one project activity, as frozen dataclasses.

`read_case` takes a JSON value (or `read_case_json` its text), checks it by the published schema
and by the rules a schema cannot state (`consistency.py`), and returns a `Case`, or raises
`MalformedCase` with all the problems. A text that is absent is "", a list that is absent is empty,
any other absent value is `None`: an answer not given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from additionality.engine import consistency, conversion, schema_reader, strict_json
from additionality.engine.case_tree import Tree, merge
from additionality.engine.evidenced import Evidence
from additionality.engine.investment_facts import Investment
from additionality.engine.practice_facts import (
    Barrier,
    CommonPractice,
    FirstOfItsKind,
    Microscale,
    PositiveList,
)
from additionality.engine.problems import MalformedCase, ProblemList, TooManyProblems
from additionality.engine.project_facts import Alternative, Project, Regulatory

if TYPE_CHECKING:
    from additionality.engine.rulepack import RulePack

SCHEMA_FILE = Path(__file__).resolve().parents[2] / "docs" / "case.schema.json"


@dataclass(frozen=True, slots=True)
class Case:
    """One project activity as claimed, for one rule pack on one day."""

    pack: str
    assessed_on: date
    project: Project
    format: str = "additionality-case/1"
    regulatory: Regulatory = Regulatory()
    alternatives: tuple[Alternative, ...] = ()
    route: str = ""
    investment: Investment | None = None
    barriers: tuple[Barrier, ...] = ()
    common_practice: CommonPractice = CommonPractice()
    first_of_its_kind: FirstOfItsKind = FirstOfItsKind()
    microscale: Microscale = Microscale()
    positive_list: PositiveList = PositiveList()
    evidence: tuple[Evidence, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The canonical case, which `read_case` reads back: numbers and dates as text.

        What was not given, or is given as its default, is left out.
        """
        return {"format": self.format, **conversion.canonical(self)}


def read_case(data: object, packs: tuple[RulePack, ...] = ()) -> Case:
    """The case in a JSON value (numbers as ints, `Decimal`, or decimal strings).

    It is read for its own pack, or for `packs`, of which one must be in force on the day.
    Raises `MalformedCase`.
    """
    return case_of(checked_tree(data, packs))


def checked_tree(data: object, packs: tuple[RulePack, ...] = ()) -> Tree:
    """What `read_case` makes a case of, with all its checks: for who wants to know only if it can be read.

    Raises `MalformedCase`.
    """
    return _checked(lambda problems: schema_reader.read(data, schema(), problems), packs)


def read_part(data: dict[str, Any]) -> Tree:
    """A part of a case, as `checked_tree` has it, for `checked_parts`: whole lists, and any keys of the objects.

    Raises `MalformedCase`.
    """
    problems = ProblemList()
    try:
        tree = schema_reader.read_part(data, schema(), problems)
    except TooManyProblems:
        tree = {}
    if problems.items:
        raise MalformedCase(problems.items)
    return tree


def checked_parts(parts: Iterable[Tree]) -> Tree:
    """The same as `checked_tree` of the whole, of which the parts were read before; they are not changed.

    Raises `MalformedCase`.
    """

    def together(problems: ProblemList) -> Tree:
        tree: Tree = {}
        for part in parts:
            merge(tree, part)
        schema_reader.note_missing(tree, schema(), problems)
        return tree

    return _checked(together, ())


def _checked(read: Callable[[ProblemList], object], packs: tuple[RulePack, ...]) -> Tree:
    problems, tree = ProblemList(), None
    try:
        tree = read(problems)
        if isinstance(tree, dict):
            consistency.check(tree, problems, packs)
    except TooManyProblems:
        pass
    if problems.items or not isinstance(tree, dict):
        raise MalformedCase(problems.items)
    if consistency.counts_rows(tree):
        consistency.check_counts(case_of(tree), problems, packs)
    if problems.items:
        raise MalformedCase(problems.items)
    return tree


def case_of(tree: Tree) -> Case:
    """The case of a tree that was checked."""
    return cast("Case", conversion.build(Case, tree))


def read_case_json(text: bytes | str, packs: tuple[RulePack, ...] = ()) -> Case:
    """The case in a JSON document, read strictly, for its own pack or for `packs`.

    Raises `MalformedCase`.
    """
    return read_case(strict_json.parse(text), packs)


@cache
def schema() -> dict[str, Any]:
    """The published schema.

    Raises `ValueError` when it uses a keyword the reader does not implement.
    """
    result: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    if unknown := schema_reader.unsupported_keywords(result):
        raise ValueError(f"{SCHEMA_FILE.name} uses unsupported keywords: {sorted(unknown)}")
    return result
