"""When the money comes back: cumulative cash flow without and with credits."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import accumulate

from additionality.determination.pictures.drawing import (
    ACCENT,
    INK,
    MARGIN,
    PAPER,
    SOFT,
    WIDTH,
    Drawing,
    width_of,
)
from additionality.determination.pictures.scale import Axis, axis_around, quantity
from additionality.determination.pictures.words import word

LEFT, RIGHT = MARGIN + 4, WIDTH - MARGIN - 10
_TOP, _BOTTOM = 62, 254


def cumulative_cash_flow(
    net_flows: Sequence[Mapping[str, str]], words: Mapping[str, str], *, currency: str = ""
) -> bytes:
    """Draw the running totals of `net_flows`: `{"year", "without_credits", "with_credits"}` each.

    Amounts are in `currency`; not discounted.
    """
    title = word(words, "cumulative_cash_flow")
    if currency:
        title = f"{title} ({currency})"
    lines = {name: _running(net_flows, name) for name in ("without_credits", "with_credits")}
    if lines["with_credits"] == lines["without_credits"]:
        del lines["with_credits"]
    values = [value for line in lines.values() for value in line]
    if not values:
        return Drawing(24).svg(title, "")
    up = axis_around([*map(float, values), 0.0], _BOTTOM, _TOP, spare=0.08)
    labels = [quantity(Decimal(repr(tick))) for tick in up.ticks()]
    start = LEFT + 8 + max(width_of(label, 11) for label in labels)
    across = Axis(0, max(len(net_flows) - 1, 1), start, RIGHT - 8)
    drawing = Drawing(_BOTTOM + 30)
    for tick, label in zip(up.ticks(), labels, strict=True):
        drawing.line(start, up.at(tick), RIGHT, up.at(tick))
        drawing.text(start - 6, up.at(tick) + 4, label, anchor="end", fill=SOFT, size=11)
    drawing.line(start, up.at(0), RIGHT, up.at(0), stroke=INK, width=1.4)
    _years(drawing, across, [str(one["year"]) for one in net_flows])
    for index, (name, line) in enumerate(lines.items()):
        dash = "" if index == 0 else "7 3"
        drawn = [(across.at(year), up.at(float(value))) for year, value in enumerate(line)]
        drawing.path(drawn, stroke=ACCENT if index else INK, width=2.2, dash=dash)
        for x, y in drawn:
            drawing.mark(3 if index else 0, x, y, fill=PAPER, stroke=ACCENT if index else INK)
        y = 18 + 20 * index
        drawing.path([(LEFT, y), (LEFT + 26, y)], stroke=ACCENT if index else INK, dash=dash)
        said = f"{word(words, name)}: {quantity(line[-1])}"
        drawing.text(LEFT + 34, y + 4, said, size=12, room=RIGHT - LEFT - 34)
    return drawing.svg(title, _in_words(net_flows, lines, words))


def _running(net_flows: Sequence[Mapping[str, str]], name: str) -> list[Decimal]:
    return list(accumulate(Decimal(str(one[name])) for one in net_flows))


def _years(drawing: Drawing, across: Axis, years: Sequence[str]) -> None:
    every = max(1, -(-len(years) // 8))
    for index in range(0, len(years), every):
        drawing.text(
            across.at(index), _BOTTOM + 20, years[index], anchor="middle", fill=SOFT, size=11
        )


def _in_words(
    net_flows: Sequence[Mapping[str, str]],
    lines: Mapping[str, Sequence[Decimal]],
    words: Mapping[str, str],
) -> str:
    last = net_flows[-1]["year"]
    return "; ".join(
        f"{word(words, name)}, {last}: {quantity(line[-1])}" for name, line in lines.items()
    )
