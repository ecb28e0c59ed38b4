"""One quiet look for all pictures, drawn by matplotlib.

Coordinates on the sheet are units from its top left corner; `WIDTH` of them are about 12 cm on
paper. matplotlib takes a second or more to load, so it is imported where it is used.
"""

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from additionality.determination.pictures.finishing import finished
from additionality.determination.pictures.lettering import (
    ONE_AT_A_TIME,
    SIZE,
    SMALL,
    cleaned,
    families,
    shortened,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 440
LEFT, RIGHT = 14, WIDTH - 14
INK, SOFT, RULE, PALE = "#1a1f24", "#56616a", "#cfd6da", "#e3eeee"
ACCENT, WARN, PAPER = "#0b5d5e", "#a14b00", "#ffffff"
LINE_HEIGHT = 18
DASHED = (0, (4, 2.6))
FILLED: dict[str, Any] = {"facecolor": ACCENT, "edgecolor": ACCENT, "linewidth": 1}
HATCHED: dict[str, Any] = FILLED | {"facecolor": PAPER, "hatch": "//////"}
HALO: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}

_UNITS_AN_INCH = 72
_STYLE: Mapping[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "additionality",
    "svg.id": None,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "text.color": INK,
    "font.size": SIZE,
    "hatch.linewidth": 1.6,
    "lines.solid_capstyle": "butt",
    "path.simplify": False,
}


class Sheet:
    """A white sheet of `WIDTH` by `height` units to draw on."""

    def __init__(self, figure: "Figure", height: float) -> None:
        self._figure = figure
        self.height = height

    def panel(self, left: float, top: float, right: float, bottom: float) -> "Axes":
        """Axes without frame, ticks or labels in a part of the sheet."""
        place = (left / WIDTH, 1 - bottom / self.height)
        size = ((right - left) / WIDTH, (bottom - top) / self.height)
        panel = self._figure.add_axes((*place, *size))
        panel.set_axis_off()
        panel.margins(0)
        panel.set_autoscale_on(False)
        return panel

    def rows(self, top: float, bottom: float) -> "Axes":
        """A panel over the whole sheet in which both axes count the units of the sheet."""
        panel = self.panel(0, top, WIDTH, bottom)
        panel.set_xlim(0, WIDTH)
        panel.set_ylim(bottom, top)
        return panel

    def write(
        self,
        x: float,
        y: float,
        words: str,
        *,
        align: str = "left",
        color: str = INK,
        size: float = SIZE,
        bold: bool = False,
        room: float | None = None,
        clear: bool = False,
    ) -> None:
        """Write `words` with the base line at `y`, shortened to `room`; `clear` of lines behind them."""
        shown = cleaned(words)
        if room is not None:
            shown = shortened(shown, room, size, bold=bold)
        self._figure.text(
            x / WIDTH,
            1 - y / self.height,
            shown,
            horizontalalignment=align,
            verticalalignment="baseline",
            color=color,
            fontsize=size,
            fontweight="bold" if bold else "normal",
            bbox=HALO if clear else None,
        )


def drawn(height: float, title: str, description: str, paint: Callable[[Sheet], None]) -> bytes:
    """Have `paint` fill a sheet and give it as SVG, named `title` and told by `description`.

    Raises `FontMissing` if the font that text is measured in is not installed.
    """
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    written = io.BytesIO()
    with ONE_AT_A_TIME, warnings.catch_warnings():
        # The reader's fonts may have a character that the measuring fonts do not have.
        warnings.simplefilter("ignore", UserWarning)
        style: dict[Any, Any] = {**_STYLE, "font.family": list(families())}
        with matplotlib.rc_context(style):
            size = (WIDTH / _UNITS_AN_INCH, height / _UNITS_AN_INCH)
            figure = Figure(figsize=size, dpi=_UNITS_AN_INCH, facecolor=PAPER)
            FigureCanvasSVG(figure)
            paint(Sheet(figure, height))
            figure.savefig(written, format="svg", metadata={"Date": None})
    return finished(written.getvalue(), cleaned(title), cleaned(description))


def only_words(title: str, sentence: str) -> bytes:
    """Make a picture of one sentence, where there is nothing to draw."""
    return drawn(
        48,
        title,
        sentence,
        lambda sheet: sheet.write(LEFT, 30, sentence, color=SOFT, room=RIGHT - LEFT),
    )


def label_below(panel: "Axes", ticks: Sequence[float], labels: Sequence[str]) -> None:
    """Write `labels` under `panel` at its values `ticks`."""
    for tick, label in zip(ticks, labels, strict=True):
        panel.annotate(
            cleaned(label), (tick, 0), (0, -16), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", va="baseline", color=SOFT, fontsize=SMALL,
        )  # fmt: skip


def label_left(panel: "Axes", ticks: Sequence[float], labels: Sequence[str]) -> None:
    """Write `labels` left of `panel` at its values `ticks`, with a faint line across."""
    for tick, label in zip(ticks, labels, strict=True):
        panel.axhline(tick, color=RULE, linewidth=1, zorder=0)
        panel.annotate(
            cleaned(label), (0, tick), (-6, -4), xycoords=("axes fraction", "data"),
            textcoords="offset points", ha="right", va="baseline", color=SOFT, fontsize=SMALL,
        )  # fmt: skip
