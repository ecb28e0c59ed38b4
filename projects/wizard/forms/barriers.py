"""Barriers: what stops the project without credits."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.wizard.fields import NONE_OF_THEM, Number, OneOf, SomeOf, SomeOrNone, Text, YesNo
from projects.wizard.forms.step import Questions, StepForm
from projects.wizard.places import places

BARRIER_KINDS = [
    ("investment", _("Investment barrier")),
    ("technological", _("Technological barrier")),
    ("prevailing_practice", _("Prevailing-practice barrier")),
    ("other", _("Other barrier")),
]
EVIDENCE_KINDS = [
    ("law", _("Law or industry norm")),
    ("sector_study", _("Sector study")),
    ("statistics", _("National or international statistics")),
    ("market_data", _("Market data")),
    ("expert_judgement", _("Independent expert judgement")),
]
ONLY_LARGE = ("prevents_project", "alleviated_by_credits")
ONLY_SMALL = ("alternative_emits_more",)


class BarrierCard(Questions):
    """One barrier; a large project is asked about stopping and lifting, a small one about emissions.

    Both name the alternatives that the barrier does not stop.
    """

    expected = (
        "kind", "description", "prevents_project", "alleviated_by_credits", "alternatives_not_prevented",
        "alternative_emits_more", "evidence_kind", "evidence",
    )  # fmt: skip
    named_by = "kind"
    kind = OneOf(_("Which kind of barrier is it?"), choices=BARRIER_KINDS)
    description = Text(
        _("What is the barrier?"),
        _("What stands in the way, for whom, and since when. An anecdote alone never suffices."),
        max_length=20_000,
        lines=4,
    )
    prevents_project = YesNo(
        _("Would it stop this type of project without credits?"),
        citation="TOOL01 v07.0.0 sub-step 3a",
    )
    alleviated_by_credits = YesNo(_("Do credits lift it?"), citation="TOOL01 v07.0.0 sub-step 3a")
    alternatives_not_prevented = SomeOrNone(
        _("Which other alternatives does it not stop?"),
        _("At least one must be free of all barriers."),
        citation="TOOL01 v07.0.0 sub-step 3b",
    )
    alternative_emits_more = YesNo(
        _("Would the alternative that happens instead emit more?"), citation="TOOL21 v13.1"
    )
    evidence_kind = OneOf(
        _("Of which kind is the evidence?"),
        _("Only evidence of a recognised kind counts."),
        choices=EVIDENCE_KINDS,
    )
    evidence = SomeOf(_("Which evidence shows it?"))
    evidence_at = places()
    removable_by_money = YesNo(
        _("Can money remove it?"),
        _("Such a barrier is costed and belongs into the investment analysis."),
        citation="TOOL01 v07.0.0 step 3",
    )
    removal_cost = Number(
        _("If so, what would that cost?"), _("In the currency of the investment analysis."), least=0
    )
    removal_line = Text(
        _("Which line of the cash flow holds that cost?"),
        _("Its name, as it stands there."),
        max_length=500,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ONLY_SMALL if self.given.tier == "large" else ONLY_LARGE:
            del self.fields[name]
        if self.given.tier != "large":
            instead = self.fields["alternatives_not_prevented"]
            instead.label = _("Which alternative would happen instead?")
            instead.help_text = _("One that is less advanced or less risky, and is not stopped.")
            instead.citation = "TOOL21 v13.1"

    def choices_of(self, name: str) -> list[tuple[str, Any]]:
        if name != "alternatives_not_prevented":
            return super().choices_of(name)
        return [*self.given.alternatives, (NONE_OF_THEM, _("None of them"))]


class BarriersForm(StepForm):
    card, cards_key, card_prefix = BarrierCard, "barriers", "barrier"
    needs_cards, cards_missing = True, _("At least one barrier")

    def case_values(self) -> dict[str, Any]:
        found = super().case_values()
        return found if found.get("barriers") else {}
