"""How many positive roots a polynomial has, exactly: none, one that it crosses, or several.

With x = 1 / (1 + r) the NPV of yearly flows is a polynomial in x, and every rate r > -1 is an x > 0.
Descartes' rule settles most cash flows (no sign change: none; one: one). For the others, two sign
changes seen between sample points prove several; otherwise the half line is cut into intervals until
Descartes' rule settles each (Vincent, Collins and Akritas). Roots that coincide, or nearly, defeat
that; they are counted by Sturm's theorem, which is slower. All in whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from enum import Enum
from itertools import accumulate
from math import gcd, lcm
from operator import ne

from additionality.engine.decimals import EXACT

#: Rates in percent at which the NPV is looked at first.
SAMPLED_RATES = (
    1000, 400, 200, 100, 60, 40, 30, 20, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1, 0,
    -1, -2, -4, -7, -10, -20, -30, -40, -50, -60, -70, -80,
)  # fmt: skip


#: How often an interval is halved before Sturm's theorem is asked.
_DEPTH = 12


class Roots(Enum):
    """The number of roots in (0, infinity), a root the polynomial only touches counting twice."""

    NONE = 0
    ONE = 1
    SEVERAL = 2


def count_positive_roots(coefficients: Sequence[Decimal]) -> Roots:
    """Count the roots x > 0 of sum(coefficients[t] * x**t).

    The zero polynomial counts as having none.
    """
    changes = _sign_changes(coefficients)
    if changes < 2:
        return Roots(changes)
    if _sampled_changes(coefficients) > 1:
        return Roots.SEVERAL
    whole = _whole_numbers(coefficients)
    if (simple := _simple_roots(whole)) is not None:
        return Roots(min(simple, 2))
    distinct = _distinct_positive_roots(whole)
    crosses = (whole[0] > 0) != (whole[-1] > 0)
    if distinct == 1:
        return Roots.ONE if crosses else Roots.SEVERAL
    return Roots.SEVERAL if distinct else Roots.NONE


def _whole_numbers(coefficients: Sequence[Decimal]) -> list[int]:
    """The same polynomial, scaled, without the zero coefficients at either end."""
    ratios = [c.as_integer_ratio() for c in coefficients]
    scale = lcm(*(denominator for _, denominator in ratios)) if ratios else 1
    values = [numerator * (scale // denominator) for numerator, denominator in ratios]
    used = [i for i, value in enumerate(values) if value]
    return _primitive(values[used[0] : used[-1] + 1]) if used else []


def _primitive(values: list[int]) -> list[int]:
    content = gcd(*values)
    return [value // content for value in values] if content > 1 else values


def _sign_changes(values: Sequence[int] | Sequence[Decimal]) -> int:
    signs = [value > 0 for value in values if value]
    return sum(map(ne, signs, signs[1:]))


def _sampled_changes(coefficients: Sequence[Decimal]) -> int:
    """Sign changes between sample points; a value too near zero to be sure of is not counted."""
    with localcontext(EXACT):
        values = []
        for rate in SAMPLED_RATES:
            x = Decimal(100) / Decimal(100 + rate)
            value = size = Decimal(0)
            for c in reversed(coefficients):
                value, size = value * x + c, size * x + abs(c)
            if abs(value) > size * Decimal("1e-40"):
                values.append(value)
    return _sign_changes(values)


def _simple_roots(p: list[int]) -> int | None:
    """The number of roots in (0, infinity), all simple, or `None` where cutting does not settle it."""
    if not sum(p):
        return None
    # x -> 1 / x maps (1, infinity) to (0, 1).
    open_parts = [(p, 0), (p[::-1], 0)]
    found = 0
    while open_parts:
        part, depth = open_parts.pop()
        changes = _sign_changes(_shifted(part[::-1]))
        if changes < 2:
            found += changes
            continue
        # The halves: 2**n p(x / 2) on (0, 1), and the same moved by one.
        top = len(part) - 1
        left = [c << (top - i) for i, c in enumerate(part)]
        right = _shifted(left)
        if depth == _DEPTH or not right[0]:
            return None
        open_parts += [(left, depth + 1), (right, depth + 1)]
    return found


def _shifted(p: list[int]) -> list[int]:
    """The coefficients of p(x + 1)."""
    values, result = p[::-1], []
    while values:
        values = list(accumulate(values))
        result.append(values.pop())
    return result


def _distinct_positive_roots(p: list[int]) -> int:
    """Sturm's theorem on (0, infinity): variations of the chain at 0 less those at infinity."""
    chain = [p, _primitive([i * c for i, c in enumerate(p)][1:])]
    while len(chain[-1]) > 1:
        remainder = _negative_remainder(chain[-2], chain[-1])
        if not remainder:
            break
        chain.append(remainder)
    # At 0+ the lowest coefficient that is not zero gives the sign, at infinity the highest.
    at_zero = _sign_changes([next(c for c in q if c) for q in chain])
    at_infinity = _sign_changes([q[-1] for q in chain])
    return at_zero - at_infinity


def _negative_remainder(a: list[int], b: list[int]) -> list[int]:
    """A positive multiple of -(a mod b), without common factor or leading zeros."""
    rest, lead = list(a), b[-1]
    for shift in range(len(a) - len(b), -1, -1):
        top = rest.pop()
        # Multiplying by |lead| keeps the signs; the quotient's digit is then top * sign(lead).
        digit = top if lead > 0 else -top
        size = abs(lead)
        rest = [size * c for c in rest]
        for i, c in enumerate(b[:-1]):
            rest[i + shift] -= digit * c
    while rest and not rest[-1]:
        rest.pop()
    return _primitive([-c for c in rest])
