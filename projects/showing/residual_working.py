"""The residual value beside the book value, in words: how it is depreciated, and profit or loss when it is sold."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from projects.showing.answers import Table
from projects.showing.numbers import figure, money, percent

Figures = Mapping[str, Any]


def residual_rows(figures: Figures, currency: str) -> Iterator[tuple[str, str]]:
    """Formula, book value, what is stated as residual value, and what that is above or below it."""
    found = figures.get("residual")
    if not found:
        return
    yield (_("Book value, computed as"), formula(found))
    if "at_disposal" in found:
        yield (_("Book value at disposal"), money(found["at_disposal"], currency))
    at_the_end = _("Book value at the end of %(year)s") % {"year": found["year"]}
    yield (at_the_end, money(found["book_value"], currency))
    if found["stated"] is not None:
        yield (_("Residual value entered for that year"), money(found["stated"], currency))
    if found["gain"] is not None:
        yield (gain_words(Decimal(found["gain"])), money(found["gain"], currency))


def gain_words(gain: Decimal) -> str:
    """What the difference is called."""
    if gain > 0:
        return _("Expected profit: residual value less book value")
    if gain < 0:
        return _("Expected loss: residual value less book value")
    return _("Residual value less book value")


def formula(found: Figures) -> str:
    """How the book value falls, with its figures."""
    life = figure(found["life"])
    if found["from"] == "technical_life":
        return _("Cost × (1 − years ÷ %(life)s), over the technical life") % {"life": life}
    if found["method"] == "straight_line":
        return _("Cost × (1 − years ÷ %(life)s), as depreciated for tax") % {"life": life}
    words = {"rate": percent(found["rate"]), "life": life}
    if found["life"] is None:
        return _("Cost × (1 − %(rate)s) to the power of the years, as depreciated for tax") % words
    return (
        _(
            "Cost × (1 − %(rate)s) to the power of the years, nothing from year %(life)s on, as depreciated for tax"
        )
        % words
    )


def residual_table(figures: Figures, currency: str) -> Table:
    """One row for the investment of each year."""
    found = figures.get("residual") or {"assets": [], "year": ""}
    rows = tuple(
        (
            one["year"],
            money(one["cost"]),
            one["depreciated_from"] or "–",
            one["years"],
            money(one["depreciated"]),
            money(one["book_value"]),
        )
        for one in found["assets"]
    )
    head = (
        _("Year of the investment"),
        _("Cost"),
        _("Depreciated from"),
        _("Years"),
        _("Depreciated"),
        _("Book value"),
    )
    title = _("The book value at the end of %(year)s") % {"year": found["year"]}
    return Table(title, head, rows, currency)
