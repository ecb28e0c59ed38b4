"""A reviewer's scenario beside what was submitted: both rates of return and their benchmarks."""

from typing import TYPE_CHECKING

from additionality.determination.pictures.drawing import (
    ACCENT,
    DASHED,
    LEFT,
    PAPER,
    RIGHT,
    WARN,
    Sheet,
    drawn,
)
from additionality.determination.pictures.lettering import cleaned, shortened
from additionality.determination.pictures.percent_axis import (
    Figures,
    Words,
    number,
    percent_panel,
)
from additionality.determination.pictures.scale import percent, range_around
from additionality.determination.pictures.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TOP, _PITCH = 6, 58


def scenario_against_submitted(submitted: Figures, scenario: Figures, words: Words) -> bytes:
    """The IRR as submitted and in the scenario on one axis, each with its own benchmark.

    Of both figures `indicator` and `benchmark` are read, fractions or None.
    """
    rows = [("as_submitted", submitted), ("scenario", scenario)]
    shown = [number(one.get(key)) for _, one in rows for key in ("indicator", "benchmark")]
    span = range_around([value for value in shown if value is not None], spare=0.25)
    bottom = _TOP + 8 + _PITCH * len(rows)
    labels = [_label(name, figures, words) for name, figures in rows]

    def paint(sheet: Sheet) -> None:
        panel = percent_panel(sheet, span, _TOP, bottom)
        for index, (name, figures) in enumerate(rows):
            _row(panel, _TOP + _PITCH * index, name, figures, labels[index])

    title = word(words, "scenario_against_submitted")
    return drawn(bottom + 24, title, "; ".join(labels), paint)


def _label(name: str, figures: Figures, words: Words) -> str:
    rate = percent(figures.get("indicator")) or word(words, "no_value")
    benchmark = percent(figures.get("benchmark")) or word(words, "no_value")
    return cleaned(f"{word(words, name)}: {rate} · {word(words, 'benchmark')}: {benchmark}")


def _row(panel: "Axes", top: float, name: str, figures: Figures, label: str) -> None:
    """A band: its words above, a stem to the rate, and the benchmark across it as a dashed line."""
    low, _ = panel.get_xlim()
    is_scenario = name == "scenario"
    panel.annotate(
        shortened(label, RIGHT - LEFT - 12, bold=is_scenario),
        (low, top + 16), (6, 0), textcoords="offset points", va="baseline",
        weight="bold" if is_scenario else "normal", zorder=3,
    )  # fmt: skip
    middle = top + 38
    benchmark, rate = number(figures.get("benchmark")), number(figures.get("indicator"))
    if benchmark is not None:
        panel.plot(
            [benchmark] * 2, [top + 23, top + 53], color=WARN, linewidth=2, linestyle=DASHED,
            gid=f"{name}_benchmark", zorder=1,
        )  # fmt: skip
    if rate is not None:
        panel.plot([low, rate], [middle] * 2, color=ACCENT, linewidth=2, zorder=2)
        panel.plot(
            rate, middle, marker="D" if is_scenario else "o", markersize=10,
            markerfacecolor=ACCENT if is_scenario else PAPER, markeredgecolor=ACCENT,
            markeredgewidth=1.8, gid=name, zorder=3,
        )  # fmt: skip
