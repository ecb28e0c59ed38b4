"""The indicator over the change of single lines, from the `figures` that `assess` prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from additionality.determination.pictures.drawing import (
    ACCENT,
    DASHED,
    INK,
    LEFT,
    LINE_HEIGHT,
    PAPER,
    RIGHT,
    RULE,
    SOFT,
    WARN,
    Sheet,
    drawn,
    label_below,
    label_left,
    only_words,
)
from additionality.determination.pictures.lettering import (
    SMALL,
    cleaned,
    shortened,
    widest,
    width_of,
    wrapped,
)
from additionality.determination.pictures.percent_axis import (
    Ends,
    Figures,
    Words,
    labels_of,
    number,
    rows_of,
    shown,
    unit_of,
)
from additionality.determination.pictures.scale import (
    change,
    decimal_of,
    range_around,
    round_values,
)
from additionality.determination.pictures.sensitivity import (
    MAX_ROWS,
    say_left_out,
    sensitivity_in_words,
)
from additionality.determination.pictures.words import colon, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TOP, _BOTTOM = 26, 248
_KEY = _BOTTOM + 54
_FARTHEST = 0.6  # a benchmark reached farther away is said in the key, not drawn
_MARKERS = ("o", "s", "^", "D", "v", "<", ">", "P")
_TONES = (ACCENT, INK, SOFT)
_DASHES: tuple[Any, ...] = ("solid", (0, (5, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)))


@dataclass(frozen=True, slots=True)
class _Curve:
    """One line: its look by `index`, its (change, IRR) points, where it meets the benchmark."""

    index: int
    points: list[tuple[float, float]]
    even: float | None

    @property
    def look(self) -> Mapping[str, Any]:
        tone = _TONES[self.index % len(_TONES)]
        return {
            "color": tone, "linestyle": _DASHES[self.index % len(_DASHES)], "linewidth": 1.8,
            "marker": _MARKERS[self.index % len(_MARKERS)], "markersize": 8,
            "markerfacecolor": PAPER, "markeredgecolor": tone, "markeredgewidth": 1.6,
        }  # fmt: skip


def irr_against_change(figures: Figures, words: Words) -> bytes:
    """One line a cost or revenue line: the IRR over its change, to where the benchmark is met."""
    every = rows_of(figures)
    rows = every[:MAX_ROWS]
    title = word(words, "irr_against_change")
    base, benchmark = number(figures.get("indicator")), number(figures.get("benchmark"))
    if not rows or base is None or benchmark is None:
        return only_words(title, word(words, "not_varied" if not rows else "no_value"))
    evens = {str(one["line"]): number(one["change"]) for one in figures.get("break_even", ())}
    curves = [
        _Curve(index, _known(ends, base), evens.get(name))
        for index, (name, ends) in enumerate(rows)
    ]
    notes = [_reached(curve.even, words) for curve in curves]
    room = RIGHT - LEFT - 56 - widest(notes, SMALL)
    names = [wrapped(cleaned(word(words, name)), room, SMALL) for name, _ in rows]
    tops = [float(_KEY)]
    for lines in names:
        tops.append(tops[-1] + LINE_HEIGHT * len(lines) + 4)
    left_out = len(every) - len(rows)

    def paint(sheet: Sheet) -> None:
        _chart(sheet, curves, benchmark, figures, words)
        key = sheet.rows(_BOTTOM + 40, sheet.height)
        for curve, note, lines, top in zip(curves, notes, names, tops, strict=False):
            key.plot([LEFT, LEFT + 17, LEFT + 34], [top] * 3, markevery=[1], **curve.look)
            for place, line in enumerate(lines):
                sheet.write(LEFT + 44, top + 5 + LINE_HEIGHT * place, line, size=SMALL)
            sheet.write(RIGHT, top + 5, note, align="right", color=SOFT, size=SMALL)
        say_left_out(sheet, left_out, words)

    height = tops[-1] + (20 if left_out else -2)
    return drawn(height, title, sensitivity_in_words(every, figures, words), paint)


def _known(ends: Ends, base: float) -> list[tuple[float, float]]:
    return sorted([(when, rate) for when, rate in ends if rate is not None] + [(0.0, base)])


def _chart(
    sheet: Sheet, curves: list[_Curve], benchmark: float, figures: Figures, words: Words
) -> None:
    evens = [abs(curve.even) for curve in curves if curve.even is not None]
    ends = [abs(when) for curve in curves for when, _ in curve.points]
    reach = max([*ends, *(min(even, _FARTHEST) for even in evens)]) * 1.12 or 1.0
    span = range_around([rate for curve in curves for _, rate in curve.points] + [benchmark])
    up = round_values(span)
    up_labels = labels_of(up, figures)
    said = wrapped(cleaned(word(words, "benchmark")), 116, SMALL, bold=True)
    said.append(shortened(shown(figures["benchmark"], figures) or "", 116, SMALL, bold=True))
    right = RIGHT - widest(said, SMALL, bold=True) - 8
    panel = sheet.panel(LEFT + widest(up_labels, SMALL) + 8, _TOP, right, _BOTTOM)
    if unit := unit_of(figures, words):
        sheet.write(LEFT, 14, unit, color=SOFT, size=SMALL, room=RIGHT - LEFT)
    panel.set_xlim(-reach, reach)
    panel.set_ylim(*span)
    label_left(panel, up, up_labels)
    across = round_values((-reach, reach), 5)
    label_below(panel, across, [change(decimal_of(tick)) for tick in across])
    panel.axhline(span[0], color=SOFT, linewidth=1, clip_on=False)
    panel.axvline(0, color=RULE, linewidth=1.6, zorder=0)
    panel.axhline(benchmark, color=WARN, linewidth=2, linestyle=DASHED, gid="benchmark", zorder=1)
    # The value below the line, the words above it.
    for line, down in zip(reversed(said), range(-14, 99, 16), strict=False):
        panel.annotate(
            line, (1, benchmark), (8, down), xycoords=("axes fraction", "data"),
            textcoords="offset points", color=WARN, weight="bold", fontsize=SMALL, va="baseline",
        )  # fmt: skip
    panel.annotate(
        shortened(cleaned(word(words, "change")), right - LEFT, SMALL), (0.5, 0), (0, -34), xycoords="axes fraction",
        textcoords="offset points", ha="center", va="baseline", color=SOFT, fontsize=SMALL,
    )  # fmt: skip
    for curve in curves:
        _draw(panel, curve, benchmark, reach)


def _draw(panel: "Axes", curve: _Curve, benchmark: float, reach: float) -> None:
    """The curve through what was computed; dotted on to where it meets the benchmark."""
    changes, rates = zip(*curve.points, strict=True)
    middle = changes.index(0.0)
    marked = [place for place in range(len(changes)) if place != middle]
    panel.plot(changes, rates, markevery=marked, clip_on=False, zorder=2, **curve.look)
    if curve.even is None or abs(curve.even) > reach:
        return
    if not changes[0] <= curve.even <= changes[-1]:
        outer = curve.points[0] if curve.even < 0 else curve.points[-1]
        panel.plot(
            [outer[0], curve.even], [outer[1], benchmark], color=curve.look["color"],
            linewidth=1, linestyle=(0, (2, 3)), zorder=1.5,
        )  # fmt: skip
    panel.plot(
        curve.even, benchmark, marker="x", markersize=10, markeredgewidth=2.4, color=WARN,
        clip_on=False, zorder=4,
    )  # fmt: skip


def _reached(even: float | None, words: Words) -> str:
    """At what change of the line the benchmark is reached; a dash where at none."""
    at = "–" if even is None else change(Decimal(str(round(even, 4))))
    room = 200 - width_of(at, SMALL)
    return f"{shortened(cleaned(word(words, 'break_even')), room, SMALL)}{colon(words)}{at}"
