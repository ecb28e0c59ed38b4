"""Plants that a project is compared with: the funnel of their number, and where the project stands."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from additionality.determination.pictures.drawing import (
    ACCENT,
    DASHED,
    FILLED,
    INK,
    LEFT,
    PALE,
    PAPER,
    RIGHT,
    SOFT,
    WARN,
    Sheet,
    drawn,
    label_below,
    label_left,
    only_words,
)
from additionality.determination.pictures.lettering import SMALL, widest
from additionality.determination.pictures.scale import (
    decimal_of,
    quantity,
    quantity_labels,
    range_around,
    round_values,
)
from additionality.determination.pictures.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 40
_TOP, _BOTTOM = 44, 250
#: How the plants of each kind are drawn; the kinds are told apart without colour too.
MARKS: Mapping[str, dict[str, Any]] = {
    "same": {"marker": "o", "facecolor": ACCENT, "edgecolor": ACCENT},
    "different": {"marker": "o", "facecolor": PAPER, "edgecolor": ACCENT},
    "open": {"marker": "s", "facecolor": PAPER, "edgecolor": INK},
    "carbon": {"marker": "^", "facecolor": PAPER, "edgecolor": WARN},
    "left_out": {"marker": "x", "color": SOFT},
}


def activities_funnel(steps: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> bytes:
    """Draw `steps` (`{"step", "count"}`), one bar below the other; lengths are logarithmic."""
    title = word(words, "funnel")
    if not steps:
        return only_words(title, title)
    counts = [(str(one["step"]), int(one["count"])) for one in steps]
    largest = max(1, *(number for _, number in counts))

    def paint(sheet: Sheet) -> None:
        sheet.write(LEFT, 22, title, bold=True, room=RIGHT - LEFT)
        for place, (step, number) in enumerate(counts):
            _bar(sheet, 40 + _PITCH * place, word(words, f"funnel_{step}"), number, largest)

    said = "; ".join(f"{word(words, f'funnel_{step}')}: {number}" for step, number in counts)
    return drawn(46 + _PITCH * len(counts), title, said, paint)


def _bar(sheet: Sheet, top: float, label: str, number: int, largest: int) -> None:
    shown = quantity(decimal_of(number))
    sheet.write(LEFT, top + 12, label, size=SMALL, room=RIGHT - LEFT - 80)
    sheet.write(RIGHT, top + 12, shown, size=SMALL, bold=True, align="right")
    panel = sheet.panel(LEFT, top + 18, RIGHT, top + 28)
    panel.set_xlim(0, math.log1p(largest))
    panel.set_ylim(0, 1)
    panel.axvspan(0, math.log1p(largest), color=PALE, linewidth=0, zorder=0)
    if number:
        panel.barh(0.5, math.log1p(number), height=0.96, zorder=1, **FILLED)


def activities_by_size_and_year(
    plants: Sequence[Mapping[str, Any]], project: Mapping[str, Any], words: Mapping[str, str]
) -> bytes:
    """Draw where the project stands among `plants` in size and first year.

    A plant is `{"year", "size", "kind"}`, its kind a key of `MARKS`. `project` is `{"year", "size",
    "least", "most", "unit", "cut_off"}`; the year and the cut-off may be None. Sizes are in `unit`.
    """
    title = f"{word(words, 'by_size_and_year')} ({project['unit']})"
    if not plants:
        return only_words(title, word(words, "no_dated_plant"))
    years = [float(one["year"]) for one in plants]
    years += [float(project[key]) for key in ("year", "cut_off") if project[key] is not None]
    sizes = [float(one["size"]) for one in plants]
    sizes += [float(project[key]) for key in ("size", "least", "most")]
    kinds = [kind for kind in MARKS if any(one["kind"] == kind for one in plants)]

    def paint(sheet: Sheet) -> None:
        sheet.write(LEFT, 22, title, bold=True, room=RIGHT - LEFT)
        panel = _axes(sheet, years, sizes)
        panel.axhspan(float(project["least"]), float(project["most"]), color=PALE, zorder=0)
        if project["cut_off"] is not None:
            panel.axvline(float(project["cut_off"]), color=WARN, linestyle=DASHED, linewidth=2)
        for kind in kinds:
            of_kind = [one for one in plants if one["kind"] == kind]
            panel.scatter(
                [float(one["year"]) for one in of_kind], [float(one["size"]) for one in of_kind],
                s=34, linewidth=1.4, zorder=3, gid=f"plants-{kind}", **MARKS[kind],
            )  # fmt: skip
        if project["year"] is not None:
            panel.scatter(
                [float(project["year"])], [float(project["size"])], s=90, marker="D", zorder=4,
                facecolor=INK, edgecolor=PAPER, gid="project",
            )  # fmt: skip
        _legend(sheet, kinds, words)

    said = "; ".join(
        f"{word(words, f'plant_{kind}')}: {sum(one['kind'] == kind for one in plants)}"
        for kind in kinds
    )
    return drawn(_BOTTOM + 36 + 20 * (len(kinds) + 3), title, said, paint)


def _axes(sheet: Sheet, years: Sequence[float], sizes: Sequence[float]) -> "Axes":
    across, up = range_around(years), (0.0, max(sizes) * 1.1 or 1.0)
    ticks = round_values(up, 5)
    labels = quantity_labels(ticks)
    panel = sheet.panel(LEFT + widest(labels, SMALL) + 8, _TOP, RIGHT, _BOTTOM)
    panel.set_xlim(*across)
    panel.set_ylim(*up)
    label_left(panel, ticks, labels)
    panel.axhline(0, color=INK, linewidth=1.4, clip_on=False)
    marked = [tick for tick in round_values(across, 6) if tick == int(tick)]
    label_below(panel, marked, [str(int(tick)) for tick in marked])
    return panel


def _legend(sheet: Sheet, kinds: Sequence[str], words: Mapping[str, str]) -> None:
    """A line for every kind of mark, the project, the range and the cut-off."""
    panel = sheet.rows(0, sheet.height)
    y = _BOTTOM + 42.0
    for kind in kinds:
        panel.scatter([LEFT + 8], [y - 4], s=34, linewidth=1.4, **MARKS[kind])
        sheet.write(LEFT + 24, y, word(words, f"plant_{kind}"), size=SMALL, room=RIGHT - LEFT - 24)
        y += 20
    panel.scatter([LEFT + 8], [y - 4], s=60, marker="D", facecolor=INK, edgecolor=PAPER)
    sheet.write(LEFT + 24, y, word(words, "the_project"), size=SMALL, room=RIGHT - LEFT - 24)
    y += 20
    panel.fill_between([LEFT, LEFT + 16], [y - 10] * 2, [y + 1] * 2, color=PALE)
    sheet.write(LEFT + 24, y, word(words, "the_range"), size=SMALL, room=RIGHT - LEFT - 24)
    y += 20
    panel.plot([LEFT, LEFT + 16], [y - 4] * 2, color=WARN, linestyle=DASHED, linewidth=2)
    sheet.write(LEFT + 24, y, word(words, "the_cut_off"), size=SMALL, room=RIGHT - LEFT - 24)
