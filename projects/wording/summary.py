"""The conclusion and the tier in one sentence each."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from projects.showing.numbers import tonnes
from projects.wording.names import analysis
from projects.wording.phrases import listed

#: Clauses of the packs that stand in sentences; a pack keeps its own words, these translate them.
CLAUSES = (gettext_noop("Project scale: large > 60k"), gettext_noop("Project scale: micro < 20k"))


def clause(text: str) -> str:
    """A clause as the pack cites it, in the reader's language where it was translated."""
    return _(text) if text in CLAUSES else text


def conclusion_sentence(assessment: Mapping[str, Any]) -> str:
    """What the assessment concludes, and which analyses decided it."""
    code, findings = assessment["conclusion"], assessment["findings"]
    if code == "additional":
        return _("The project is additional: it passes every analysis its size requires.")
    if code == "inconclusive":
        sentence = _(
            "It cannot be concluded whether the project is additional. "
            "More has to be supplied for: %(analyses)s."
        )
        return sentence % {"analyses": _titles(findings, "insufficient")}
    if code == "not_eligible":
        return _("The project is not eligible, so that its additionality is not decided.")
    sentence = _("The project is not additional. Not passed: %(analyses)s.")
    return sentence % {"analyses": _titles(findings, "failed")}


def _titles(findings: Iterable[Mapping[str, Any]], outcome: str) -> str:
    return listed(analysis(one["analysis"]) for one in findings if one["outcome"] == outcome)


def tier_reason(assessment: Mapping[str, Any]) -> str:
    """Why the project is of its tier: the largest year against the limits, with their clauses."""
    basis = assessment["tier_basis"]
    words = {
        "value": tonnes(basis[0]["value"]),
        "limit": tonnes(basis[0]["limit"]),
        "clause": clause(basis[0]["clause"]),
    }
    if assessment["tier"] == "large":
        sentence = _(
            "The largest yearly reduction, %(value)s, is above the limit of %(limit)s (%(clause)s)."
        )
    elif assessment["tier"] == "micro":
        sentence = _(
            "The largest yearly reduction, %(value)s, is below the limit of %(limit)s (%(clause)s)."
        )
    else:
        sentence = _(
            "The largest yearly reduction, %(value)s, is not above %(limit)s (%(clause)s) "
            "and not below %(lower)s (%(lower_clause)s)."
        )
        words |= {"lower": tonnes(basis[1]["limit"]), "lower_clause": clause(basis[1]["clause"])}
    return sentence % words
