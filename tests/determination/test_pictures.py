"""The pictures: well-formed, harmless, complete, and honest about what is missing."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from additionality.determination import pictures
from additionality.determination.pictures.drawing import shortened, width_of
from additionality.determination.pictures.scale import Axis, change, percent, points, quantity
from additionality.determination.pictures.words import DEFAULTS

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>&\"'\x00\ud800\x1b"


def make_investment(**changes):
    return {
        "indicator": "0.034602",
        "benchmark": "0.082500",
        "margin": "-0.047898",
        "with_credits": "0.096059",
        "break_even": [
            {"line": "Turbines", "change": "-0.203792"},
            {"line": "Power sales", "change": None},
        ],
        "sensitivity": [
            {"line": "Turbines", "change": "-0.10", "indicator": "0.056045"},
            {"line": "Turbines", "change": "0.10", "indicator": "0.016141"},
            {"line": "Power sales", "change": "-0.10", "indicator": "0.006007"},
            {"line": "Power sales", "change": "0.10", "indicator": None},
        ],
    } | changes


FLOWS = [
    {"year": str(2026 + i), "without_credits": str(250 - 1750 * (i == 0)),
     "with_credits": str(310 - 1810 * (i == 0))}
    for i in range(11)
]  # fmt: skip
YEARS = [{"year": "2027", "tco2e": "61000"}, {"year": "2028", "tco2e": "59000"}]
COMMON = {"n_all": "20", "n_diff": "17", "f": "0.15", "f_limit": "0.2", "gap_limit": "3"}

ALL = {
    "benchmark": lambda words: pictures.irr_against_benchmark(make_investment(), words),
    "tornado": lambda words: pictures.sensitivity_tornado(make_investment(), words),
    "change": lambda words: pictures.irr_against_change(make_investment(), words),
    "cash flow": lambda words: pictures.cumulative_cash_flow(FLOWS, words),
    "common practice": lambda words: pictures.common_practice_limits(COMMON, words),
    "reductions": lambda words: pictures.reductions_by_year(YEARS, ["20000", "60000"], words),
}


def texts(svg: bytes) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL.keys())
def test_every_picture_is_harmless_and_says_in_words_what_it_shows(draw):
    svg = draw(dict.fromkeys(DEFAULTS, HOSTILE))
    root = ElementTree.fromstring(svg)

    assert b"<script" not in svg
    assert not re.search(rb"href|url\((?!#)|@import|on\w+=", svg.replace(b"&", b""))
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text
    assert root.get("role") == "img"
    assert "Noto Sans CJK TC" in root.get("font-family")


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL.keys())
def test_the_same_figures_give_the_same_bytes(draw):
    assert draw({}) == draw({})


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL.keys())
def test_everything_is_inside_the_picture(draw):
    root = ElementTree.fromstring(draw({}))
    width, height = float(root.get("width")), float(root.get("height"))

    for one in root.iter(f"{SVG}text"):
        words, size = "".join(one.itertext()), float(one.get("font-size"))
        taken = width_of(words, size)
        left = {"start": 0, "middle": taken / 2, "end": taken}[one.get("text-anchor")]
        assert float(one.get("x")) - left > -1, words
        assert float(one.get("x")) - left + taken < width + 1, words
        assert 0 < float(one.get("y")) <= height, words


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL.keys())
def test_chinese_words_are_used(draw):
    svg = draw(dict.fromkeys(DEFAULTS, "中文"))

    assert "中文" in ElementTree.fromstring(svg).find(f"{SVG}title").text


def test_the_benchmark_picture_shows_the_figures_as_printed():
    shown = " ".join(texts(pictures.irr_against_benchmark(make_investment(), {})))

    assert "Without credits: 3.46 %" in shown
    assert "With credits: 9.61 %" in shown
    assert "Benchmark 8.25 %" in shown
    assert "−4.79 points" in shown


def marks(svg: bytes) -> tuple[float, float]:
    """Where the benchmark line and the first circle stand."""
    root = ElementTree.fromstring(svg)
    line = next(one for one in root.iter(f"{SVG}line") if one.get("stroke-dasharray"))
    return float(line.get("x1")), float(next(root.iter(f"{SVG}circle")).get("cx"))


def test_an_irr_below_the_benchmark_stands_left_of_it_and_one_above_right():
    below = marks(pictures.irr_against_benchmark(make_investment(), {}))
    above = marks(pictures.irr_against_benchmark(make_investment(indicator="0.12"), {}))

    assert below[1] < below[0]
    assert above[1] > above[0]


def test_no_irr_is_said_in_words():
    none = make_investment(indicator=None, margin=None, with_credits=None)

    assert "Without credits: no single value" in texts(pictures.irr_against_benchmark(none, {}))
    assert texts(pictures.irr_against_change(none, {})) == ["no single value"]


def test_no_line_to_vary_is_said_in_words():
    none = make_investment(sensitivity=[], break_even=[])

    assert texts(pictures.sensitivity_tornado(none, {})) == ["No line had to be varied."]


def test_all_capital_expenditure_together_is_translated_and_names_are_kept():
    rows = [
        {"line": name, "change": when, "indicator": "0.05"}
        for name in ("all capex", "渦輪機")
        for when in ("-0.10", "0.10")
    ]
    shown = texts(
        pictures.sensitivity_tornado(make_investment(sensitivity=rows), {"all capex": "全部"})
    )

    assert "全部" in shown
    assert "渦輪機" in shown


def test_more_lines_than_fit_are_counted():
    rows = [
        {"line": f"Line {i}", "change": when, "indicator": "0.05"}
        for i in range(20)
        for when in ("-0.10", "0.10")
    ]
    shown = texts(pictures.sensitivity_tornado(make_investment(sensitivity=rows), {}))

    assert "+8 further lines: see the table" in shown


def test_a_name_that_is_too_long_is_shortened():
    assert shortened("渦輪機" * 40, 100).endswith("…")
    assert width_of(shortened("渦輪機" * 40, 100)) <= 100
    assert shortened("Turbines", 100) == "Turbines"


def test_a_value_above_its_limit_is_filled_and_one_at_it_is_not():
    at = pictures.common_practice_limits(COMMON | {"n_diff": "16", "f": "0.2"}, {})
    above = pictures.common_practice_limits(COMMON | {"n_diff": "15", "f": "0.25"}, {})

    assert b'fill="url(#hatch)"' in at
    assert at.count(b'fill="url(#hatch)"') == 1  # F is at its limit, the gap of 4 above its limit
    assert b'fill="url(#hatch)"' not in above


def test_no_comparable_activity_is_said_in_words():
    none = COMMON | {"n_all": "0", "n_diff": "0", "f": None}

    assert texts(pictures.common_practice_limits(none, {})) == ["No comparable activity."]


def test_only_the_largest_year_is_filled():
    svg = pictures.reductions_by_year(YEARS, ["60000"], {})

    assert svg.count(b'fill="url(#hatch)"') == 1
    assert "limit 60,000" in texts(svg)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0.0799995", "8.00 %"), ("0.08005", "8.01 %"), ("-0.00035", "−0.04 %"), ("0", "0.00 %"),
     ("12.5", "1,250.00 %"), (None, None)],
)  # fmt: skip
def test_rates_are_rounded_half_up_as_in_the_document(value, shown):
    assert percent(value) == shown


def test_differences_and_changes_carry_their_sign():
    assert points("0.012") == "+1.20"
    assert points("-0.047898") == "−4.79"
    assert change("0.10") == "+10 %"
    assert change("-0.184286") == "−18.4 %"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1234567", "1,234,567"), ("-1500", "−1,500"), ("1.5e15", "1.50×10¹⁵"), ("0.25", "0.25"),
     ("-2e13", "−2.00×10¹³"), ("1e-30", "0")],
)  # fmt: skip
def test_quantities_are_readable(value, shown):
    assert quantity(Decimal(value)) == shown


@given(st.floats(-1e17, 1e17), st.floats(1e-6, 1e17))
def test_ticks_stand_on_their_axis(low, span):
    axis = Axis(low, low + max(span, abs(low) * 1e-9), 0, 100)

    assert len(axis.ticks()) <= 12
    assert all(-0.01 <= axis.at(tick) <= 100.01 for tick in axis.ticks())


rates = st.none() | st.decimals(-10, 10, places=6).map(str)
money = st.decimals(-(10**17), 10**17, places=2).map(str)


@given(
    rates,
    rates,
    st.lists(st.tuples(st.text(max_size=200), rates, rates, rates), max_size=14),
    st.lists(st.tuples(money, money), max_size=40),
)
def test_any_figures_give_a_picture(indicator, with_credits, lines, flows):
    figures = make_investment(
        indicator=indicator,
        with_credits=with_credits,
        margin=indicator,
        break_even=[{"line": name, "change": even} for name, even, _, _ in lines],
        sensitivity=[
            {"line": name, "change": when, "indicator": value}
            for name, _, low, high in lines
            for when, value in (("-0.10", low), ("0.10", high))
        ],
    )
    net = [
        {"year": str(2026 + i), "without_credits": a, "with_credits": b}
        for i, (a, b) in enumerate(flows)
    ]
    for svg in (
        pictures.irr_against_benchmark(figures, {}),
        pictures.sensitivity_tornado(figures, {}),
        pictures.irr_against_change(figures, {}),
        pictures.cumulative_cash_flow(net, {}),
    ):
        assert ElementTree.fromstring(svg).tag == f"{SVG}svg"
