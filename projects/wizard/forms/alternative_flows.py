"""The cash flows of the alternatives: lines as in the project's own, each of one alternative."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.wizard.fields import OneOf
from projects.wizard.forms.cash_flow import CashFlowForm, LineCard
from projects.wizard.forms.step import COUNT, Questions, Typed, found_in


class AlternativeLineCard(LineCard):
    """A line of the cash flow of one alternative."""

    alternative = OneOf(
        _("Alternative"), choices=[], required=True, widget=forms.Select,
        error_messages={"required": _("Choose the alternative this line belongs to.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["alternative"].choices = [("", _("Choose")), *self.given.alternatives]
        self.fields["alternative"].widget.attrs["aria-label"] = str(_("Alternative"))

    @property
    def head(self) -> list[forms.BoundField]:
        return [self["alternative"], *super().head]

    @property
    def alternative_id(self) -> str:
        return self.data.get(self.add_prefix("alternative"), "") if self.is_bound else ""


class AlternativeFlowsForm(CashFlowForm):
    """The lines grouped by alternative in the case file, and in the order typed on the page."""

    card: ClassVar[type[Questions] | None] = AlternativeLineCard
    cards_key, card_prefix = "alternatives", "line"
    cards_at_first = 2

    def case_values(self) -> dict[str, Any]:
        flows = [
            {"id": key, "lines": [card.values() for card in cards]}
            for key, cards in self._by_alternative().items()
        ]
        for flow in flows:
            for line in flow["lines"]:
                line.pop("alternative", None)
        return {"investment": {"alternatives": flows}} if flows else {}

    def _by_alternative(self) -> dict[str, list[AlternativeLineCard]]:
        found: dict[str, list[AlternativeLineCard]] = {}
        for card in self.filled_cards():
            if isinstance(card, AlternativeLineCard) and card.alternative_id:
                found.setdefault(card.alternative_id, []).append(card)
        return found

    def field_at(self, path: list[str]) -> tuple[Questions, str] | None:
        """`investment.alternatives[0].lines[1].name` is a field of a card; what is above it, the page."""
        if path[:2] != ["investment", "alternatives"]:
            return None
        groups = list(self._by_alternative().values())
        if len(path) > 2 and path[2].isdigit() and int(path[2]) < len(groups):
            cards, rest = groups[int(path[2])], path[3:]
            if rest == ["id"]:
                return cards[0], "alternative"
            if len(rest) > 2 and rest[1].isdigit() and int(rest[1]) < len(cards):
                return found_in(cards[int(rest[1])], rest[2:])
        return self, ""

    @classmethod
    def typed_from(cls, case: Mapping[str, Any]) -> Typed:
        flows = (case.get("investment") or {}).get("alternatives") or []
        lines = [(flow.get("id", ""), line) for flow in flows for line in flow.get("lines") or []]
        if not lines:
            return {}
        found: Typed = {COUNT: [str(len(lines))]}
        for i, (key, line) in enumerate(lines):
            prefix = f"{cls.card_prefix}-{i}-"
            found |= cls.typed_card(line, prefix) | {f"{prefix}alternative": [key]}
        return found
