"""The project against its alternatives: a bar each by the same indicator."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from additionality.determination.pictures.drawing import (
    FILLED,
    HALO,
    HATCHED,
    INK,
    LEFT,
    LINE_HEIGHT,
    RIGHT,
    SOFT,
    Sheet,
    drawn,
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
    UNIT_ROOM,
    Figures,
    Words,
    indicator_panel,
    number,
    shown,
    unit_of,
    upright_benchmark,
)
from additionality.determination.pictures.scale import range_around
from additionality.determination.pictures.sensitivity import MAX_ROWS, say_left_out
from additionality.determination.pictures.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TOP, _BAR = 40, 16


def project_against_alternatives(figures: Figures, words: Words) -> bytes:
    """Bars from zero: the project without credits filled, its alternatives hatched.

    `words` has the name of an alternative under its id after `alternative `; the best alternative,
    with which the project is compared, is the upright line.
    """
    every: list[tuple[str, Any]] = [(word(words, "without_credits"), figures.get("indicator"))]
    every += [
        (words.get(f"alternative {one['id']}") or str(one["id"]), one["indicator"])
        for one in figures["alternatives"]
    ]
    rows = every[:MAX_ROWS]
    values = [float(value) for _, value in rows if value is not None]
    room = widest([shown(value, figures) or "" for value in values], SMALL) + 12
    best = number(figures.get("benchmark"))
    span = range_around([0.0, *values], spare=room / (RIGHT - LEFT - 2 * room))
    names = [wrapped(cleaned(name), RIGHT - LEFT - 8) for name, _ in rows]
    tops = [_TOP + 0.0]
    for lines in names:
        tops.append(tops[-1] + LINE_HEIGHT * len(lines) + _BAR + 16)
    bottom, left_out = tops.pop(), len(every) - len(rows)

    def paint(sheet: Sheet) -> None:
        panel = indicator_panel(sheet, span, _TOP, bottom, figures, words)
        if best is not None:
            upright_benchmark(sheet, panel, best, figures, words)
        for place, (top, lines, (_, value)) in enumerate(zip(tops, names, rows, strict=True)):
            for line, said in enumerate(lines, 1):
                panel.annotate(
                    said, (span[0], top + LINE_HEIGHT * line - 1), bbox=HALO, zorder=3,
                    va="baseline", weight="normal" if place else "bold",
                )  # fmt: skip
            y = top + LINE_HEIGHT * len(lines) + 5
            _bar(panel, y, value, FILLED if not place else HATCHED, figures, words)
        panel.axvline(0, color=INK, linewidth=1.4, zorder=2.5)
        say_left_out(sheet, left_out, words)

    height = bottom + 24 + (22 if left_out else 0) + (UNIT_ROOM if unit_of(figures, words) else 0)
    said = "; ".join(
        f"{name}: {shown(value, figures) or word(words, 'no_value')}" for name, value in every
    )
    return drawn(height, word(words, "alternatives"), said, paint)


def _bar(
    panel: "Axes", y: float, value: Any, look: Mapping[str, Any], figures: Figures, words: Words
) -> None:
    if value is None:
        panel.annotate(
            shortened(cleaned(word(words, "no_value")), RIGHT - LEFT - 8, SMALL),
            (panel.get_xlim()[0], y + 12), color=SOFT,
            fontsize=SMALL, bbox=HALO, va="baseline", zorder=3,
        )  # fmt: skip
        return
    amount, said = float(Decimal(str(value))), shown(value, figures) or ""
    low, high = panel.get_xlim()
    panel.barh(y + _BAR / 2, amount, left=0, height=_BAR, zorder=2, **look)
    outside = (high - amount if amount >= 0 else amount - low) / (high - low) * (RIGHT - LEFT)
    right = (amount >= 0) == (width_of(said, SMALL) + 8 < outside)
    panel.annotate(
        said, (amount, y + _BAR / 2), (6 if right else -6, -5), textcoords="offset points",
        ha="left" if right else "right", va="baseline", fontsize=SMALL, bbox=HALO, zorder=4,
    )  # fmt: skip
