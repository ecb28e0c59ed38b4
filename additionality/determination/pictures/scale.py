"""Axes: round steps, and numbers as a reader expects them."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"


Range = tuple[float, float]


def range_around(values: Iterable[float], *, spare: float = 0.12) -> Range:
    """From below the lowest to above the highest of `values`, with a little room at both ends."""
    shown = list(values) or [0.0]
    low, high = min(shown), max(shown)
    room = (high - low) * spare or abs(high) * spare or 1.0
    return low - room, high + room


def round_values(span: Range, most: int = 5) -> list[float]:
    """Round values inside `span`, at most about `most`."""
    from matplotlib.ticker import MaxNLocator

    low, high = span
    found = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(value) for value in found if low <= value <= high]


def percent_labels(ticks: Sequence[float]) -> list[str]:
    """Label round values in per cent, with as many decimals as their step needs."""
    places = _places([tick * 100 for tick in ticks])
    return [percent(decimal_of(tick), places=places) or "" for tick in ticks]


def quantity_labels(ticks: Sequence[float]) -> list[str]:
    """Label round values with separated thousands and as many decimals as their step needs."""
    places = _places(ticks)
    return [quantity(decimal_of(tick), places=places) for tick in ticks]


def _places(ticks: Sequence[float]) -> int:
    step = abs(ticks[1] - ticks[0]) if len(ticks) > 1 else 1.0
    return next((n for n in range(6) if abs(round(step, n) - step) < step * 1e-6), 6)


def decimal_of(value: float) -> Decimal:
    """The decimal that a computed coordinate stands for, without the dust of binary fractions."""
    return Decimal(f"{value:.12g}") + 0


def percent(value: str | Decimal | None, *, places: int = 2, sign: bool = False) -> str | None:
    """A fraction as per cent, rounded half up as everywhere in a determination."""
    if value is None:
        return None
    rounded = _rounded(Decimal(value) * 100, places)
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


def quantity(value: float | Decimal, *, places: int | None = None) -> str:
    """A number with separated thousands; very large ones as a power of ten.

    Without `places` it has the decimals it needs, at most two.
    """
    number = Decimal(str(value))
    if number and abs(number) >= Decimal("1e12"):
        mantissa, exponent = f"{number:.2e}".split("e")
        return f"{mantissa.replace('-', MINUS)}×10{_superscript(int(exponent))}"
    if places is not None:
        return _signed(_rounded(number, places), plus=False)
    places = 0 if number == number.to_integral_value() or abs(number) >= 100 else 2
    shown = _signed(_rounded(number, places), plus=False)
    return shown.rstrip("0").rstrip(".") if places else shown


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _signed(number: Decimal, plus: bool) -> str:
    shown = f"{abs(number):,f}"
    if number < 0:
        return MINUS + shown
    return f"+{shown}" if plus and number > 0 else shown


def _superscript(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))
