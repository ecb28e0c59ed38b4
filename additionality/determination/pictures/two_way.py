"""Two lines varied together: a grid of the indicator with the border at which the benchmark is reached."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from additionality.determination.pictures.drawing import (
    INK,
    LEFT,
    LINE_HEIGHT,
    PALE,
    PAPER,
    RIGHT,
    RULE,
    SOFT,
    WARN,
    Sheet,
    drawn,
)
from additionality.determination.pictures.lettering import SMALL, cleaned, shortened
from additionality.determination.pictures.percent_axis import (
    UNIT_ROOM,
    Figures,
    Words,
    shown,
    unit_of,
)
from additionality.determination.pictures.scale import change
from additionality.determination.pictures.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW, _TOP, _HEADS = 34, 44, 66


def two_way_grid(figures: Figures, words: Words) -> bytes:
    """The grid `two_way` of a finding: rows are changes of the first line, columns of the second."""
    grid = figures["two_way"]
    changes, rows = grid["changes"], grid["rows"]
    unit = unit_of(figures, words)
    top = _TOP + 26
    bottom = top + _ROW * len(rows)
    height = bottom + LINE_HEIGHT + 16 + (UNIT_ROOM if unit else 0)
    first, second = (cleaned(word(words, name)) for name in grid["lines"])

    def paint(sheet: Sheet) -> None:
        sheet.write(LEFT, 16, f"↓ {first}", bold=True, size=SMALL, room=RIGHT - LEFT)
        sheet.write(LEFT, 36, f"→ {second}", bold=True, size=SMALL, room=RIGHT - LEFT)
        panel = sheet.rows(_TOP, bottom + 2)
        wide = (RIGHT - LEFT - _HEADS) / len(changes)
        for place, when in enumerate(changes):
            middle = LEFT + _HEADS + wide * (place + 0.5)
            sheet.write(middle, top - 8, change(when), align="center", color=SOFT, size=SMALL)
        for place, (when, row) in enumerate(zip(changes, rows, strict=True)):
            y = top + _ROW * place
            sheet.write(
                LEFT + _HEADS - 8, y + 22, change(when), align="right", color=SOFT, size=SMALL
            )
            for column, cell in enumerate(row):
                _cell(panel, sheet, (LEFT + _HEADS + wide * column, y, wide), cell, figures)
        _border(panel, rows, top, wide)
        _key(sheet, bottom + 8, words)
        if unit:
            sheet.write(RIGHT, height - 6, unit, align="right", color=SOFT, size=SMALL, room=380)

    return drawn(height, word(words, "two_way"), two_way_in_words(figures, words), paint)


def two_way_in_words(figures: Figures, words: Words) -> str:
    """Every cell of the grid, row by row."""
    grid = figures["two_way"]
    first, second = (word(words, name) for name in grid["lines"])
    return "; ".join(
        f"{first} {change(when)}: "
        + ", ".join(
            f"{second} {change(other)}: {shown(cell['indicator'], figures) or word(words, 'no_value')}"
            + (f" ({word(words, 'reaches')})" if cell["reaches"] else "")
            for other, cell in zip(grid["changes"], row, strict=True)
        )
        for when, row in zip(grid["changes"], grid["rows"], strict=True)
    )


def _cell(
    panel: "Axes", sheet: Sheet, place: tuple[float, float, float], cell: Any, figures: Figures
) -> None:
    x, y, wide = place
    reaches = bool(cell["reaches"])
    panel.barh(
        y + _ROW / 2, wide, left=x, height=_ROW, facecolor=PALE if reaches else PAPER,
        edgecolor=RULE, linewidth=1,
    )  # fmt: skip
    said = shortened(shown(cell["indicator"], figures) or "–", wide - 4, SMALL, bold=reaches)
    sheet.write(x + wide / 2, y + 22, said, align="center", color=INK, size=SMALL, bold=reaches)


def _border(panel: "Axes", rows: Sequence[Sequence[Any]], top: float, wide: float) -> None:
    """A strong line between cells that reach the benchmark and cells that do not."""
    reached = [[bool(cell["reaches"]) for cell in row] for row in rows]
    look: dict[str, Any] = {"color": WARN, "linewidth": 3, "solid_capstyle": "round", "zorder": 3}
    for row, cells in enumerate(reached):
        for column, here in enumerate(cells):
            x, y = LEFT + _HEADS + wide * column, top + _ROW * row
            if column and here != cells[column - 1]:
                panel.plot([x, x], [y, y + _ROW], **look)
            if row and here != reached[row - 1][column]:
                panel.plot([x, x + wide], [y, y], **look)


def _key(sheet: Sheet, y: float, words: Words) -> None:
    label = shortened(cleaned(word(words, "reaches")), RIGHT - LEFT - 40, SMALL, bold=True)
    key = sheet.rows(y - 2, y + 20)
    key.barh(y + 9, 22, left=LEFT, height=13, facecolor=PALE, edgecolor=WARN, linewidth=2)
    sheet.write(LEFT + 30, y + 14, label, size=SMALL, bold=True)
