"""NPV and internal rate of return of yearly cash flows.

Flows are decimals, one a year, rates fractions a year. Everything is computed with sixty digits; a
root is found by bisection inside a bracket, without a guess, to a relative width of 1e-30 (stated
tolerance: 1e-9 on the rate). How many roots there are is decided exactly (`roots.py`), so one of
several is never taken for the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext
from enum import StrEnum

from additionality.engine.decimals import EXACT
from additionality.engine.roots import Roots, count_positive_roots

_WIDTH, _NOTHING = Decimal(10) ** -30, Decimal(0)


class IrrKind(StrEnum):
    """Why there is, or is not, a rate of return."""

    UNIQUE = "unique"
    NONE = "none"
    SEVERAL = "several"
    INFLOWS_FIRST = "inflows_first"


@dataclass(frozen=True, slots=True)
class Irr:
    """The internal rate of return.

    `rate` only where it is unique and the NPV falls through zero there.
    """

    kind: IrrKind
    rate: Decimal | None = None


def npv(flows: Sequence[Decimal], rate: Decimal, timing: str = "start") -> Decimal:
    """Net present value at `rate` (> -1).

    `timing`: "start" counts the first year as year 0, "end" discounts it once.
    """
    with localcontext(EXACT):
        factor = 1 / (1 + rate)
        value = _at(flows, factor)
        return value * factor if timing == "end" else value


def irr(flows: Sequence[Decimal]) -> Irr:
    """The rate in (-1, infinity) at which the NPV is zero, if there is exactly one.

    Flows that start with an inflow and whose NPV rises with the rate are those of a loan taken,
    where a *low* rate is attractive: their root is no rate of return, and `INFLOWS_FIRST` says so.

    """
    with localcontext(EXACT):
        found = count_positive_roots(flows)
        if found is Roots.NONE:
            return Irr(IrrKind.NONE)
        if found is Roots.SEVERAL:
            return Irr(IrrKind.SEVERAL)
        if next(flow for flow in flows if flow) > 0:
            return Irr(IrrKind.INFLOWS_FIRST)
        return Irr(IrrKind.UNIQUE, 1 / _crossing(flows) - 1)


def _at(flows: Sequence[Decimal], factor: Decimal) -> Decimal:
    """The polynomial with the flows as coefficients at `factor`, by Horner's rule."""
    value = Decimal(0)
    for flow in reversed(flows):
        value = value * factor + flow
    return value


def _crossing(flows: Sequence[Decimal]) -> Decimal:
    """The one discount factor at which the flows, negative near zero, become positive.

    By definition the middle of the interval that bisection from powers of two ends with. Where the
    root is known beforehand, that interval is counted out.
    """
    low, high = _halved_towards(near, flows) if (near := _near(flows)) else _halved(flows)
    return (low + high) / 2


def _halved(flows: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The last interval of the bisection, every sign computed."""
    low = high = Decimal(1)
    while _at(flows, low) > 0:
        low /= 2
    while _at(flows, high) < 0:
        high *= 2
    while high - low > _WIDTH * low:
        middle = (low + high) / 2
        if _at(flows, middle) < 0:
            low = middle
        else:
            high = middle
    return low, high


def _halved_towards(near: Decimal, flows: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The same interval, to the last digits, found by counting from a factor very near the root.

    Whether the root is in it is then computed; if it is not, `near` was not near enough.
    """
    least = most = Decimal(1)
    while least > near:
        least /= 2
    while most < near:
        most *= 2
    width = most - least
    # Halved so often, the interval has about the width it must have.
    halvings = (int(width / (near * _WIDTH)) - 1).bit_length() if width else 0
    low, high = least, most
    while high - low > _WIDTH * low:
        part = width / (1 << halvings)
        below = max(((near - least) / part).to_integral_value(ROUND_CEILING) - 1, _NOTHING)
        low, high = least + below * part, least + (below + 1) * part
        halvings += 1
    if _at(flows, low) < 0 <= _at(flows, high):
        return low, high
    return _halved(flows)


def _near(flows: Sequence[Decimal]) -> Decimal | None:
    """A discount factor within about 1e-40 of the root; `None` where binary floats lead nowhere.

    Newton's method in floats, then two steps in decimals with the slope found in floats.
    """
    terms = [float(flow) for flow in reversed(flows)]
    x = 0.9
    for _ in range(30):
        value = slope = 0.0
        for term in terms:
            slope = slope * x + value
            value = value * x + term
        if not slope:
            return None
        step = value / slope
        x -= step
        if not 0 < x < 2:
            return None
        if abs(step) < 1e-9:
            break
    else:
        return None
    # One more step is taken here: the error is squared, the slope was that of a point as near.
    factor, rise = Decimal(x), Decimal(slope)
    for _ in range(2):
        factor -= _at(flows, factor) / rise
    return factor
