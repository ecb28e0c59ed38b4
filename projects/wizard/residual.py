"""The book value beside the residual value on the page of the cash flow, from what is typed there.

Nothing is put into the case that the person did not take over by the button.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from additionality.engine.analyses.residual import book_value_of, residual_figures
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


def residual_shown(form: CashFlowForm) -> ResidualShown:
    """From the lines of the form and from the terms typed on other pages."""
    investment = investment_of(form)
    figures = residual_figures(investment)
    proposed = proposed_amount(investment)
    there = next((line for line in investment.lines if line.kind == RESIDUAL), None)
    if there and there.residual_basis == BOOK_VALUE and plain(there.amounts[-1]) == proposed:
        proposed = ""
    return ResidualShown(
        is_stated=terms_of(investment.tax, investment.technical_life_years) is not None,
        after_tax=form.given.typed("investment", "tax_basis") == "post_tax",
        rows=list(residual_rows(figures, form.currency)),
        table=residual_table(figures, form.currency),
        proposed=proposed,
        line=there.name if there else "",
    )


def with_book_value(typed: Typed, draft: Mapping[str, Typed]) -> Typed:
    """The lines with the book value as the residual value of the last year.

    The first line of residual value gets it; where there is none, one is added. Unchanged where
    nothing is left in the books, or no depreciation is stated.
    """
    form = CashFlowForm(typed, given=Given(draft=draft), prefix="")
    amount = proposed_amount(investment_of(form))
    if not amount:
        return typed
    found = dict(typed)
    kinds = [card.answered("kind") for card in form.cards if isinstance(card, LineCard)]
    position = kinds.index(RESIDUAL) if RESIDUAL in kinds else None
    if position is None:
        blank = (i for i, card in enumerate(form.cards) if card.is_blank())
        position = next(blank, len(kinds))
        if position >= form.most_cards:
            return typed
        found[COUNT] = [str(max(len(kinds), position + 1))]
        found[f"line-{position}-name"] = [_unused(_("Residual value"), form)]
    prefix = f"{form.card_prefix}-{position}-"
    return found | {
        f"{prefix}kind": [RESIDUAL],
        f"{prefix}amounts__{form.years - 1}": [amount],
        f"{prefix}residual_basis": [BOOK_VALUE],
    }


def proposed_amount(investment: Investment) -> str:
    """The book value as it would be typed; empty where there is none."""
    book = book_value_of(investment)
    return plain(rounded(book.value, 6)) if book and rounded(book.value, 6) else ""


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
