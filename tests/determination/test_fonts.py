"""Which characters can be printed."""

import subprocess
import sys
import time

import pytest

from additionality.determination import fonts
from additionality.determination.fonts import FontMissing, missing_characters


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Coastal wind farm",
        "濱海風場，具外加性。",
        "CO₂e ≤ 20,000 t ± 5 % −1",
        "a\tb\r\nc",
        "𠮷堃瑠",
    ],
)
def test_ordinary_text_can_be_printed(text):
    assert missing_characters(text) == ""


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("a\x00b", "\x00"),
        ("a\x1b[0m", "\x1b"),
        ("a\x7f", "\x7f"),
        ("\ud800", "\ud800"),
        ("\ue000 private", "\ue000"),
        ("ก and ก and ข", "กข"),
        ("\uffff", "\uffff"),
    ],
)
def test_what_cannot_be_printed_is_listed_once_in_order(text, missing):
    assert missing_characters(text) == missing


def test_it_is_quick_after_the_first_time():
    missing_characters("濱")
    text = "濱海風場 Coastal wind " * 100
    started = time.perf_counter()
    for _ in range(20):
        missing_characters(text)

    assert (time.perf_counter() - started) / 20 < 0.001


def test_importing_it_is_light():
    script = (
        "import sys, additionality.determination.fonts, additionality.determination.limited;"
        "print([m for m in ('fontTools', 'weasyprint', 'pyhanko', 'matplotlib', 'pikepdf', 'django')"
        " if m in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "[]"


def test_a_font_that_is_not_installed_is_not_replaced_silently(monkeypatch):
    assert fonts.font_file("No Such Family At All") is None
    monkeypatch.setattr(fonts, "FAMILIES", ("No Such Family At All", "DejaVu Sans"))
    fonts.covered.cache_clear()
    try:
        with pytest.raises(FontMissing, match="not installed"):
            missing_characters("濱")
    finally:
        fonts.covered.cache_clear()
