"""Rates of return of very many cash flows at once, in binary floats.

For draws, of which nobody is decided on. A draw has a rate where its flows change their sign once,
from out to in (there is then exactly one), or where the NPV is seen to cross zero once, upwards with the
discount factor, among the rates it is looked at; otherwise it has none. `finance.py` is exact instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import ne
from typing import TYPE_CHECKING, Any

from additionality.engine.roots import SAMPLED_RATES

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

#: After one of Newton's steps as short as this, what is wrong is about its square. Halving comes as
#: near in far fewer steps than the most.
_STEP, _MOST_STEPS = 1e-7, 200


def rates_of_return(flows: Sequence[Array], start: Array) -> Array:
    """The rate of each column of yearly `flows`; no number where there is none, or not one alone.

    `start`: a discount factor that is likely to be near, for each column.
    """
    import numpy as np

    with np.errstate(all="ignore"):
        size = flows[0].size
        changes, first, last = _signs(flows)
        found = np.full(size, np.nan)
        plain = (changes == 1) & (first < 0)
        if plain.all():
            found = _crossing(flows, start, np.zeros(size), np.full(size, np.inf))
            whole: Array = 1 / found - 1
            return whole
        if plain.any():
            chosen = [flow[plain] for flow in flows]
            few = chosen[0].size
            found[plain] = _crossing(chosen, start[plain], np.zeros(few), np.full(few, np.inf))
        unclear = np.flatnonzero(changes > 1)
        if unclear.size:
            chosen = [flow[unclear] for flow in flows]
            low, high, one = _bracket(chosen, first[unclear], last[unclear])
            chosen = [flow[one] for flow in chosen]
            if one.any():
                found[unclear[one]] = _crossing(chosen, start[unclear[one]], low[one], high[one])
        rates: Array = 1 / found - 1
        return rates


def _signs(flows: Sequence[Array]) -> tuple[Array, Array, Array]:
    """How often the sign of each column changes, and its first and last sign; 0 of nothing."""
    import numpy as np

    size = flows[0].size
    signs = [(np.sign(flow.min()), np.sign(flow.max())) for flow in flows]
    if all(low == high for low, high in signs):
        # As a rule each year has one sign in all draws: one column then tells of all.
        one = [sign for sign, _ in signs if sign]
        changed = sum(map(ne, one, one[1:]))
        ends = (one[0], one[-1]) if one else (0, 0)
        return np.full(size, changed), np.full(size, ends[0]), np.full(size, ends[1])
    changes, first, last = (np.zeros(size, dtype=np.int8) for _ in range(3))
    for flow in flows:
        sign = np.sign(flow).astype(np.int8)
        changes += (sign * last) < 0
        np.copyto(first, sign, where=first == 0)
        np.copyto(last, sign, where=sign != 0)
    return changes, first, last


def _bracket(flows: Sequence[Array], first: Array, last: Array) -> tuple[Array, Array, Array]:
    """Discount factors around the one crossing that is seen, and where one upwards is seen."""
    import numpy as np

    low, high = np.zeros(first.size), np.full(first.size, np.inf)
    before, crossings = first.astype(float), np.zeros(first.size)
    was = np.zeros(first.size)
    for rate in (*SAMPLED_RATES, None):
        x = None if rate is None else 100 / (100 + rate)
        value = last.astype(float) if x is None else _value(flows, x)
        crossed = before * value < 0
        crossings += crossed
        low = np.where(crossed, was, low)
        high = np.where(crossed, np.inf if x is None else x, high)
        before = np.where(value == 0, before, value)
        was = np.full(first.size, x)
    return low, high, (crossings == 1) & (first < 0)


def _value(flows: Sequence[Array], x: float) -> Array:
    value = flows[-1].copy()
    for flow in flows[-2::-1]:
        value *= x
        value += flow
    return value


def _crossing(flows: Sequence[Array], start: Array, low: Array, high: Array) -> Array:
    """The discount factor between `low` and `high` at which the NPV becomes positive.

    Newton's steps; one that would leave what is known to hold the root is replaced by halving.
    """
    import numpy as np

    x: Array = np.clip(start, low, high)
    for _ in range(_MOST_STEPS):
        value, slope = flows[-1].copy(), np.zeros_like(x)
        for flow in flows[-2::-1]:
            slope *= x
            slope += value
            value *= x
            value += flow
        below = value < 0
        np.copyto(low, x, where=below)
        np.copyto(high, x, where=~below)
        value /= slope
        new = x - value
        inside = (new >= low) & (new <= high)
        close = np.abs(value) <= _STEP * x
        if not inside.all():
            halves = np.where(np.isinf(high), 2 * x + 1, (low + high) / 2)
            new = np.where(inside, new, halves)
            close &= inside | (high - low <= _STEP * _STEP * high)
        x = new
        if close.all():
            break
    return x
