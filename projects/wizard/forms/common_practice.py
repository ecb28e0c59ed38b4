"""Common practice: is this already usual without credits?"""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.wizard.fields import Day, Number, OneOf, SomeOf, Text, YearOrDay, YesNo
from projects.wizard.forms.keys import words_for
from projects.wizard.forms.project import ENERGY_SOURCES, MEASURES, UNITS
from projects.wizard.forms.step import Questions, StepForm
from projects.wizard.places import places

CARBON_STATUS = [
    ("none", _("No carbon project")),
    ("registered", _("Registered carbon project")),
    ("submitted", _("Submitted as a carbon project")),
    ("in_validation", _("Carbon project in validation")),
]

#: In what a technology can be different (TOOL24 v03.1).
GROUNDS = [
    ("energy_source", _("Energy source or fuel")),
    ("feedstock", _("Feedstock")),
    ("size_class", _("Size class")),
    ("investment_climate", _("Investment climate at the decision: subsidy, promotion, regulation")),
    # xgettext:no-python-format
    ("other_features", _("Other features, such as a unit cost that differs by 20 % or more")),
]


class ActivityCard(Questions):
    named_by = "name"
    silent = (
        "row",
        "found_capacity",
        "found_started",
        "found_energy_source",
        "found_carbon_status",
    )
    folded: ClassVar[dict[str, Any]] = {
        "grounds": _("in:"),
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
    grounds = SomeOf(_("In what is its technology different?"), choices=GROUNDS)
    reason = Text(_("Why is it different, or not?"), max_length=20_000, lines=2)
    excluded = YesNo(_("Is it left out of the comparison?"))
    exclusion_reason = Text(_("Why is it left out?"), max_length=20_000, lines=2)
    evidence = SomeOf(_("Which evidence shows it?"))
    evidence_at = places()
    row = Number(_("Row of the data set"), least=1, whole=True, widget=forms.HiddenInput)
    # What the data set says of the row, whatever is made of it above.
    found_capacity = Text(_("Capacity by the data set"), max_length=100, widget=forms.HiddenInput)
    found_started = Text(_("Start by the data set"), max_length=10, widget=forms.HiddenInput)
    found_energy_source = OneOf(
        _("Energy source by the data set"), choices=ENERGY_SOURCES, widget=forms.HiddenInput
    )
    found_carbon_status = OneOf(
        _("Carbon project by the data set"), choices=CARBON_STATUS, widget=forms.HiddenInput
    )

    @property
    def summary_of_plant(self) -> str:
        """What the table of plants says of it in one line: row, size, start, technology, source."""
        said = {
            name: words_for(self.fields[name], text) for name, text in self._typed() if text.strip()
        }
        size = f"{said.get('capacity', '–')} {said.get('unit', '')}".strip()
        row = _("row %(row)s") % {"row": said["row"]} if "row" in said else ""
        start = said.get("started", "")
        parts = [row, size, start, said.get("technology", ""), said.get("energy_source", "")]
        return " · ".join(str(part) for part in parts if part)

    def choices_of(self, name: str) -> list[tuple[str, Any]]:
        return list(GROUNDS) if name == "grounds" else super().choices_of(name)


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

    # What a search of a data set found; the workbench fills it in, and it goes with the plants.
    silent = (
        "dataset__title", "dataset__version", "dataset__file", "dataset__sha256", "dataset__rows", "dataset__licence",
        "dataset__attribution", "query__country", "query__region", "query__measure", "query__energy_source",
        "query__output", "query__least", "query__most", "query__unit", "query__started_before", "funnel__rows",
        "dataset__tells_carbon", "query__spellings", "query__countries_unknown",
        "funnel__usable", "funnel__area", "funnel__comparable", "funnel__in_range", "funnel__candidates",
    )  # fmt: skip
    dataset__title = Text(_("Data set"), max_length=300, widget=forms.HiddenInput)
    dataset__version = Number(
        _("Version of the data set"), least=0, whole=True, widget=forms.HiddenInput
    )
    dataset__file = Text(_("File of the data set"), max_length=500, widget=forms.HiddenInput)
    dataset__sha256 = Text(_("SHA-256 of the file"), max_length=64, widget=forms.HiddenInput)
    dataset__rows = Number(_("Rows of the file"), least=0, whole=True, widget=forms.HiddenInput)
    dataset__licence = Text(_("Licence of the data set"), max_length=300, widget=forms.HiddenInput)
    dataset__attribution = Text(
        _("Source of the data set"), max_length=1000, widget=forms.HiddenInput
    )
    dataset__tells_carbon = YesNo(
        _("Read for which plants are carbon projects"), widget=forms.HiddenInput
    )
    query__country = Text(_("Searched: country"), max_length=200, widget=forms.HiddenInput)
    query__spellings = Text(
        _("Searched: names of the country"), max_length=5000, widget=forms.HiddenInput
    )
    query__countries_unknown = Text(
        _("Not searched: countries not known"), max_length=5000, widget=forms.HiddenInput
    )
    query__region = Text(_("Searched: region"), max_length=200, widget=forms.HiddenInput)
    query__measure = OneOf(_("Searched: measure"), choices=MEASURES, widget=forms.HiddenInput)
    query__energy_source = OneOf(
        _("Searched: energy source"), choices=ENERGY_SOURCES, widget=forms.HiddenInput
    )
    query__output = Text(_("Searched: output"), max_length=200, widget=forms.HiddenInput)
    query__least = Number(
        _("Searched: least capacity, included"), least=0, widget=forms.HiddenInput
    )
    query__most = Number(
        _("Searched: largest capacity, included"), least=0, widget=forms.HiddenInput
    )
    query__unit = OneOf(
        _("Searched: unit of the capacity"), choices=UNITS, widget=forms.HiddenInput
    )
    query__started_before = Day(_("Searched: in operation before"), widget=forms.HiddenInput)
    funnel__rows = Number(_("Rows: in the file"), least=0, whole=True, widget=forms.HiddenInput)
    funnel__usable = Number(_("Rows: usable"), least=0, whole=True, widget=forms.HiddenInput)
    funnel__area = Number(_("Rows: in the area"), least=0, whole=True, widget=forms.HiddenInput)
    funnel__comparable = Number(
        _("Rows: of the same measure, source and output"),
        least=0,
        whole=True,
        widget=forms.HiddenInput,
    )
    funnel__in_range = Number(
        _("Rows: inside the range"), least=0, whole=True, widget=forms.HiddenInput
    )
    funnel__candidates = Number(
        _("Rows: candidates"), least=0, whole=True, widget=forms.HiddenInput
    )

    @property
    def is_searched(self) -> bool:
        """Whether a data set was searched, so that an empty list is an answer."""
        return bool(self.cleaned_data.get("dataset__sha256"))

    def lacks(self) -> list[str]:
        """Either both counts or a list of plants is needed, except where the comparison is in words."""
        self.full_clean_once()
        counted = all(self.cleaned_data.get(name) is not None for name in ("n_all", "n_diff"))
        if (
            counted
            or self.filled_cards()
            or self.is_searched
            or self.cleaned_data.get("distinctions")
        ):
            return []
        return [str(_("The counts, or a list of plants"))]

    def case_values(self) -> dict[str, Any]:
        found = super().case_values()
        part = found.get("common_practice", {})
        if not part.get("activities"):
            part.pop("activities", None)
        return found if part else {}
