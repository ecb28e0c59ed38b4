"""A workbook that looks for the rates of return of many made-up cash flows."""

import random
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook

from projects.workbook.rates import Rates
from projects.workbook.sheet import Page

YEARS = 40


def sampled_flows(count: int = 150) -> list[tuple[Decimal, ...]]:
    """Of every scale: most of an investment and returns; some with other signs anywhere."""
    choose = random.Random(20261121)
    return [_flows(choose) for _ in range(count)]


def _flows(choose: random.Random) -> tuple[Decimal, ...]:
    years, scale = choose.randint(2, YEARS), 10.0 ** choose.randint(-3, 12)
    out = choose.uniform(0.2, 30) * scale
    values = [-out] + [choose.uniform(0, 2) * scale for _ in range(years - 1)]
    manner = choose.random()
    if manner < 0.3:  # repairs, decommissioning, working capital
        for _ in range(choose.randint(1, 3)):
            values[choose.randrange(years)] -= choose.uniform(0, 20) * scale
    elif manner < 0.4:
        values = [-value for value in values]
    elif manner < 0.5:
        choose.shuffle(values)
    filled = values + [0.0] * (YEARS - years)
    return tuple(Decimal(f"{value:.6g}") for value in filled)


def workbook_of_rates() -> bytes:
    book = Workbook()
    flows, search = Page(book.active, YEARS), Page(book.create_sheet("Rates"), YEARS)
    rates = Rates.on(search)
    for values in sampled_flows():
        rates.add("", flows.yearly("", amounts=values))
    file = BytesIO()
    book.save(file)
    return file.getvalue()
