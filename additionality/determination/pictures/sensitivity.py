"""How the IRR moves with single lines, from the `figures` that `assess` prints."""

from decimal import Decimal

from additionality.determination.pictures.drawing import (
    ACCENT,
    INK,
    PAPER,
    RULE,
    SOFT,
    WARN,
    Drawing,
    width_of,
)
from additionality.determination.pictures.percent_axis import (
    BENCHMARK_DASH,
    LEFT,
    RIGHT,
    Ends,
    Figures,
    Rows,
    Words,
    benchmark_label,
    number,
    only_words,
    percent_grid,
    percent_lines,
    rows_of,
    tick_label,
    upright_benchmark,
)
from additionality.determination.pictures.scale import Axis, axis_around, change, percent
from additionality.determination.pictures.words import word

MAX_ROWS = 12


def sensitivity_tornado(figures: Figures, words: Words) -> bytes:
    """For each line varied: a bar from the IRR at one end to the IRR at the other."""
    every = rows_of(figures)
    rows = every[:MAX_ROWS]
    title = word(words, "sensitivity")
    if not rows:
        return only_words(title, word(words, "not_varied"))
    base, benchmark = number(figures.get("indicator")), number(figures.get("benchmark"))
    shown = [v for _, ends in rows for _, v in ends if v is not None]
    shown += [v for v in (base, benchmark) if v is not None]
    axis = axis_around(shown, LEFT + 50, RIGHT - 50)
    top, pitch = 60, 46
    bottom = top + pitch * len(rows)
    drawing = Drawing(bottom + 30)
    percent_lines(drawing, axis, top, bottom)
    percent_grid(drawing, axis, top, bottom)
    _legend(drawing, rows, words)
    if benchmark is not None:
        upright_benchmark(drawing, axis.at(benchmark), top, bottom, figures, words)
    for index, (name, ends) in enumerate(rows):
        y = top + pitch * index
        _tornado_row(drawing, axis, y, word(words, name), ends, words)
        if base is not None:
            drawing.line(axis.at(base), y + 17, axis.at(base), y + 39, stroke=INK, width=1.6)
    _say_left_out(drawing, len(every) - len(rows), words)
    return drawing.svg(title, _sensitivity_in_words(every, words))


def _say_left_out(drawing: Drawing, count: int, words: Words) -> None:
    """More lines than a picture holds are in the table; the picture says that there are more."""
    if count > 0:
        drawing.height += 22
        said = f"+{count} {word(words, 'further_lines')}"
        drawing.text(LEFT, drawing.height - 10, said, fill=SOFT, size=12, room=RIGHT - LEFT)


def _tornado_row(
    drawing: Drawing,
    axis: Axis,
    y: float,
    name: str,
    ends: Ends,
    words: Words,
) -> None:
    drawing.text(LEFT, y + 14, name, room=RIGHT - LEFT, halo=True)
    known = [(when, value) for when, value in ends if value is not None]
    if not known:
        drawing.text(LEFT, y + 33, word(words, "no_value"), fill=SOFT, size=12)
        return
    lowest = min(value for _, value in known)
    highest = max(value for _, value in known)
    middle = (axis.at(lowest) + axis.at(highest)) / 2
    for when, value in known:
        x = axis.at(value)
        fill = "url(#hatch)" if when < 0 else ACCENT
        drawing.box(min(x, middle), y + 21, abs(x - middle), 14, fill=fill, stroke=ACCENT)
        at_left = x < middle or (x == middle and value == lowest)
        where, anchor = (x - 5, "end") if at_left else (x + 5, "start")
        shown = percent(Decimal(str(value))) or ""
        drawing.text(where, y + 33, shown, anchor=anchor, size=11.5, fill=INK, halo=True)


def _legend(drawing: Drawing, rows: Rows, words: Words) -> None:
    changes = sorted({when for _, ends in rows for when, _ in ends})
    x = float(LEFT)
    for when in changes:
        drawing.box(x, 10, 16, 12, fill="url(#hatch)" if when < 0 else ACCENT, stroke=ACCENT)
        label = change(Decimal(str(when)))
        drawing.text(x + 22, 21, label, size=12)
        x += 34 + width_of(label, 12)
    drawing.line(x + 6, 9, x + 6, 23, stroke=INK, width=1.4)
    drawing.text(x + 14, 21, word(words, "as_estimated"), size=12, room=RIGHT - x - 14)


