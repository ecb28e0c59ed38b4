"""What people type is read exactly, or refused with a sentence; nothing is guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.wizard.fields import shown
from projects.wizard.typed import TypedRefused, read_date, read_number, read_year


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("61000", "61000"),
        ("61,000", "61000"),
        ("６１，０００", "61000"),
        ("61 000", "61000"),
        ("61\u00a0000.5", "61000.5"),
        ("1,234,567.89", "1234567.89"),
        ("6.1萬", "61000"),
        ("６．１萬", "61000"),
        ("3.5万", "35000"),
        ("1億2,000萬", "120000000"),
        ("1億 2000萬", "120000000"),
        ("1億2,000萬元", "120000000"),
        ("NT$1億2,000萬", "120000000"),
        ("3千萬", "30000000"),
        ("5百億", "50000000000"),
        ("1兆", "1000000000000"),
        ("3萬5,000", "35000"),
        ("3萬500", "30500"),
        ("NT$ 1,500", "1500"),
        ("ＮＴ＄１，５００", "1500"),
        ("1,500 元", "1500"),
        ("新臺幣1,500元", "1500"),
        ("TWD 1,500", "1500"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("－５", "-5"),
        ("NT$-5", "-5"),
        ("(1,234)", "-1234"),
        ("+5", "5"),
        (".5", "0.5"),
        ("1e5", "100000"),
        ("8.25%", "8.25"),
        ("８．２５％", "8.25"),
        ("-0", "0"),
        ("0.1", "0.1"),
        ("999,999,999,999,999,999", "999999999999999999"),
    ],
)
def test_a_number_is_understood(text, value):
    assert read_number(text).value == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "1.234,5", "1.234.567", "1,5", "12,34", "1,2345", "1,234 567", "1 2", "1'000",
        "NaN", "nan", "Infinity", "-inf", "∞", "1e999", "1e18", "1e-2000", "1e99999999999",
        "1000000000000000000", "999999999999萬億", "10,000,000,000億",
        "٣٤", "三萬", "3萬5", "3萬50", "1億5000", "1.5億2,000萬", "2,000萬1億", "1億20000萬", "萬", "億5",
        "--5", "+-5", "5-", "abc", "1/2", "½", "10²", "1_000", "0x10", "1e", "e5", ".", ",", "-", "%", "NT$", "1%%",
        "5 5%", "1.2.3", "1..2", "１．２．３", "$5", "1,000,00", "9" * 3000,
    ],
)  # fmt: skip
def test_what_can_not_be_read_for_certain_is_refused(text):
    with pytest.raises(TypedRefused) as refused:
        read_number(text)
    assert str(refused.value.message)


@given(
    st.decimals(
        min_value=-(10**17), max_value=10**17, allow_nan=False, allow_infinity=False, places=6
    )
)
def test_what_is_shown_back_reads_the_same(value):
    assert read_number(shown(value)).value == value


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text):
    try:
        value = read_number(text).value
    except TypedRefused:
        return
    assert value.is_finite()
    assert abs(value) < Decimal(10) ** 18


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-21", date(2026, 11, 21)),
        ("2026/11/21", date(2026, 11, 21)),
        ("2026/1/2", date(2026, 1, 2)),
        ("2026年11月21日", date(2026, 11, 21)),
        ("２０２６－１１－２１", date(2026, 11, 21)),
        ("民國115年11月21日", date(2026, 11, 21)),
        ("中華民國115年11月21日", date(2026, 11, 21)),
        ("民國１１５年１１月２１日", date(2026, 11, 21)),
        ("民國 115 年 2 月 3 日", date(2026, 2, 3)),
        ("民國115/11/21", date(2026, 11, 21)),
        ("民國元年1月1日", date(1912, 1, 1)),
        ("民國113年2月29日", date(2024, 2, 29)),
    ],
)
def test_a_day_is_understood(text, day):
    assert read_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29", "2026-13-01", "2026-11/21", "11/21/2026", "21.11.2026", "115/11/21", "115年11月21日",
        "20261121", "民國0年1月1日", "民國115年2月29日", "2026-11", "٢٠٢٦-١١-٢١", "tomorrow", "-1-1-1", "民國",
    ],
)  # fmt: skip
def test_a_day_that_does_not_exist_or_is_ambiguous_is_refused(text):
    with pytest.raises(TypedRefused):
        read_date(text)


def test_a_short_year_is_refused_with_the_way_to_write_it():
    with pytest.raises(TypedRefused) as refused:
        read_date("115/11/21")
    assert "民國115年" in str(refused.value.message)


@given(st.dates(min_value=date(1912, 1, 1), max_value=date(2200, 12, 31)))
def test_both_calendars_name_the_same_day(day):
    republic = f"民國{day.year - 1911}年{day.month}月{day.day}日"
    assert read_date(republic) == read_date(day.isoformat()) == day


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_refused(text):
    try:
        day = read_date(text)
    except TypedRefused:
        return
    assert isinstance(day, date)


@pytest.mark.parametrize(
    ("text", "year"), [("2027", 2027), ("２０２７年", 2027), ("民國116年", 2027), ("民國116", 2027)]
)
def test_a_year_is_understood(text, year):
    assert read_year(text) == year


@pytest.mark.parametrize("text", ["116", "116年", "27", "20270", "民國0年", "", "year"])
def test_a_year_that_may_be_another_is_refused(text):
    with pytest.raises(TypedRefused):
        read_year(text)
