"""Numbers, days and sizes, as people read them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from projects.showing import numbers

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1234567.50", "1,234,567.5"),
        ("-1500", "−1,500"),
        ("1E+3", "1,000"),
        (0, "0"),
        ("-0.0", "0"),
        (None, "–"),
        ("soon", "soon"),
    ],
)
def test_figures_have_separated_thousands_and_a_true_minus(value, text):
    assert numbers.figure(value) == text


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        pytest.param("0.034602", "3.46", id="below the half"),
        pytest.param("0.03465", "3.47", id="on the half: up"),
        pytest.param("-0.047898", "−4.79", id="negative"),
        pytest.param("0.0799995", "8.00", id="as the determination prints it"),
    ],
)
def test_percent_are_rounded_half_up_to_two_decimals(fraction, text):
    assert numbers.percent(fraction) == f"{text}{NBSP}%"


def test_a_variation_has_its_sign_and_no_idle_decimals():
    assert numbers.change("0.10") == f"+10{NBSP}%"
    assert numbers.change("-0.203792") == f"−20.38{NBSP}%"


@pytest.mark.parametrize(
    ("language", "text"), [("zh-hant", "2026年11月21日"), ("en", "21 November 2026")]
)
@pytest.mark.parametrize(
    "value",
    [
        pytest.param(date(2026, 11, 21), id="a day"),
        pytest.param("2026-11-21", id="text"),
        pytest.param(datetime(2026, 11, 20, 16, 0, tzinfo=UTC), id="midnight in Taipei"),
    ],
)
def test_days_are_days_of_taipei_in_the_language(language, text, value):
    with translation.override(language):
        assert numbers.day(value) == text


@pytest.mark.parametrize(("size", "text"), [(999, "999 B"), (1000, "1 kB"), (1_250_000, "1.3 MB")])
def test_sizes_of_files(size, text):
    assert numbers.size(size) == text.replace(" ", NBSP)


def test_money_has_its_currency_and_tonnes_their_unit():
    assert numbers.money("-305.687280", "TWD") == f"TWD{NBSP}−306"
    assert numbers.tonnes("60000.01") == f"60,000.01{NBSP}tCO₂e"
