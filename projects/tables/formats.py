"""What a number format of a spreadsheet says of the numbers it shows: a day, percent, or a currency."""

import re
from datetime import date, timedelta

DAY, PERCENT = "day", "%"
#: Built-in formats of Office Open XML that show days (27 to 36 and 50 to 58 in East Asian editions).
BUILT_IN = dict.fromkeys((*range(14, 18), 22, *range(27, 37), *range(50, 59)), DAY)
BUILT_IN |= dict.fromkeys((9, 10), PERCENT)
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!\$)[^\]]*\]')
_CURRENCY = {
    "USD": re.compile(r"US\$|USD|\[\$\$-409\]"),
    "TWD": re.compile(r"NT\$|NTD|TWD|新[臺台]幣|\[\$\$-404\]|-404\]"),
    "EUR": re.compile("€|EUR"),
    "JPY": re.compile("¥|JPY|円"),
    "CNY": re.compile("CNY|RMB|人民幣"),
}
EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


def style_of(code: str) -> str:
    """`day`, `%`, a currency of three letters, or "" for a format code such as `#,##0.0 "NT$"`."""
    for currency, mark in _CURRENCY.items():
        if mark.search(code):
            return currency
    bare = _LITERAL.sub("", code.partition(";")[0])
    if re.search("[yY]|[dD]|[eE](?![+-])|m.*d", bare) and not re.search("[#0?]", bare):
        return DAY
    return PERCENT if "%" in bare else ""


def day_of(number: float, since_1904: bool) -> str:
    """The day of a serial number as `2027-01-01`, or "" where it is none."""
    if not 1 <= number < 2_958_466:
        return ""
    whole = int(number)
    if not since_1904 and whole < 60:  # 1900 is taken for a leap year
        whole += 1
    return (EPOCHS[since_1904] + timedelta(days=whole)).isoformat()
