"""The claim to be the first of its kind, with the other technologies of the area."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.wizard.fields import Day, SomeOf, Text, YearOrDay, YesNo
from projects.wizard.forms.step import Questions, StepForm, Typed

RULE = "TOOL23"


class OtherTechnologyCard(Questions):
    named_by = "name"
    expected = ("different",)
    name = Text(
        _("Which plant or activity?"), max_length=500,
        required=True, error_messages={"required": _("Enter the name of the plant.")},
    )  # fmt: skip
    technology = Text(_("Which technology does it use?"), max_length=500)
    started = YearOrDay(_("When did it start?"), _("The year or the day of commercial operation."))
    different = YesNo(_("Is its technology different from the project's?"), citation=RULE)
    reason = Text(_("In what is it different, or not?"), max_length=20_000, lines=2)


class FirstOfItsKindForm(StepForm):
    path = ("first_of_its_kind",)
    card, cards_key, card_prefix = OtherTechnologyCard, "others", "other"
    cards_at_first = 0
    claimed = YesNo(
        _("Do you claim that the project is the first of its kind?"),
        _(
            "If that is shown, the later steps are not asked; the project then has one crediting period of at most "
            "ten years, which is not renewed. If not, say no and go on."
        ),
        citation=RULE,
    )
    area = Text(
        _("In which area is it the first?"), _("The host country, or a part of it with the reason."),
        max_length=200, citation=RULE,
    )  # fmt: skip
    area_reason = Text(_("Why is the area smaller than the country?"), max_length=20_000, lines=2)
    grounds = Text(
        _("Why has nobody in the area used this technology before?"), max_length=20_000, lines=4,
        evidence=_("A register of plants, a study of the sector, or a statement of the authority."),
    )  # fmt: skip
    cut_off = Day(
        _("Until which day were others looked for?"),
        _(
            "Left blank, it is the earlier of the publication of the design document and the start. "
            "An earlier day is not used: it would leave out others that ran before the project."
        ),
    )
    found_others = YesNo(
        _("Are there other technologies in the area that deliver the same?"),
        _("If yes, list each of them below, with whether it is different."),
    )
    evidence = SomeOf(_("Which evidence shows it?"))

    def values(self) -> dict[str, Any]:
        found = super().values()
        found.pop("found_others", None)
        return found

    def case_values(self) -> dict[str, Any]:
        """An empty list of others is a statement of its own; without it none was given."""
        found = super().case_values()
        claim = found.get("first_of_its_kind", {})
        if not claim.get("others") and self.cleaned_data.get("found_others") != "no":
            claim.pop("others", None)
        return found if claim else {}

    @classmethod
    def typed_from(cls, case: Mapping[str, Any]) -> Typed:
        found = super().typed_from(case)
        others = (case.get("first_of_its_kind") or {}).get("others")
        if others is not None:
            found["found_others"] = ["yes" if others else "no"]
        return found
