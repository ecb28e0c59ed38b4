"""The investment analysis: its basis, the benchmark, the sensitivity."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from additionality.engine.countries import currencies_of
from projects.wizard.fields import (
    Number,
    OneOf,
    Rate,
    SomeOf,
    Text,
    Year,
    Yearly,
    YesNo,
)
from projects.wizard.forms.cash_flow import MOST_YEARS
from projects.wizard.forms.step import Questions, StepForm, Typed
from projects.wizard.places import places

TAX_BASES = [("pre_tax", _("Before tax")), ("post_tax", _("After tax"))]
PRICE_BASES = [
    ("nominal", _("Nominal: prices rise with inflation")),
    ("real", _("Real: prices of one year throughout")),
]
BASES = [
    ("wacc", _("Weighted average cost of capital (WACC)")),
    ("lending_rate", _("Lending rate")),
    ("required_return_on_equity", _("Required return on equity")),
    ("government_bond_plus_premium", _("Government bond plus a substantiated premium")),
    ("official", _("Official benchmark")),
    ("company_internal", _("Company-internal rate, used consistently")),
]


OPTIONS = [
    ("benchmark", _("Comparison with a benchmark (option III)")),
    ("comparison", _("Comparison with the investment in alternatives (option II)")),
    ("simple_cost", _("Simple cost: nothing is earned but credits (option I)")),
]
INDICATORS = [
    ("project_irr", _("Project IRR: the return on all capital")),
    ("equity_irr", _("Equity IRR: the return on the owners' capital, after the loan")),
    ("npv", _("Net present value")),
    ("levelised_cost", _("Levelised cost of what is delivered")),
    ("benefit_cost", _("Benefit-cost ratio")),
]


#: In which cash flows are often drawn up, wherever the project is.
WIDESPREAD = ("USD", "EUR")


class InvestmentForm(StepForm):
    path = ("investment",)
    option = OneOf(
        _("How is it shown that the project is not attractive?"),
        _(
            "Simple cost is for projects that earn nothing but credits. Where you would have to invest anyway to "
            "supply the same service, compare alternatives; otherwise either of the other two may be used."
        ),
        choices=OPTIONS,
        citation="TOOL01 v07.0.0 sub-step 2a",
        required=True,
        error_messages={"required": _("Choose the kind of investment analysis.")},
    )
    would_invest_otherwise = YesNo(
        _("Without the project, would you yourself have to invest to supply the same service?"),
        _(
            "Supply from the grid is not such an investment. If yes, a benchmark is not appropriate."
        ),
        citation="TOOL27",
    )
    indicator = OneOf(
        _("By which indicator is it compared?"),
        _("The same for the project and its alternatives. It must match the benchmark."),
        choices=INDICATORS,
        citation="TOOL01 v07.0.0 sub-step 2b",
        required=True,
        error_messages={"required": _("Choose the indicator.")},
    )
    tax_basis = OneOf(
        _("Is the cash flow before or after tax?"),
        _(
            "It must match the benchmark. After tax, the terms of the tax are asked on a page of their own."
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
        _("In which currency is all money?"), _("One currency for the whole case."), max_length=20, required=True,
        error_messages={"required": _("Enter the currency of the cash flow.")},
        widget=forms.TextInput(attrs={"list": "currencies"}),
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

    discount_rate = Rate(
        _("What is the discount rate, in percent?"),
        _("For the net present value, the levelised cost and the benefit-cost ratio."),
        least=None,
    )
    output__amounts = Yearly(
        _("How much is delivered in each year?"),
        _("For a levelised cost only. One number for each year, separated by semicolons."),
    )
    output__unit = Text(_("In which unit?"), _("Such as MWh."), max_length=50)

    def __init__(self, *args: Any, **options: Any) -> None:
        from projects.wording.phrases import listed  # whose package names what is chosen here

        super().__init__(*args, **options)
        own = currencies_of(self.given.typed("project", "country"))
        self.currencies = list(dict.fromkeys((*own, *WIDESPREAD)))
        hint = gettext("One currency for the whole case, such as %(currencies)s.")
        self.fields["currency"].help_text = hint % {"currencies": listed(self.currencies)}

    def values(self) -> dict[str, Any]:
        found = super().values()
        found.pop("years", None)
        return found

    def clean_discount_rate(self) -> Any:
        return above_total_loss(self.cleaned_data["discount_rate"])

    @classmethod
    def typed_from(cls, case: Mapping[str, Any]) -> Typed:
        found = super().typed_from(case)
        lines = (case.get("investment") or {}).get("lines") or []
        if lines:
            found["years"] = [str(len(lines[0]["amounts"]))]
        return found


def above_total_loss(rate: Any) -> Any:
    if rate is not None and rate <= -1:
        raise ValidationError(_("Enter a rate above −100 %."))
    return rate


class BreakEvenCard(Questions):
    named_by = "line"
    line = Text(
        _("Which line of the cash flow?"), max_length=500, required=True,
        error_messages={"required": _("Enter the name of the line, as it stands in the cash flow.")},
    )  # fmt: skip
    change = Rate(
        _("At which change of it is the benchmark reached, in percent?"),
        least=-100, required=True, error_messages={"required": _("Enter the change in percent.")},
    )  # fmt: skip

    def clean_change(self) -> Any:
        return above_total_loss(self.cleaned_data["change"])


class SensitivityForm(StepForm):
    path = ("investment", "sensitivity")
    card = BreakEvenCard
    cards_key = "break_even"
    card_prefix = "even"
    cards_at_first = 0
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
    evidence = SomeOf(_("Which evidence shows it?"))
    evidence_at = places()
