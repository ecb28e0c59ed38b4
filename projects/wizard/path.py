"""Which steps are on the path: decided by the tier of the rule pack, and by the chosen route."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from additionality.engine.pathway import TierDecision, tier_of_size
from additionality.engine.rulepack import RulePack, TierRule
from additionality.engine.tiers import Size
from projects.wizard.forms.keys import Typed
from projects.wizard.steps import (
    ALWAYS,
    CHOICE,
    COMPARED,
    EXCLUDED,
    FIRST,
    LISTED,
    SIZED,
    STEPS,
    Step,
)

#: The questions (step, name) by whose last answer a step is asked or not.
ONLY = tuple(dict.fromkeys(step.only[:2] for step in STEPS if step.only))
#: The steps whose answers decide which steps are asked.
DECIDING = frozenset({"technology", "size", "route", *(step for step, _question in ONLY)})
#: After a change of the tier the address names the former one, and the path shows what changed.
TIER_BEFORE = "before"


@dataclass(frozen=True)
class Path:
    """The way of one case: the tier decision (None before the size is known), the route typed, the answers to `ONLY`.

    Kept for those who ask again; never to be changed.
    """

    decision: TierDecision | None
    route: str = ""
    answers: tuple[str, ...] = ("",) * len(ONLY)
    pack: RulePack | None = None

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

    @property
    def rule(self) -> TierRule | None:
        """What the pack says of the tier."""
        return self.pack.tiers[self.tier] if self.pack and self.tier else None

    @property
    def is_gated(self) -> bool:
        """Whether the pack asks before everything else whether the project may be registered at all."""
        return self.pack is not None and bool(self.pack.gate.must_be_answered)

    @property
    def any_of(self) -> list[tuple[str, ...]]:
        """The groups of which any one that passes is enough, all of them being open to the proponent."""
        by_any = self.rule is not None and self.rule.choice == "any"
        return [group for group in self.groups if len(group) > 1] if by_any else []

    def way_of(self, step: Step) -> str:
        """The analysis that the step serves, where another one would do; empty where none would."""
        serves = "barriers" if step.needs == COMPARED else step.analysis
        return serves if any(serves in group for group in self.any_of) else ""

    def analysis_of(self, step: Step) -> str:
        """The finding a step leads to; some are found under certain packs only."""
        judged = self.pack.analyses if self.pack else ()
        return next((one for one in (*step.instead, step.analysis) if one in judged), step.analysis)

    def is_optional(self, step: Step) -> bool:
        """Whether nothing needs to be answered in it."""
        if step.needs == EXCLUDED and self.is_gated:
            return False
        return step.optional or bool(self.way_of(step))

    def needs(self, analysis: str) -> bool:
        """Whether the analysis is asked: required outright, one of any, or one that the route names."""
        if any(analysis in group for group in self.any_of):
            return True
        chosen = ("investment", "barriers") if self.route == "both" else (self.route,)
        return any(
            analysis in group and (len(group) == 1 or analysis in chosen) for group in self.groups
        )

    def has(self, step: Step) -> bool:
        return step.name in self._names

    def is_asked(self, step: Step) -> bool:
        """Whether the answer of another step calls for this one."""
        if step.only is None:
            return True
        other, question, answers = step.only
        return self.answers[ONLY.index((other, question))] in answers

    def _is_needed(self, step: Step) -> bool:
        if step.needs == ALWAYS:
            return True
        if step.needs == SIZED:
            return self.decision is not None
        if step.needs == EXCLUDED:
            return self.is_gated or self.decision is not None
        if step.needs == COMPARED:
            return any("barriers" in group for group in self.groups)
        if step.needs == CHOICE:
            return any(len(group) > 1 for group in self.groups) and not self.any_of
        if step.needs == FIRST:
            return self.rule is not None and bool(self.rule.first_of_its_kind_replaces)
        if step.needs == LISTED:
            small = self.rule is not None and self.rule.barriers == "small_scale"
            return small and self.pack is not None and bool(self.pack.positive_list)
        return self.needs(step.needs)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(step.name for step in self._steps)

    def steps(self) -> list[Step]:
        """The steps in their order; a gate comes right after the name of the project."""
        return list(self._steps)

    @cached_property
    def _steps(self) -> list[Step]:
        steps = [step for step in STEPS if self._is_needed(step) and self.is_asked(step)]
        if not self.is_gated:
            return steps
        gate = [step for step in steps if step.needs == EXCLUDED]
        others = [step for step in steps if step.needs != EXCLUDED]
        return [*others[:1], *gate, *others[1:]]


def path_for(size: Size, route: str, pack: RulePack, on: date, draft: Mapping[str, Typed]) -> Path:
    """The path for a project of this size; without any yearly reduction, it ends at the size."""
    return _path(size, route, pack, on, answers_in(draft))


def answers_in(draft: Mapping[str, Typed]) -> tuple[str, ...]:
    return tuple((draft.get(step, {}).get(question) or [""])[-1] for step, question in ONLY)


@lru_cache(maxsize=64)
def _path(size: Size, route: str, pack: RulePack, on: date, answers: tuple[str, ...]) -> Path:
    decision = tier_of_size(size, pack, on) if size.reductions else None
    return Path(decision, route, answers, pack)
