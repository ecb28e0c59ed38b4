"""The investment analysis by benchmark: its basis, the cash flow, the benchmark, the sensitivity."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.wizard.fields import Amount, Day, Number, OneOf, OneOrYearly, Rate, Text, Year, shown
from projects.wizard.forms.step import Questions, StepForm, Typed

TAX_BASES = [("pre_tax", _("Before tax")), ("post_tax", _("After tax"))]
PRICE_BASES = [
    ("nominal", _("Nominal: prices rise with inflation")),
    ("real", _("Real: prices of one year throughout")),
]
KINDS = [
    ("capex", _("Investment")),
    ("opex", _("Operating cost")),
    ("revenue", _("Revenue")),
    ("subsidy", _("Subsidy")),
    ("carbon_revenue", _("Revenue from credits")),
    ("residual", _("Residual value")),
    ("working_capital", _("Working capital")),
]
BASES = [
    ("wacc", _("Weighted average cost of capital (WACC)")),
    ("lending_rate", _("Lending rate")),
    ("government_bond_plus_premium", _("Government bond plus a substantiated premium")),
    ("official", _("Official benchmark")),
    ("company_internal", _("Company-internal rate, used consistently")),
]
MAY_BE_NEGATIVE = ("working_capital", "residual")
MOST_YEARS = 100


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


class LineCard(Questions):
    """One line of the cash flow, with one amount a year."""

    folded = ("source", "source_date", "price", "quantity", "units_quoted", "units_built")
    name = Text(
        _("Name of the line"), max_length=500, required=True,
        error_messages={"required": _("Enter the name of the line.")},
    )  # fmt: skip
    kind = OneOf(
        _("Kind of the line"), choices=KINDS, required=True, widget=forms.Select,
        error_messages={"required": _("Choose what kind of line it is.")},
    )  # fmt: skip
    source = Text(
        _("Where do the amounts come from?"), _("The number of the evidence, such as E1, or a description in words."),
        max_length=500, widget=forms.TextInput(attrs={"list": "evidence-keys"}),
    )  # fmt: skip
    source_date = Day(
        _("Of which day is that source?"), _("A source later than the decision is a concern.")
    )
    price = OneOrYearly(
        _("Price of one unit"), _("One number, or one a year separated by semicolons.")
    )
    quantity = OneOrYearly(
        _("Quantity"),
        _("Price times quantity must give the amounts."),
        citation="Secretariat checks",
    )
    units_quoted = Number(
        _("For how many units is the cost quoted?"), _("Such as 12 engines."), least=0
    )
    units_built = Number(_("How many units are really built?"), least=0)

    def __init__(
        self,
        *args: Any,
        years: int = 0,
        first_year: int | None = None,
        currency: str = "TWD",
        **options: Any,
    ) -> None:
        self.years = years
        self.amounts = [f"amounts__{i}" for i in range(years)]
        super().__init__(*args, **options)
        line = self.data.get(self.add_prefix("name"), "")[:60] if self.is_bound else ""
        shared = Amount("", currency=currency)
        for i, name in enumerate(self.amounts):
            heading = (
                str(first_year + i) if first_year else str(_("Year %(number)s")) % {"number": i + 1}
            )
            amount = forms.Field.__deepcopy__(shared, {})
            amount.label = f"{line}, {heading}" if line else heading
            self.fields[name] = amount

    @property
    def cells(self) -> list[forms.BoundField]:
        return [self[name] for name in self.amounts]

    @property
    def readable_amounts(self) -> list[Decimal]:
        """The amounts, 0 where a cell is blank or cannot be read."""
        if not self.is_bound:
            return [Decimal(0)] * self.years
        self.full_clean_once()
        return [self.cleaned_data.get(name) or Decimal(0) for name in self.amounts]

    @property
    def total(self) -> str:
        return shown(sum(self.readable_amounts, Decimal(0)))

    @property
    def sign(self) -> int:
        """Which way the line moves the balance without credits: in, out, or not at all."""
        kind = self.data.get(self.add_prefix("kind"), "") if self.is_bound else ""
        return {
            "revenue": 1,
            "subsidy": 1,
            "residual": 1,
            "capex": -1,
            "opex": -1,
            "working_capital": -1,
        }.get(kind, 0)

    @property
    def line_name(self) -> str:
        return self.data.get(self.add_prefix("name"), "") if self.is_bound else ""

    @property
    def head(self) -> list[forms.BoundField]:
        return [self["name"], self["kind"]]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("kind") in MAY_BE_NEGATIVE:
            return self.cleaned_data
        for name in self.amounts:
            value = self.cleaned_data.get(name)
            if value is not None and value < 0:
                self.add_error(
                    name, ValidationError(_("Enter a positive amount: the kind gives the sign."))
                )
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """The line; a cell left blank is 0, as in a spreadsheet."""
        found = super().values()
        found.pop("amounts", None)
        found["amounts"] = [
            self.fields[n].to_case(self.cleaned_data.get(n)) or "0" for n in self.amounts
        ]  # type: ignore[attr-defined]
        return found


class CashFlowForm(StepForm):
    path = ("investment",)
    card, cards_key, card_prefix = LineCard, "lines", "line"
    cards_at_first = 4
    most_cards = 300

    def __init__(self, data: Any = None, *, given: Any, **options: Any) -> None:
        self.years = years_of(given.typed("investment", "years"))
        self.first_year = first_year_of(given.typed("investment", "first_year"))
        self.currency = given.typed("investment", "currency") or "TWD"
        super().__init__(data, given=given, **options)

    def card_options(self, position: int) -> dict[str, Any]:
        return {"years": self.years, "first_year": self.first_year, "currency": self.currency}

    @property
    def headings(self) -> list[str]:
        if self.first_year:
            return [str(self.first_year + i) for i in range(self.years)]
        return [str(_("Year %(number)s")) % {"number": i + 1} for i in range(self.years)]

    @property
    def balances(self) -> list[str]:
        """What flows in less what flows out, a year, without credits; for reading."""
        return [shown(balance) for balance in self._balances()]

    @property
    def balance(self) -> str:
        return shown(sum(self._balances(), Decimal(0)))

    def _balances(self) -> list[Decimal]:
        rows = [
            (card.sign, card.readable_amounts)
            for card in self.filled_cards()
            if isinstance(card, LineCard)
        ]
        return [
            sum((sign * amounts[i] for sign, amounts in rows), Decimal(0))
            for i in range(self.years)
        ]

    def clean(self) -> dict[str, Any]:
        if not self.filled_cards():
            self.add_error(None, _("Enter at least one line of the cash flow."))
        return super().clean()

    def case_values(self) -> dict[str, Any]:
        return super().case_values() if self.filled_cards() else {}

    @classmethod
    def typed_card(cls, item: Mapping[str, Any], prefix: str) -> Typed:
        found = super().typed_card(item, prefix)
        found |= {
            f"{prefix}amounts__{i}": [str(amount)] for i, amount in enumerate(item["amounts"])
        }
        return found


def years_of(text: str) -> int:
    """How many columns the grid has: as answered, or ten."""
    return (
        int(text) if text.isascii() and text.isdigit() and 0 < int(text[:4]) <= MOST_YEARS else 10
    )


def first_year_of(text: str) -> int | None:
    try:
        return int(Year("").clean(text)) if text.strip() else None
    except ValidationError:
        return None


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
    source = Text(
        _("Where does it come from?"), _("The number of the evidence, such as E1, or a description in words."),
        max_length=500, widget=forms.TextInput(attrs={"list": "evidence-keys"}),
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
        _("At least 10 % up and down. Left blank, 10 % is used."),
        least=0,
        citation="TOOL01 v07.0.0 sub-step 2d",
    )
    explanation = Text(
        _("Why is it unlikely that the benchmark is reached?"),
        _(
            "Needed where a change of 10 % or less brings the IRR to the benchmark: without it the finding "
            "will be insufficient, with it a reviewer must accept it by name."
        ),
        max_length=20_000, lines=6, citation="TOOL27, sensitivity analysis",
        evidence=_("Past variation of the price, fixed-price contracts, long-term tariffs."),
    )  # fmt: skip
