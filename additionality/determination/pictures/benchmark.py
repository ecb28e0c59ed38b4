"""The IRR against the benchmark, from the `figures` of the finding as `assess` prints them."""

from typing import Any

from additionality.determination.pictures.drawing import (
    ACCENT,
    PALE,
    PAPER,
    SOFT,
    Drawing,
    width_of,
)
from additionality.determination.pictures.percent_axis import (
    LEFT,
    RIGHT,
    Figures,
    Words,
    number,
    percent_grid,
    percent_lines,
    upright_benchmark,
)
from additionality.determination.pictures.scale import Axis, axis_around, percent, points
from additionality.determination.pictures.words import word


def irr_against_benchmark(figures: Figures, words: Words) -> bytes:
    """The IRR without and with credits on one axis with the benchmark, and the margin between."""
    rows = [("without_credits", figures.get("indicator"))]
    if figures.get("with_credits") is not None:
        rows.append(("with_credits", figures["with_credits"]))
    benchmark = number(figures.get("benchmark"))
    known = [known_rate for _, value in rows if (known_rate := number(value)) is not None]
    axis = axis_around(
        [*known, *([] if benchmark is None else [benchmark])], LEFT + 22, RIGHT - 22, spare=0.25
    )
    bottom = 48 + 54 * len(rows)
    drawing = Drawing(bottom + 30)
    percent_grid(drawing, axis, 40, bottom)
    if benchmark is not None:
        shade = axis.at(benchmark)
        drawing.box(LEFT, 40, shade - LEFT, bottom - 40, fill=PALE)
        percent_lines(drawing, axis, 40, bottom)
        upright_benchmark(drawing, shade, 40, bottom, figures, words)
    for index, (name, value) in enumerate(rows):
        y = 84 + 54 * index
        _lollipop(drawing, axis, y, word(words, name), value, filled=index == 0, words=words)
    if known and benchmark is not None and figures.get("margin") is not None:
        _margin(drawing, axis, known[0], benchmark, figures["margin"], words)
    return drawing.svg(word(words, "irr_against_benchmark"), _in_words(figures, words))


def _lollipop(
    drawing: Drawing,
    axis: Axis,
    y: float,
    name: str,
    value: Any,
    *,
    filled: bool,
    words: Words,
) -> None:
    label = percent(value) or word(words, "no_value")
    drawing.text(LEFT + 4, y - 14, f"{name}: {label}", bold=filled, room=RIGHT - LEFT - 8)
    rate = number(value)
    if rate is None:
        return
    x = axis.at(rate)
    drawing.line(LEFT, y, x, y, stroke=ACCENT, width=2)
    drawing.mark(0 if filled else 3, x, y, fill=ACCENT if filled else PAPER, stroke=ACCENT)


def _margin(
    drawing: Drawing, axis: Axis, indicator: float, benchmark: float, margin: Any, words: Words
) -> None:
    """An arrowless bracket from the indicator to the benchmark, under the first row."""
    y, x1, x2 = 96.0, axis.at(indicator), axis.at(benchmark)
    if abs(x2 - x1) < 8:
        return
    for x in (x1, x2):
        drawing.line(x, y - 4, x, y + 4, stroke=SOFT)
    drawing.line(x1, y, x2, y, stroke=SOFT)
    label = f"{points(margin)} {word(words, 'points')}"
    if width_of(label, 12) < abs(x2 - x1) - 12:
        drawing.text((x1 + x2) / 2, y + 14, label, anchor="middle", fill=SOFT, size=12)


def _in_words(figures: Figures, words: Words) -> str:
    parts = [("without_credits", "indicator"), ("with_credits",) * 2, ("benchmark",) * 2]
    said = [
        f"{word(words, name)}: {percent(figures.get(key)) or word(words, 'no_value')}"
        for name, key in parts
        if key in figures
    ]
    return "; ".join(said)
