"""What a claim of the ledger says, and where in a document it is shown, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from additionality.engine.ledger import Claim
from projects.wording.names import barrier_kind
from projects.wording.phrases import listed, quoted

#: Numbers of plants told in one sentence, each alone or a run of them.
MOST_SPANS = 12

CLAIMS = {
    "dates": gettext_lazy("The dates of decision, financing and start"),
    "notice": gettext_lazy("The written notice that credits are sought"),
    "size": gettext_lazy("The capacity and the yearly reductions"),
    "search": gettext_lazy("The search of the law"),
    "law": gettext_lazy("%(name)s: what this law says and where it applies"),
    "law_unenforced": gettext_lazy("%(name)s is systematically not enforced"),
    "law_noncompliance": gettext_lazy("Non-compliance with %(name)s is widespread"),
    "alternative": gettext_lazy("%(name)s: whether this alternative is legal, and stays"),
    "input": gettext_lazy("The amounts of %(name)s in the cash flow"),
    "alternative_input": gettext_lazy("The amounts of %(name)s in the cash flow of an alternative"),
    "benchmark": gettext_lazy("The benchmark"),
    "sensitivity": gettext_lazy("Why the variation that would turn the result is unlikely"),
    "barrier": gettext_lazy("Barrier %(number)s: %(name)s"),
    "counts": gettext_lazy("The comparable plants and their counts"),
    "activity": gettext_lazy("%(name)s as a comparable plant"),
}


def claim_sentence(claim: Claim) -> str:
    """What is claimed, in a few words."""
    position = position_of(claim)
    if claim.kind == "barrier":
        name = barrier_kind(claim.name) if claim.name else _("of no kind stated")
    else:
        name = quoted(claim.name) if claim.name else _("Number %(number)s") % {"number": position}
    return str(CLAIMS[claim.kind]) % {"name": name, "number": position}


def position_of(claim: Claim) -> int:
    """The number of the claim in its list, from 1 on; 0 where it stands in none."""
    number = claim.path.rpartition("[")[2].rstrip("]")
    return int(number) + 1 if number.isdigit() else 0


def plants_without_evidence(numbers: Sequence[int]) -> str:
    """Several plants of the list in one sentence, by their numbers in ascending order."""
    spans = list(_spans(numbers))
    told = spans[:MOST_SPANS] + (["…"] if len(spans) > MOST_SPANS else [])
    words = _("%(count)s plants of the list have no evidence: %(numbers)s")
    return words % {"count": len(numbers), "numbers": listed(told)}


def _spans(numbers: Iterable[int]) -> Iterator[str]:
    """Numbers that follow each other run together: 1–3, 7, 9."""
    for _distance, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        first, *rest = [number for _at, number in run]
        yield f"{first}–{rest[-1]}" if rest else str(first)


def place_words(document: str, place: Mapping[str, Any]) -> str:
    """A document with the page and the words in it, where they are given."""
    where = page_words(str(place.get("page") or ""))
    head = pgettext("a document, and the page in it", "%(document)s, %(page)s") % {
        "document": document,
        "page": where,
    }
    quote = str(place.get("quote") or "")
    return (head if where else document) + (f": {quoted(quote)}" if quote else "")


def page_words(page: str) -> str:
    """`page 12`; a page that is named otherwise, such as `Annex 3`, stands as it is."""
    return _("page %(page)s") % {"page": page} if page[:1].isdigit() else page


def readers(confidential: bool | None) -> str:
    """Who may read a file; empty where the case file does not say."""
    if confidential is None:
        return ""
    return _("Confidential: the proponent and reviewers") if confidential else _("Public")
