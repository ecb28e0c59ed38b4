"""The conclusion and the tier in words."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from additionality.engine.conclusion import decided_by
from additionality.engine.findings import Finding, Outcome
from additionality.engine.rulepack import RulePack, TierRule, UnknownPack, load_edition
from additionality.engine.tiers import CAPACITY, REDUCTIONS, SAVED
from projects.showing.numbers import NBSP, figure, tonnes
from projects.wording.names import analysis, required
from projects.wording.phrases import listed, run_on, separated

#: Clauses of the packs that stand in sentences; a pack keeps its own words, these translate them.
CLAUSES = (gettext_noop("Project scale: large > 60k"), gettext_noop("Project scale: micro < 20k"))


def clause(text: str) -> str:
    """A clause as the pack cites it, in the reader's language where it was translated."""
    from projects.wording.citations import cited

    return cited(text)


def conclusion_sentence(assessment: Mapping[str, Any]) -> str:
    """What the assessment concludes, and which analyses decided it."""
    code, findings = assessment["conclusion"], assessment["findings"]
    if code == "additional":
        return _additional(findings)
    if code == "inconclusive":
        sentence = _(
            "It cannot be concluded whether the project is additional. "
            "More has to be supplied for: %(analyses)s."
        )
        return sentence % {"analyses": _deciding(assessment, Outcome.INSUFFICIENT)}
    if code == "not_eligible":
        return _("The project is not eligible, so that its additionality is not decided.")
    sentence = _("The project is not additional. Not passed: %(analyses)s.")
    return sentence % {"analyses": _deciding(assessment, Outcome.FAILED)}


def _deciding(assessment: Mapping[str, Any], outcome: Outcome) -> str:
    """The analyses that decided the conclusion by this outcome; those of which one is enough, as "one of"."""
    findings = assessment["findings"]
    try:
        pack = load_edition(assessment["pack"]["key"], assessment["pack"]["sha256"])
    except UnknownPack:  # frozen under an edition that this version does not have
        return _titles(findings, outcome)
    rule = pack.tiers[assessment["tier"]]
    found = {
        one["analysis"]: Finding(one["analysis"], Outcome(one["outcome"]), one["reason"])
        for one in findings
    }
    parts: list[Any] = []
    for part, came_out in decided_by(found, rule.required, pack, rule).items():
        if came_out is not outcome:
            continue
        names = [part] if isinstance(part, str) else list(part)
        names = [name for name in names if found[name].outcome is outcome]
        is_choice = outcome is Outcome.INSUFFICIENT and _is_choice(names, found, pack, rule)
        parts += [names] if is_choice else names
    join = separated if any(isinstance(part, list) for part in parts) else listed
    return join(required(parts))


def _is_choice(
    names: Sequence[str], found: Mapping[str, Finding], pack: RulePack, rule: TierRule
) -> bool:
    """Whether one of these parts of a group would be enough: any of them, or the one still to be chosen."""
    if len(names) < 2:
        return False
    not_chosen = found[names[0]].reason == "route_not_chosen"
    return rule.choice == "any" or not_chosen or pack.barriers_may_rescue


def _additional(findings: Sequence[Mapping[str, Any]]) -> str:
    """Where one of several parts is enough, others may have failed without deciding."""
    sentence = _("The project is additional: it passes every analysis its size requires.")
    failed = _titles(findings, "failed")
    if not failed:
        return sentence
    also = _("Not passed, but not decisive, because another analysis is enough: %(analyses)s.")
    return run_on([sentence, also % {"analyses": failed}])


def _titles(findings: Iterable[Mapping[str, Any]], outcome: str) -> str:
    return listed(analysis(one["analysis"]) for one in findings if one["outcome"] == outcome)


def tier_reason(assessment: Mapping[str, Any]) -> str:
    """Why the project is of its tier: what decided its size against the limits, with their clauses.

    A large project is beyond the limit of every measure of size, so that each has its sentence.
    """
    basis, tier = assessment["tier_basis"], assessment["tier"]
    metrics = list(dict.fromkeys(one["metric"] for one in basis))
    decisive = metrics if tier == "large" else metrics[:1]
    return run_on(
        _compared(tier, [one for one in basis if one["metric"] == metric]) for metric in decisive
    )


def _compared(tier: str, basis: Sequence[Mapping[str, str]]) -> str:
    """One measure of size against the limits next to it, the upper one first."""
    metric = basis[0]["metric"]
    words = {
        "value": size(metric, basis[0]["value"]),
        "limit": size(metric, basis[0]["limit"]),
        "clause": clause(basis[0]["clause"]),
    }
    if len(basis) > 1:
        words |= {
            "lower": size(metric, basis[1]["limit"]),
            "lower_clause": clause(basis[1]["clause"]),
        }
    return str(_sentence(metric, tier, basis)) % words


def _sentence(metric: str, tier: str, basis: Sequence[Mapping[str, str]]) -> str:
    if metric != REDUCTIONS:
        return SIZES[metric]["small" if len(basis) > 1 else "large" if tier == "large" else "micro"]
    if tier == "large":
        return _(
            "The largest yearly reduction, %(value)s, is above the limit of %(limit)s (%(clause)s)."
        )
    if len(basis) > 1:
        return _(
            "The largest yearly reduction, %(value)s, is not above %(limit)s (%(clause)s) "
            "and not below %(lower)s (%(lower_clause)s)."
        )
    if Decimal(basis[0]["value"]) < Decimal(basis[0]["limit"]):
        return _(
            "The largest yearly reduction, %(value)s, is below the limit of %(limit)s (%(clause)s)."
        )
    return _(
        "The largest yearly reduction, %(value)s, is not above the limit of %(limit)s (%(clause)s)."
    )


def size(metric: str, value: str) -> str:
    """A measure of size with its unit."""
    if metric == REDUCTIONS:
        return tonnes(value)
    unit = {CAPACITY: "kW", SAVED: "GWh"}[metric]
    return f"{figure(value)}{NBSP}{unit}"


SIZES: Mapping[str, Mapping[str, Any]] = {
    CAPACITY: {
        "large": gettext_lazy(
            "The renewable capacity, %(value)s, is above the limit of %(limit)s (%(clause)s)."
        ),
        "small": gettext_lazy(
            "The renewable capacity, %(value)s, is not above %(limit)s (%(clause)s) "
            "but above %(lower)s (%(lower_clause)s)."
        ),
        "micro": gettext_lazy(
            "The renewable capacity, %(value)s, is not above the limit of %(limit)s (%(clause)s)."
        ),
    },
    SAVED: {
        "large": gettext_lazy(
            "The electricity saved a year, %(value)s, is above the limit of %(limit)s (%(clause)s)."
        ),
        "small": gettext_lazy(
            "The electricity saved a year, %(value)s, is not above %(limit)s (%(clause)s) "
            "but above %(lower)s (%(lower_clause)s)."
        ),
        "micro": gettext_lazy(
            "The electricity saved a year, %(value)s, is not above the limit of "
            "%(limit)s (%(clause)s)."
        ),
    },
}
