"""The cash flow: lines of money, one amount a year."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from additionality.engine.rulepack import load_pack
from projects.wizard.fields import (
    Amount,
    Day,
    Number,
    OneOf,
    OneOrYearly,
    Source,
    Text,
    Year,
    shown,
)
from projects.wizard.forms.regulatory import POLICIES
from projects.wizard.forms.step import Questions, StepForm, Typed

KINDS = [
    ("capex", _("Investment")),
    ("opex", _("Operating cost")),
    ("revenue", _("Revenue")),
    ("subsidy", _("Subsidy")),
    ("carbon_revenue", _("Revenue from credits")),
    ("residual", _("Residual value")),
    ("working_capital", _("Working capital")),
    ("tax", _("Tax")),
    ("loan_drawdown", _("Loan received")),
    ("interest", _("Interest on a loan")),
    ("principal", _("Repayment of a loan")),
]
MAY_BE_NEGATIVE = ("working_capital", "residual")
MOST_YEARS = 100


class LineCard(Questions):
    """One line of the cash flow, with one amount a year."""

    named_by = "name"
    folded: ClassVar[dict[str, Any]] = {
        "source": _("source"), "source_date": _("dated"), "source_at__page": _("page"),
        "source_at__quote": _("words"), "price": _("price"), "quantity": _("quantity"),
        "units_quoted": _("units quoted"), "units_built": _("units built"), "site": _("site"),
        "policy": _("policy:"), "policy_adopted": _("adopted"), "residual_basis": _("residual value:"),
    }  # fmt: skip
    name = Text(
        _("Name of the line"), max_length=500, required=True,
        error_messages={"required": _("Enter the name of the line.")},
    )  # fmt: skip
    kind = OneOf(
        _("Kind of the line"), choices=KINDS, required=True, widget=forms.Select,
        error_messages={"required": _("Choose what kind of line it is.")},
    )  # fmt: skip
    source = Source(
        _("Where do the amounts come from?"), _("The number of the evidence, such as E1, or a description in words."),
        max_length=500,
    )  # fmt: skip
    source_date = Day(
        _("Of which day is that source?"), _("A source later than the decision is a concern.")
    )
    source_at__page = Text(_("On which page of it?"), max_length=100)
    source_at__quote = Text(_("Which words there?"), max_length=20_000, lines=2)
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
    site = Text(_("At which site?"), _("Only where the project has several sites."), max_length=200)
    policy = OneOf(
        _("Does the line come from a policy on emissions?"),
        _("Such as a feed-in tariff for renewable energy, or a subsidy of fossil fuels."),
        choices=POLICIES, citation="EB22 Annex 3",
    )  # fmt: skip
    policy_adopted = Day(
        _("On which day was that policy adopted?"),
        _("Adopted after the day the rules name, the line is left out of the assessment."),
        citation="EB22 Annex 3",
    )
    residual_basis = OneOf(
        _("Where does the residual value come from?"),
        _("Its fair value is the book value with the profit or loss expected when the equipment is sold."),
        choices=[
            ("book_value", _("It is the book value at the end of the last year")),
            ("market_value", _("It is a market value, with its source above")),
        ],
        citation="TOOL27, fair value", evidence=_("An offer, or prices of used equipment."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        years: int = 0,
        first_year: int | None = None,
        currency: str = "TWD",
        policies: bool = False,
        **options: Any,
    ) -> None:
        self.years = years
        self.amounts = [f"amounts__{i}" for i in range(years)]
        self.says_itself = tuple(self.amounts)  # each cell is heard without the head of its row
        super().__init__(*args, **options)
        for name in ("policy", "policy_adopted"):
            # What was answered under other rules stays, and stays in sight.
            if not policies and not self.data.get(self.add_prefix(name), ""):
                del self.fields[name]
        if self.answered("kind") != "residual" and not self.answered("residual_basis"):
            del self.fields["residual_basis"]
        line = self.data.get(self.add_prefix("name"), "")[:60] if self.is_bound else ""
        for head in ("name", "kind"):
            words = {
                "question": self.fields[head].label,
                "line": line or int(self.prefix.rpartition("-")[2]) + 1,
            }
            self.fields[head].widget.attrs["aria-label"] = str(_("%(question)s, %(line)s")) % words
        shared = Amount("", currency=currency)
        for i, name in enumerate(self.amounts):
            heading = (
                str(first_year + i) if first_year else str(_("Year %(number)s")) % {"number": i + 1}
            )
            label = f"{line or int(self.prefix.rpartition('-')[2]) + 1} {heading}"
            self.fields[name] = shared.named(label)

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
        return {
            "revenue": 1,
            "subsidy": 1,
            "residual": 1,
            "capex": -1,
            "opex": -1,
            "working_capital": -1,
        }.get(self.answered("kind"), 0)

    def answered(self, name: str) -> str:
        """What was typed or chosen, as it is."""
        return self.data.get(self.add_prefix(name), "") if self.is_bound else ""

    @property
    def line_name(self) -> str:
        return self.answered("name")

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
    card: ClassVar[type[Questions] | None] = LineCard
    cards_key, card_prefix = "lines", "line"
    cards_at_first = 4
    most_cards = 300
    told = (("investment", "years"), ("investment", "first_year"), ("investment", "currency"))

    def __init__(self, data: Any = None, *, given: Any, **options: Any) -> None:
        self.years = years_of(given.typed("investment", "years"))
        self.first_year = first_year_of(given.typed("investment", "first_year"))
        self.currency = given.typed("investment", "currency") or "TWD"
        self.policies = load_pack(given.pack).policies_may_be_left_out
        super().__init__(data, given=given, **options)

    def card_options(self, position: int) -> dict[str, Any]:
        return {
            "years": self.years,
            "first_year": self.first_year,
            "currency": self.currency,
            "policies": self.policies,
        }

    @property
    def headings(self) -> list[str]:
        if self.first_year:
            return [str(self.first_year + i) for i in range(self.years)]
        return [str(_("Year %(number)s")) % {"number": i + 1} for i in range(self.years)]

    @property
    def kinds(self) -> list[str]:
        """The kinds a pasted second column may hold, as they are named on the page."""
        return [str(label) for _key, label in KINDS]

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
            nothing = _("Enter at least one line of the cash flow.")
            self.add_error(None, ValidationError(nothing, code="required"))
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
    try:
        years = Number("", least=1, most=MOST_YEARS, whole=True).clean(text)
    except ValidationError:
        years = None
    return int(years) if years else 10


def first_year_of(text: str) -> int | None:
    try:
        return int(Year("").clean(text)) if text.strip() else None
    except ValidationError:
        return None
