"""Decision, financing, start and notice on one line of time, with the last day for the notice."""

from collections.abc import Mapping, Sequence
from datetime import date

from additionality.determination.pictures.drawing import (
    ACCENT,
    DASHED,
    INK,
    LEFT,
    RIGHT,
    RULE,
    WARN,
    Sheet,
    drawn,
    only_words,
)
from additionality.determination.pictures.words import word

DUE = "notice_due"
_LINE, _FIRST, _ROW = 52, 84, 24
_MARGIN = 12  # units between the end of the line and the first and last day


def prior_consideration(timeline: Sequence[Mapping[str, str]], words: Mapping[str, str]) -> bytes:
    """Draw `timeline` (`{"event", "date"}` each, in the order the events should have) to scale.

    Each day has a row of its own below the line, so that no label lies over another, and the line
    that leads to a row passes behind the labels above it. The last day
    for the notice is dashed; a notice after it is a cross, its words are bold, and both warn by colour.
    """
    title = word(words, "prior_consideration")
    days = [(one["event"], date.fromisoformat(one["date"])) for one in timeline]
    if not days:
        return only_words(title, title)
    said = [f"{word(words, event)}: {day.isoformat()}" for event, day in days]
    late = _is_late(dict(days))

    def paint(sheet: Sheet) -> None:
        sheet.write(LEFT, 22, title, bold=True, room=RIGHT - LEFT)
        _line(sheet, days, said, late)

    return drawn(_FIRST + _ROW * len(days), title, "; ".join(said), paint)


def _is_late(days: Mapping[str, date]) -> bool:
    notified, due = days.get("notified_on"), days.get(DUE)
    return notified is not None and due is not None and notified > due


def _line(sheet: Sheet, days: Sequence[tuple[str, date]], said: Sequence[str], late: bool) -> None:
    panel = sheet.rows(30, sheet.height)
    first, last = min(day for _, day in days), max(day for _, day in days)
    span = max((last - first).days, 1)
    panel.plot([LEFT, RIGHT], [_LINE, _LINE], color=INK, linewidth=1.4, zorder=2)
    for place, ((event, day), label) in enumerate(zip(days, said, strict=True)):
        share = (day - first).days / span
        x = LEFT + _MARGIN + share * (RIGHT - LEFT - 2 * _MARGIN)
        y = _FIRST + place * _ROW
        is_due = event == DUE
        is_late = late and event == "notified_on"
        warns = is_due or is_late
        look = WARN if warns else ACCENT
        panel.plot(
            [x, x], [_LINE, y - 4], color=look if is_due else RULE, linewidth=1.6 if is_due else 1,
            linestyle=DASHED if is_due else "-", zorder=1,
        )  # fmt: skip
        marker = "|" if is_due else "X" if is_late else "o"
        panel.plot([x], [_LINE], marker=marker, markersize=9, color=look, zorder=3)
        align, gap = ("left", 6) if x < (LEFT + RIGHT) / 2 else ("right", -6)
        room = RIGHT - x if align == "left" else x - LEFT
        color = look if warns else INK
        sheet.write(
            x + gap, y, label, align=align, color=color, room=room - 6, bold=is_late, clear=True
        )
