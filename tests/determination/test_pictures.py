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
CLAIMS = {
    "claim": "0.155",
    "median": "0.117300",
    "count": "4",
    "steps": [
        {"from": "0.100000", "to": "0.105000", "count": "3"},
        {"from": "0.105000", "to": "0.110000", "count": "0"},
        {"from": "0.110000", "to": "0.115000", "count": "1"},
    ],
}
MEDIAN = {"claim": "0.0825", "median": "0.080000", "count": None}

GRID = {
    "lines": ["Power sales", "Turbines"],
    "changes": ["-0.10", "0.00", "0.10"],
    "rows": [
        [{"indicator": value, "reaches": reaches} for value, reaches in row]
        for row in (
            (("0.02", False), ("0.01", False), (None, False)),
            (("0.05", False), ("0.034602", False), ("0.01", False)),
            (("0.09", True), ("0.06", False), ("0.04", False)),
        )
    ],
}
#: A net present value, in money, and a cost of a unit of output.
MONEY = {
    "indicator_kind": "npv", "indicator": "-129143475.281755", "benchmark": "0.000000",
    "margin": "-129143475.281755", "with_credits": "283370000",
    "sensitivity": [
        {"line": "Turbines", "change": "-0.10", "indicator": "17389000"},
        {"line": "Turbines", "change": "0.10", "indicator": "-275680000"},
    ],
    "break_even": [{"line": "Turbines", "change": "-0.09"}],
    "alternatives": [{"id": "A1", "indicator": "5000000"}, {"id": "A2", "indicator": None}],
}  # fmt: skip
COST = {"indicator_kind": "levelised_cost", "indicator": "1932.62", "benchmark": "2400"}
DRAWS = {
    "indicator_kind": "project_irr", "indicator": "0.034602", "benchmark": "0.082500",
    "reaching": "0.1218",
    "percentiles": [{"percent": "50", "indicator": "0.034"}],
    "histogram": [
        {"from": "0.01", "to": "0.05", "count": "70000"},
        {"from": "0.05", "to": "0.09", "count": "30000"},
    ],
}  # fmt: skip
UNIT = {"unit": "Net present value, TWD"}


def in_money(name, **more):
    return lambda words: getattr(pictures, name)(make_investment(**MONEY, **more), words | UNIT)


ALL = {
    "grid": lambda words: pictures.two_way_grid(make_investment(two_way=GRID), words),
    "draws": lambda words: pictures.draws_histogram(DRAWS, words),
    "alternatives": in_money("project_against_alternatives"),
    "benchmark of money": in_money("irr_against_benchmark"),
    "tornado of money": in_money("sensitivity_tornado"),
    "change of money": in_money("irr_against_change"),
    "grid of money": in_money("two_way_grid", two_way=GRID),
    "benchmark": lambda words: pictures.irr_against_benchmark(make_investment(), words),
    "tornado": lambda words: pictures.sensitivity_tornado(make_investment(), words),
    "change": lambda words: pictures.irr_against_change(make_investment(), words),
    "cash flow": lambda words: pictures.cumulative_cash_flow(FLOWS, words),
    "scenario": lambda words: pictures.scenario_against_submitted(
        make_investment(), make_investment(indicator="0.061", benchmark="0.09"), words
    ),
    "claims": lambda words: pictures.benchmark_claims({"claims": CLAIMS}, words),
    "a median": lambda words: pictures.benchmark_claims({"claims": MEDIAN}, words),
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


def test_claims_are_bars_with_the_median_and_the_claim_marked():
    svg = ALL["claims"]({})

    assert {"Median 11.73 %", "Claimed here 15.50 %"} <= set(texts(svg))
    assert svg.count(b"#cfd6da") >= 2  # a bar for each step with a claim, besides the lines
    assert b'id="claim"' in svg
    assert b'id="median"' in svg


@pytest.mark.parametrize(("claim", "side"), [("0.0825", 1), ("0.0775", -1)])
def test_the_claim_stands_on_its_side_of_the_median(claim, side):
    svg = pictures.benchmark_claims({"claims": MEDIAN | {"claim": claim}}, {})
    places = {
        name: float(re.search(rf'id="{name}">\s*<path d="M ([\d.]+)', svg.decode())[1])
        for name in ("claim", "median")
    }

    assert (places["claim"] - places["median"]) * side > 0


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


def test_the_tornado_has_the_widest_line_first_and_keeps_the_order_of_equals():
    ends = {
        "Narrow": ("0.050", "0.051"), "Equal": ("0.04", "0.06"), "Widest": ("0.09", "0.01"),
        "Nothing": (None, None), "One end": (None, "0.08"), "Equal too": ("0.06", "0.04"),
    }  # fmt: skip
    rows = [
        {"line": name, "change": when, "indicator": value}
        for name, values in ends.items()
        for when, value in zip(("-0.10", "0.10"), values, strict=True)
    ]
    figures = make_investment(indicator="0.05", sensitivity=rows)
    svg = pictures.sensitivity_tornado(figures, {})

    order = ["Widest", "One end", "Equal", "Equal too", "Narrow", "Nothing"]
    assert [text for text in texts(svg) if text in ends] == order
    assert re.findall(r"([A-Z][a-z ]+): −10", svg.decode()) == order


def test_of_more_lines_than_fit_the_widest_are_drawn():
    rows = [
        {"line": f"Line {i}", "change": when, "indicator": f"{0.05 + i * float(when) / 10:.3f}"}
        for i in range(20)
        for when in ("-0.10", "0.10")
    ]
    figures = make_investment(indicator="0.05", sensitivity=rows)
    shown = [one for one in texts(pictures.sensitivity_tornado(figures, {})) if "Line" in one]

    assert shown == [f"Line {i}" for i in range(19, 7, -1)]


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
        pictures.benchmark_claims({"claims": MEDIAN | {"claim": indicator or "0"}}, {}),
    ):
        assert ElementTree.fromstring(svg).tag == f"{SVG}svg"


