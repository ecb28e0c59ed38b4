"""Where the net present value changes its sign: one rate, none or several, and where to look for it.

A spreadsheet's IRR finds one of several roots, or none, by where it starts. So the present value is
computed at many rates, and IRR is asked only where exactly one change of sign is seen, from just below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from math import exp, log

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from additionality.engine.finance import IrrKind
from projects.workbook.sheet import (
    HEAD,
    HEAD_FILL,
    LABEL,
    MONEY,
    PERCENT,
    PLAIN,
    Page,
    Row,
    quoted,
    write_formula,
    write_text,
)

CHANGES, START, RATE, FIRST = 2, 3, 4, 5
#: Bounds of 1 + rate between which a rate is looked for.
LEAST, MOST = 0.01, 1e6


def reasons() -> dict[IrrKind, str]:
    """What a sheet says in place of a rate."""
    return {
        IrrKind.NONE: _("There is no rate of return."),
        IrrKind.SEVERAL: _("There are several rates of return."),
        IrrKind.INFLOWS_FIRST: _("Money comes in before it goes out: no rate of return."),
    }


def searched(years: int) -> list[Decimal]:
    """The rates at which the present value is looked at, ascending.

    So near each other that Newton's method, which is what IRR uses, gets from one to the next.
    """
    found = [round(Decimal(exp(x)) - 1, 6) for x in chain(_falling(years), _rising(years))]
    return sorted(set(found))


def _falling(years: int) -> Iterator[float]:
    step = min(0.15, 4 / years)
    count = int(-log(LEAST) / step) + 1
    return (log(LEAST) * i / count for i in range(count + 1))


def _rising(years: int) -> Iterator[float]:
    x = 0.0
    while x < log(MOST):
        x += min(0.02, 4 / years) if x < 0.5 else 0.1 if x < 2 else 0.4
        yield x


@dataclass(slots=True)
class Rates:
    """The sheet on which every rate of return of the workbook is found."""

    page: Page
    rates: list[Decimal]
    head: int

    @classmethod
    def on(cls, page: Page) -> Rates:
        rates = searched(page.years)
        page.head(
            _("Cash flow"), _("Changes of sign"), _("Search from"), _("Rate of return"),
        )  # fmt: skip
        for column, rate in enumerate(rates, start=FIRST):
            cell = page.cell(column, page.row - 1)
            cell.value, cell.number_format, cell.font, cell.fill = rate, PERCENT, HEAD, HEAD_FILL
        return cls(page, rates, page.row - 1)

    def add(self, label: str, flows: Row) -> str:
        """Look for the rate of `flows`; the cell that holds it, or says why there is none."""
        page, row = self.page, self.page.row
        last = FIRST + len(self.rates) - 1
        write_text(page.cell(LABEL), label)
        values = flows.all(page)
        for column in range(FIRST, last + 1):
            rate = f"{get_column_letter(column)}${self.head}"
            write_formula(page.cell(column), f"NPV({rate},{values})*(1+{rate})", MONEY)
        lower, upper = _span(FIRST, last - 1, row), _span(FIRST + 1, last, row)
        changes = f"(({lower}>0)<>({upper}>0))"
        # Nearer to -100 % than is looked, the last money that moves gives the present value its sign.
        final = f"IFERROR(LOOKUP(2,1/({values}<>0),{values}),0)"
        below = f"(({final}>0)<>({get_column_letter(FIRST)}{row}>0))"
        write_formula(page.cell(CHANGES), f"SUMPRODUCT({changes}*1)+{below}*1", PLAIN)
        least = f"{get_column_letter(FIRST)}${self.head}"
        start = f"SUMPRODUCT({changes}*{_span(FIRST, last - 1, self.head, '$')})+{below}*{least}"
        write_formula(page.cell(START), start, PERCENT)
        why = {kind: quoted(words) for kind, words in reasons().items()}
        # A program stops where a step is below 1e-7; asked again from there, it takes one more.
        rate = f"IFERROR(IRR({values},IRR({values},C{row})),{why[IrrKind.NONE]})"
        write_formula(
            page.cell(RATE),
            f"IF(B{row}=0,{why[IrrKind.NONE]},IF(B{row}>1,{why[IrrKind.SEVERAL]},"
            f"IF({get_column_letter(last)}{row}>0,{why[IrrKind.INFLOWS_FIRST]},{rate})))",
            PERCENT,
        )
        page.skip()
        return page.address(RATE, row)


def _span(first: int, last: int, row: int, fixed: str = "") -> str:
    return f"{get_column_letter(first)}{fixed}{row}:{get_column_letter(last)}{fixed}{row}"
