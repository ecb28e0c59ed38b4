"""The pictures in grey, as printed or copied: what a colour tells apart, form or lightness does too."""

import itertools
import re
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest

from additionality.determination import pictures
from tests.determination.test_pictures import ALL, DRAWS, GRID, SVG, TIMELINE, make_investment

#: WCAG 2.2, 1.4.11: graphical objects need this contrast with what is next to them.
CONTRAST = 3.0
WHITE = 1.0
#: A line is seen to be thicker than another, such as the axis it stands on.
THICKER = 1.4
PLANTS = [
    {"year": str(2005 + place), "size": "30", "kind": kind}
    for place, kind in enumerate(("same", "different", "open", "carbon", "left_out"))
]
PROJECT = {
    "year": "2026", "size": "34", "least": "17", "most": "51", "unit": "MW", "cut_off": "2025.5",
}  # fmt: skip
DRAWN = ALL | {
    "notice in time": lambda words: pictures.prior_consideration(
        [one for one in TIMELINE if one["event"] != "notified_on"]
        + [{"event": "notified_on", "date": "2026-07-01"}],
        words,
    ),
    "draws on both sides": lambda words: pictures.draws_histogram(
        DRAWS | {"benchmark": "0.05"}, words
    ),
    "funnel": lambda words: pictures.activities_funnel([{"step": "n_all", "count": "7"}], words),
    "plants": lambda words: pictures.activities_by_size_and_year(PLANTS, PROJECT, words),
}


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, from 0 for black to 1 for white (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@dataclass(frozen=True)
class Mark:
    """One thing drawn: its colours, and its look without them."""

    name: str
    colours: tuple[str, str]
    form: str
    dashes: str
    is_hatched: bool
    width: float

    @property
    def grey(self) -> tuple[float, float]:
        """The luminance of its inside and of its line; white where there is none."""
        fill, stroke = (luminance(c) if c.startswith("#") else WHITE for c in self.colours)
        return fill, stroke

    @property
    def is_ink(self) -> bool:
        """Whether it says something, unlike the pale ground and the faint lines of an axis."""
        return self.is_hatched or min(self.grey) < 1.05 / CONTRAST - 0.05

    def differs_in_grey(self, other: "Mark") -> bool:
        look = (self.form, self.dashes, self.is_hatched)
        lighter = any(
            contrast(*both) >= CONTRAST for both in zip(self.grey, other.grey, strict=True)
        )
        thicker = max(self.width, other.width) >= THICKER * min(self.width, other.width)
        return lighter or thicker or look != (other.form, other.dashes, other.is_hatched)


def form_of(path: str) -> str:
    """An outline whatever its size and place; of an open line whether it is level or upright."""
    points = [tuple(map(float, one)) for one in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]
    across, up = zip(*points, strict=True)
    wide, high = max(across) - min(across), max(up) - min(up)
    if not path.rstrip().endswith("z") and path.count("M") == 1:
        return "upright" if not wide else "level" if not high else "line"
    return " ".join(
        f"{(x - min(across)) / (wide or 1):.1f},{(y - min(up)) / (high or 1):.1f}"
        for x, y in points
    )


def marks(svg: bytes) -> list[Mark]:
    """Everything drawn in a picture but its words and the sheet itself."""
    root = ElementTree.fromstring(svg)
    hidden = {one for defs in root.iter(f"{SVG}defs") for one in defs.iter()}
    shapes = {one.get("id"): one for one in hidden}
    groups = [group for group in root.iter(f"{SVG}g") if group.get("id")]
    names = {one: group.get("id") for group in groups for one in group.iter()}  # innermost last
    found = []
    for one in root.iter():
        if one in hidden or one.tag not in (f"{SVG}path", f"{SVG}use"):
            continue
        shape = shapes[one.get("href", "").removeprefix("#")] if one.get("href") else one
        if len(re.findall("[A-Z]", shape.get("d"))) == 1:
            continue  # the line of a single marker has no length
        look = shape.attrib | one.attrib
        fill = look.get("fill", "#000000" if "stroke" not in look else "none")
        is_hatched = fill.startswith("url(")
        found.append(
            Mark(
                name=names.get(one, ""),
                colours=("none" if is_hatched else fill, look.get("stroke", "none")),
                form=form_of(shape.get("d")),
                dashes=look.get("stroke-dasharray", "none"),
                is_hatched=is_hatched,
                width=float(look.get("stroke-width", 1)),
            )
        )
    return found


def named(svg: bytes, name: str) -> Mark:
    root = ElementTree.fromstring(svg)
    assert root.find(f".//{SVG}g[@id='{name}']") is not None
    [found] = {one for one in marks(svg) if one.name == name}
    return found


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN.keys())
def test_marks_of_two_colours_differ_in_grey_too(draw):
    drawn = {one for one in marks(draw({})) if one.is_ink}

    alike = [
        (one, other)
        for one, other in itertools.combinations(drawn, 2)
        if one.colours != other.colours and not one.differs_in_grey(other)
    ]
    assert drawn
    assert alike == []


@pytest.mark.parametrize("picture", ["benchmark", "benchmark of money"])
def test_without_credits_and_with_differ_in_grey(picture):
    svg = DRAWN[picture]({})
    without, with_credits = (named(svg, one) for one in ("without_credits", "with_credits"))

    assert without.form != with_credits.form
    assert contrast(without.grey[0], with_credits.grey[0]) >= CONTRAST


def test_the_two_cash_flows_differ_in_dashes_and_markers():
    lines = [one for one in marks(DRAWN["cash flow"]({})) if one.width == 2 and one.form == "line"]

    assert len({one.dashes for one in lines}) == len(lines) == 2


@pytest.mark.parametrize("picture", ["benchmark", "change", "draws"])
def test_the_benchmark_is_a_dashed_line_that_is_seen_on_paper(picture):
    line = named(DRAWN[picture]({}), "benchmark")

    assert line.dashes != "none"
    assert contrast(line.grey[1], WHITE) >= CONTRAST


@pytest.mark.parametrize(
    "picture", ["draws on both sides", "tornado", "reductions", "alternatives"]
)
def test_bars_of_two_meanings_are_filled_and_hatched(picture):
    bars = [one for one in marks(DRAWN[picture]({})) if one.is_ink and one.form.count(",") == 4]

    assert {one.is_hatched for one in bars} == {True, False}
    assert all(contrast(min(one.grey), WHITE) >= CONTRAST for one in bars)


def test_cells_that_reach_the_benchmark_are_fenced_off_in_grey():
    reaching, none = (
        pictures.two_way_grid(make_investment(two_way=GRID | {"rows": rows}), {})
        for rows in (GRID["rows"], GRID["rows"][:1] * 3)
    )
    fences = [
        [one for one in marks(svg) if one.width >= 3 and contrast(one.grey[1], WHITE) >= CONTRAST]
        for svg in (reaching, none)
    ]

    assert {one.form for one in fences[0]} == {"upright", "level"}
    assert fences[1] == []


def test_a_notice_that_came_too_late_is_marked_without_colour():
    late, in_time = (DRAWN[name]({}) for name in ("prior consideration", "notice in time"))

    def forms(svg: bytes) -> set[str]:
        return {one.form for one in marks(svg) if one.is_ink and one.form.count(",") > 1}

    assert forms(late) - forms(in_time)
    assert b'font-weight="700"' in late.split(b"2026-08-01</text>")[0].rsplit(b"<text", 1)[1]
