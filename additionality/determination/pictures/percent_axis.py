"""Shared by the pictures of the investment analysis: an axis in per cent, benchmark and rows."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from additionality.determination.pictures.drawing import (
    DASHED,
    LEFT,
    RIGHT,
    RULE,
    SOFT,
    WARN,
    Sheet,
    label_below,
)
from additionality.determination.pictures.lettering import (
    SMALL,
    cleaned,
    shortened,
    widest,
    width_of,
)
from additionality.determination.pictures.scale import (
    Range,
    percent,
    percent_labels,
    round_values,
)
from additionality.determination.pictures.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Figures = Mapping[str, Any]
Words = Mapping[str, str]
Ends = Sequence[tuple[float, float | None]]
"""For one line of the cash flow: how it was varied, and the IRR then."""
Rows = list[tuple[str, Ends]]


def percent_panel(sheet: Sheet, span: Range, top: float, bottom: float) -> "Axes":
    """Draw an axis of rates at `bottom`, with faint uprights; upright it counts the sheet's units."""
    panel = sheet.panel(LEFT, top, RIGHT, bottom)
    panel.set_xlim(*span)
    panel.set_ylim(bottom, top)
    ticks = round_values(span)
    for tick in ticks:
        panel.axvline(tick, color=RULE, linewidth=1, zorder=0.5)
    panel.axhline(bottom, color=SOFT, linewidth=1, clip_on=False)
    labels = percent_labels(ticks)
    # A label that is wider than the margin would leave the sheet at the first or last value.
    edge = max(widest(labels, SMALL) / 2 - LEFT, 0) / (RIGHT - LEFT) * (span[1] - span[0])
    marked = [place for place, tick in enumerate(ticks) if span[0] + edge <= tick <= span[1] - edge]
    label_below(panel, [ticks[place] for place in marked], [labels[place] for place in marked])
    return panel


def upright_benchmark(
    sheet: Sheet, panel: "Axes", benchmark: float, figures: Figures, words: Words
) -> None:
    """Draw the benchmark as an upright line through `panel` with its value above."""
    bottom, top = panel.get_ylim()
    low, high = panel.get_xlim()
    panel.plot(
        [benchmark] * 2, [top - 8, bottom], color=WARN, linewidth=2, linestyle=DASHED,
        clip_on=False, gid="benchmark", zorder=1,
    )  # fmt: skip
    label = benchmark_label(figures, words)
    half = width_of(label, bold=True) / 2
    x = LEFT + (benchmark - low) / (high - low) * (RIGHT - LEFT)
    middle = min(max(x, LEFT + half), RIGHT - half)
    sheet.write(middle, top - 14, label, align="center", color=WARN, bold=True)


def benchmark_label(figures: Figures, words: Words) -> str:
    rate = f" {percent(figures['benchmark'])}"
    room = RIGHT - LEFT - width_of(rate, bold=True)
    return shortened(cleaned(word(words, "benchmark")), room, bold=True) + rate


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
