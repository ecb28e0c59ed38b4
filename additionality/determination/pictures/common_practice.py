"""Common practice: F and the gap, each against the limit it may not exceed (TOOL24)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from additionality.determination.pictures.drawing import (
    FILLED,
    HATCHED,
    LEFT,
    PALE,
    RIGHT,
    WARN,
    Sheet,
    drawn,
    only_words,
)
from additionality.determination.pictures.lettering import (
    SIZE,
    SMALL,
    cleaned,
    shortened,
    width_of,
)
from additionality.determination.pictures.scale import quantity
from additionality.determination.pictures.words import colon, word

_PITCH, _BAR = 88, 20
#: An index is this much of the words around it.
_INDEX = 0.72


@dataclass(frozen=True, slots=True)
class _Measure:
    """`value` is common practice above `limit`; the bar reaches at least to `least`."""

    name: str
    value: Decimal
    limit: Decimal
    least: Decimal

    @property
    def highest(self) -> float:
        return float(max(self.least, self.value * Decimal("1.1"), self.limit * 2, Decimal("1e-9")))


def common_practice_limits(figures: Mapping[str, Any], words: Mapping[str, str]) -> bytes:
    """Draw `f` and `n_all` - `n_diff` as bars, each with its limit (`f_limit`, `gap_limit`)."""
    title = word(words, "common_practice")
    f, n_all, n_diff = figures.get("f"), figures.get("n_all"), figures.get("n_diff")
    if f is None or n_all is None or n_diff is None:
        return only_words(title, word(words, "no_comparable"))
    gap = Decimal(str(n_all)) - Decimal(str(n_diff))
    measures = [
        _Measure("f", Decimal(str(f)), Decimal(str(figures.get("f_limit", "0.2"))), Decimal(1)),
        _Measure("gap", gap, Decimal(str(figures.get("gap_limit", "3"))), Decimal(0)),
    ]

    def paint(sheet: Sheet) -> None:
        for index, measure in enumerate(measures):
            _bar(sheet, 8 + _PITCH * index, measure, words)

    said = "; ".join(
        f"{word(words, one.name)}{colon(words)}{_shown(one.value)} ({_limit(one, words)})"
        for one in measures
    )
    return drawn(_PITCH * len(measures) + 2, title, said, paint)


def _bar(sheet: Sheet, top: float, measure: _Measure, words: Mapping[str, str]) -> None:
    """Filled where the value is above its limit, else hatched; on a pale ground from 0."""
    shown = _shown(measure.value)
    room = RIGHT - LEFT - width_of(f" = {shown}", bold=True)
    name = shortened(cleaned(word(words, measure.name)), room, bold=True)
    _write_symbols(sheet, top + 16, f"{name} = {shown}")
    panel = sheet.panel(LEFT, top + 28, RIGHT, top + 28 + _BAR)
    panel.set_xlim(0, measure.highest)
    panel.set_ylim(0, 1)
    panel.axvspan(0, measure.highest, color=PALE, linewidth=0, zorder=0)
    look = FILLED if measure.value > measure.limit else HATCHED
    panel.barh(0.5, float(measure.value), height=0.96, zorder=1, gid=measure.name, **look)
    limit = float(measure.limit)
    panel.plot([limit] * 2, [-0.3, 1.3], color=WARN, linewidth=2.4, clip_on=False, zorder=2)
    label = shortened(cleaned(_limit(measure, words)), RIGHT - LEFT, SMALL, bold=True)
    half = width_of(label, SMALL, bold=True) / 2
    x = LEFT + limit / measure.highest * (RIGHT - LEFT)
    middle = min(max(x, LEFT + half), RIGHT - half)
    sheet.write(middle, top + 70, label, align="center", color=WARN, size=SMALL, bold=True)


def _write_symbols(sheet: Sheet, y: float, words: str) -> None:
    """Write `words` in bold from the left, what follows N_ as its index."""
    x: float = LEFT
    for position, piece in enumerate(re.split(r"(?<=N)_(all|diff)\b", words)):
        index = position % 2
        size, drop = (SIZE * _INDEX, 3.0) if index else (SIZE, 0.0)
        for part in re.split(r"( +)", piece):  # an outer space is no ink, and SVG drops it
            if part.strip():
                sheet.write(x, y + drop, part, size=size, bold=True)
            x += width_of(f"H{part}H", size, bold=True) - width_of("HH", size, bold=True)


def _limit(measure: _Measure, words: Mapping[str, str]) -> str:
    return f"{word(words, 'limit')} {_shown(measure.limit)}"


def _shown(value: Decimal) -> str:
    """F with two decimals; but never rounded onto the limit that decides."""
    if value == value.to_integral_value():
        return quantity(value)
    places = 2 if value == round(value, 2) else 4
    return f"{value:.{places}f}".rstrip("0")
