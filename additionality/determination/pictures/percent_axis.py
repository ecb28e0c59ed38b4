"""Shared by the pictures of the investment analysis: the axis of the indicator, benchmark and rows.

Rates of return are shown in per cent, other indicators as numbers; `words["unit"]` says of what.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
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
    decimal_of,
    percent,
    percent_labels,
    quantity,
    quantity_labels,
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


RATES = ("project_irr", "equity_irr")
#: What a picture needs more below its axis where the axis has a unit.
UNIT_ROOM = 20


def is_rate(figures: Figures) -> bool:
    """Whether the indicator of the finding is a rate of return."""
    return figures.get("indicator_kind", "project_irr") in RATES


def shown(value: Any, figures: Figures) -> str | None:
    """A value of the indicator as the pictures write it; none stays none."""
    if value is None:
        return None
    if is_rate(figures):
        return percent(Decimal(str(value)))
    return quantity(decimal_of(float(f"{float(value) / scale_of(figures):.5g}")))


def scale_of(figures: Figures) -> float:
    """By what values are divided: a million where the largest of them has more than seven digits."""
    found = [figures.get("indicator"), figures.get("with_credits"), figures.get("benchmark")]
    found += [one["indicator"] for one in figures.get("sensitivity") or ()]
    sizes = [abs(float(value)) for value in found if value is not None]
    return 1e6 if not is_rate(figures) and max(sizes, default=0.0) >= 1e7 else 1.0


def unit_of(figures: Figures, words: Words) -> str:
    """What the axis counts, where it is not per cent."""
    unit = "" if is_rate(figures) else cleaned(words.get("unit", ""))
    return f"{unit} ({word(words, 'millions')})" if unit and scale_of(figures) > 1 else unit


def labels_of(ticks: Sequence[float], figures: Figures) -> list[str]:
    if is_rate(figures):
        return percent_labels(ticks)
    return quantity_labels([tick / scale_of(figures) for tick in ticks])


def indicator_panel(
    sheet: Sheet, span: Range, top: float, bottom: float, figures: Figures, words: Words
) -> "Axes":
    """Draw an axis of the indicator at `bottom`, with faint uprights; upright it counts the sheet's units."""
    panel = sheet.panel(LEFT, top, RIGHT, bottom)
    panel.set_xlim(*span)
    panel.set_ylim(bottom, top)
    ticks = round_values(span, 5 if is_rate(figures) else 4)
    for tick in ticks:
        panel.axvline(tick, color=RULE, linewidth=1, zorder=0.5)
    panel.axhline(bottom, color=SOFT, linewidth=1, clip_on=False)
    labels = labels_of(ticks, figures)
    # A label that is wider than the margin would leave the sheet at the first or last value.
    edge = max(widest(labels, SMALL) / 2 - LEFT, 0) / (RIGHT - LEFT) * (span[1] - span[0])
    marked = [place for place, tick in enumerate(ticks) if span[0] + edge <= tick <= span[1] - edge]
    label_below(panel, [ticks[place] for place in marked], [labels[place] for place in marked])
    if unit := unit_of(figures, words):
        sheet.write(
            RIGHT, bottom + 36, unit, align="right", color=SOFT, size=SMALL, room=RIGHT - LEFT
        )
    return panel


def percent_panel(sheet: Sheet, span: Range, top: float, bottom: float) -> "Axes":
    """Draw an axis of rates at `bottom`, with faint uprights; upright it counts the sheet's units."""
    return indicator_panel(sheet, span, top, bottom, {}, {})


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
    rate = f" {shown(figures['benchmark'], figures)}"
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
