"""What makes a small project additional by itself: the conditions of the micro scale, and the positive list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from additionality.engine.rulepack import load_pack, pack_keys
from projects.wizard.fields import Number, OneOf, Rate, SomeOf, Text, YesNo
from projects.wizard.forms.step import StepForm

RULE = "TOOL19"


class MicroscaleForm(StepForm):
    path = ("microscale",)
    host = OneOf(
        _("Is the host one of these?"),
        _("Any one of the conditions on this page is enough. Answer those that apply."),
        choices=[
            ("ldc", _("A least developed country")),
            ("sids", _("A small island developing state")),
            ("special_zone", _("A special underdeveloped zone")),
            ("none", _("None of them")),
        ],
        citation=RULE,
    )
    off_grid = YesNo(
        _("Does it supply households or communities off the grid?"),
        _("A grid that gives supply for less than twelve hours a day counts as no grid."),
        citation=RULE,
    )
    grid_hours_per_day = Number(
        _("For how many hours a day does the grid give supply?"), _("Where there is a grid."),
        least=0, most=24,
    )  # fmt: skip
    units__kw = Number(
        _("Distributed units: how large is one, in kW?"),
        _("Of the three sizes one within its limit is enough."),
        least=0,
        citation=RULE,
    )
    units__mwh_per_year = Number(_("Or how much energy does one save a year, in MWh?"), least=0)
    units__tco2e_per_year = Number(_("Or how much does one reduce a year, in tCO₂e?"), least=0)
    units__users = OneOf(
        _("Who uses the units?"),
        choices=[
            ("households", _("Households")),
            ("communities", _("Communities")),
            ("smes", _("Small and medium-sized enterprises")),
        ],
    )
    recommended_by_authority = YesNo(
        _("Does the designated national authority recommend the technology?"), citation=RULE
    )
    technology_share = Rate(
        _("What share has the technology in the country, in percent?"),
        _("Of the yearly output of its sector."),
        least=0,
        most=100,
    )
    evidence = SomeOf(_("Which evidence shows it?"))


class PositiveListForm(StepForm):
    path = ("positive_list",)
    entry = OneOf(
        _("Is the project of one of these kinds?"),
        _("Then it is additional without a barrier. Leave it blank if it is of none of them."),
        choices=[],
        widget=forms.Select,
        citation="TOOL21 v13.1",
    )
    grounds = Text(_("Why is it of this kind?"), max_length=20_000, lines=3)
    evidence = SomeOf(_("Which evidence shows it?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        listed = load_pack(self.given.pack).positive_list if self.given.pack in pack_keys() else {}
        self.fields["entry"].choices = [
            ("", _("None of them")),
            *((name, entry.meaning) for name, entry in listed.items()),
        ]
