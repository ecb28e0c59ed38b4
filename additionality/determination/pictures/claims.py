"""The benchmark claimed among those that registered projects claimed, from a finding's `claims`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from additionality.determination.pictures.drawing import (
    ACCENT,
    DASHED,
    LEFT,
    PAPER,
    RIGHT,
    RULE,
    SOFT,
    WARN,
    Sheet,
    drawn,
)
from additionality.determination.pictures.lettering import cleaned, shortened, width_of
from additionality.determination.pictures.percent_axis import Figures, Words, percent_panel
from additionality.determination.pictures.scale import percent, range_around
from additionality.determination.pictures.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TOP, _HIGH, _FLAT = 92, 104, 26
_ROOM = 0.03  # of the axis on either side of the marks, as a rate


def benchmark_claims(figures: Figures, words: Words) -> bytes:
    """A bar for each half percentage point of claims, the median, and the claim of this case.

    Where only the median is known there are no bars: two marks on an axis.
    """
    claims = figures["claims"]
    steps = claims.get("steps") or []
    shown = [float(claims["claim"]), float(claims["median"])]
    shown += [float(step[end]) for step in steps for end in ("from", "to")]
    span = range_around(shown, spare=0.25)
    if not steps:  # two marks close together must not look far apart
        span = (min(span[0], min(shown) - _ROOM), max(span[1], max(shown) + _ROOM))
    bottom = _TOP + (_HIGH if steps else _FLAT)

    title = word(words, "benchmark_claims")

    def paint(sheet: Sheet) -> None:
        sheet.write(LEFT, 22, title, bold=True, room=RIGHT - LEFT)
        panel = percent_panel(sheet, span, _TOP, bottom)
        if steps:
            _bars(panel, steps, bottom)
        _median(panel, sheet, claims, words)
        _claim(panel, sheet, claims, words)

    return drawn(bottom + 24, title, _in_words(claims, words), paint)


def _bars(panel: "Axes", steps: list[Mapping[str, str]], bottom: float) -> None:
    """Pale bars with an edge, so that they are seen in grey; the highest fills the panel."""
    most = max(int(step["count"]) for step in steps)
    for step in steps:
        low, high, count = float(step["from"]), float(step["to"]), int(step["count"])
        if count:
            tall = count / most * (_HIGH - 8)
            panel.bar(
                (low + high) / 2, -tall, (high - low) * 0.92, bottom,
                facecolor=RULE, edgecolor=SOFT, linewidth=0.8, zorder=1,
            )  # fmt: skip


def _median(panel: "Axes", sheet: Sheet, claims: Mapping[str, Any], words: Words) -> None:
    bottom, top = panel.get_ylim()
    value = float(claims["median"])
    panel.plot(
        [value] * 2, [top - 8, bottom], color=WARN, linewidth=2, linestyle=DASHED,
        clip_on=False, gid="median", zorder=2,
    )  # fmt: skip
    label = f"{word(words, 'median')} {percent(claims['median'])}"
    side = "right" if float(claims["claim"]) >= value else "left"
    _label(panel, sheet, value, top - 14, label, WARN, align=side)


def _claim(panel: "Axes", sheet: Sheet, claims: Mapping[str, Any], words: Words) -> None:
    """A diamond on the axis on a full line up to its words, which stand above those of the median."""
    bottom, top = panel.get_ylim()
    value = float(claims["claim"])
    panel.plot([value] * 2, [top - 32, bottom], color=ACCENT, linewidth=2, clip_on=False, zorder=3)
    panel.plot(
        value, bottom, marker="D", markersize=10, markerfacecolor=ACCENT, markeredgecolor=PAPER,
        clip_on=False, gid="claim", zorder=4,
    )  # fmt: skip
    label = f"{word(words, 'claimed_here')} {percent(claims['claim'])}"
    _label(panel, sheet, value, top - 40, label, ACCENT)


def _label(
    panel: "Axes",
    sheet: Sheet,
    value: float,
    y: float,
    label: str,
    color: str,
    align: str = "center",
) -> None:
    """Words over a value, or ending (`right`) or beginning (`left`) at it, kept inside the sheet."""
    low, high = panel.get_xlim()
    label = shortened(cleaned(label), RIGHT - LEFT, bold=True)
    half = width_of(label, bold=True) / 2
    x = LEFT + (value - low) / (high - low) * (RIGHT - LEFT)
    x += {"left": half + 4, "right": -half - 4}.get(align, 0)
    middle = min(max(x, LEFT + half), RIGHT - half)
    sheet.write(middle, y, label, align="center", color=color, bold=True)


def _in_words(claims: Mapping[str, Any], words: Words) -> str:
    said = [("claimed_here", "claim"), ("median", "median")]
    return "; ".join(f"{word(words, name)}: {percent(claims[key])}" for name, key in said)
