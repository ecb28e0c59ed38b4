"""The reductions a year, as bars, with the limits of the size tiers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from additionality.determination.pictures.drawing import (
    ACCENT,
    INK,
    MARGIN,
    SOFT,
    WARN,
    WIDTH,
    Drawing,
    width_of,
)
from additionality.determination.pictures.scale import Axis, quantity
from additionality.determination.pictures.words import word

LEFT, RIGHT = MARGIN + 4, WIDTH - MARGIN - 4
_TOP, _BOTTOM = 44, 216


def reductions_by_year(
    years: Sequence[Mapping[str, Any]], limits: Sequence[Any], words: Mapping[str, str]
) -> bytes:
    """Draw `years` (`{"year", "tco2e"}` each) against the tier `limits` (tCO2e a year).

    The largest year decides the tier: it is filled, the others are hatched.
    """
    title = f"{word(words, 'reductions_by_year')} ({word(words, 'tonnes')})"
    amounts = [Decimal(str(one["tco2e"])) for one in years]
    bounds = [Decimal(str(limit)) for limit in limits]
    if not amounts:
        return Drawing(24).svg(title, "")
    largest = max(amounts)
    shown = [limit for limit in bounds if limit <= largest * 4]
    up = Axis(0, float(max([largest, *shown])) * 1.12 or 1.0, _BOTTOM, _TOP)
    labels = [quantity(Decimal(repr(tick))) for tick in up.ticks(4)]
    start = LEFT + 8 + max(width_of(label, 11) for label in labels)
    drawing = Drawing(_BOTTOM + 30)
    drawing.text(LEFT, 20, title, size=12, fill=SOFT, room=RIGHT - LEFT)
    for tick, label in zip(up.ticks(4), labels, strict=True):
        drawing.line(start, up.at(tick), RIGHT, up.at(tick))
        drawing.text(start - 6, up.at(tick) + 4, label, anchor="end", fill=SOFT, size=11)
    pitch = (RIGHT - start) / len(amounts)
    bar = min(pitch * 0.7, 42)
    every = max(1, -(-len(amounts) * 34 // int(RIGHT - start)))
    for index, amount in enumerate(amounts):
        centre = start + pitch * (index + 0.5)
        y = up.at(float(amount))
        fill = ACCENT if amount == largest else "url(#hatch)"
        drawing.box(centre - bar / 2, y, bar, _BOTTOM - y, fill=fill, stroke=ACCENT)
        if index % every == 0:
            year = str(years[index]["year"])
            drawing.text(centre, _BOTTOM + 18, year, anchor="middle", fill=SOFT, size=11)
    drawing.line(start, _BOTTOM, RIGHT, _BOTTOM, stroke=INK)
    for limit in shown:
        y = up.at(float(limit))
        drawing.line(start, y, RIGHT, y, stroke=WARN, width=2, dash="6 4")
        said = f"{word(words, 'limit')} {quantity(limit)}"
        drawing.text(RIGHT - 2, y - 5, said, anchor="end", fill=WARN, size=12, halo=True)
    described = "; ".join(
        f"{one['year']}: {quantity(amount)}" for one, amount in zip(years, amounts, strict=True)
    )
    return drawing.svg(title, described)
