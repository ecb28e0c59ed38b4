"""The pictures: well-formed, harmless, complete, and honest about what is missing."""

import hashlib
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from additionality.determination import pictures
from additionality.determination.pictures.lettering import shortened, width_of, wrapped
from additionality.determination.pictures.scale import (
    change,
    percent,
    percent_labels,
    points,
    quantity,
    round_values,
)
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
TIMELINE = [
    {"event": "decision_date", "date": "2025-03-01"},
    {"event": "financing_date", "date": "2025-03-01"},
    {"event": "start_date", "date": "2026-01-15"},
    {"event": "notified_on", "date": "2026-08-01"},
    {"event": "notice_due", "date": "2026-07-15"},
]
COMMON = {"n_all": "20", "n_diff": "17", "f": "0.15", "f_limit": "0.2", "gap_limit": "3"}

ALL = {
    "benchmark": lambda words: pictures.irr_against_benchmark(make_investment(), words),
    "tornado": lambda words: pictures.sensitivity_tornado(make_investment(), words),
    "change": lambda words: pictures.irr_against_change(make_investment(), words),
    "cash flow": lambda words: pictures.cumulative_cash_flow(FLOWS, words),
    "common practice": lambda words: pictures.common_practice_limits(COMMON, words),
    "reductions": lambda words: pictures.reductions_by_year(YEARS, ["20000", "60000"], words),
    "prior consideration": lambda words: pictures.prior_consideration(TIMELINE, words),
}


def texts(svg: bytes) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL.keys())
def test_every_picture_is_harmless_and_says_in_words_what_it_shows(draw):
    svg = draw(dict.fromkeys(DEFAULTS, HOSTILE))
    root = ElementTree.fromstring(svg)

    assert b"<script" not in svg
    assert not re.search(rb"url\((?!#)|@import|<style|<metadata|<!DOCTYPE", svg)
    for one in root.iter():
        assert not [name for name in one.attrib if name.startswith("on") or name == "style"]
        assert one.get("href", "#").startswith("#")
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text
    assert root.get("role") == "img"
    assert "Noto Sans CJK TC" in root.get("font-family")


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL.keys())
def test_the_same_figures_give_the_same_bytes(draw):
    assert draw({}) == draw({})


def test_the_same_figures_give_the_same_bytes_in_another_process():
    code = (
        "import hashlib, tests.determination.test_pictures as t; "
        "print(*(hashlib.sha256(draw({})).hexdigest() for draw in t.ALL.values()))"
    )
    elsewhere = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]

    here = " ".join(hashlib.sha256(draw({})).hexdigest() for draw in ALL.values())
    assert [one.strip() for one in elsewhere] == [here, here]


def test_matplotlib_is_not_loaded_before_something_is_drawn():
    code = (
        "import sys, additionality.determination.pictures; "
        "sys.exit(any(name.startswith('matplotlib') for name in sys.modules))"
    )
    root = Path(__file__).parents[2]

    assert subprocess.run([sys.executable, "-c", code], cwd=root).returncode == 0


LONG = "離岸風力發電機組、塔架與水下基礎 Turbines, towers and foundations " * 6


def long_lines():
    names = ["Turbines", LONG, "W" * 300]
    return make_investment(
        sensitivity=[
            {"line": name, "change": when, "indicator": rate}
            for name in names
            for when, rate in (("-0.10", "-9.9"), ("0.10", "9.9"))
        ],
        break_even=[{"line": name, "change": "-0.203792"} for name in names],
    )


EXTREME = {
    "a long name in the tornado": lambda words: pictures.sensitivity_tornado(long_lines(), words),
    "a long name by change": lambda words: pictures.irr_against_change(long_lines(), words),
    "a far rate": lambda words: pictures.irr_against_benchmark(
        make_investment(indicator="-9.9", with_credits="10"), words
    ),
    "huge money": lambda words: pictures.cumulative_cash_flow(
        [one | {"without_credits": "-98765432109876"} for one in FLOWS], words, currency=LONG
    ),
    "many years": lambda words: pictures.reductions_by_year(
        [{"year": str(2000 + i), "tco2e": "123456789"} for i in range(60)], ["60000"], words
    ),
    "no reduction": lambda words: pictures.reductions_by_year(
        [{"year": "2027", "tco2e": "0"}], ["20000"], words
    ),
}


