"""The residual value beside the book value: figures, and what a reviewer should look at.

TOOL27: the fair value at the end of the assessment period includes "both the book value of the asset and
the reasonable expectation of the potential profit or loss on the realization of the assets".
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from additionality.engine.book_value import TAX, Asset, BookValue, book_value
from additionality.engine.cashflow import operating_span, total, years_of
from additionality.engine.decimals import EXACT, exponent_of, fixed, plain
from additionality.engine.findings import Concern
from additionality.engine.investment_facts import Investment, Line


def book_value_of(investment: Investment) -> BookValue | None:
    """The book value of the project at the end of the analysis, if the case says how it falls."""
    return book_value(investment.lines, investment.tax, investment.technical_life_years)


def residual_figures(investment: Investment) -> dict[str, Any]:
    """The figure `residual` in money with six decimals; nothing where there is nothing to tell.

    `stated` is the residual value of the last year, `gain` what it is above the book value (below: a
    loss); both are null where no residual value is stated, `gain` also where one falls in an
    earlier year. `at_disposal` is there only where assets are disposed of before the last year: their
    book value then.
    """
    book, lines = book_value_of(investment), stated_lines(investment)
    if book is None or not (book.value or lines):
        return {}
    stated = gain = None
    if lines:
        with localcontext(EXACT):
            stated = sum((line.amounts[-1] for line in lines), Decimal(0))
            if not any(any(line.amounts[:-1]) for line in lines):
                gain = stated - book.value
    terms, first = book.terms, investment.first_year
    sold = {} if book.at_disposal is None else {"at_disposal": fixed(book.at_disposal)}
    return {
        "residual": {
            "year": str(first + years_of(investment) - 1),
            "from": terms.source,
            "method": terms.method,
            "life": None if terms.life is None else plain(terms.life),
            "rate": None if terms.rate is None else plain(terms.rate),
            "assets": [_asset(one, first) for one in book.assets],
            "book_value": fixed(book.value),
            "stated": None if stated is None else fixed(stated),
            "gain": None if gain is None else fixed(gain),
            **sold,
        }
    }


def _asset(asset: Asset, first_year: int) -> dict[str, str | None]:
    return {
        "year": str(first_year + asset.bought),
        "cost": fixed(asset.cost),
        "depreciated_from": str(first_year + asset.first) if asset.years else None,
        "years": str(asset.years),
        "depreciated": fixed(asset.depreciated),
        "book_value": fixed(asset.book_value),
    }


def stated_lines(investment: Investment) -> list[Line]:
    """The lines of residual value with any amount."""
    return [line for line in investment.lines if line.kind == "residual" and any(line.amounts)]


def is_anything_invested(investment: Investment) -> bool:
    """Whether there is anything that could be depreciated."""
    return any(line.kind == "capex" and any(line.amounts) for line in investment.lines)


def concerns(investment: Investment) -> Iterator[Concern]:
    """Residual values that rest neither on the book value nor on a market value with its source.

    An amount with a source that says no more counts as a market value where it is above the book value;
    one below it lowers the return, and is to be said to be one. What is said to be the book value is
    held against it in any case.
    """
    lines = stated_lines(investment)
    if not lines:
        yield from _left_over(investment)
        return
    is_negative = total(lines, ("residual",)) < 0
    if is_negative:
        stated = {
            "lines": [line.name for line in lines],
            "stated": plain(total(lines, ("residual",))),
        }
        yield Concern("residual_negative", stated)
    unsourced = [
        line.name
        for line in lines
        if line.residual_basis == "market_value" and not line.source.strip()
    ]
    if unsourced:
        yield Concern("market_value_without_source", {"lines": unsourced})
    booked = [line for line in lines if line.residual_basis == "book_value"]
    book = book_value_of(investment)
    if book is None and is_anything_invested(investment):
        if booked:
            names = [line.name for line in booked]
            yield Concern("residual_not_the_book_value", {"lines": names})
        return
    left = book.value if book else Decimal(0)
    is_below = total(lines, ("residual",)) < left
    unsaid = [
        line for line in lines if not line.residual_basis and (is_below or not line.source.strip())
    ]
    # What part of the assets a market value is of, nobody says: the rest cannot be compared.
    is_all = len(booked) + len(unsaid) == len(lines)
    compared = [*booked, *unsaid] if is_all else booked
    if not compared or _is_book_value(compared, left) or (is_negative and not booked):
        return
    code = "residual_not_the_book_value" if booked else "residual_not_explained"
    yield Concern(code, {
        "lines": [line.name for line in compared],
        "stated": plain(total(compared, ("residual",))),
        "book_value": fixed(left),
    })  # fmt: skip


def _left_over(investment: Investment) -> Iterator[Concern]:
    """A book value neither recovered nor written off, since the tax depreciates for longer than the
    project operates; where its life is longer, that is a concern of its own."""
    book, operating = book_value_of(investment), Decimal(len(operating_span(investment)))
    if book is None or book.terms.source != TAX or book.terms.life is None or book.value <= 0:
        return
    if operating and book.terms.life > max(operating, investment.technical_life_years or operating):
        yield Concern("book_value_left_over", {
            "years": plain(book.terms.life), "operating_years": plain(operating), "book_value": fixed(book.value),
        })  # fmt: skip


def _is_book_value(lines: list[Line], left: Decimal) -> bool:
    """Whether they sum to the book value, to the last digit they are written with."""
    stated = total(lines, ("residual",))
    with localcontext(EXACT):
        last = min(exponent_of(amount) for line in lines for amount in line.amounts if amount)
        unit = Decimal(1).scaleb(min(0, last))
        return stated == left.quantize(unit, rounding=ROUND_HALF_UP)
