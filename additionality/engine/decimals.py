"""Numbers as decimals: read exactly, computed with sixty digits, written plainly.

No figure ever passes through a binary float, so that a determination recomputes to the same digit
on any machine.
"""

from __future__ import annotations

import re
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
)

LIMIT = Decimal(10) ** 18  # exclusive, for the absolute value
MAX_DIGITS = 60
MAX_PLACES = 1000

#: Sixty significant digits and an exponent range no cash flow can leave.
EXACT = Context(
    prec=60,
    rounding=ROUND_HALF_UP,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    traps=[InvalidOperation, DivisionByZero],
)

_NUMBER = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?", re.ASCII)


class NumberRefused(ValueError):
    """The text is no number this application takes; `code` is a problem code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_decimal(text: str) -> Decimal:
    """The value of a decimal text (ASCII digits, exponents allowed), exactly.

    Raises `NumberRefused`: `number_malformed`, `number_out_of_range` (|x| >= 1e18) or
    `number_too_long` (more than 60 significant digits or 1000 decimal places). Takes time linear
    in the text whatever the exponent says.

    """
    match = _NUMBER.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        raise NumberRefused("number_malformed")
    sign, whole, fraction, exponent_text = match[1], match[2], match[3] or "", match[4] or "0"
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return Decimal(0)
    is_negative = exponent_text.startswith("-")
    exponent_digits = exponent_text.lstrip("+-0") or "0"
    if len(exponent_digits) > 9:
        raise NumberRefused("number_too_long" if is_negative else "number_out_of_range")
    power = -int(exponent_digits) if is_negative else int(exponent_digits)
    stripped = digits.rstrip("0")
    exponent = power - len(fraction) + len(digits) - len(stripped)
    if len(stripped) + exponent > 18:
        raise NumberRefused("number_out_of_range")
    if len(stripped) > MAX_DIGITS or exponent < -MAX_PLACES:
        raise NumberRefused("number_too_long")
    return Decimal(f"{sign}{stripped}e{exponent}")


def plain(value: Decimal | int) -> str:
    """Canonical text of a number: no exponent, no trailing zeros, no negative zero."""
    if not value:
        return "0"
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal, places: int) -> Decimal:
    """`value` rounded half up (away from zero) to `places` decimals, never negative zero."""
    result = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)
    return result if result else abs(result)


_WIDE = Context(
    prec=2000, rounding=ROUND_HALF_UP, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[InvalidOperation]
)


def settled(value: Decimal) -> Decimal:
    """A computed amount without the last digits of its divisions, which would count as flows."""
    return rounded(value, 30)


def fixed(value: Decimal, places: int = 6) -> str:
    """`value` with exactly `places` decimals, rounded half up: the form of every figure."""
    return format(rounded(value, places), "f")


def percent(rate: Decimal) -> Decimal:
    """A rate as it is printed: in percent with two decimals, half up.

    The rate is first taken to twelve decimals, far below the solver's tolerance of 1e-9 and far
    above its error, so that a root which is exactly on a tie is rounded as that tie.

    """
    return rounded(rounded(rate, 12) * 100, 2)


def exponent_of(value: Decimal) -> int:
    """The power of ten of the last digit: -2 for 1.25, 3 for 7e3."""
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def change_text(change: Decimal) -> str:
    """A variation as a fraction with at least two decimals: `-0.10`."""
    text = plain(change)
    places = len(text.partition(".")[2])
    return text if places >= 2 else fixed(change, 2)
