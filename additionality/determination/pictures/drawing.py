"""A quiet hand for line drawings: SVG as text, escaped, without scripts or references.

Text stays text, in the fonts of the page. Widths of text are estimated, because whoever shows the
picture chooses the font; so labels get room and are shortened with an ellipsis before they collide.
"""

import unicodedata
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

WIDTH = 440
MARGIN = 12
SIZE = 13  # font size in the units of the drawing; WIDTH is about 12 cm on paper
INK, SOFT, RULE, PALE = "#1a1f24", "#56616a", "#cfd6da", "#e3eeee"
ACCENT, WARN, PAPER = "#0b5d5e", "#a14b00", "#ffffff"
FONTS = "'Noto Sans CJK TC', 'Noto Sans TC', 'Microsoft JhengHei', 'PingFang TC', sans-serif"

_PATTERNS = (
    f'<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{PAPER}"/>'
    f'<line x1="0" y1="0" x2="0" y2="6" stroke="{ACCENT}" stroke-width="3"/></pattern></defs>'
)


class Drawing:
    """Collects shapes from the top down; `svg` closes it with its text alternative."""

    def __init__(self, height: float) -> None:
        self.height = height
        self._shapes: list[str] = []

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        stroke: str = RULE,
        width: float = 1,
        dash: str = "",
    ) -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._shapes.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" '
            f'stroke="{stroke}" stroke-width="{_n(width)}"{dashed}/>'
        )

    def path(
        self,
        points: Sequence[tuple[float, float]],
        *,
        stroke: str = INK,
        width: float = 1.8,
        dash: str = "",
    ) -> None:
        if len(points) < 2:
            return
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        joined = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._shapes.append(
            f'<polyline points="{joined}" fill="none" stroke="{stroke}" '
            f'stroke-width="{_n(width)}" stroke-linejoin="round"{dashed}/>'
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = ACCENT,
        stroke: str = "none",
    ) -> None:
        self._shapes.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" '
            f'height="{_n(max(height, 0))}" fill="{fill}" stroke="{stroke}"/>'
        )

    def mark(self, kind: int, x: float, y: float, *, fill: str = INK, stroke: str = INK) -> None:
        """Draw one of eight shapes that can be told apart without colour."""
        shape = _MARKS[kind % len(_MARKS)]
        placed = " ".join(f"{_n(x + dx)},{_n(y + dy)}" for dx, dy in shape)
        circle = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="5"'
        body = f'<polygon points="{placed}"' if shape else circle
        self._shapes.append(f'{body} fill="{fill}" stroke="{stroke}" stroke-width="1.6"/>')

    def cross(self, x: float, y: float, *, stroke: str = WARN, size: float = 5) -> None:
        self.line(x - size, y - size, x + size, y + size, stroke=stroke, width=2.2)
        self.line(x - size, y + size, x + size, y - size, stroke=stroke, width=2.2)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: str = "start",
        fill: str = INK,
        size: float = SIZE,
        bold: bool = False,
        room: float | None = None,
        halo: bool = False,
    ) -> None:
        """Write `words` with the base line at `y`, shortened to `room`."""
        shown = words if room is None else shortened(words, room, size)
        weight = ' font-weight="700"' if bold else ""
        if halo:
            around = width_of(shown, size)
            left = {"start": x, "middle": x - around / 2, "end": x - around}[anchor]
            self.box(left - 2, y - size, around + 4, size * 1.3, fill=PAPER)
        self._shapes.append(
            f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" fill="{fill}" '
            f'font-size="{_n(size)}"{weight}>{_clean(shown)}</text>'
        )

    def svg(self, title: str, description: str) -> bytes:
        """Close the drawing: `title` names it, `description` says in words what it shows."""
        height = _n(self.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" role="img" '
            f"aria-label={quoteattr(_clean_text(title))} font-family={quoteattr(FONTS)}>"
            f"<title>{_clean(title)}</title><desc>{_clean(description)}</desc>{_PATTERNS}"
            f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
            f"{''.join(self._shapes)}</svg>"
        ).encode()


def width_of(words: str, size: float = SIZE) -> float:
    """Estimate how wide `words` will be: wide characters are an em, others a little over half."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in words)
    return (wide + 0.56 * (len(words) - wide)) * size


def shortened(words: str, room: float, size: float = SIZE) -> str:
    """Cut `words` with an ellipsis so that they fit into `room`."""
    words = words[:400]
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "…", size) > room:
        words = words[:-1]
    return words.rstrip() + "…"


_MARKS: tuple[tuple[tuple[float, float], ...], ...] = (
    (),  # a circle
    ((-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)),
    ((0, -6), (5.5, 4.5), (-5.5, 4.5)),
    ((0, -6.5), (6, 0), (0, 6.5), (-6, 0)),
    ((0, 6), (5.5, -4.5), (-5.5, -4.5)),
    ((-6, 0), (4.5, -5.5), (4.5, 5.5)),
    ((6, 0), (-4.5, -5.5), (-4.5, 5.5)),
    ((-2, -6), (2, -6), (2, -2), (6, -2), (6, 2), (2, 2), (2, 6), (-2, 6), (-2, 2), (-6, 2),
     (-6, -2), (-2, -2)),
)  # fmt: skip


def _n(value: float) -> str:
    """A coordinate with at most two decimals: short, and the same on every machine."""
    return f"{round(value, 2):.2f}".rstrip("0").rstrip(".") or "0"


def _clean(words: str) -> str:
    return escape(_clean_text(words))


def _clean_text(words: str) -> str:
    """Drop what XML cannot hold: control characters and lone surrogates."""
    return "".join(one for one in words if one.isprintable() or one == "\u3000")