def test_the_grid_marks_the_cells_that_reach_the_benchmark():
    shown = ElementTree.fromstring(pictures.two_way_grid(make_investment(two_way=GRID), {}))
    bold = [
        "".join(one.itertext())
        for one in shown.iter(f"{SVG}text")
        if one.get("font-weight") == "700"
    ]

    assert "9 %" not in bold
    assert "9.00 %" in bold
    assert "6.00 %" not in bold
    assert (
        "Power sales +10 %: Turbines −10 %: 9.00 % (Benchmark reached)"
        in shown.find(f"{SVG}desc").text
    )


def test_the_histogram_says_the_share_and_draws_the_benchmark():
    svg = pictures.draws_histogram(DRAWS, {})

    assert "12.2 % of the draws reach the benchmark" in " ".join(texts(svg))
    assert "Benchmark 8.25 %" in texts(svg)
    assert x_of(svg, "benchmark") > 220


def test_money_is_shown_in_millions_and_says_so():
    words = " ".join(texts(ALL["tornado of money"]({})))

    assert "Net present value, TWD (in millions)" in words
    assert "17.39" in words
    assert "−276" in words
    assert "%" not in words.replace("−10 %", "").replace("+10 %", "")


def test_of_a_cost_more_is_worse():
    below = pictures.irr_against_benchmark(make_investment(**COST, with_credits=None), {})
    above = pictures.irr_against_benchmark(
        make_investment(**(COST | {"indicator": "2932.62"}), with_credits=None), {}
    )

    assert x_of(below, "without_credits") < x_of(below, "benchmark")
    assert x_of(above, "without_credits") > x_of(above, "benchmark")


def test_alternatives_are_named_and_one_without_a_value_says_so():
    words = {"alternative A1": "Power from the grid"}
    shown = texts(pictures.project_against_alternatives(make_investment(**MONEY), words))

    assert "Power from the grid" in shown
    assert "A2" in shown
    assert "no single value" in shown
    assert "−129" in shown


def test_the_line_to_a_day_passes_behind_the_words_above_it():
    """Each label lies on white, drawn after every line, so that no line crosses words."""
    svg = pictures.prior_consideration(TIMELINE, {}).decode()

    white = [at for at in range(len(svg)) if svg.startswith('fill="#ffffff"', at)]
    _sheet, *boxes = white
    assert len(boxes) == len(TIMELINE)
    assert svg.rindex("stroke-dasharray") < boxes[0]
