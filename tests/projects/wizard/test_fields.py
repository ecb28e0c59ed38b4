"""The questions' fields: what they accept, what they refuse with which words, what they give the case file."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from projects.wizard.fields import (
    NONE_OF_THEM,
    Amount,
    Number,
    OneOrYearly,
    Rate,
    SomeOrNone,
    Text,
    Year,
    YearOrDay,
    YesNo,
)


def refusal(field, typed) -> str:
    """The words of the refusal, in English."""
    with override("en"), pytest.raises(ValidationError) as refused:
        field.clean(typed)
    with override("en"):
        return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("typed", "fraction"),
    [
        ("8.25", "0.0825"),
        ("8.25 %", "0.0825"),
        ("８．２５％", "0.0825"),
        ("0.08 %", "0.0008"),
        ("0", "0"),
    ],
)
def test_a_rate_is_typed_in_percent_and_is_a_fraction_in_the_case_file(typed, fraction):
    field = Rate("")
    assert field.to_case(field.clean(typed)) == fraction


@pytest.mark.parametrize("typed", ["0.0825", "0.1", "-0.3"])
def test_a_rate_that_may_be_a_fraction_is_refused(typed):
    assert "percent" in refusal(Rate(""), typed)


def test_a_rate_is_shown_back_in_percent():
    field = Rate("")
    assert field.understood(field.clean("８．２５"), "８．２５") == "8.25 %"
    assert field.understood(field.clean("8.25 %"), "8.25 %") == ""
    assert field.to_typed("0.0825") == ["8.25 %"]


def test_marks_that_say_something_else_are_refused():
    assert "percent" in refusal(Number(""), "5 %")
    assert "currency" in refusal(Number(""), "NT$5")
    assert "USD" in refusal(Amount("", currency="USD"), "NT$5")
    assert Amount("", currency="TWD").clean("NT$1.5億") == Decimal(150_000_000)


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [("-90", True), ("−90", True), ("-90.0001", False), ("90", True), ("91", False)],
)
def test_limits_are_inclusive(typed, accepted):
    field = Number("", least=-90, most=90)
    if accepted:
        assert abs(field.clean(typed)) == 90
    else:
        assert "90" in refusal(field, typed)


def test_a_whole_number_has_no_fraction():
    assert Number("", whole=True).clean("3.0") == 3
    assert "whole" in refusal(Number("", whole=True), "3.5")


def test_a_year_has_limits_and_a_calendar():
    assert Year("").clean("民國116年") == 2027
    assert refusal(Year(""), "1899")
    assert "民國116年" in refusal(Year(""), "116")


def test_a_start_is_a_year_or_a_day():
    field = YearOrDay("")
    assert field.clean("2009") == "2009"
    assert field.clean("民國98年5月1日") == "2009-05-01"
    assert refusal(field, "98/5/1")


def test_one_number_or_one_a_year():
    field = OneOrYearly("")
    assert field.to_case(field.clean("2.5")) == "2.5"
    assert field.to_case(field.clean("2; 3萬；4")) == ["2", "30000", "4"]
    assert field.to_case(field.clean("")) is None
    assert field.to_case(field.clean(*field.to_typed(["7"]))) == ["7"]


def test_none_of_them_is_an_answer_of_its_own():
    field = SomeOrNone("")
    field.choices = [("A1", "A1"), (NONE_OF_THEM, "None")]
    assert field.to_case(field.clean([])) is None
    assert field.to_case(field.clean([NONE_OF_THEM])) == []
    assert field.to_case(field.clean(["A1"])) == ["A1"]
    assert "both" in refusal(field, ["A1", NONE_OF_THEM])


@pytest.mark.parametrize(("typed", "value"), [("yes", True), ("no", False), ("", None)])
def test_yes_no_or_not_answered(typed, value):
    field = YesNo("")
    assert field.to_case(field.clean(typed)) is value


@pytest.mark.parametrize(
    "character", ["\x07", "\x1b", "\x85", "\ud800", "\ufffe", "\u202e", "\u2067"]
)
def test_a_control_character_in_a_text_is_refused(character):
    assert "control" in refusal(Text("", max_length=100), f"a{character}b")


def test_a_character_without_a_glyph_is_named():
    assert "U+10FFFF" in refusal(Text("", max_length=100), "a\U0010ffffb")


def test_a_text_is_one_line_or_several():
    assert "one line" in refusal(Text("", max_length=100), "a\nb")
    assert Text("", max_length=100, lines=3).clean("a\r\nb\rc") == "a\nb\nc"


def test_a_long_text_is_refused_before_it_is_examined():
    assert refusal(Text("", max_length=100), "字" * 5_000_000)
