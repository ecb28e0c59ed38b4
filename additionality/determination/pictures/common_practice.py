"""Common practice: F and the gap, each against the limit it may not exceed (TOOL24)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from additionality.determination.pictures.drawing import (
    ACCENT,
    MARGIN,
    PALE,
    SOFT,
    WARN,
    WIDTH,
    Drawing,
    width_of,
)
from additionality.determination.pictures.scale import Axis, quantity
from additionality.determination.pictures.words import word

LEFT, RIGHT = MARGIN + 4, WIDTH - MARGIN - 10


def common_practice_limits(figures: Mapping[str, Any], words: Mapping[str, str]) -> bytes:
    """Draw `f` and `n_all` - `n_diff` as bars, each with its limit (`f_limit`, `gap_limit`)."""
    title = word(words, "common_practice")
    f, n_all, n_diff = figures.get("f"), figures.get("n_all"), figures.get("n_diff")
    if f is None or n_all is None or n_diff is None:
        drawing = Drawing(48)
        sentence = word(words, "no_comparable")
        drawing.text(LEFT, 29, sentence, fill=SOFT, room=RIGHT - LEFT)
        return drawing.svg(title, sentence)
    gap = Decimal(str(n_all)) - Decimal(str(n_diff))
    rows = [
        ("f", Decimal(str(f)), Decimal(str(figures.get("f_limit", "0.2"))), Decimal(1)),
        ("gap", gap, Decimal(str(figures.get("gap_limit", "3"))), Decimal(0)),
    ]
    drawing = Drawing(40 + 84 * len(rows) - 34)
    for index, (name, value, limit, least) in enumerate(rows):
        highest = max(least, value * Decimal("1.1"), limit * 2)
        _bar(drawing, 18 + 84 * index, word(words, name), value, limit, highest, words)
    said = "; ".join(
        f"{word(words, name)}: {_shown(value)} ({word(words, 'limit')} {_shown(limit)})"
        for name, value, limit, _ in rows
    )
    return drawing.svg(title, said)


def _bar(
    drawing: Drawing,
    y: float,
    name: str,
    value: Decimal,
    limit: Decimal,
    highest: Decimal,
    words: Mapping[str, str],
) -> None:
    axis = Axis(0, float(highest), LEFT, RIGHT)
    above = value > limit
    drawing.text(LEFT, y + 4, f"{name} = {_shown(value)}", bold=True, room=RIGHT - LEFT)
    drawing.box(LEFT, y + 14, RIGHT - LEFT, 18, fill=PALE)
    drawing.box(
        LEFT,
        y + 14,
        axis.at(float(value)) - LEFT,
        18,
        fill=ACCENT if above else "url(#hatch)",
        stroke=ACCENT,
    )
    x = axis.at(float(limit))
    drawing.line(x, y + 9, x, y + 37, stroke=WARN, width=2.4)
    label = f"{word(words, 'limit')} {_shown(limit)}"
    half = width_of(label, 12) / 2
    centre = min(max(x, LEFT + half), RIGHT - half)
    drawing.text(centre, y + 51, label, anchor="middle", fill=WARN, size=12)


def _shown(value: Decimal) -> str:
    """F with two decimals; but never rounded onto the limit that decides."""
    if value == value.to_integral_value():
        return quantity(value)
    places = 2 if value == round(value, 2) else 4
    return f"{value:.{places}f}".rstrip("0")
