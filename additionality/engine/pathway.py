"""The size tier of a project, and what that tier must pass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from additionality.engine.tiers import METHODS, Criterion, Size, TierBasis, lightest

if TYPE_CHECKING:
    from additionality.engine.project_facts import Project
    from additionality.engine.rulepack import Requirement, RulePack


@dataclass(frozen=True, slots=True)
class TierDecision:
    """The tier (large, small, micro), the comparisons behind it, and the analyses it must pass.

    `basis` begins with the criterion that decided; `criteria` are all that were looked at.
    """

    tier: str
    basis: tuple[TierBasis, ...]
    required: tuple[Requirement, ...]
    criteria: tuple[Criterion, ...] = ()


def tier_of(project: Project, pack: RulePack, on: date) -> TierDecision:
    """The tier of a project by the method of its pack (domain 2)."""
    return tier_of_size(Size.of(project), pack, on)


def tier_of_size(size: Size, pack: RulePack, on: date) -> TierDecision:
    """The lightest tier that a criterion of the pack gives; the largest year counts.

    Raises `ValueError` when there is no annual reduction.
    """
    criteria = METHODS[pack.tier_method](size, pack, on)
    tier = lightest(criterion.tier for criterion in criteria)
    ordered = sorted(criteria, key=lambda criterion: criterion.tier != tier)
    basis = tuple(one for criterion in ordered for one in criterion.basis)
    return TierDecision(tier, basis, pack.required[tier], tuple(ordered))
