"""The size tier of a project, and what that tier must pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from additionality.engine.decimals import plain

if TYPE_CHECKING:
    from additionality.engine.case import Project
    from additionality.engine.rulepack import Requirement, RulePack

METRIC = "annual_reductions_tco2e"


@dataclass(frozen=True, slots=True)
class TierBasis:
    """One comparison that decided the tier: `value` against `limit`, both tCO2e a year, as text."""

    metric: str
    value: str
    limit: str
    clause: str

    def to_dict(self) -> dict[str, str]:
        return {
            "metric": self.metric,
            "value": self.value,
            "limit": self.limit,
            "clause": self.clause,
        }


@dataclass(frozen=True, slots=True)
class TierDecision:
    """The tier (large, small, micro), the comparisons behind it, and the analyses it must pass."""

    tier: str
    basis: tuple[TierBasis, ...]
    required: tuple[Requirement, ...]


def tier_of(project: Project, pack: RulePack, on: date) -> TierDecision:
    """The tier of a project by the largest of its annual reductions (domain 2.1)."""
    return tier_from_reductions((year.tco2e for year in project.annual_reductions), pack, on)


def tier_from_reductions(values: Iterable[Decimal], pack: RulePack, on: date) -> TierDecision:
    """The tier for annual reductions in tCO2e a year: the largest decides, never the average.

    Above the upper limit is large, the limit itself small; below the lower limit is micro, the
    limit itself small. A large project is told the upper limit, a micro project the lower, a small
    one both. Raises `ValueError` when there is no value.

    """
    largest = max(values)
    upper = pack.value("tier.large_above", on)
    lower = pack.value("tier.small_from", on)
    if largest > upper.number:
        tier, limits = "large", [upper]
    elif largest >= lower.number:
        tier, limits = "small", [upper, lower]
    else:
        tier, limits = "micro", [lower]
    basis = tuple(
        TierBasis(METRIC, plain(largest), plain(limit.number), limit.clause) for limit in limits
    )
    return TierDecision(tier, basis, pack.required[tier])
