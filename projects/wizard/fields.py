"""The questions' fields: each reads what people type, and maps one-to-one to a value of the case file.

`to_case` gives the JSON value of a cleaned answer (None: not given), `to_typed` the texts that a form would have
posted for a JSON value. Numbers become decimal strings, rates fractions, days ISO dates.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from additionality.engine.decimals import plain
from projects.wizard import typed
from projects.wizard.question import Question, Source, Text, Words, check_readable

__all__ = [
    "NONE_OF_THEM", "Amount", "Day", "Number", "OneOf", "OneOrYearly", "Question", "Rate", "SomeOf", "SomeOrNone",
    "Source", "Text", "Words", "Year", "YearOrDay", "Yearly", "YesNo", "check_readable", "shown",
]  # fmt: skip

NONE_OF_THEM = "-none"


class Number(Question, forms.CharField):
    """A number as typed, cleaned to a `Decimal`; limits are inclusive."""

    money = False

    def __init__(
        self, *args: Any, least: Decimal | int | None = None, most: Decimal | int | None = None,
        whole: bool = False, unit: Words = "", example: str = "", **options: Any,
    ) -> None:  # fmt: skip
        self.least, self.most, self.whole, self.unit = least, most, whole, unit
        self.example = example
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "number"})
        )
        super().__init__(*args, **options)
        self.validators = []  # Django's are for texts

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return self.read(text) if text.strip() else None

    def read(self, text: str) -> Decimal:
        try:
            number = typed.read_number(text)
        except typed.TypedRefused as refused:
            raise ValidationError(self.refusal(refused.message), code="number") from refused
        self.check_marks(number)
        self.check_limits(number.value)
        return number.value

    def refusal(self, message: Words) -> str:
        """Why a text is no number, with an example of what this question takes."""
        if self.example and message is typed.NOT_A_NUMBER:
            return str(_("Enter a number, such as %(example)s.")) % {"example": self.example}
        return str(message)

    def check_marks(self, number: typed.TypedNumber) -> None:
        if number.percent:
            raise ValidationError(_("Enter a number without a percent sign."), code="number")
        if number.dollars and not self.money:
            raise ValidationError(_("Enter a number without a currency."), code="number")

    def check_limits(self, value: Decimal) -> None:
        if self.whole and value != value.to_integral_value():
            raise ValidationError(_("Enter a whole number."), code="number")
        if self.least is not None and value < self.least:
            params = {"least": shown(Decimal(self.least))}
            raise ValidationError(_("Enter %(least)s or more."), code="number", params=params)
        if self.most is not None and value > self.most:
            params = {"most": shown(Decimal(self.most))}
            raise ValidationError(_("Enter %(most)s or less."), code="number", params=params)

    def to_case(self, value: Decimal | None) -> str | None:
        return None if value is None else plain(value)

    def understood(self, value: Decimal | None, text: str) -> str:
        typed = text.strip()
        if value is None or typed == plain(value) or typed == (words := shown(value)):
            return ""
        return words


class Amount(Number):
    """Money in the currency of the case: NT$ is understood only where that is the currency."""

    money = True

    def __init__(self, *args: Any, currency: str = "TWD", **options: Any) -> None:
        self.currency = currency
        super().__init__(*args, **options)

    def check_marks(self, number: typed.TypedNumber) -> None:
        super().check_marks(number)
        if number.dollars and self.currency.upper() not in {"TWD", "NTD", "NT$"}:
            message = _("All money of this case is in %(currency)s. Enter the amount in it.")
            raise ValidationError(message, code="number", params={"currency": self.currency})


class Rate(Number):
    """A rate typed in percent, cleaned to a fraction: 8.25 and 8.25 % are 0.0825."""

    def check_marks(self, number: typed.TypedNumber) -> None:
        if number.dollars:
            raise ValidationError(_("Enter a rate in percent, such as 8.25."), code="number")
        if not number.percent and number.value and abs(number.value) < Decimal("0.5"):
            raise ValidationError(
                _(
                    "Is this a percentage or a fraction? Write it with a percent sign, such as 8.25 %."
                ),
                code="number",
            )

    def read(self, text: str) -> Decimal:
        return super().read(text).scaleb(-2)

    def to_typed(self, value: Any) -> list[str]:
        return [plain(Decimal(str(value)).scaleb(2)) + " %"]

    def understood(self, value: Decimal | None, text: str) -> str:
        if value is None:
            return ""
        percent = plain(value.scaleb(2))
        plainly_typed = text.replace("%", "").strip() == percent
        return "" if plainly_typed else f"{percent} %"


class Year(Number):
    """A calendar year of either calendar, cleaned to an int."""

    def __init__(self, *args: Any, least: int = 1900, most: int = 2200, **options: Any) -> None:
        super().__init__(*args, least=least, most=most, **options)
        self.widget.attrs["inputmode"] = "numeric"

    def read(self, text: str) -> Any:
        try:
            year = typed.read_year(text)
        except (typed.TypedRefused, ValueError) as refused:
            message = getattr(refused, "message", _("Enter a year of four digits, such as 2027."))
            raise ValidationError(str(message), code="number") from refused
        self.check_limits(Decimal(year))
        return year

    def to_case(self, value: int | None) -> str | None:  # type: ignore[override]
        return None if value is None else str(value)

    def understood(self, value: Any, text: str) -> str:
        return "" if value is None or text.strip() == str(value) else str(value)


class Day(Question, forms.CharField):
    """A day of either calendar, cleaned to a `date`."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        if not text.strip():
            return None
        try:
            return typed.read_date(text)
        except typed.TypedRefused as refused:
            raise ValidationError(str(refused.message), code="date") from refused

    def to_case(self, value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    def understood(self, value: date | None, text: str) -> str:
        return "" if value is None or text.strip() == value.isoformat() else value.isoformat()


class YearOrDay(Day):
    """A day, or a year where only that is known: cleaned to the text of the case file."""

    def to_python(self, value: Any) -> Any:
        text = forms.CharField.to_python(self, value) or ""
        try:
            return str(typed.read_year(text))
        except (typed.TypedRefused, ValueError):
            day = super().to_python(value)
            return None if day is None else day.isoformat()

    def to_case(self, value: str | None) -> str | None:  # type: ignore[override]
        return value

    def understood(self, value: str | None, text: str) -> str:  # type: ignore[override]
        return "" if value is None or text.strip() == value else value


class OneOf(Question, forms.ChoiceField):
    """One of a list. Long lists open as a select, short ones lie open as radio buttons."""

    def __init__(self, *args: Any, choices: Iterable[tuple[str, Words]], **options: Any) -> None:
        listed = list(choices)
        if not options.get("required"):
            listed = [("", _("Not answered")), *listed]
        elif len(listed) > 6:
            listed = [("", _("Choose")), *listed]
        options.setdefault("widget", forms.Select if len(listed) > 7 else forms.RadioSelect)
        super().__init__(*args, choices=listed, **options)


class YesNo(OneOf):
    """Yes, no, or not answered; never chosen beforehand."""

    in_row = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, choices=[("yes", _("Yes")), ("no", _("No"))], **options)

    def to_case(self, value: str) -> bool | None:
        return {"yes": True, "no": False}.get(value)

    def to_typed(self, value: Any) -> list[str]:
        return ["yes" if value else "no"]