def irr_against_change(figures: Figures, words: Words) -> bytes:
    """One line a cost or revenue line: the IRR over its change, to where the benchmark is met."""
    every = rows_of(figures)
    rows = every[:MAX_ROWS]
    title = word(words, "irr_against_change")
    base, benchmark = number(figures.get("indicator")), number(figures.get("benchmark"))
    if not rows or base is None or benchmark is None:
        return only_words(title, word(words, "not_varied" if not rows else "no_value"))
    evens = {one["line"]: number(one["change"]) for one in figures.get("break_even", ())}
    widest = max(abs(when) for _, ends in rows for when, _ in ends)
    reach = max([widest, *(min(abs(v), 0.6) for v in evens.values() if v is not None)])
    across = Axis(-reach * 1.12, reach * 1.12, LEFT + 44, RIGHT - 6)
    values = [v for _, ends in rows for _, v in ends if v is not None]
    up = axis_around([*values, base, benchmark], 232, 20)
    drawing = Drawing(290 + 21 * len(rows))
    _frame(drawing, across, up)
    drawing.line(
        across.start, up.at(benchmark), across.end, up.at(benchmark), stroke=WARN, width=2,
        dash=BENCHMARK_DASH,
    )  # fmt: skip
    label = benchmark_label(figures, words)
    drawing.text(across.end - 4, up.at(benchmark) - 6, label, anchor="end", fill=WARN, bold=True)
    drawing.text(
        (across.start + across.end) / 2, 268, word(words, "change"), anchor="middle", fill=SOFT,
        size=12,
    )  # fmt: skip
    for index, (name, ends) in enumerate(rows):
        even = evens.get(name)
        _curve(drawing, across, up, index, ends, base, benchmark, even)
        _key(drawing, 288 + 21 * index, index, word(words, name), even, words)
    _say_left_out(drawing, len(every) - len(rows), words)
    return drawing.svg(title, _sensitivity_in_words(every, words))


def _curve(
    drawing: Drawing,
    across: Axis,
    up: Axis,
    index: int,
    ends: Ends,
    base: float,
    benchmark: float,
    even: float | None,
) -> None:
    known = sorted([(when, value) for when, value in ends if value is not None] + [(0.0, base)])
    drawn = [(across.at(when), up.at(value)) for when, value in known]
    drawing.path(drawn, stroke=_tone(index), dash=_dash(index))
    for x, y in (drawn[0], drawn[-1]):
        drawing.mark(index, x, y, fill=PAPER, stroke=_tone(index))
    if even is None or abs(even) > across.high:
        return
    x, y = across.at(even), up.at(benchmark)
    outer = drawn[0] if even < 0 else drawn[-1]
    if not known[0][0] <= even <= known[-1][0]:
        drawing.path([outer, (x, y)], stroke=_tone(index), width=1, dash="2 3")
    drawing.cross(x, y)


def _key(
    drawing: Drawing, y: float, index: int, name: str, even: float | None, words: Words
) -> None:
    drawing.path([(LEFT, y), (LEFT + 30, y)], stroke=_tone(index), dash=_dash(index))
    drawing.mark(index, LEFT + 15, y, fill=PAPER, stroke=_tone(index))
    reached = "–" if even is None else change(Decimal(str(round(even, 4))))
    note = f"{word(words, 'break_even')}: {reached}"
    taken = width_of(note, 12)
    drawing.text(RIGHT, y + 4, note, anchor="end", fill=SOFT, size=12)
    drawing.text(LEFT + 40, y + 4, name, size=12, room=RIGHT - LEFT - 52 - taken)


def _tone(index: int) -> str:
    return (ACCENT, INK, SOFT)[index % 3]


def _dash(index: int) -> str:
    return ("", "7 3", "2 3", "9 3 2 3")[index % 4]


def _frame(drawing: Drawing, across: Axis, up: Axis) -> None:
    for tick in up.ticks():
        y = up.at(tick)
        drawing.line(across.start, y, across.end, y)
        shown = tick_label(tick, up)
        drawing.text(across.start - 6, y + 4, shown, anchor="end", fill=SOFT, size=11)
    for tick in across.ticks(6):
        x = across.at(tick)
        drawing.line(x, up.start, x, up.start + 4, stroke=SOFT)
        shown = change(Decimal(str(round(tick, 6))))
        drawing.text(x, up.start + 18, shown, anchor="middle", fill=SOFT, size=11)
    zero = across.at(0)
    drawing.line(zero, up.start, zero, up.end, stroke=RULE, width=1.4)


def _sensitivity_in_words(rows: Rows, words: Words) -> str:
    said = []
    for name, ends in rows:
        values = ", ".join(
            f"{change(Decimal(str(when)))}: "
            f"{percent(Decimal(str(v))) if v is not None else word(words, 'no_value')}"
            for when, v in ends
        )
        said.append(f"{word(words, name)}: {values}")
    return "; ".join(said)
