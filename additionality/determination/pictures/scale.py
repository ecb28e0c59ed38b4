"""Axes: round steps, and numbers as a reader expects them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear axis from `low` to `high` drawn between two coordinates."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where `value` stands; beyond the axis it stands at its end."""
        inside = min(max(value, self.low), self.high)
        return self.start + (inside - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, most: int = 5) -> list[float]:
        """Round values on the axis, at most about `most`."""
        step = _round_step((self.high - self.low) / most)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [index * step for index in range(first, last + 1)]


def axis_around(values: Iterable[float], start: float, end: float, *, spare: float = 0.12) -> Axis:
    """An axis that shows all `values` with a little room at both ends."""
    shown = list(values) or [0.0]
    low, high = min(shown), max(shown)
    room = (high - low) * spare or abs(high) * spare or 1.0
    return Axis(low - room, high + room, start, end)


def percent(value: str | Decimal | None, *, places: int = 2, sign: bool = False) -> str | None:
    """A fraction as per cent, rounded half up as everywhere in a determination."""
    if value is None:
        return None
    rounded = (Decimal(value) * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{_signed(rounded, sign)} %"


def points(value: str | Decimal | None) -> str | None:
    """A difference of two fractions in percentage points, always with its sign."""
    shown = percent(value, sign=True)
    return None if shown is None else shown.removesuffix(" %")


def change(value: str | Decimal) -> str:
    """A variation of a line in per cent, with its sign and without idle decimals."""
    whole = Decimal(value) * 100
    places = 0 if whole == whole.to_integral_value() else 1
    shown = percent(value, places=places, sign=True)
    return shown or ""


def quantity(value: float | Decimal) -> str:
    """A number with separated thousands; very large ones as a power of ten."""
    number = Decimal(str(value))
    if number and abs(number) >= Decimal("1e12"):
        mantissa, exponent = f"{number:.2e}".split("e")
        return f"{mantissa.replace('-', MINUS)}×10{_superscript(int(exponent))}"
    places = 0 if number == number.to_integral_value() or abs(number) >= 100 else 2
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    shown = _signed(rounded, plus=False)
    return shown.rstrip("0").rstrip(".") if places else shown


def _signed(number: Decimal, plus: bool) -> str:
    shown = f"{abs(number):,f}"
    if number < 0:
        return MINUS + shown
    return f"+{shown}" if plus and number > 0 else shown


def _superscript(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))


def _round_step(rough: float) -> float:
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * step for step in (1, 2, 2.5, 5, 10) if size * step >= rough * 0.999)
