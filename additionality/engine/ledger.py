"""The ledger: every claim of a case that wants support, and the documents that support it.

Works on the JSON value of a case file, complete or not, so that a draft has a ledger too. It says
what is cited and decides nothing: an analysis that needs evidence says `insufficient` by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from additionality.engine.consistency import is_reference

Json = Mapping[str, Any]

#: The kinds of claims, in the order of a case (`docs/codes.md`).
CLAIM_KINDS = (
    "dates", "notice", "size", "search", "law", "law_unenforced", "law_noncompliance",
    "alternative", "input", "alternative_input", "benchmark", "sensitivity", "barrier", "counts",
    "activity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Support:
    """One document, by its evidence id, with the page and the words where they are given."""

    evidence: str
    page: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing the case claims: `kind`, where it stands, its name, and what supports it.

    `path` is written like `regulatory.laws[0]`. `in_words` is a source that names no document.
    """

    kind: str
    path: str
    name: str = ""
    support: tuple[Support, ...] = ()
    in_words: str = ""

    @property
    def is_supported(self) -> bool:
        """Whether a document of the case supports it; a source in words alone does not."""
        return bool(self.support)


def claims_of(case: Json) -> list[Claim]:
    """Every claim of a case file, in the order of `CLAIM_KINDS` and of the case.

    Only ids that the case lists under `evidence` count as support.
    """
    known = {str(one["id"]) for one in _list(case, "evidence") if one.get("id")}
    found = [
        *_of_project(case, known), *_of_law(case, known), *_of_alternatives(case, known),
        *_of_investment(case, known), *_of_barriers(case, known),
        *_of_common_practice(case, known),
    ]  # fmt: skip
    return sorted(found, key=lambda claim: CLAIM_KINDS.index(claim.kind))


def claims_by_document(claims: list[Claim]) -> dict[str, list[tuple[Claim, Support]]]:
    """The claims that each evidence id serves, with the place in it; one document may serve many."""
    found: dict[str, list[tuple[Claim, Support]]] = {}
    for claim in claims:
        for support in claim.support:
            found.setdefault(support.evidence, []).append((claim, support))
    return found


def _of_project(case: Json, known: set[str]) -> Iterator[Claim]:
    project = _part(case, "project")
    if any(project.get(key) for key in ("decision_date", "financing_date", "start_date")):
        support = _cited(project, "dates_evidence", known=known)
        yield Claim("dates", "project", support=support)
    notice = _part(project, "prior_consideration")
    if notice.get("notified_on"):
        yield _sourced("notice", "project.prior_consideration", notice, known, key="reference")
    if project.get("annual_reductions"):
        support = _cited(project, "reductions_evidence", known=known)
        yield Claim("size", "project.annual_reductions", support=support)


def _of_law(case: Json, known: set[str]) -> Iterator[Claim]:
    regulatory = _part(case, "regulatory")
    if regulatory.get("searched"):
        yield Claim("search", "regulatory", support=_cited(regulatory, "evidence", known=known))
    for path, law in _items(regulatory, "laws", "regulatory"):
        title = law.get("title") or ""
        yield Claim("law", path, title, _cited(law, "evidence", known=known))
        for kind, answer, key in (
            ("law_unenforced", "systematically_unenforced", "unenforced_evidence"),
            ("law_noncompliance", "noncompliance_widespread", "noncompliance_evidence"),
        ):
            if law.get(answer):  # `evidence` serves both limbs
                yield Claim(kind, path, title, _cited(law, key, "evidence", known=known))


def _of_alternatives(case: Json, known: set[str]) -> Iterator[Claim]:
    for path, one in _items(case, "alternatives"):
        if one.get("complies_with_law") is not None or one.get("kept") is False:
            name = one.get("name") or one.get("id") or ""
            yield Claim("alternative", path, name, _cited(one, "evidence", known=known))


def _of_investment(case: Json, known: set[str]) -> Iterator[Claim]:
    investment = _part(case, "investment")
    for path, line in _items(investment, "lines", "investment"):
        if not _is_computed(line):
            yield _sourced("input", path, line, known)
    for above, flows in _items(investment, "alternatives", "investment"):
        for path, line in _items(flows, "lines", above):
            yield _sourced("alternative_input", path, line, known)
    benchmark = _part(investment, "benchmark")
    if benchmark and investment.get("option", "benchmark") == "benchmark":
        yield _sourced("benchmark", "investment.benchmark", benchmark, known)
    sensitivity = _part(investment, "sensitivity")
    if sensitivity.get("explanation"):
        support = _cited(sensitivity, "evidence", known=known)
        yield Claim("sensitivity", "investment.sensitivity", support=support)


def _is_computed(line: Json) -> bool:
    """Whether a line is the book value, which follows from other lines and is held against them."""
    is_book_value = line.get("kind") == "residual" and line.get("residual_basis") == "book_value"
    return is_book_value and not line.get("source")


def _of_barriers(case: Json, known: set[str]) -> Iterator[Claim]:
    for path, barrier in _items(case, "barriers"):
        support = _cited(barrier, "evidence", known=known)
        yield Claim("barrier", path, barrier.get("kind") or "", support)


def _of_common_practice(case: Json, known: set[str]) -> Iterator[Claim]:
    """The counts, and each activity; what supports the whole list supports each of its rows."""
    part = _part(case, "common_practice")
    whole = _cited(part, "evidence", known=known)
    if part.get("n_all") is not None or part.get("activities") or part.get("distinctions"):
        yield Claim("counts", "common_practice", support=whole)
    for path, activity in _items(part, "activities", "common_practice"):
        support = _cited(activity, "evidence", known=known) or whole
        yield Claim("activity", path, activity.get("name") or "", support)


def _cited(holder: Json, *keys: str, known: set[str]) -> tuple[Support, ...]:
    """The documents that lists of ids name, with every place given for each."""
    found: list[Support] = []
    for key in keys:
        places = _list(holder, f"{key}_at")
        for name in holder.get(key) or []:
            here = [_support(name, place) for place in places if place.get("id") == name]
            found += (here or [Support(name)]) if name in known else []
    return tuple(dict.fromkeys(found))


def _sourced(kind: str, path: str, holder: Json, known: set[str], *, key: str = "source") -> Claim:
    """A claim whose source is one document, or words."""
    source = str(holder.get(key) or "").strip()
    name = holder.get("name") or ""
    if source in known:
        return Claim(kind, path, name, (_support(source, _part(holder, f"{key}_at")),))
    return Claim(kind, path, name, in_words="" if is_reference(source) else source)


def _support(name: str, place: Json) -> Support:
    return Support(name, place.get("page") or "", place.get("quote") or "")


def _part(tree: Json, key: str) -> Json:
    return tree.get(key) or {}


def _list(tree: Json, key: str) -> list[Json]:
    return [item for item in tree.get(key) or [] if isinstance(item, Mapping)]


def _items(tree: Json, key: str, above: str = "") -> Iterator[tuple[str, Json]]:
    path = f"{above}.{key}" if above else key
    for position, item in enumerate(tree.get(key) or []):
        if isinstance(item, Mapping):
            yield f"{path}[{position}]", item
