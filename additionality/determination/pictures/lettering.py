"""How wide words will be, and words cut to the room there is.

Text stays text in the drawings, so the reader's font decides its width. It is measured in the font
that the reader is offered first, which is also the font of the PDF (see docs/adr/0004).
"""

import functools
import threading
import warnings
from collections.abc import Sequence

from additionality.determination.fonts import FAMILIES, FontMissing, font_file

SIZE = 14.0
SMALL = 13.0
LONGEST = 400  # characters of one name that are looked at
ONE_AT_A_TIME = threading.RLock()
"""matplotlib's settings and fonts are shared by the process: measure and draw one at a time."""


@functools.lru_cache(maxsize=4096)
def width_of(words: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Measure `words` on one line, in the units of the drawing. Raises `FontMissing`."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=families(), size=size, weight="bold" if bold else "normal")
    with ONE_AT_A_TIME, warnings.catch_warnings():
        # A character that no font has is measured as the box it would be.
        warnings.simplefilter("ignore", UserWarning)
        width, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(width)


def widest(labels: Sequence[str], size: float = SIZE, *, bold: bool = False) -> float:
    """The width of the widest of `labels`; 0 where there are none."""
    return max((width_of(label, size, bold=bold) for label in labels), default=0.0)


def shortened(words: str, room: float, size: float = SIZE, *, bold: bool = False) -> str:
    """Cut `words` with an ellipsis so that they fit into `room`."""
    words = words[:LONGEST]
    if width_of(words, size, bold=bold) <= room:
        return words
    return words[: _fitting(words, room, size, bold, "…")].rstrip() + "…"


def wrapped(words: str, room: float, size: float = SIZE, *, bold: bool = False) -> list[str]:
    """Break `words` into one line or two that fit into `room`; what is still too long is cut.

    Lines break at a space, in Chinese between any two characters.
    """
    words = words[:LONGEST]
    if width_of(words, size, bold=bold) <= room:
        return [words]
    first = _fitting(words, room, size, bold, "")
    if words[first - 1].isascii() and words[first].isascii():
        space = words.rfind(" ", 0, first + 1)
        first = space if space > first / 2 else first
    rest = words[first:].lstrip()
    return [words[:first].rstrip(), shortened(rest, room, size, bold=bold)]


def cleaned(words: str) -> str:
    """Drop what XML cannot hold and what would break a line: control characters, surrogates."""
    return "".join(one for one in words if one.isprintable() or one == "\u3000")


def _fitting(words: str, room: float, size: float, bold: bool, end: str) -> int:
    """How many characters fit, at least one, found by halving."""
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(words[:middle] + end, size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return low


@functools.cache
def families() -> tuple[str, ...]:
    """Make sure that matplotlib knows the fonts of the document; it may have listed older ones.

    Raises `FontMissing` if the first of them, which has the Chinese characters, is not there.
    """
    from matplotlib.font_manager import fontManager

    known = set(fontManager.get_font_names())
    for family in FAMILIES:
        found = None if family in known else font_file(family)
        if found is not None:
            fontManager.addfont(found[0])
            known.add(family)
    if FAMILIES[0] not in known:
        raise FontMissing(f"The font {FAMILIES[0]} is not installed.")
    return tuple(family for family in FAMILIES if family in known)
