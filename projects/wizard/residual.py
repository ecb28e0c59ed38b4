"""The book value beside the residual value on the page of the cash flow, from what is typed there.

Nothing is put into the case that the person did not take over by the button.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from additionality.engine.analyses.residual import (
    book_value_of,
    is_anything_invested,
    residual_figures,
    stated_lines,
)
from additionality.engine.book_value import terms_of
from additionality.engine.decimals import plain, rounded
from additionality.engine.investment_facts import Depreciation, Investment, Line, Tax
from projects.showing.residual_working import residual_rows, residual_table
from projects.wizard.forms.cash_flow import CashFlowForm, LineCard
from projects.wizard.forms.financing import TaxForm
from projects.wizard.forms.investment import InvestmentForm
from projects.wizard.forms.step import COUNT, Given, Typed

RESIDUAL, BOOK_VALUE = "residual", "book_value"


@dataclass(frozen=True, slots=True)
class ResidualShown:
    """What the page says: rows and table of the working, and what the button would fill in.

    `is_stated` says whether the case states a depreciation at all; `line` is the line the button fills,
    empty where it adds one; `proposed` is empty where nothing is left, or stands there already.
    """

    is_stated: bool
    after_tax: bool
    rows: list[tuple[str, str]]
    table: Any
    proposed: str
    line: str


def residual_shown(form: CashFlowForm) -> ResidualShown | None:
    """From the lines of the form and from the terms typed on other pages.

    `None` where there is a residual value and nothing is invested: no depreciation would explain it.
    """
    investment = investment_of(form)
    if stated_lines(investment) and not is_anything_invested(investment):
        return None
    figures = residual_figures(investment)
    proposed = proposed_amount(investment)
    booked = [line for line in stated_lines(investment) if line.residual_basis == BOOK_VALUE]
    if booked and plain(sum((line.amounts[-1] for line in booked), Decimal(0))) == proposed:
        proposed = ""
    _position, line = _line_to_fill(form)
    return ResidualShown(
        is_stated=terms_of(investment.tax, investment.technical_life_years) is not None,
        after_tax=form.given.typed("investment", "tax_basis") == "post_tax",
        rows=list(residual_rows(figures, form.currency)),
        table=residual_table(figures, form.currency),
        proposed=proposed,
        line=line,
    )


def with_book_value(typed: Typed, draft: Mapping[str, Typed]) -> Typed:
    """The lines with the book value as the residual value of the last year.

    The line that is said to be the book value gets it, or one that says nothing yet; where there is
    none, one is added. Unchanged where nothing is proposed.
    """
    form = CashFlowForm(typed, given=Given(draft=draft), prefix="")
    amount = proposed_amount(investment_of(form))
    if not amount:
        return typed
    found = dict(typed)
    count, (position, _line) = len(form.cards), _line_to_fill(form)
    if position is None:
        blank = (i for i, card in enumerate(form.cards) if card.is_blank())
        position = next(blank, count)
        if position >= form.most_cards:
            return typed
        found[COUNT] = [str(max(count, position + 1))]
        found[f"line-{position}-name"] = [_unused(_("Residual value"), form)]
    prefix = f"{form.card_prefix}-{position}-"
    return found | {
        f"{prefix}kind": [RESIDUAL],
        f"{prefix}amounts__{form.years - 1}": [amount],
        f"{prefix}residual_basis": [BOOK_VALUE],
    }


def proposed_amount(investment: Investment) -> str:
    """The book value as it would be typed; empty where there is none.

    Also empty where a residual value falls before the last year: another in the last year would be
    that of the whole investment again.
    """
    if any(any(line.amounts[:-1]) for line in stated_lines(investment)):
        return ""
    book = book_value_of(investment)
    return plain(rounded(book.value, 6)) if book and rounded(book.value, 6) else ""


def _line_to_fill(form: CashFlowForm) -> tuple[int | None, str]:
    """Position and name of the line that the book value may be put into; none, and no name."""
    lines = [
        (card.answered("residual_basis"), _is_empty(card), position, card.line_name)
        for position, card in enumerate(form.cards)
        if isinstance(card, LineCard)
        and card.answered("kind") == RESIDUAL
        and card.line_name.strip()
    ]
    booked = [(at, name) for basis, _empty, at, name in lines if basis == BOOK_VALUE]
    empty = [(at, name) for basis, is_empty, at, name in lines if not basis and is_empty]
    return next(iter(booked + empty), (None, ""))


def _is_empty(card: LineCard) -> bool:
    """Whether a line has neither amounts nor a source; what cannot be read is an amount."""
    cells = (card.answered(name).strip() for name in card.amounts)
    return not card.answered("source").strip() and all(cell in {"", "0"} for cell in cells)


def investment_of(form: CashFlowForm) -> Investment:
    """What can be read of the lines, of the tax and of the technical life; a cell that cannot is 0."""
    given, lines = form.given, []
    for card in form.filled_cards():
        if isinstance(card, LineCard):
            amounts = tuple(card.readable_amounts)
            kind, basis = card.answered("kind"), card.answered("residual_basis")
            source = card.answered("source")
            lines.append(Line(card.line_name, kind, amounts, source=source, residual_basis=basis))
    return Investment(
        option="", indicator="", tax_basis="", price_basis="", currency=form.currency,
        first_year=form.first_year or 1, lines=tuple(lines), tax=_tax(given),
        technical_life_years=_number(_values(InvestmentForm, "investment", given), "technical_life_years"),
    )  # fmt: skip


def _values(form: type[Any], step: str, given: Given) -> Mapping[str, Any]:
    typed = given.draft.get(step)
    return form(typed, given=given, prefix="").values() if typed else {}


def _number(values: Mapping[str, Any], name: str) -> Decimal | None:
    return None if values.get(name) is None else Decimal(values[name])


def _tax(given: Given) -> Tax | None:
    """The terms of a tax that is computed; none where it is not, or is a line of the cash flow."""
    if given.typed("investment", "tax_basis") != "post_tax":
        return None
    values = _values(TaxForm, "tax", given)
    if not values:
        return None
    terms = values.get("depreciation") or {}
    years = _number(terms, "years")
    return Tax(
        depreciation=Depreciation(
            terms.get("method", ""), None if years is None else int(years), _number(terms, "rate")
        )
    )


def _unused(name: str, form: CashFlowForm) -> str:
    """`name`, with a number behind it where a line is called so already."""
    taken = {card.line_name.strip() for card in form.filled_cards() if isinstance(card, LineCard)}
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(one for one in numbered if one not in taken)