@pytest.mark.parametrize("draw", (ALL | EXTREME).values(), ids=(ALL | EXTREME).keys())
@pytest.mark.parametrize("words", [{}, dict.fromkeys(DEFAULTS, LONG)], ids=["English", "long"])
def test_everything_is_inside_the_picture(draw, words):
    root = ElementTree.fromstring(draw(words))
    width, height = float(root.get("width")), float(root.get("height"))

    for one in root.iter(f"{SVG}text"):
        words, size = "".join(one.itertext()), float(one.get("font-size").removesuffix("px"))
        taken = width_of(words, size, bold=one.get("font-weight") == "700")
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


def x_of(svg: bytes, name: str) -> float:
    """Where the mark called `name` stands: its first coordinate, or where it is used."""
    root = ElementTree.fromstring(svg)
    group = next(one for one in root.iter(f"{SVG}g") if one.get("id") == name)
    used = group.find(f".//{SVG}use")
    if used is not None:
        return float(used.get("x"))
    return float(group.find(f".//{SVG}path").get("d").split()[1])


def test_an_irr_below_the_benchmark_stands_left_of_it_and_one_above_right():
    below = pictures.irr_against_benchmark(make_investment(), {})
    above = pictures.irr_against_benchmark(make_investment(indicator="0.12"), {})

    assert x_of(below, "without_credits") < x_of(below, "benchmark")
    assert x_of(above, "without_credits") > x_of(above, "benchmark")


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


def test_a_long_name_takes_two_lines_and_breaks_between_words():
    assert wrapped("Turbines and their towers", 110) == ["Turbines and", "their towers"]
    assert len(wrapped("渦輪機" * 40, 100)) == 2
    assert all(width_of(line) <= 100 for line in wrapped("渦輪機" * 40, 100))


def test_chinese_is_as_wide_as_its_characters_are_high():
    assert width_of("渦輪機", 13) == pytest.approx(39, abs=2)


def test_a_dollar_sign_in_a_name_is_no_formula():
    rows = [
        {"line": "US$ and NT$ costs", "change": when, "indicator": "0.05"}
        for when in ("-0.10", "0.10")
    ]

    assert "US$ and NT$ costs" in texts(
        pictures.sensitivity_tornado(make_investment(sensitivity=rows), {})
    )


def hatched(svg: bytes) -> int:
    paths = ElementTree.fromstring(svg).iter(f"{SVG}path")
    return sum(one.get("fill", "").startswith("url(#") for one in paths)


def test_the_counts_of_common_practice_have_their_index_below_the_line():
    words = {"f": "F = 1 − N_diff / N_all"}
    svg = pictures.common_practice_limits(COMMON, words)
    shown = [one.strip() for one in texts(svg)]
    assert shown[:9] == ["F", "=", "1", "−", "N", "diff", "/", "N", "all"]
    assert not [one for one in shown if "_" in one]


def test_a_value_above_its_limit_is_filled_and_one_at_it_is_not():
    at = pictures.common_practice_limits(COMMON | {"n_diff": "16", "f": "0.2"}, {})
    above = pictures.common_practice_limits(COMMON | {"n_diff": "15", "f": "0.25"}, {})

    assert hatched(at) == 1  # F is at its limit, the gap of 4 above its limit
    assert hatched(above) == 0


def test_no_comparable_activity_is_said_in_words():
    none = COMMON | {"n_all": "0", "n_diff": "0", "f": None}

    assert texts(pictures.common_practice_limits(none, {})) == ["No comparable activity."]


def test_only_the_largest_year_is_filled():
    svg = pictures.reductions_by_year(YEARS, ["60000"], {})

    assert hatched(svg) == 1
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
def test_round_values_are_few_and_inside(low, span):
    high = low + max(span, abs(low) * 1e-9)
    found = round_values((low, high))

    assert len(found) <= 12
    assert all(low <= value <= high for value in found)


def test_labels_have_the_decimals_that_their_steps_need():
    assert percent_labels([0.0, 0.02, 0.04]) == ["0 %", "2 %", "4 %"]
    assert percent_labels([-0.005, 0.0, 0.005]) == ["−0.5 %", "0.0 %", "0.5 %"]
    assert percent_labels([0.0825, 0.082525, 0.08255]) == ["8.2500 %", "8.2525 %", "8.2550 %"]


rates = st.none() | st.decimals(-10, 10, places=6).map(str)
money = st.decimals(-(10**17), 10**17, places=2).map(str)


@settings(max_examples=15, deadline=None)
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
