"""A break-even searched for by formulas, where a tax bends the line between a change and the distance.

All but the tax is a straight line in the change, and so is the taxable income before losses. For every
change that is tried the tax is computed anew. The search goes from no change to the end at which the
distance has another sign, by false position with the Illinois correction as in `engine.break_even`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from projects.workbook.outcome import Outcome
from projects.workbook.sheet import (
    HEAD,
    LABEL,
    MONEY,
    PERCENT,
    SINGLE,
    Page,
    Row,
    quoted,
    write_formula,
    write_text,
)
from projects.workbook.taxation import Taxes, write_due

#: The ends of the search: a change is above -1 and below 10.
LEAST, MOST = "-0.999999", "9.999999"
#: The distance has a bend a year at most; seven tries were enough for all the cases tried.
TRIES = 12


@dataclass(frozen=True, slots=True)
class Known:
    """A change at which the whole cash flow stands in the workbook: cells, and its taxes."""

    change: str
    distance: str
    taxes: Taxes


@dataclass(frozen=True, slots=True)
class Search:
    """The search for the change of one thing; `origin` is no change, `other` any other."""

    page: Page
    outcome: Outcome
    origin: Known
    other: Known

    def write(self, label: str) -> str:
        """The cell with the change that is found, or with the words that say why there is none."""
        page, start = self.page, self.origin.distance
        page.skip()
        page.line(label, HEAD)
        tried = self._tries()
        low, at_low = tried.at(LEAST)
        high, at_high = tried.at(MOST)
        up = f"(({at_high}>0)<>({start}>0))"
        down = f"(({at_low}>0)<>({start}>0))"
        near, at_near = "0", start
        far = self.cell(_("The end towards which is searched"), f"IF({up},{high},{low})", PERCENT)
        at_far = self.cell(_("Distance there"), f"IF({up},{at_high},{at_low})", MONEY)
        for _try in range(TRIES):
            slope = f"({far}-{near})/({at_far}-{at_near})"
            found, at_found = tried.at(f"IF({at_far}={at_near},{far},{far}-{at_far}*{slope})")
            # Where the sign stays, the old end is kept with half its weight.
            turned = f"{at_found}*{at_far}<0"
            near = self.cell(
                _("The other end between which it lies"), f"IF({turned},{far},{near})", PERCENT
            )
            at_near = self.cell(
                _("Distance there, or a part of it"),
                f"IF({turned},{at_far},{at_near}/2)",
                MONEY,
            )
            far, at_far = found, at_found
        none = unreached(start)
        several = quoted(_("Several changes reach it"))
        result = f"IF(AND({up},{down}),{several},IF(OR({up},{down}),{far},{none}))"
        self.cell(_("Break-even change"), f"IF({start}=0,0,{result})", PERCENT)
        return page.address(SINGLE, page.row - 1)

    def _tries(self) -> _Tries:
        page, origin, other = self.page, self.origin, self.other
        change = other.change
        income = page.yearly(
            _("Taxable income that a change of 100 % adds"),  # xgettext:no-python-format
            lambda t: (
                f"IF({change}=0,0,({other.taxes.base.at(t, page)}-"
                f"{origin.taxes.base.at(t, page)})/{change})"
            ),
        )
        cost = self.outcome.cost_of_tax
        before = self.cell(
            _("Distance from the target before tax"),
            f"{origin.distance}+{cost(origin.taxes)}",
            MONEY,
        )
        gain = self.cell(
            _("What a change of 100 % adds to it"),  # xgettext:no-python-format
            f"IF({change}=0,0,({other.distance}+{cost(other.taxes)}-{before})/{change})",
            MONEY,
        )
        return _Tries(self, income, before, gain)

    def cell(self, label: str, formula: str, pattern: str) -> str:
        """A row with one value; its cell."""
        page = self.page
        write_text(page.cell(LABEL), label)
        write_formula(page.cell(SINGLE), formula, pattern)
        page.row += 1
        return f"$C${page.row - 1}"


@dataclass(frozen=True, slots=True)
class _Tries:
    """Where changes are tried: the straight lines that give all but the tax."""

    search: Search
    income: Row
    before: str
    gain: str

    def at(self, change: str) -> tuple[str, str]:
        """Try a change: the cell that holds it, and that with the distance at it."""
        search, income = self.search, self.income
        page, origin = search.page, search.origin.taxes
        tried = search.cell(_("Change tried"), change, PERCENT)
        due = write_due(
            page, lambda t: f"{origin.base.at(t, page)}+{tried}*{income.at(t)}", origin.start
        )
        found = f"{self.before}+{tried}*{self.gain}-{search.outcome.cost_of_tax(due)}"
        return tried, search.cell(_("Distance from the target"), found, MONEY)


def unreached(distance: str) -> str:
    """What is said where no change reaches the target, by the cell with the distance of none."""
    return f"IF({distance}>0,{quoted(always_reached())},{quoted(not_reached())})"


def not_reached() -> str:
    return _("Not reached")


def always_reached() -> str:
    return _("Reached at every change")


def reached_before() -> str:
    return _("Already reached without credits")
