"""Capacities, starts and coordinates are read exactly, or not at all and with a reason."""

from datetime import date

import pytest

from projects.activities.cells import (
    CellRefused,
    read_capacity,
    read_coordinate,
    read_start,
    started_before,
)
from projects.activities.mapping import REPUBLIC, WESTERN


@pytest.mark.parametrize(
    ("text", "unit", "value", "read_unit", "size"),
    [
        ("34", "MW", "34", "MW", 34_000.0),
        ("2,500", "kW", "2500", "kW", 2_500.0),
        ("2500 kW", "MW", "2500", "kW", 2_500.0),
        ("1.5", "GW", "1500", "MW", 1_500_000.0),
        ("500", "瓩", "500", "kW", 500.0),
        ("2.5萬", "千瓦", "25000", "kW", 25_000.0),
        ("100.71000000000001", "MW", "100.71000000000001", "MW", 100_710.00000000001),
        ("10", "t/h", "10", "t/h", 240.0),
        ("40 m3/d", "MW", "40", "m3/d", 40.0),
    ],
)
def test_a_capacity_keeps_its_digits_and_its_unit(text, unit, value, read_unit, size):
    read = read_capacity(text, unit)

    assert (read.value, read.unit, read.size) == (value, read_unit, size)


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("", "MW", "capacity_missing"),
        ("about 30", "MW", "capacity_not_read"),
        ("1.234,5", "MW", "capacity_not_read"),
        ("50%", "MW", "capacity_not_read"),
        ("0.0", "MW", "capacity_not_positive"),
        ("-3", "MW", "capacity_not_positive"),
        ("30", "horses", "unit_unknown"),
        ("30", "", "unit_unknown"),
    ],
)
def test_a_capacity_that_cannot_be_read_says_why(text, unit, code):
    with pytest.raises(CellRefused) as refused:
        read_capacity(text, unit)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "calendar", "said", "first", "last", "remark"),
    [
        ("2009", WESTERN, "2009", 2009, 2009, ""),
        ("2011.0", WESTERN, "2011", 2011, 2011, ""),
        ("2009-2013", WESTERN, "", 2009, 2013, "several_years"),
        ("2002, 2009", WESTERN, "", 2002, 2009, "several_years"),
        ("2006–2006", WESTERN, "2006", 2006, 2006, ""),
        ("2009-05-01", WESTERN, "2009-05-01", 2009, 2009, ""),
        ("2009-05", WESTERN, "2009", 2009, 2009, "month_not_kept"),
        ("民國98年", WESTERN, "2009", 2009, 2009, "republic_year"),
        ("民國98年5月1日", WESTERN, "2009-05-01", 2009, 2009, "republic_year"),
        ("98", WESTERN, "", None, None, "year_of_which_calendar"),
        ("98", REPUBLIC, "2009", 2009, 2009, "republic_year"),
        ("98.0", REPUBLIC, "2009", 2009, 2009, "republic_year"),
        ("98/05/01", REPUBLIC, "2009-05-01", 2009, 2009, "republic_year"),
        ("99.5.1", REPUBLIC, "2010-05-01", 2010, 2010, "republic_year"),
        ("099-05-01", REPUBLIC, "2010-05-01", 2010, 2010, "republic_year"),
        ("98年5月1日", REPUBLIC, "2009-05-01", 2009, 2009, "republic_year"),
        ("113/2/29", REPUBLIC, "2024-02-29", 2024, 2024, "republic_year"),
        ("112/2/29", REPUBLIC, "", None, None, "start_not_read"),
        ("98/13/01", REPUBLIC, "", None, None, "start_not_read"),
        ("000-05-01", REPUBLIC, "", None, None, "start_not_read"),
        ("01/05/2009", REPUBLIC, "", None, None, "start_not_read"),
        ("98/05/01", WESTERN, "", None, None, "start_not_read"),
        ("2009-05-01", REPUBLIC, "2009-05-01", 2009, 2009, ""),
        ("2009", REPUBLIC, "2009", 2009, 2009, ""),
        ("0987", WESTERN, "", None, None, "year_out_of_range"),
        ("planned", WESTERN, "", None, None, "start_not_read"),
        ("2009-13-45", WESTERN, "", None, None, "start_not_read"),
        ("", WESTERN, "", None, None, "start_missing"),
    ],
)
def test_a_start_is_read_or_open_and_never_guessed(text, calendar, said, first, last, remark):
    start = read_start(text, calendar)

    assert (start.said, start.first_year, start.last_year, start.remark) == (
        said,
        first,
        last,
        remark,
    )


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("2009", True),
        ("2010", False),  # by year only, the same year is not earlier
        ("2010-05-31", True),
        ("2010-06-01", False),  # on the day itself
        ("2002, 2009", True),  # the latest is earlier
        ("2010-2013", False),  # even the earliest is not
        ("2009-2013", None),  # between: open
        ("2009-2010", None),
        ("", None),
    ],
)
def test_of_several_years_all_must_say_the_same(text, answer):
    start = read_start(text, WESTERN)

    found = started_before(start.said, start.first_year, start.last_year, date(2010, 6, 1))
    assert found is answer


def test_coordinates_are_degrees_or_nothing():
    assert read_coordinate("24.6") == 24.6
    assert read_coordinate(" ") is None
    for text in ("north", "181", "nan", "24°36'"):
        with pytest.raises(CellRefused):
            read_coordinate(text)
