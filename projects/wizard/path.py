"""Which steps are on the path: decided by the tier of the rule pack, and by the chosen route."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from additionality.engine.pathway import TierDecision, tier_from_reductions
from additionality.engine.rulepack import RulePack
from projects.wizard.forms.keys import Typed
from projects.wizard.steps import ALWAYS, CHOICE, COMPARED, SIZED, STEPS, Step

#: After a change of the tier the address names the former one, and the path shows what changed.
TIER_BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Path:
    """The way of one case: the tier decision (None before the size is known), the route typed, the draft."""

    decision: TierDecision | None
    route: str = ""
    draft: Mapping[str, Typed] = field(default_factory=dict)

    @property
    def tier(self) -> str:
        return self.decision.tier if self.decision else ""

    @property
    def groups(self) -> list[tuple[str, ...]]:
        """What must be passed; a tuple of several is a choice between them."""
        if self.decision is None:
            return []
        return [
            (item,) if isinstance(item, str) else tuple(item) for item in self.decision.required
        ]

    def needs(self, analysis: str) -> bool:
        """Whether the analysis is asked: required outright, or one of a choice that the route names."""
        chosen = ("investment", "barriers") if self.route == "both" else (self.route,)
        return any(
            analysis in group and (len(group) == 1 or analysis in chosen) for group in self.groups
        )

    def has(self, step: Step) -> bool:
        return self._is_needed(step) and self.is_asked(step)

    def is_asked(self, step: Step) -> bool:
        """Whether the answer of another step calls for this one."""
        if step.only is None:
            return True
        other, question, answers = step.only
        return (self.draft.get(other, {}).get(question) or [""])[-1] in answers

    def _is_needed(self, step: Step) -> bool:
        if step.needs == ALWAYS:
            return True
        if step.needs == SIZED:
            return self.decision is not None
        if step.needs == COMPARED:
            return any("barriers" in group for group in self.groups)
        if step.needs == CHOICE:
            return any(len(group) > 1 for group in self.groups)
        return self.needs(step.needs)

    def steps(self) -> list[Step]:
        return [step for step in STEPS if self.has(step)]


def path_for(
    reductions: Iterable[Decimal],
    route: str,
    pack: RulePack,
    on: date,
    draft: Mapping[str, Typed] | None = None,
) -> Path:
    """The path for annual reductions in tCO2e; without any, the path ends at the size."""
    values = list(reductions)
    return Path(tier_from_reductions(values, pack, on) if values else None, route, draft or {})
