"""What a number format of a spreadsheet says of the numbers it shows: a day, percent, or a currency."""

import re
from datetime import date, timedelta

DAY, PERCENT = "day", "%"
#: Built-in formats of Office Open XML that show days (27 to 36 and 50 to 58 in East Asian editions).
BUILT_IN = dict.fromkeys((*range(14, 18), 22, *range(27, 37), *range(50, 59)), DAY)
BUILT_IN |= dict.fromkeys((9, 10), PERCENT)
#: What is shown as it stands, what only fills or skips room, and what stands in brackets.
_APART = re.compile(
    r'"(?P<quoted>[^"]*)(?:"|\Z)|\\(?P<escaped>.)|[_*].'
    r"|\[\$(?P<sign>[^\]-]*)(?:-(?P<language>[^\]]*))?\]|\[[^\]]*\]",
    re.DOTALL,
)
_SECONDS = re.compile(r"s\.0+", re.I)
#: Years (also those of an era), days, and months or days of the week in letters.
_DAYS = re.compile(r"[ydeg]|m{3}|a{3}|m.*d", re.I)
_NUMBER = re.compile(r"[#0?]|General", re.I)
_NUMBERS = re.compile(r"(?:[#0?.,%;]|General)+", re.I)
_CURRENCY = {
    "USD": re.compile(r"US\$|USD"),
    "TWD": re.compile(r"NT\$|NTD|TWD|新[臺台]幣"),
    "EUR": re.compile("€|EUR"),
    "JPY": re.compile("[¥￥]|JPY|円"),
    "CNY": re.compile("CNY|RMB|人民[幣币]"),
}
#: Whose sign it is, by the end of the language behind it: a number of Windows, or a tag such as `zh-TW`.
_BY_LANGUAGE = {
    **dict.fromkeys((("$", "409"), ("$", "-us")), "USD"),
    **dict.fromkeys((("$", "404"), ("$", "-tw")), "TWD"),
    **dict.fromkeys(((sign, end) for sign in "¥￥" for end in ("804", "-cn")), "CNY"),
}
EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


def style_of(code: str) -> str:
    """`day`, `%`, a currency of three letters, or "" for a format code such as `#,##0.0 "NT$"`.

    Letters of days count outside quotes and brackets only. A language alone (`[$-404]`) is no currency, nor
    are words that hold more than its sign.
    """
    bare = _APART.sub("", code)
    first = _SECONDS.sub("s", bare.partition(";")[0])
    if not _NUMBER.search(first):
        return DAY if _DAYS.search(first) and "general" not in bare.lower() else ""
    if "%" in first:
        return PERCENT
    around = (text.strip(" -+()") for text in _NUMBERS.split(_APART.sub(_shown, code)))
    found = (key for text in around for key, sign in _CURRENCY.items() if sign.fullmatch(text))
    return next(found, "")


def _shown(part: re.Match[str]) -> str:
    """What stands beside the number for a part set apart: its text, or the currency of its sign."""
    sign = (part["sign"] or "").strip()
    by_language = _BY_LANGUAGE.get((sign, (part["language"] or "").lower()[-3:]))
    return by_language or sign or part["quoted"] or part["escaped"] or ""


def day_of(number: float, since_1904: bool) -> str:
    """The day of a serial number as `2027-01-01`, or "" where it is none."""
    if not 1 <= number < 2_958_466:
        return ""
    whole = int(number)
    if not since_1904 and whole < 60:  # 1900 is taken for a leap year
        whole += 1
    return (EPOCHS[since_1904] + timedelta(days=whole)).isoformat()
