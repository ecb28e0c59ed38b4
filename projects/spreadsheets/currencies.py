"""Which currency words name: in a unit column, beside the name of a line, above the years."""

import re

_CURRENCIES = [
    (code, re.compile(words, re.I))
    for code, words in (
        ("TWD", r"新[臺台]幣|[臺台]幣|NT\$|\bNTD|TWD"),
        ("USD", r"美[元金]|US\$|USD|\bU\.?S\.? dollars?"),
        ("EUR", r"歐元|€|EUR\b|\beuros?\b"),
        ("JPY", r"日[圓圆元幣]|JPY|\byen\b|円"),
        ("CNY", r"人民[幣币]|CNY|\bRMB|renminbi"),
        ("HKD", r"港[幣元]|HK\$|HKD"),
        ("GBP", r"英鎊|£|GBP"),
        ("AUD", r"澳[幣元]|(?<![A-Z])A\$|AUD\b"),
        ("SGD", r"新加坡[幣元]|(?<![A-Z])S\$|SGD"),
        ("KRW", r"韓[元圜幣]|KRW"),
        ("CHF", r"瑞士法郎|CHF"),
    )
]  # fmt: skip
#: What is written where no currency has to be told: that of the country.
OF_THE_COUNTRY = "TWD"


def currencies_in(text: str) -> list[str]:
    """The currencies that a text names."""
    return [code for code, words in _CURRENCIES if words.search(text)]


def currency_in(text: str) -> str:
    """The only currency that a text names; "" where it names none or several, such as a rate of exchange."""
    found = currencies_in(text)
    return found[0] if len(found) == 1 else ""
