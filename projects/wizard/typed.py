"""What people type where a number or a date is asked, read exactly or refused, never guessed.

Numbers are decimals throughout. Full-width characters, thousands separators, 兆, 億, 萬 and New Taiwan dollar marks
are understood; whatever can be read in two ways is refused with a hint on how to write it.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from additionality.engine.decimals import NumberRefused, read_decimal

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
SPACES = dict.fromkeys((0x3000, 0xA0, 0x2009, 0x202F, 0x2007), " ")
MARKS = {0x2212: "-"}
ASCII_FORM = {**FULL_WIDTH, **SPACES, **MARKS}

MONEY_MARK = re.compile(r"^(新[臺台]幣|NT\$|NTD|TWD)|(元|圓|NTD|TWD)$", re.IGNORECASE)
PLAIN = re.compile(r"([0-9]+)(\.[0-9]+)?(e[+-]?[0-9]{1,4})?", re.ASCII | re.IGNORECASE)
GROUPED = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(\.[0-9]+)?", re.ASCII)
LEADING_POINT = re.compile(r"\.[0-9]+", re.ASCII)
SMALL = {"十": 1, "百": 2, "千": 3}
BIG = {"萬": 4, "万": 4, "億": 8, "亿": 8, "兆": 12}
SEGMENT = re.compile(r"([0-9., ]+?)\s*([十百千]?[萬万億亿兆]|[百千])\s*")
LONGEST = 2000  # characters; no number of 60 digits and 1,000 places needs more
#: A tail without a unit shorter than this is colloquial: 3萬5 may mean 35,000 or 30,005.
SHORTEST_TAIL = {4: 3, 8: 5, 12: 9}


class TypedRefused(ValueError):
    """The text cannot be read; `message` says what is expected, in the reader's language."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__()
        self.message = message


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number as understood: `value`, and whether the text named New Taiwan dollars or percent."""

    value: Decimal
    dollars: bool = False
    percent: bool = False


NOT_A_NUMBER = _("Enter a number, such as 1,234.5, 3.5萬 or 1億2,000萬.")
TWO_SIGNS = _("Enter one sign at most, such as −5.")
AMBIGUOUS = _(
    "This number can be read in two ways. Use a comma only between groups of three digits "
    "and a point before decimals, such as 1,234.5."
)
AMBIGUOUS_UNIT = _(
    "This number can be read in two ways. Write every part with its unit, "
    "such as 3萬5,000 or 1億2,000萬."
)
OTHER_DIGITS = _("Enter the number with the digits 0 to 9.")
TOO_LARGE = _("This number is too large. Enter a number below 1,000,000,000,000,000,000.")
TOO_LONG = _("This number has too many digits. Enter at most 60 digits.")
NOT_FINITE = _("Enter a finite number.")


def ascii_form(text: str) -> str:
    """`text` with full-width forms, wide spaces and the true minus replaced, outer spaces removed."""
    return text.translate(ASCII_FORM).strip()


def read_number(text: str) -> TypedNumber:
    """The number in `text`. Raises `TypedRefused`.

    Commas and spaces separate groups of three digits, a point the decimals. (1,234) is
    minus 1,234, as spreadsheets write it.
    """
    if text.isdigit() and text.isascii() and len(text) <= 18:  # most cells of a grid
        return TypedNumber(Decimal(text))
    if len(text) > LONGEST:  # before anything looks at every character of it
        raise TypedRefused(TOO_LONG)
    left, percent, dollars = ascii_form(text), False, False
    if any(c.isdigit() and not ("0" <= c <= "9") for c in left):
        raise TypedRefused(OTHER_DIGITS)
    if left.strip("+-").lower() in {"nan", "inf", "infinity", "∞"}:
        raise TypedRefused(NOT_FINITE)
    if left.startswith("(") and left.endswith(")"):
        left = "-" + left[1:-1].strip()
    sign, left = _sign(left)
    if left.endswith("%"):
        left, percent = left[:-1].rstrip(), True
    for _side in range(2):
        without = MONEY_MARK.sub("", left, count=1).strip()
        dollars, left = dollars or without != left, without
    if dollars and not sign:
        sign, left = _sign(left)
    value = _with_units(left)
    return TypedNumber(-value if sign == "-" and value else value, dollars, percent)


def _sign(text: str) -> tuple[str, str]:
    if not text or text[0] not in "+-":
        return "", text
    rest = text[1:].lstrip()
    if rest[:1] in ("+", "-"):
        raise TypedRefused(TWO_SIGNS)
    return text[0], rest


def _with_units(text: str) -> Decimal:
    """A number without a sign, with or without 萬, 億 and 兆."""
    if not any(c in text for c in (*SMALL, *BIG)):
        return _digits(text)
    total, position, last, segments = Decimal(0), 0, 99, 0
    while match := SEGMENT.match(text, position):
        power = _power(match[2])
        coefficient = _digits(match[1].strip())
        fractional = coefficient != coefficient.to_integral_value()
        if power >= last or (segments and coefficient.scaleb(power) >= Decimal(10) ** last):
            raise TypedRefused(AMBIGUOUS_UNIT)
        total, position, last = total + coefficient.scaleb(power), match.end(), power
        segments += 1
        if fractional and position < len(text):
            raise TypedRefused(AMBIGUOUS_UNIT)
    tail = text[position:].strip()
    if tail:
        number = _digits(tail) if segments else None
        digits = len(re.sub(r"[^0-9]", "", tail.partition(".")[0]))
        if number is None or digits < SHORTEST_TAIL.get(last, 99) or number >= Decimal(10) ** last:
            raise TypedRefused(AMBIGUOUS_UNIT if segments else NOT_A_NUMBER)
        total += number
    return _in_range(total)


def _power(unit: str) -> int:
    return sum(SMALL.get(c, 0) + BIG.get(c, 0) for c in unit)


def _digits(text: str) -> Decimal:
    """A number of digits, separators and a point."""
    if GROUPED.fullmatch(text):
        text = text.replace(",", "").replace(" ", "")
    elif LEADING_POINT.fullmatch(text):
        text = "0" + text
    elif not PLAIN.fullmatch(text):
        looks_numeric = re.fullmatch(r"[0-9][0-9., ']*", text, re.ASCII)
        raise TypedRefused(AMBIGUOUS if looks_numeric else NOT_A_NUMBER)
    try:
        return read_decimal(text)
    except NumberRefused as error:
        raise TypedRefused(TOO_LONG if error.code == "number_too_long" else TOO_LARGE) from error


def _in_range(value: Decimal) -> Decimal:
    if abs(value) >= Decimal(10) ** 18:
        raise TypedRefused(TOO_LARGE)
    return value


NOT_A_DATE = _("Enter a day that exists, such as 2026-11-21 or 民國115年11月21日.")
WHICH_CALENDAR = _(
    "Is this a year of the Republic of China? Write 民國%(year)s年, or the year with four digits."
)
WESTERN = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
CHINESE = re.compile(r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日", re.ASCII)
REPUBLIC = re.compile(
    r"(?:中華)?民國\s*([0-9]{1,3}|元)\s*(?:年|[-/.])\s*([0-9]{1,2})\s*(?:月|[-/.])\s*([0-9]{1,2})\s*日?",
    re.ASCII,
)
SHORT_YEAR = re.compile(r"([0-9]{1,3})\s*[-/.年].*", re.ASCII | re.DOTALL)
REPUBLIC_YEAR = re.compile(r"(?:中華)?民國\s*([0-9]{1,3}|元)\s*年?", re.ASCII)
FIRST_YEAR_OF_REPUBLIC = 1912


def read_date(text: str) -> date:
    """The day in `text`, of the western calendar or, where 民國 is written, of the Republic's.

    A year of three digits without 民國 is refused with a hint. Raises `TypedRefused`.
    """
    text = ascii_form(text)
    try:
        if match := WESTERN.fullmatch(text):
            return date(int(match[1]), int(match[3]), int(match[4]))
        if match := CHINESE.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := REPUBLIC.fullmatch(text):
            return date(_republic(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise TypedRefused(NOT_A_DATE) from error
    if (match := SHORT_YEAR.fullmatch(text)) and len(match[1]) == 3:
        raise TypedRefused(_hint(match[1]))
    raise TypedRefused(NOT_A_DATE)


def read_year(text: str) -> int:
    """The calendar year in `text`: 2027, 2027年 or 民國116年. Raises `TypedRefused`."""
    text = ascii_form(text)
    if match := re.fullmatch(r"([0-9]{4})\s*年?", text, re.ASCII):
        return int(match[1])
    if match := REPUBLIC_YEAR.fullmatch(text):
        return _republic(match[1])
    if match := re.fullmatch(r"([0-9]{2,3})\s*年?", text, re.ASCII):
        raise TypedRefused(_hint(match[1]))
    raise TypedRefused(_("Enter a year of four digits, such as 2027."))


def _republic(year: str) -> int:
    number = 1 if year == "元" else int(year)
    if number < 1:
        raise TypedRefused(_("The years of the Republic of China begin with 1."))
    return number + FIRST_YEAR_OF_REPUBLIC - 1


def _hint(year: str) -> str:
    return str(WHICH_CALENDAR) % {"year": year}
