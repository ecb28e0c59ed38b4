"""The investment analysis by benchmark: its basis, the benchmark, the sensitivity."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.wizard.fields import Day, Number, OneOf, Rate, Source, Text, Year
from projects.wizard.forms.cash_flow import MOST_YEARS
from projects.wizard.forms.step import StepForm, Typed

TAX_BASES = [("pre_tax", _("Before tax")), ("post_tax", _("After tax"))]
PRICE_BASES = [
    ("nominal", _("Nominal: prices rise with inflation")),
    ("real", _("Real: prices of one year throughout")),
]
BASES = [
    ("wacc", _("Weighted average cost of capital (WACC)")),
    ("lending_rate", _("Lending rate")),
    ("government_bond_plus_premium", _("Government bond plus a substantiated premium")),
    ("official", _("Official benchmark")),
    ("company_internal", _("Company-internal rate, used consistently")),
]


class InvestmentForm(StepForm):
    path = ("investment",)
    constants = {"option": "benchmark", "indicator": "project_irr"}
    tax_basis = OneOf(
        _("Is the cash flow before or after tax?"),
        _(
            "It must match the benchmark. Tax is not computed yet: an after-tax cash flow is taken as entered, "
            "and a concern says so."
        ),
        choices=TAX_BASES,
        citation="TOOL27",
        required=True,
        error_messages={"required": _("Choose the tax basis of the cash flow.")},
    )
    price_basis = OneOf(
        _("In nominal or real prices?"),
        _("It must match the benchmark."),
        choices=PRICE_BASES,
        citation="TOOL27",
        required=True,
        error_messages={"required": _("Choose the price basis of the cash flow.")},
    )
    currency = Text(
        _("In which currency is all money?"), _("One currency for the whole case, such as TWD."),
        max_length=20, required=True, initial="TWD",
        error_messages={"required": _("Enter the currency of the cash flow.")},
    )  # fmt: skip
    first_year = Year(
        _("Which year is the first of the cash flow?"), _("Usually the year of the first investment."),
        required=True, error_messages={"required": _("Enter the first year of the cash flow.")},
    )  # fmt: skip
    years = Number(
        _("How many years has the cash flow?"),
        _("Years of building and of operation together. In general 10 to 20 operating years."),
        least=1, most=MOST_YEARS, whole=True, citation="TOOL27, period of assessment",
        required=True, error_messages={"required": _("Enter the number of years.")},
    )  # fmt: skip
    technical_life_years = Number(
        _("How many years is the technical life of the equipment?"),
        _("If it is longer than the cash flow, a residual value is expected in the last year."),
        least=0, most=1000, evidence=_("The manufacturer's specification, or an engineer's report."),
    )  # fmt: skip
    timing = OneOf(
        _("When in the year does money flow?"),
        _("If this is not answered, the first year counts as year 0."),
        choices=[
            ("start", _("The first year is year 0 and is not discounted")),
            ("end", _("At the end of each year: the first year is discounted once")),
        ],
    )

    def values(self) -> dict[str, Any]:
        found = super().values()
        found.pop("years", None)
        return found

    @classmethod
    def typed_from(cls, case: Mapping[str, Any]) -> Typed:
        found = super().typed_from(case)
        lines = (case.get("investment") or {}).get("lines") or []
        if lines:
            found["years"] = [str(len(lines[0]["amounts"]))]
        return found


class BenchmarkForm(StepForm):
    path = ("investment", "benchmark")
    expected = ("rate", "basis")
    rate = Rate(
        _("What is the benchmark, in percent?"),
        _("The return below which nobody would invest. The project passes if its IRR is lower."),
        citation="TOOL01 v07.0.0 sub-step 2b", least=None,
        evidence=_("A bank's offer, an official rate, or the derivation of the WACC with its sources."),
    )  # fmt: skip
    basis = OneOf(
        _("How is it derived?"),
        _(
            "A required return on equity goes with the equity IRR, which this version does not compute yet."
        ),
        choices=BASES,
        citation="TOOL27",
    )
    tax_basis = OneOf(
        _("Is the benchmark before or after tax?"),
        _("It must match the cash flow."),
        choices=TAX_BASES,
    )
    price_basis = OneOf(
        _("Is it nominal or real?"), _("It must match the cash flow."), choices=PRICE_BASES
    )
    source = Source(
        _("Where does it come from?"), _("The number of the evidence, such as E1, or a description in words."),
        max_length=500,
    )  # fmt: skip
    source_date = Day(
        _("Of which day is that source?"), _("Not later than the investment decision.")
    )

    def clean_rate(self) -> Any:
        rate = self.cleaned_data["rate"]
        if rate is not None and rate <= -1:
            raise ValidationError(_("Enter a rate above −100 %."))
        return rate


class SensitivityForm(StepForm):
    path = ("investment", "sensitivity")
    range = Rate(
        _("By how much are the inputs varied, in percent?"),
        # xgettext:no-python-format
        _("At least 10 % up and down. Left blank, 10 % is used."),
        least=0,
        citation="TOOL01 v07.0.0 sub-step 2d",
    )
    explanation = Text(
        _("Why is it unlikely that the benchmark is reached?"),
        _(
            # xgettext:no-python-format
            "Needed where a change of 10 % or less brings the IRR to the benchmark: without it the finding "
            "will be insufficient, with it a reviewer must accept it by name."
        ),
        max_length=20_000, lines=6, citation="TOOL27, sensitivity analysis",
        evidence=_("Past variation of the price, fixed-price contracts, long-term tariffs."),
    )  # fmt: skip