class SomeOf(Question, forms.MultipleChoiceField):
    """Several of a list, by check boxes; the choices are set by the form."""

    chooses = True

    widget = forms.CheckboxSelectMultiple

    def to_case(self, value: list[str]) -> list[str] | None:
        return value or None

    def to_typed(self, value: Any) -> list[str]:
        return [str(item) for item in value]


class SomeOrNone(SomeOf):
    """As `SomeOf`, where "none of them" is an answer of its own and blank means not answered."""

    def clean(self, value: Any) -> list[str]:
        chosen: list[str] = super().clean(value)
        if NONE_OF_THEM in chosen and len(chosen) > 1:
            raise ValidationError(
                _("Choose “none of them” or the ones that apply, not both."), code="both"
            )
        return chosen

    def to_case(self, value: list[str]) -> list[str] | None:
        return [] if value == [NONE_OF_THEM] else value or None

    def to_typed(self, value: Any) -> list[str]:
        return super().to_typed(value) or [NONE_OF_THEM]


class OneOrYearly(Question, forms.CharField):
    """One number for all years, or one for each year separated by semicolons."""

    def __init__(self, *args: Any, least: int | None = 0, **options: Any) -> None:
        self.one = Number("", least=least)
        super().__init__(*args, **options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        parts = [part for part in re.split(r"[;；\t\n]", text) if part.strip()]
        values = [self.one.read(part) for part in parts[:101]]
        if not values:
            return None
        return values if re.search(r"[;；\t\n]", text.strip()) else values[0]

    def to_case(self, value: Any) -> Any:
        return (
            [plain(v) for v in value]
            if isinstance(value, list)
            else None
            if value is None
            else plain(value)
        )

    def to_typed(self, value: Any) -> list[str]:
        if not isinstance(value, list):
            return [str(value)]
        return ["; ".join(str(v) for v in value) + (";" if len(value) == 1 else "")]


class Yearly(OneOrYearly):
    """One number for each year, separated by semicolons; always a list."""

    def to_case(self, value: Any) -> Any:
        found = super().to_case(value)
        return [found] if isinstance(found, str) else found

    def to_typed(self, value: Any) -> list[str]:
        return super().to_typed([str(v) for v in value])


def shown(value: Decimal) -> str:
    """`value` for reading: thousands separated, a true minus, no trailing zeros."""
    whole, _point, fraction = plain(abs(value)).partition(".")
    text = f"{int(whole):,}" + (f".{fraction}" if fraction else "")
    return ("\N{MINUS SIGN}" if value < 0 else "") + text
