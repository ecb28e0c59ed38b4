"""The ledger for reading: every claim with what supports it, and every document with what it serves."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from additionality.engine.ledger import Claim, Support, claims_by_document, claims_of
from projects.models import Case, EvidenceKind
from projects.wizard.steps import BY_NAME
from projects.wording.claims import (
    claim_sentence,
    page_words,
    place_words,
    plants_without_evidence,
    position_of,
    readers,
)

#: In which step of the wizard each kind of claim is made.
STEP_OF = {
    "dates": "dates", "notice": "dates", "size": "size", "search": "search", "law": "laws",
    "law_unenforced": "laws", "law_noncompliance": "laws", "alternative": "alternatives",
    "input": "cash-flow", "alternative_input": "alternative-flows", "benchmark": "benchmark",
    "sensitivity": "sensitivity", "barrier": "barriers", "counts": "common-practice",
    "activity": "common-practice",
}  # fmt: skip
#: Claims of one step shown at once; a case may list thousands of plants.
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ShownSupport:
    """A place in a document: `evidence` is its id, `page` and `quote` are empty where not given."""

    evidence: str
    title: str
    page: str
    quote: str


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """`in_words` is a source that names no document; without it and without support: nothing."""

    step: str
    sentence: str
    support: tuple[ShownSupport, ...]
    in_words: str

    @property
    def is_open(self) -> bool:
        return not self.support and not self.in_words


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """The claims of one step; `more` is how many are not shown."""

    step: str
    title: str
    claims: list[ShownClaim]
    more: int


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document of the case file, and what it serves. `size` is None where it is not kept here."""

    id: str
    title: str
    file: str
    sha256: str
    dated: str
    kind: str
    readers: str
    serves: list[str]
    more: int
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """By claim, by document, and the claims that nothing supports."""

    groups: list[ClaimGroup]
    documents: list[ShownDocument]
    unsupported: list[ClaimGroup]
    supported: int
    total: int

    def of_step(self, step: str) -> ClaimGroup | None:
        return next((group for group in self.groups if group.step == step), None)


def ledger(case: Mapping[str, Any], sizes: Mapping[tuple[str, str], int] | None = None) -> Ledger:
    """The ledger of a case file. `sizes` are those of the stored files by id and SHA-256."""
    claims = claims_of(case)
    entries = case.get("evidence") or []
    titles = {one.get("id"): one.get("title") or one.get("file") or "" for one in entries}
    shown = [_shown(claim, titles) for claim in claims]
    serving = claims_by_document(claims)
    return Ledger(
        groups=_grouped(shown),
        documents=[_document(one, serving, sizes or {}) for one in entries],
        unsupported=_grouped(_without_support(claims, shown)),
        supported=sum(claim.is_supported for claim in claims),
        total=len(claims),
    )


def sizes_of(case: Case) -> dict[tuple[str, str], int]:
    """The sizes in bytes of the files kept of a case, by their id and SHA-256."""
    rows = case.evidence_files.values_list("key", "sha256", "size")
    return {(key, sha256): size for key, sha256, size in rows}


def _shown(claim: Claim, titles: Mapping[Any, str]) -> ShownClaim:
    support = tuple(
        ShownSupport(one.evidence, titles.get(one.evidence, ""), page_words(one.page), one.quote)
        for one in claim.support
    )
    return ShownClaim(STEP_OF[claim.kind], claim_sentence(claim), support, claim.in_words)


def _without_support(claims: list[Claim], shown: list[ShownClaim]) -> Iterator[ShownClaim]:
    """What nothing supports. The plants of a list are told together: there may be hundreds."""
    plants = []
    for claim, words in zip(claims, shown, strict=True):
        if words.is_open and claim.kind == "activity":
            plants.append((position_of(claim), words))
        elif words.is_open:
            yield words
    if len(plants) == 1:
        yield plants[0][1]
    elif plants:
        numbers = [number for number, _words in plants]
        sentence = plants_without_evidence(numbers)
        yield ShownClaim(STEP_OF["activity"], sentence, (), "")


def _grouped(claims: Iterable[ShownClaim]) -> list[ClaimGroup]:
    found = []
    for step, of_step in groupby(claims, key=lambda claim: claim.step):
        listed = list(of_step)
        more = max(len(listed) - MOST_SHOWN, 0)
        found.append(ClaimGroup(step, str(BY_NAME[step].title), listed[:MOST_SHOWN], more))
    return found


def _document(
    entry: Mapping[str, Any],
    serving: Mapping[str, list[tuple[Claim, Support]]],
    sizes: Mapping[tuple[str, str], int],
) -> ShownDocument:
    key = str(entry.get("id") or "")
    serves = [
        place_words(claim_sentence(claim), {"page": place.page, "quote": place.quote})
        for claim, place in serving.get(key, [])
    ]
    sha256 = str(entry.get("sha256") or "")
    return ShownDocument(
        id=key,
        title=str(entry.get("title") or ""),
        file=str(entry.get("file") or ""),
        sha256=sha256,
        dated=str(entry.get("dated") or ""),
        kind=str(dict(EvidenceKind.choices).get(str(entry.get("kind") or ""), "")),
        readers=readers(entry.get("confidential")),
        serves=serves[:MOST_SHOWN],
        more=max(len(serves) - MOST_SHOWN, 0),
        size=sizes.get((key, sha256.lower())),
    )
