"""When the money comes back: cumulative cash flow without and with credits."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

from additionality.determination.pictures.drawing import (
    ACCENT,
    DASHED,
    INK,
    LEFT,
    PAPER,
    RIGHT,
    Sheet,
    drawn,
    label_below,
    label_left,
    only_words,
)
from additionality.determination.pictures.lettering import (
    SMALL,
    widest,
    width_of,
)
from additionality.determination.pictures.scale import (
    quantity,
    quantity_labels,
    range_around,
    round_values,
)
from additionality.determination.pictures.words import colon, word

_KEY_PITCH, _DEEP = 22, 196
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "without_credits": {
        "color": INK, "linestyle": "solid", "marker": "o", "markersize": 7,
        "markeredgecolor": INK,
    },
    "with_credits": {
        "color": ACCENT, "linestyle": DASHED, "marker": "D", "markersize": 6.5,
        "markeredgecolor": ACCENT,
    },
}  # fmt: skip
_EVERY_LOOK: Mapping[str, Any] = {
    "linewidth": 2, "markerfacecolor": PAPER, "markeredgewidth": 1.6, "clip_on": False
}  # fmt: skip


def cumulative_cash_flow(
    net_flows: Sequence[Mapping[str, str]], words: Mapping[str, str], *, currency: str = ""
) -> bytes:
    """Draw the running totals of `net_flows`: `{"year", "without_credits", "with_credits"}` each.

    Amounts are in `currency`; not discounted.
    """
    title = word(words, "cumulative_cash_flow")
    if currency:
        title = f"{title} ({currency})"
    if not net_flows:
        return only_words(title, title)
    totals = {name: _running(net_flows, name) for name in _LOOKS}
    if totals["with_credits"] == totals["without_credits"]:
        del totals["with_credits"]
    years = [str(one["year"]) for one in net_flows]
    top = 18 + _KEY_PITCH * (len(totals) + 1)

    def paint(sheet: Sheet) -> None:
        sheet.write(LEFT, 22, title, bold=True, room=RIGHT - LEFT)
        _key(sheet, totals, words)
        _chart(sheet, totals, years, top)

    return drawn(top + _DEEP + 26, title, _in_words(years[-1], totals, words), paint)


def _running(net_flows: Sequence[Mapping[str, str]], name: str) -> list[Decimal]:
    return list(accumulate(Decimal(str(one[name])) for one in net_flows))


def _key(sheet: Sheet, totals: Mapping[str, Sequence[Decimal]], words: Mapping[str, str]) -> None:
    """Each curve by name, with the total at its end."""
    key = sheet.rows(24, 30 + _KEY_PITCH * len(totals))
    for index, (name, line) in enumerate(totals.items()):
        y = 40 + _KEY_PITCH * index
        key.plot(
            [LEFT, LEFT + 17, LEFT + 34], [y] * 3, markevery=[1], **_LOOKS[name], **_EVERY_LOOK
        )
        total = quantity(line[-1])
        room = RIGHT - LEFT - 56 - width_of(total)
        sheet.write(LEFT + 44, y + 5, word(words, name), room=room)
        sheet.write(RIGHT, y + 5, total, align="right")


def _chart(
    sheet: Sheet, totals: Mapping[str, Sequence[Decimal]], years: Sequence[str], top: float
) -> None:
    span = range_around([*(float(t) for line in totals.values() for t in line), 0.0], spare=0.08)
    up = round_values(span)
    labels = quantity_labels(up)
    start = LEFT + widest(labels, SMALL) + 20
    panel = sheet.panel(start, top, RIGHT - 12, top + _DEEP)
    panel.set_xlim(0, max(len(years) - 1, 1))
    panel.set_ylim(*span)
    label_left(panel, up, labels)
    panel.axhline(0, color=INK, linewidth=1.4, zorder=1)
    most = max(1, int((RIGHT - start) / (widest(years, SMALL) + 14)))
    every = -(-len(years) // most)
    shown = range(0, len(years), every)
    label_below(panel, list(shown), [years[index] for index in shown])
    for name, line in totals.items():
        panel.plot(
            range(len(line)), [float(total) for total in line], markevery=-(-len(line) // 24),
            zorder=2, **_LOOKS[name], **_EVERY_LOOK,
        )  # fmt: skip


def _in_words(last: str, totals: Mapping[str, Sequence[Decimal]], words: Mapping[str, str]) -> str:
    return "; ".join(
        f"{word(words, name)}, {last}{colon(words)}{quantity(line[-1])}"
        for name, line in totals.items()
    )
