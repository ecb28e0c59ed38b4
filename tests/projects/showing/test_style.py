"""The style sheet keeps its promises: contrast, and nothing fetched from elsewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STYLE = (Path(settings.BASE_DIR) / "static" / "css" / "additionality.css").read_text()
LIGHT, DARK = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
TEXT = ("ink", "soft", "accent", "accent-strong", "passed", "failed", "open", "neutral")


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("block", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", TEXT)
def test_words_stand_out_from_paper_and_wash(block, name):
    found = colours(block)

    assert contrast(found[name], found["paper"]) >= 4.5
    assert contrast(found[name], found["wash"]) >= 4.5


@pytest.mark.parametrize("block", [LIGHT, DARK], ids=["light", "dark"])
def test_buttons_boxes_and_edges_can_be_seen(block):
    found = colours(block)

    assert contrast(found["on-accent"], found["accent"]) >= 4.5
    assert contrast(found["on-accent"], found["accent-strong"]) >= 4.5
    assert contrast(found["ink"], found["open-pale"]) >= 4.5
    assert contrast(found["failed"], found["failed-pale"]) >= 4.5
    assert contrast(found["edge"], found["paper"]) >= 3
    assert contrast(found["focus"], found["paper"]) >= 3


@pytest.mark.parametrize("block", [LIGHT, DARK], ids=["light", "dark"])
def test_the_four_states_weigh_the_same(block):
    found = colours(block)
    weights = [contrast(found[n], found["paper"]) for n in ("passed", "failed", "open", "neutral")]

    assert max(weights) / min(weights) < 1.25


def test_nothing_is_fetched_from_elsewhere():
    assert "url(" not in STYLE
    assert "@import" not in STYLE
