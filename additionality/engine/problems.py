"""What is wrong with a case file, as a closed list of codes with one English sentence each.

A *malformed* case is refused: `MalformedCase` carries every problem found, each with the path of
the value it is about. The codes are published in `docs/codes.md`; whoever shows them in another
language translates the code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

MESSAGES: dict[str, str] = {
    # the document
    "invalid_utf8": "The document is not valid UTF-8 (byte {position}); expected JSON in UTF-8.",
    "invalid_json": "The document is not valid JSON (line {line}, column {column}): {reason}.",
    "document_too_large": "The document is too large; expected at most {limit} bytes.",
    "file_unreadable": "The file could not be read: {reason}.",
    "too_deep": "The value is nested too deeply; expected at most {limit} levels.",
    "too_many_problems": "More than {limit} problems were found; only the first are listed.",
    # keys and types
    "unknown_key": "The key is not part of the case format; expected one of: {expected}.",
    "duplicate_key": "The key is given more than once; expected every key once.",
    "missing_key": "The key is required and missing; expected {expected}.",
    "wrong_type": "Expected {expected}, not {given}.",
    "not_in_list": "{given} is not a known value; expected one of: {expected}.",
    # text
    "text_empty": "The text is empty; expected {expected}.",
    "text_too_long": "The text has {length} characters; expected at most {limit}.",
    "text_unprintable": (
        "The text holds a control character or half a character; expected readable text."
    ),
    "text_malformed": "{given} is not in the expected form; expected {expected}.",
    # numbers and dates
    "number_malformed": (
        '{given} is not a number; expected a JSON number or a decimal string such as "0.0825".'
    ),
    "number_out_of_range": "{given} is out of range; expected {expected}.",
    "number_negative": "{given} is negative; expected zero or more.",
    "number_not_whole": "{given} is not a whole number; expected a whole number.",
    "number_too_long": (
        "The number has too many digits; expected at most {digits} digits and no more than "
        "{places} decimal places."
    ),
    "date_malformed": "{given} is not a date; expected a day that exists, written like 2026-11-21.",
    "year_or_date_malformed": (
        '{given} is neither a year nor a date; expected 2009 or "2009-05-01".'
    ),
    # lists
    "list_empty": "The list is empty; expected at least {limit}.",
    "list_too_long": "The list has {length} items; expected at most {limit}.",
    "length_mismatch": (
        "The list has {length} values; expected {expected}, one a year, as in the other lists."
    ),
    "duplicate_name": (
        "The name {given} is used more than once; expected every line to have its own name."
    ),
    "duplicate_id": "The id {given} is used more than once; expected every id once.",
    "duplicate_year": "The year {given} is given more than once; expected every year once.",
    # references
    "unknown_evidence": (
        "{given} is not in the list of evidence; expected the id of an item of `evidence`."
    ),
    "place_of_other_evidence": (
        "{given} is cited by page here and is not among the evidence named beside it; expected "
        "one of those."
    ),
    "unknown_alternative": (
        "{given} is not in the list of alternatives; expected the id of an item of `alternatives`."
    ),
    "project_named_as_alternative": "{given} is the project itself; expected another alternative.",
    # parts that must agree
    "indicator_benchmark_mismatch": (
        "A benchmark on the basis `{basis}` does not go with the indicator `{indicator}`; "
        "expected a matching pair."
    ),
    "tax_basis_mismatch": (
        "The benchmark is `{given}` and the cash flow `{expected}`; expected the same tax basis."
    ),
    "price_basis_mismatch": (
        "The benchmark is `{given}` and the cash flow `{expected}`; expected the same price basis."
    ),
    "wacc_after_tax": (
        "The cost of debt is taken after tax at {given}, which makes the WACC one after tax; expected "
        "no tax rate, or a benchmark and a cash flow after tax."
    ),
    "tax_given_twice": "Tax is given both as a block and as a line; expected one of them.",
    "tax_needs_post_tax": "Tax is given with the tax basis `{given}`; expected `post_tax`.",
    "loan_given_twice": "A loan is given both by its terms and as lines; expected one of them.",
    "indicator_not_for_option": (
        "The indicator `{given}` does not go with the option `{option}`; expected {expected}."
    ),
    "n_diff_above_n_all": (
        "n_diff {given} is more than n_all {expected}; expected no more than all plants."
    ),
    "counts_disagree": (
        "The count given is {given}, the activities listed give {expected}; expected both to agree."
    ),
    "product_unknown": (
        "The table of product benchmarks has no {given}; expected one of its products, or a "
        "benchmark given."
    ),
    # the pack
    "unknown_pack": "{given} is not a rule pack; expected one of: {expected}.",
    "pack_not_in_force": "The rule pack {pack} is in force from {expected}; {given} is earlier.",
}

MAX_PROBLEMS = 1000
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where, what, and the values concerned.

    `path` is written like `investment.lines[0].amounts`; `$` is the document.
    """

    path: str
    code: str
    params: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """One English sentence saying what is wrong and what is expected; always a single line."""
        return MESSAGES[self.code].format_map(self.params)

    def to_dict(self) -> dict[str, str]:
        return {"path": self.path, "message": self.message}


class MalformedCase(ValueError):
    """The case cannot be read; `errors` holds every problem found."""

    def __init__(self, errors: Iterable[Problem]) -> None:
        self.errors: tuple[Problem, ...] = tuple(errors)
        super().__init__("; ".join(f"{e.path}: {e.message}" for e in self.errors[:5]))


class TooManyProblems(Exception):
    """Raised by `ProblemList` when its limit is reached, to stop a hopeless reading."""


class ProblemList:
    """Collects problems while a case is read, up to `MAX_PROBLEMS`."""

    def __init__(self) -> None:
        self.items: list[Problem] = []

    def add(self, path: str, code: str, **params: object) -> None:
        """Note a problem. Raises `TooManyProblems` at the limit."""
        self.items.append(Problem(path, code, {name: str(value) for name, value in params.items()}))
        if len(self.items) >= MAX_PROBLEMS:
            self.items.append(Problem("$", "too_many_problems", {"limit": str(MAX_PROBLEMS)}))
            raise TooManyProblems

    def has(self, pattern: str) -> bool:
        """Whether a problem was noted at a path that the regular expression matches in full."""
        return any(re.fullmatch(pattern, problem.path) for problem in self.items)


def shown(value: object, limit: int = 60) -> str:
    """`value` for a message: on one line, shortened, text in quotation marks."""
    if isinstance(value, str):
        text = '"' + value[: limit + 1].replace('"', "'") + '"'
        if len(value) > limit:
            text = '"' + value[:limit].replace('"', "'") + '…"'
    elif isinstance(value, bool):
        text = "true" if value else "false"
    else:
        text = str(value)
        text = text if len(text) <= limit else text[:limit] + "…"
    return _UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def bare(number: str, limit: int = 40) -> str:
    """The text of a number for a message: shortened, without quotation marks."""
    return number if len(number) <= limit else number[:limit] + "…"


def child(path: str, key: str) -> str:
    """The path of `key` inside the object at `path` (`$` is the document)."""
    name = key if len(key) <= 80 and _PLAIN_KEY.fullmatch(key) else "[" + json.dumps(key[:80]) + "]"
    if path == "$":
        return name
    return path + name if name.startswith("[") else f"{path}.{name}"
