"""What the draws come to: a histogram of the indicator with the benchmark, from `engine.draws`."""

from collections.abc import Mapping
from typing import Any

from additionality.determination.pictures.drawing import (
    ACCENT,
    FILLED,
    HATCHED,
    LEFT,
    RIGHT,
    Sheet,
    drawn,
    only_words,
)
from additionality.determination.pictures.percent_axis import (
    UNIT_ROOM,
    Words,
    indicator_panel,
    shown,
    unit_of,
    upright_benchmark,
)
from additionality.determination.pictures.scale import percent, range_around
from additionality.determination.pictures.words import word

_TOP, _BOTTOM = 66, 236


def draws_histogram(draws: Mapping[str, Any], words: Words) -> bytes:
    """How often the indicator came out how high; filled where the benchmark is reached."""
    title = word(words, "draws")
    bins = [(float(one["from"]), float(one["to"]), int(one["count"])) for one in draws["histogram"]]
    if not bins:
        return only_words(title, word(words, "no_value"))
    benchmark = float(draws["benchmark"])
    span = range_around([bins[0][0], bins[-1][1], benchmark], spare=0.06)
    most = max(count for _, _, count in bins)
    worse_above = draws["indicator_kind"] == "levelised_cost"
    share = f"{percent(draws['reaching'], places=1)} {word(words, 'of_draws_reach')}"
    unit = unit_of(draws, words)

    def paint(sheet: Sheet) -> None:
        sheet.write(LEFT, 18, share, bold=True, room=RIGHT - LEFT)
        panel = indicator_panel(sheet, span, _TOP, _BOTTOM, draws, words)
        for low, high, count in bins:
            reached = (
                (low + high) / 2 <= benchmark if worse_above else (low + high) / 2 >= benchmark
            )
            look = (FILLED if reached else HATCHED) | {"hatch": None if reached else "///"}
            deep = (_BOTTOM - _TOP - 6) * count / most
            panel.bar(
                (low + high) / 2, -deep, width=high - low, bottom=_BOTTOM, zorder=2,
                **(look | {"edgecolor": ACCENT, "linewidth": 0.8}),
            )  # fmt: skip
        upright_benchmark(sheet, panel, benchmark, draws, words)

    said = [share, f"{word(words, 'benchmark')}: {shown(draws['benchmark'], draws)}"]
    said += [
        f"{one['percent']} %: {shown(one['indicator'], draws)}" for one in draws["percentiles"]
    ]
    height = _BOTTOM + 24 + (UNIT_ROOM if unit else 0)
    return drawn(height, title, "; ".join(said), paint)
