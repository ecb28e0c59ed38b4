"""Numbers, days and sizes as people read them. Functions of values alone; words are translated when called."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"
DAYS = {"zh": "Y年n月j日", "en": "j F Y"}


def as_decimal(value: Any) -> Decimal | None:
    """`value` (a number or a decimal string) as a finite Decimal; None if it is no number."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def figure(value: Any, places: int | None = None) -> str:
    """Thousands separated, a true minus; `places` decimals rounded half up, else as many as given.

    What is no number is shown as it is; None as a dash.
    """
    if value is None:
        return "–"
    number = as_decimal(value)
    if number is None:
        return str(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(number):,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return MINUS + text if number < 0 and text.strip("0.,") else text


def percent(fraction: Any, places: int = 2, *, sign: bool = False) -> str:
    """A fraction in per cent, rounded half up; None as a dash."""
    number = as_decimal(fraction)
    if number is None:
        return "–"
    text = figure(number.scaleb(2), places)
    plus = "+" if sign and number > 0 else ""
    return f"{plus}{text}{NBSP}%"


def change(fraction: Any) -> str:
    """A variation in per cent, always with its sign and without idle decimals."""
    number = as_decimal(fraction)
    if number is None:
        return "–"
    hundredfold = number.scaleb(2)
    places = 0 if hundredfold == hundredfold.to_integral_value() else 2
    return percent(number, places, sign=True)


def money(value: Any, currency: str = "") -> str:
    """An amount: whole from a hundred on, two decimals below, with its currency before it."""
    number = as_decimal(value)
    if number is None:
        return "–"
    whole = number == number.to_integral_value() or abs(number) >= 100
    text = figure(number, 0 if whole else 2)
    return f"{currency}{NBSP}{text}" if currency else text


def small_money(value: Any, currency: str = "") -> str:
    """As `money`; below one with four digits that say something, so that a price in millions is seen."""
    number = as_decimal(value)
    if not number or abs(number) >= 1:
        return money(value, currency)
    text = figure(number, 3 - number.adjusted())
    return f"{currency}{NBSP}{text}" if currency else text


def tonnes(value: Any) -> str:
    return f"{figure(value)}{NBSP}tCO₂e"


def day(value: Any) -> str:
    """A day (a date, a moment in Taipei, or ISO text) in the reader's language."""
    parsed = _as_day(value)
    if parsed is None:
        return "–" if value in (None, "") else str(value)
    return date_format(parsed, _pattern(), use_l10n=False)


def moment(value: datetime | None) -> str:
    """A day and a time of Taipei."""
    if value is None:
        return "–"
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local.date())} {local:%H:%M}"


def size(value: Any) -> str:
    """Bytes as B, kB or MB, in steps of a thousand."""
    number = as_decimal(value)
    if number is None:
        return "–"
    if number < 1000:
        return f"{figure(number)}{NBSP}B"
    if number < 1_000_000:
        return f"{figure(number / 1000, 0)}{NBSP}kB"
    return f"{figure(number / 1_000_000, 1)}{NBSP}MB"


def _pattern() -> str:
    return DAYS["zh" if (get_language() or "").startswith("zh") else "en"]


def _as_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
