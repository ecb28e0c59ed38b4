"""How far the indicator moves with each line: a tornado, from the `figures` that `assess` prints."""

from decimal import Decimal
from typing import TYPE_CHECKING

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
    UNIT_ROOM,
    Ends,
    Figures,
    Rows,
    Words,
    indicator_panel,
    number,
    rows_of,
    shown,
    unit_of,
    upright_benchmark,
)
from additionality.determination.pictures.scale import change, range_around
from additionality.determination.pictures.words import colon, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_ROWS = 12
_TOP, _BAR = 64, 15


def sensitivity_tornado(figures: Figures, words: Words) -> bytes:
    """For each line varied: bars from the indicator as estimated to that at both ends, the widest first."""
    every = by_effect(rows_of(figures), number(figures.get("indicator")))
    rows = every[:MAX_ROWS]
    title = word(words, "sensitivity")
    if not rows:
        return only_words(title, word(words, "not_varied"))
    base, benchmark = number(figures.get("indicator")), number(figures.get("benchmark"))
    rates = [rate for _, ends in rows for _, rate in ends if rate is not None]
    room = widest([_said(rate, figures) for rate in rates], SMALL) + 12
    span = range_around(
        [*rates, *(rate for rate in (base, benchmark) if rate is not None)],
        spare=room / (RIGHT - LEFT - 2 * room),
    )
    names = [wrapped(cleaned(word(words, name)), RIGHT - LEFT - 8) for name, _ in rows]
    tops = [_TOP + 0.0]
    for lines in names:
        tops.append(tops[-1] + LINE_HEIGHT * len(lines) + _BAR + 21)
    bottom = tops.pop()
    left_out = len(every) - len(rows)

    def paint(sheet: Sheet) -> None:
        panel = indicator_panel(sheet, span, _TOP, bottom, figures, words)
        _key(sheet, rows, words)
        if benchmark is not None:
            upright_benchmark(sheet, panel, benchmark, figures, words)
        for top, lines, (_, ends) in zip(tops, names, rows, strict=True):
            for place, line in enumerate(lines, 1):
                panel.annotate(
                    line, (span[0], top + LINE_HEIGHT * place - 1), bbox=HALO, zorder=3,
                    va="baseline",
                )  # fmt: skip
            _bars(panel, top + LINE_HEIGHT * len(lines) + 8, ends, base, figures, words)
        say_left_out(sheet, left_out, words)

    height = bottom + 24 + (22 if left_out else 0) + (UNIT_ROOM if unit_of(figures, words) else 0)
    return drawn(height, title, sensitivity_in_words(every, figures, words), paint)


def by_effect(rows: Rows, base: float | None) -> Rows:
    """The lines by how far they move the indicator, the farthest first, else in their order.

    Where an end has no value the other one counts; a line without any comes last.
    """

    def reach(row: tuple[str, Ends]) -> float:
        known = [rate for _, rate in row[1] if rate is not None]
        values = known if base is None else [*known, base]
        return max(values) - min(values) if known else -1.0

    return sorted(rows, key=reach, reverse=True)


def say_left_out(sheet: Sheet, count: int, words: Words) -> None:
    """More lines than a picture holds are in the table; the picture says that there are more."""
    if count > 0:
        said = f"+{count} {word(words, 'further_lines')}"
        sheet.write(LEFT, sheet.height - 8, said, color=SOFT, size=SMALL, room=RIGHT - LEFT)


def sensitivity_in_words(rows: Rows, figures: Figures, words: Words) -> str:
    said = []
    for name, ends in rows:
        values = ", ".join(
            f"{change(Decimal(str(when)))}: {shown(rate, figures) or word(words, 'no_value')}"
            for when, rate in ends
        )
        said.append(f"{word(words, name)}{colon(words)}{values}")
    return "; ".join(said)


def _bars(
    panel: "Axes", y: float, ends: Ends, base: float | None, figures: Figures, words: Words
) -> None:
    """The bars of one line, hatched where it is less than estimated, filled where it is more."""
    known = sorted(
        ((rate, when) for when, rate in ends if rate is not None), key=lambda end: end[0]
    )
    if not known:
        panel.annotate(
            cleaned(word(words, "no_value")), (panel.get_xlim()[0], y + 12), color=SOFT,
            fontsize=SMALL, bbox=HALO, va="baseline", zorder=3,
        )  # fmt: skip
        return
    lowest, highest = known[0][0], known[-1][0]
    start = (lowest + highest) / 2 if base is None else base
    apart = len(known) < 2 or lowest < start < highest or base is None
    deep = _BAR if apart else _BAR / len(known)
    for place, (rate, when) in enumerate(known):
        look = HATCHED if when < 0 else FILLED
        top = y if apart else y + deep * place
        panel.barh(top + deep / 2, rate - start, left=start, height=deep, zorder=2, **look)
    if apart:
        for rate, _ in known:
            _end(
                panel,
                rate,
                y,
                _said(rate, figures),
                at_left=rate < start or rate == lowest < highest,
            )
    else:  # both ends on one side: say both values outside, in the order of the bars
        outer = highest if lowest >= start else lowest
        said = " / ".join(_said(rate, figures) for rate, _ in known)
        _end(panel, outer, y, said, at_left=outer < start)
    if base is not None:
        panel.plot([base] * 2, [y - 4, y + _BAR + 4], color=INK, linewidth=1.6, zorder=3)


def _end(panel: "Axes", rate: float, y: float, said: str, *, at_left: bool) -> None:
    low, high = panel.get_xlim()
    outside = (rate - low if at_left else high - rate) / (high - low) * (RIGHT - LEFT)
    at_left = at_left != (width_of(said, SMALL) + 6 > outside)  # no room here: the other side
    panel.annotate(
        said, (rate, y + _BAR / 2), (-6 if at_left else 6, -5), textcoords="offset points",
        ha="right" if at_left else "left", va="baseline", fontsize=SMALL, bbox=HALO, zorder=4,
    )  # fmt: skip


def _key(sheet: Sheet, rows: Rows, words: Words) -> None:
    """What hatched and filled bars and the upright stroke mean, on one line at the top."""
    key = sheet.rows(6, 30)
    x = float(LEFT)
    for when in sorted({when for _, ends in rows for when, _ in ends}):
        look = HATCHED if when < 0 else FILLED
        key.barh(16, 18, left=x, height=12, **look)
        label = change(Decimal(str(when)))
        sheet.write(x + 24, 21, label, size=SMALL)
        x += 42 + width_of(label, SMALL)
    key.plot([x + 2] * 2, [8, 25], color=INK, linewidth=1.6)
    label = shortened(cleaned(word(words, "as_estimated")), RIGHT - x - 12, SMALL)
    sheet.write(x + 10, 21, label, size=SMALL)


def _said(value: float, figures: Figures) -> str:
    return shown(value, figures) or ""
