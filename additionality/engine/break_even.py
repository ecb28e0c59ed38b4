"""How far something must change for a value to become zero.

Changes are fractions of what was estimated, from -1 to 10, both exclusive.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext

from additionality.engine.decimals import EXACT

_ZERO = Decimal(0)
#: Changes at which a non-linear break-even is looked for, outward from none at all.
_STEPS = (
    "0.05", "0.1", "0.15", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "0.95", "0.999999",
    "1.25", "1.5", "2", "3", "4", "5", "6", "8", "10",
)  # fmt: skip


def linear_root(function: Callable[[Decimal], Decimal]) -> Decimal | None:
    """The root in (-1, 10) of a function that is a straight line, if it has one."""
    with localcontext(EXACT):
        start, slope = function(_ZERO), function(Decimal(1))
        slope -= start
        if not slope:
            return None
        root = -start / slope
        return root if -1 < root < 10 else None


def nearest_root(
    function: Callable[[Decimal], Decimal], quick: Callable[[Decimal], float] | None = None
) -> Decimal | None:
    """The root in (-1, 10) nearest to zero of a continuous function, to 1e-12, if one is seen.

    The function is looked at in steps outward from zero on both sides; a sign that changes twice
    within one step is not seen. `quick` has the sign of the function where it is certain of it,
    and is zero or no number elsewhere.
    """

    def is_positive(change: Decimal) -> bool:
        value = quick(change) if quick else 0.0
        return value > 0 if value > 0 or value < 0 else function(change) > 0

    with localcontext(EXACT):
        start = function(_ZERO)
        if not start:
            return _ZERO
        ends = {-1: _ZERO, 1: _ZERO}
        for step in map(Decimal, _STEPS):
            found = []
            for side, near in ends.items():
                far = side * step
                if far <= -1:
                    continue
                if is_positive(far) != (start > 0):
                    found.append(_between(function, near, function(near), far))
                ends[side] = far
            if found:
                return min(found, key=abs)
        return None


def _between(
    function: Callable[[Decimal], Decimal], near: Decimal, value: Decimal, far: Decimal
) -> Decimal:
    """A root between `near`, where the function has `value`, and `far` with another sign.

    False position with the Illinois correction: exact on a straight line, quick on a bent one.
    """
    other = function(far)
    last = near
    while True:
        root = far - other * (far - near) / (other - value)
        found = function(root)
        if not found or abs(root - last) < Decimal("1e-12"):
            return root
        last = root
        if (found > 0) == (other > 0):
            far, other, value = root, found, value / 2
        else:
            near, value, far, other = far, other, root, found
