"""What else could be done, and by which way additionality is shown."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from additionality.engine.rulepack import load_pack
from projects.wizard.fields import OneOf, SomeOf, Text, YesNo
from projects.wizard.forms.step import COUNT, Questions, StepForm, Typed, read_count
from projects.wizard.places import places

BOTH_MUST_PASS = _("A large project chooses one analysis. If you choose both, both must pass.")
BARRIERS_MAY_RESCUE = _(
    "A large project chooses one analysis. If you choose both, one that passes is enough: where the investment "
    "analysis does not pass, the barrier analysis may still show that the project needs the credits."
)


class AlternativeCard(Questions):
    silent = ("id",)
    named_by = "name"
    expected = ("complies_with_law",)
    folded: ClassVar[dict[str, Any]] = {"evidence": _("evidence:"), "evidence_at": _("where:")}
    id = Text("", max_length=100, widget=forms.HiddenInput)
    name = Text(
        _("What is the alternative?"),
        max_length=1000,
        required=True,
        error_messages={"required": _("Describe the alternative.")},
    )
    output = Text(
        _("What does it deliver, and how much?"),
        _("Such as 80 GWh of electricity a year. It should be comparable with the project's."),
        max_length=1000,
    )
    is_project = YesNo(
        _("Is it the project itself, without credits?"), _("Exactly one alternative should be.")
    )
    complies_with_law = YesNo(
        _("Does it comply with all binding law?"),
        _("If the project were the only alternative that complies, the law would require it."),
        citation="TOOL01 v07.0.0 sub-step 1b",
    )
    kept = YesNo(
        _("Does it stay on the list?"), _("An alternative that breaks enforced law is dropped.")
    )
    reason = Text(_("Why is it kept or dropped?"), max_length=20_000, lines=2)
    evidence = SomeOf(_("Which evidence shows whether it is legal?"))
    evidence_at = places()

    @property
    def label(self) -> str:
        """The id by which barriers name it."""
        return str(self["id"].value() or "")


class AlternativesForm(StepForm):
    card, cards_key, card_prefix = AlternativeCard, "alternatives", "alternative"
    cards_at_first = 2
    most_cards = 500
    needs_cards, cards_missing = True, _("At least one alternative")

    def card_initial(self, position: int) -> dict[str, Any]:
        return {"id": f"A{position}"}

    def case_values(self) -> dict[str, Any]:
        found = super().case_values()
        return found if found.get("alternatives") else {}

    @classmethod
    def prepared(cls, posted: Typed) -> Typed:
        """Give every alternative without an id the next free one of A0, A1, ..."""
        rows = range(min(read_count((posted.get(COUNT) or ["0"])[-1]), cls.most_cards))
        keys = [f"{cls.card_prefix}-{i}-id" for i in rows]
        taken = {(posted.get(key) or [""])[-1] for key in keys}
        free = (f"A{n}" for n in range(cls.most_cards * 2) if f"A{n}" not in taken)
        added = {key: [next(free)] for key in keys if not (posted.get(key) or [""])[-1].strip()}
        return {**posted, **added}


class RouteForm(StepForm):
    expected = ("route",)
    route = OneOf(
        _("How is it shown that the project needs the credits?"),
        BOTH_MUST_PASS,
        choices=[
            ("investment", _("Investment analysis: the project does not pay without credits")),
            ("barriers", _("Barrier analysis: something stops the project without credits")),
            ("both", _("Both analyses")),
        ],
        citation="TOOL01 v07.0.0 steps 2 and 3",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if load_pack(self.given.pack).barriers_may_rescue:
            self.fields["route"].help_text = BARRIERS_MAY_RESCUE
