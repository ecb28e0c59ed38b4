"""Which characters the font of the PDF can show.

A character without a glyph would be printed as an empty box in a signed document. So forms refuse
it when it is typed, and the renderer never meets it.
"""

import functools
import shutil
import subprocess
import unicodedata
from pathlib import Path

FAMILIES = ("Noto Sans CJK TC", "DejaVu Sans")
"""The families of the document's style sheet, in its order."""

_LAYOUT = frozenset("\t\n\r")
_NEVER_SHOWN = {"Cc", "Cs", "Co", "Cn"}  # control, lone surrogate, private use, unassigned


class FontMissing(Exception):
    """None of the document's fonts is installed; the message says what to install."""


def missing_characters(text: str) -> str:
    """List the characters of `text` that the PDF cannot show, each once, in order of appearance.

    Line breaks and tabs are fine; other control characters, lone surrogates and private-use
    characters are not. Raises `FontMissing` if the document's first font is not installed.
    """
    if text.isascii() and text.isprintable():
        return ""
    return "".join(one for one in dict.fromkeys(text) if not _shown(one))


def _shown(character: str) -> bool:
    if character in _LAYOUT:
        return True
    return unicodedata.category(character) not in _NEVER_SHOWN and ord(character) in covered()


@functools.cache
def covered() -> frozenset[int]:
    """The code points that the installed fonts of `FAMILIES` have a glyph for."""
    files = [found for found in map(font_file, FAMILIES) if found is not None]
    if not files or font_file(FAMILIES[0]) is None:
        font_file.cache_clear()  # once it is installed it is found, without a new start
        raise FontMissing(
            f"The font {FAMILIES[0]} is not installed (Debian: apt-get install fonts-noto-cjk)."
        )
    return frozenset().union(*(_code_points(path, index) for path, index in files))


@functools.cache
def font_file(family: str) -> tuple[Path, int] | None:
    """Ask fontconfig for the file of `family` and the font's place in it; `None` if not there."""
    fc_match = shutil.which("fc-match")
    if fc_match is None:
        raise FontMissing("The command fc-match is missing (Debian: apt-get install fontconfig).")
    answer = subprocess.run(  # noqa: S603 - a fixed command, no shell, no words from outside
        [fc_match, "--format=%{family}\\n%{file}\\n%{index}", family],
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    if answer.returncode or not answer.stdout:  # there is no font at all
        return None
    names, path, index = answer.stdout.split("\n")
    # fontconfig always answers something, if only the nearest font it has.
    return (Path(path), int(index)) if family in names.split(",") else None


def _code_points(path: Path, index: int) -> set[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=index, lazy=True) as font:
        return set(font.getBestCmap())
