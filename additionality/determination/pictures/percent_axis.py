"""Shared by the pictures of the investment analysis: an axis in per cent, benchmark and rows."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from additionality.determination.pictures.drawing import (
    MARGIN,
    SOFT,
    WARN,
    WIDTH,
    Drawing,
    width_of,
)
from additionality.determination.pictures.scale import Axis, percent
from additionality.determination.pictures.words import word

Figures = Mapping[str, Any]
Words = Mapping[str, str]
Ends = Sequence[tuple[float, float | None]]
"""For one line of the cash flow: how it was varied, and the IRR then."""
Rows = list[tuple[str, Ends]]

LEFT, RIGHT = MARGIN + 4, WIDTH - MARGIN - 4
BENCHMARK_DASH = "6 4"


def upright_benchmark(
    drawing: Drawing, x: float, top: float, bottom: float, figures: Figures, words: Words
) -> None:
    """Draw the benchmark as an upright line with its value above `top`."""
    drawing.line(x, top - 8, x, bottom, stroke=WARN, width=2, dash=BENCHMARK_DASH)
    label = benchmark_label(figures, words)
    half = width_of(label) / 2 + 4
    centre = min(max(x, LEFT + half), RIGHT - half)
    drawing.text(centre, top - 14, label, anchor="middle", fill=WARN, bold=True)


def benchmark_label(figures: Figures, words: Words) -> str:
    return f"{word(words, 'benchmark')} {percent(figures['benchmark'])}"


def percent_lines(drawing: Drawing, axis: Axis, top: float, bottom: float) -> None:
    """Draw faint uprights at the round values."""
    for tick in axis.ticks():
        drawing.line(axis.at(tick), top, axis.at(tick), bottom)


def percent_grid(drawing: Drawing, axis: Axis, top: float, bottom: float) -> None:
    """Draw the axis at `bottom` with its labels."""
    drawing.line(LEFT, bottom, RIGHT, bottom, stroke=SOFT)
    for tick in axis.ticks():
        shown = tick_label(tick, axis)
        drawing.text(axis.at(tick), bottom + 18, shown, anchor="middle", fill=SOFT, size=11)


def tick_label(tick: float, axis: Axis) -> str:
    """The label of one round value, with as many decimals as the step needs."""
    steps = axis.ticks()
    step = abs(steps[1] - steps[0]) if len(steps) > 1 else 0.01
    places = next((n for n in (0, 1) if abs(round(step * 100, n) - step * 100) < 1e-9), 2)
    return percent(Decimal(str(round(tick, 8))), places=places) or ""


def rows_of(figures: Figures) -> Rows:
    """The lines varied, in the order of the finding, each with its (change, IRR) pairs."""
    rows: dict[str, list[tuple[float, float | None]]] = {}
    for one in figures.get("sensitivity") or ():
        ends = rows.setdefault(str(one["line"]), [])
        ends.append((float(one["change"]), number(one["indicator"])))
    return list(rows.items())


def number(value: Any) -> float | None:
    """A figure as a coordinate wants it; a figure that is not there stays `None`."""
    return None if value is None else float(value)


def only_words(title: str, sentence: str) -> bytes:
    """Make a picture of one sentence, where there is nothing to draw."""
    drawing = Drawing(48)
    drawing.text(LEFT, 29, sentence, fill=SOFT, room=RIGHT - LEFT)
    return drawing.svg(title, sentence)
