"""The indicator against the benchmark, from the `figures` of the finding as `assess` prints them."""

from typing import TYPE_CHECKING, Any

from additionality.determination.pictures.drawing import (
    ACCENT,
    LEFT,
    PALE,
    PAPER,
    RIGHT,
    SOFT,
    Sheet,
    drawn,
)
from additionality.determination.pictures.lettering import (
    SMALL,
    cleaned,
    shortened,
    width_of,
)
from additionality.determination.pictures.percent_axis import (
    UNIT_ROOM,
    Figures,
    Words,
    indicator_panel,
    is_rate,
    number,
    shown,
    unit_of,
    upright_benchmark,
)
from additionality.determination.pictures.scale import Range, points, range_around
from additionality.determination.pictures.words import colon, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TOP, _PITCH = 36, 62


def irr_against_benchmark(figures: Figures, words: Words) -> bytes:
    """The indicator without and with credits on one axis with the benchmark, and the margin between."""
    rates = {"without_credits": figures.get("indicator")}
    if figures.get("with_credits") is not None:
        rates["with_credits"] = figures["with_credits"]
    benchmark = number(figures.get("benchmark"))
    known = [float(value) for value in (*rates.values(), benchmark) if value is not None]
    span = range_around(known, spare=0.25)
    bottom = _TOP + 14 + _PITCH * len(rates)

    def paint(sheet: Sheet) -> None:
        panel = indicator_panel(sheet, span, _TOP, bottom, figures, words)
        if benchmark is not None:
            low, high = (benchmark, span[1]) if worse_above(figures) else (span[0], benchmark)
            panel.axvspan(low, high, color=PALE, linewidth=0, zorder=0)
            upright_benchmark(sheet, panel, benchmark, figures, words)
        for index, (name, value) in enumerate(rates.items()):
            _lollipop(panel, _TOP + 42 + _PITCH * index, name, value, benchmark, figures, words)
        indicator = number(rates["without_credits"])
        if None not in (indicator, benchmark, figures.get("margin")):
            _margin(panel, span, (indicator or 0.0, benchmark or 0.0), figures, words)

    title = word(words, "irr_against_benchmark")
    height = bottom + 24 + (UNIT_ROOM if unit_of(figures, words) else 0)
    return drawn(height, title, _in_words(figures, words), paint)


def worse_above(figures: Figures) -> bool:
    """Whether more of the indicator is worse, as of a cost."""
    return figures.get("indicator_kind") == "levelised_cost"


def _lollipop(
    panel: "Axes",
    y: float,
    name: str,
    value: Any,
    benchmark: float | None,
    figures: Figures,
    words: Words,
) -> None:
    """A stem from the left to the rate, under its name and value; none where there is no rate."""
    filled = name == "without_credits"
    low, high = panel.get_xlim()
    value_shown = shown(value, figures) or word(words, "no_value")
    label = cleaned(f"{word(words, name)}{colon(words)}{value_shown}")
    line = 0.0 if benchmark is None else (benchmark - low) / (high - low) * (RIGHT - LEFT)
    beside = 12 + width_of(label, bold=filled) > line and line + 20 < (RIGHT - LEFT) / 2
    start = line + 8 if beside else 6  # right of the benchmark's line, if it would cross the words
    panel.annotate(
        shortened(label, RIGHT - LEFT - start - 6, bold=filled),
        (low, y),
        (start, 14),
        textcoords="offset points",
        va="baseline",
        weight="bold" if filled else "normal",
        zorder=3,
    )
    if value is None:
        return
    panel.plot([low, float(value)], [y, y], color=ACCENT, linewidth=2, zorder=2)
    panel.plot(
        float(value),
        y,
        marker="o" if filled else "D",
        markersize=11 if filled else 9,
        markerfacecolor=ACCENT if filled else PAPER,
        markeredgecolor=ACCENT,
        markeredgewidth=1.8,
        gid=name,
        zorder=3,
    )


def _margin(
    panel: "Axes", span: Range, ends: tuple[float, float], figures: Figures, words: Words
) -> None:
    """A bracket from the indicator to the benchmark, under the first row, with the points."""
    across = abs(ends[1] - ends[0]) / (span[1] - span[0]) * (RIGHT - LEFT)
    if across < 8:
        return
    y = _TOP + 54
    panel.annotate(
        "", (ends[0], y), (ends[1], y),
        arrowprops={"arrowstyle": "|-|,widthA=0.3,widthB=0.3", "color": SOFT, "linewidth": 1,
                    "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip
    margin = figures["margin"]
    said = (
        f"{points(margin)} {word(words, 'points')}" if is_rate(figures) else shown(margin, figures)
    )
    label = cleaned(said or "")
    if width_of(label, SMALL) < across - 8:
        panel.annotate(
            label, (sum(ends) / 2, y), (0, -14), textcoords="offset points", ha="center",
            va="baseline", color=SOFT, fontsize=SMALL,
        )  # fmt: skip


def _in_words(figures: Figures, words: Words) -> str:
    parts = [("without_credits", "indicator"), ("with_credits",) * 2, ("benchmark",) * 2]
    said = [
        f"{word(words, name)}{colon(words)}{shown(figures.get(key), figures) or word(words, 'no_value')}"
        for name, key in parts
        if key in figures
    ]
    return "; ".join(said)
