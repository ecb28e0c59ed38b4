"""The reductions a year, as bars, with the limits of the size tiers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from additionality.determination.pictures.drawing import (
    DASHED,
    FILLED,
    HALO,
    HATCHED,
    INK,
    LEFT,
    RIGHT,
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
)
from additionality.determination.pictures.scale import quantity, quantity_labels, round_values
from additionality.determination.pictures.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TOP, _BOTTOM = 44, 226
_APART = 17  # units between the labels of two limits


def reductions_by_year(
    years: Sequence[Mapping[str, Any]], limits: Sequence[Any], words: Mapping[str, str]
) -> bytes:
    """Draw `years` (`{"year", "tco2e"}` each) against the tier `limits` (tCO2e a year).

    The largest year decides the tier: it is filled, the others are hatched. A limit more than four
    times the largest year is left out.
    """
    title = f"{word(words, 'reductions_by_year')} ({word(words, 'tonnes')})"
    amounts = {str(one["year"]): Decimal(str(one["tco2e"])) for one in years}
    if not amounts:
        return only_words(title, title)
    largest = max(amounts.values())
    bounds = sorted({Decimal(str(limit)) for limit in limits})
    shown = [limit for limit in bounds if limit <= largest * 4]

    def paint(sheet: Sheet) -> None:
        sheet.write(LEFT, 22, title, bold=True, room=RIGHT - LEFT)
        said = [cleaned(f"{word(words, 'limit')} {quantity(limit)}") for limit in shown]
        _chart(sheet, amounts, shown, [shortened(one, 130, SMALL, bold=True) for one in said])

    described = "; ".join(f"{year}: {quantity(amount)}" for year, amount in amounts.items())
    return drawn(_BOTTOM + 26, title, described, paint)


def _chart(
    sheet: Sheet, amounts: Mapping[str, Decimal], limits: Sequence[Decimal], said: Sequence[str]
) -> None:
    largest = max(amounts.values())
    high = float(max([largest, *limits])) * 1.12 or 1.0
    up = round_values((0.0, high), 4)
    labels = quantity_labels(up)
    start = LEFT + widest(labels, SMALL) + 8
    end = RIGHT - (widest(said, SMALL, bold=True) + 8 if said else 0)
    panel = sheet.panel(start, _TOP, end, _BOTTOM)
    panel.set_xlim(-0.5, len(amounts) - 0.5)
    panel.set_ylim(0, high)
    label_left(panel, up, labels)
    pitch = (end - start) / len(amounts)
    for place, (year, amount) in enumerate(amounts.items()):
        look = FILLED if amount == largest else HATCHED
        wide = min(0.7, 44 / pitch)
        panel.bar(place, float(amount), width=wide, zorder=1, gid=f"year-{year}", **look)
    panel.annotate(
        quantity(largest),
        (list(amounts.values()).index(largest), float(largest)),
        (0, 5),
        textcoords="offset points",
        ha="center",
        va="baseline",
        weight="bold",
        fontsize=SMALL,
        bbox=HALO,
        zorder=4,
    )
    panel.axhline(0, color=INK, linewidth=1.4, clip_on=False, zorder=2)
    years = [cleaned(year) for year in amounts]
    every = -(-len(years) // max(1, int((end - start) / (widest(years, SMALL) + 8))))
    marked = range(0, len(years), every)
    label_below(panel, list(marked), [years[place] for place in marked])
    _limits(panel, limits, said, high)


def _limits(panel: "Axes", limits: Sequence[Decimal], said: Sequence[str], high: float) -> None:
    """Dashed lines with their labels at the right, from the lowest up, none over another."""
    lowest = -5.0
    for limit, label in zip(limits, said, strict=True):
        at = float(limit) / high * (_BOTTOM - _TOP)
        panel.axhline(float(limit), color=WARN, linewidth=2, linestyle=DASHED, zorder=3)
        base_line = max(at - 5, lowest)
        lowest = base_line + _APART
        panel.annotate(
            label, (1, 0), (8, base_line), xycoords="axes fraction", textcoords="offset points",
            color=WARN, weight="bold", fontsize=SMALL, va="baseline",
        )  # fmt: skip
