"""Whose cash flow a sheet is read into: the project's own, or that of an alternative it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass

from projects.wizard.forms.alternative_flows import AlternativeFlowsForm
from projects.wizard.forms.cash_flow import CashFlowForm
from projects.wizard.forms.step import Typed
from projects.wizard.readings import alternatives_typed
from projects.wizard.rows import card_count
from projects.wizard.steps import ALTERNATIVES_COSTED

#: What a mapping says where it is the project's own; before the id of an alternative where it is not.
OWN, OF = "own", "of-"
OWN_STEP, OTHER_STEP = "cash-flow", "alternative-flows"
Draft = Mapping[str, Typed]


@dataclass(frozen=True, slots=True)
class Target:
    """The lines of one cash flow: those of an alternative (its id and words), or the project's own."""

    alternative: str = ""
    words: str = ""

    @property
    def step(self) -> str:
        return OTHER_STEP if self.alternative else OWN_STEP

    @property
    def other_step(self) -> str:
        return OWN_STEP if self.alternative else OTHER_STEP

    @property
    def form(self) -> type[CashFlowForm]:
        return AlternativeFlowsForm if self.alternative else CashFlowForm

    def cards(self, draft: Draft) -> tuple[list[int], list[int]]:
        """The positions of the lines of this cash flow, and of those of others in the same list.

        Cards in which nothing was typed are neither.
        """
        grid, prefix = draft.get(self.step, {}), self.form.card_prefix
        filled = {
            int(number)
            for name, texts in grid.items()
            if name.startswith(f"{prefix}-")
            and (number := name.split("-")[1]).isdigit()
            and any(text.strip() for text in texts)
        }
        count = min(card_count(grid), self.form.most_cards)
        own: list[int] = []
        others: list[int] = []
        for i in sorted(position for position in filled if position < count):
            of = (grid.get(f"{prefix}-{i}-alternative") or [""])[-1]
            (own if not self.alternative or of == self.alternative else others).append(i)
        return own, others


def alternatives_of(draft: Draft) -> tuple[tuple[str, str], ...]:
    """The alternatives whose cash flow is asked (id, words); none where the project alone is computed."""
    _step, question, costed = ALTERNATIVES_COSTED
    option = (draft.get("investment", {}).get(question) or [""])[-1]
    return alternatives_typed(draft.get("alternatives") or {}) if option in costed else ()


def choices_of(draft: Draft) -> list[tuple[str, str]]:
    """The alternatives as a mapping says them, each with its words."""
    return [(f"{OF}{key}", words) for key, words in alternatives_of(draft)]


def posted_to(text: str, draft: Draft, before: str = "") -> str:
    """What was chosen, where it is one of the choices; else nothing is.

    Where no alternative is listed, nothing chosen means the project's own, so what was said `before`
    stays until something else is chosen.
    """
    listed = dict(choices_of(draft))
    if text == OWN or text in listed:
        return text
    return "" if listed else before


def target_of(draft: Draft, to: str) -> Target | None:
    """What a mapping says, or None where it has to be chosen first, or is not on the list any more."""
    listed = dict(alternatives_of(draft))
    if to == OWN or not (listed or to):
        return Target()
    key = to.removeprefix(OF)
    return Target(key, listed[key]) if to.startswith(OF) and key in listed else None
