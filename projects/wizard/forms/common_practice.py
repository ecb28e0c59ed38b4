"""Common practice: is this already usual without credits?"""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.wizard.fields import Number, OneOf, SomeOf, Text, YearOrDay, YesNo
from projects.wizard.forms.project import ENERGY_SOURCES, UNITS
from projects.wizard.forms.step import Questions, StepForm
from projects.wizard.places import places

CARBON_STATUS = [
    ("none", _("No carbon project")),
    ("registered", _("Registered carbon project")),
    ("submitted", _("Submitted as a carbon project")),
    ("in_validation", _("Carbon project in validation")),
]


class ActivityCard(Questions):
    named_by = "name"
    folded: ClassVar[dict[str, Any]] = {
        "reason": _("reason:"),
        "excluded": _("left out:"),
        "exclusion_reason": _("because"),
        "evidence": _("evidence:"),
        "evidence_at": _("where:"),
    }
    name = Text(
        _("Name of the plant"), max_length=1000, required=True,
        error_messages={"required": _("Enter the name of the plant.")},
    )  # fmt: skip
    capacity = Number(_("Its capacity or output"), least=0)
    unit = OneOf(_("Unit"), choices=UNITS, widget=forms.Select)
    started = YearOrDay(_("Since when does it operate?"), _("A year such as 2009, or a day."))
    technology = Text(_("Its technology"), max_length=500)
    energy_source = OneOf(_("Its energy source"), choices=ENERGY_SOURCES, widget=forms.Select)
    carbon_status = OneOf(
        _("Is it a carbon project itself?"), choices=CARBON_STATUS, widget=forms.Select
    )
    different = YesNo(_("Is its technology different from the project's?"))
    reason = Text(_("Why is it different, or not?"), max_length=20_000, lines=2)
    excluded = YesNo(_("Is it left out of the comparison?"))
    exclusion_reason = Text(_("Why is it left out?"), max_length=20_000, lines=2)
    evidence = SomeOf(_("Which evidence shows it?"))
    evidence_at = places()


class CommonPracticeForm(StepForm):
    path = ("common_practice",)
    card, cards_key, card_prefix = ActivityCard, "activities", "activity"
    cards_at_first = 0
    most_cards = 1000
    area = Text(
        _("In which area are plants compared?"),
        _("The whole country unless there is a reason, such as TW."),
        max_length=200,
        citation="TOOL24 v03.1 step 2",
    )
    area_reason = Text(
        _("If the area is smaller than the country: why?"), max_length=20_000, lines=3,
        evidence=_("A regulation or market that exists only there."),
    )  # fmt: skip
    n_all = Number(
        _("How many comparable plants are there (N_all)?"),
        _("Same measure and output, half to one and a half times the capacity, started earlier, no carbon projects."),
        least=0, most=1_000_000_000, whole=True, citation="TOOL24 v03.1 step 3",
        evidence=_("An official register or statistics of plants, with its date."),
    )  # fmt: skip
    n_diff = Number(
        _("How many of them use a different technology (N_diff)?"),
        _("It is common practice if 1 − N_diff / N_all is above 0.2 and N_all − N_diff is above 3."),
        least=0, most=1_000_000_000, whole=True, citation="TOOL24 v03.1 step 4",
    )  # fmt: skip
    distinctions = Text(
        _("For another measure: how does the project differ from similar ones?"),
        _("Asked only where the measure is “another measure”: a comparison in words, with reasons."),
        max_length=20_000, lines=4, citation="TOOL01 v07.0.0 sub-step 4b",
    )  # fmt: skip
    evidence = SomeOf(_("Which evidence shows the plants or their counts?"))
    evidence_at = places()

    def lacks(self) -> list[str]:
        """Either both counts or a list of plants is needed, except where the comparison is in words."""
        counted = all(self.cleaned_data.get(name) is not None for name in ("n_all", "n_diff"))
        if counted or self.filled_cards() or self.cleaned_data.get("distinctions"):
            return []
        return [str(_("The counts, or a list of plants"))]

    def case_values(self) -> dict[str, Any]:
        found = super().case_values()
        part = found.get("common_practice", {})
        if not part.get("activities"):
            part.pop("activities", None)
        return found if part else {}
