"""The sheet of the sensitivity analysis, and that of the cash flows it takes.

Each line is varied by a cash flow of its own with its own tax, so that both ends stay live. Without a
computed tax the indicator's distance from its target is a straight line in the change, and the break-even
is a formula; with one it is searched for, and the whole cash flow stands beside it as the proof.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.cell import Cell

from additionality.engine.cashflow import CREDITS
from additionality.engine.sensitivity import ALL_CAPEX
from projects import wording
from projects.workbook.analysis import Analysis
from projects.workbook.cash_flow import CashFlow
from projects.workbook.outcome import Outcome, write_outcome
from projects.workbook.rates import Rates
from projects.workbook.search import Known, Search, not_reached, reached_before, unreached
from projects.workbook.sheet import (
    HEAD,
    LABEL,
    MONEY,
    PERCENT,
    SINGLE,
    Page,
    quoted,
    write_formula,
    write_text,
)
from projects.workbook.terms import RANGE, Kinds, Shared

LOW, AT_LOW, HIGH, AT_HIGH, EVEN, THERE, DISTANCE = range(2, 9)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The two sheets, and what they vary."""

    table: Page
    workings: Page
    rates: Rates
    shared: Shared
    flow: CashFlow
    analysis: Analysis
    pattern: str

    def write(self) -> str | None:
        """Write both; the cell with the share of credits that is needed, if there are credits."""
        page = self.table
        page.line(_("Sensitivity: each line changed alone, all others as they stand"), HEAD)
        for words in self._notes():
            page.line(words)
        page.skip()
        label = _("Distance from the target as it stands, without credits")
        base, at_all = self._distance(label, self.flow.without), ""
        if self.flow.with_credits:
            at_all = self._distance(_("The same with all credits"), self.flow.with_credits)
        page.skip()
        page.head(
            _("Line"), _("Change"), _("Indicator"), _("Change"), _("Indicator"),
            _("Break-even change"), *self._proof_head(),
        )  # fmt: skip
        self.workings.year_head(_("Cash flow of a variation"), "", _("Value"))
        for name, names in self.analysis.varied:
            self._vary(name, names, base)
        return self._credits(base, at_all)

    def _proof_head(self) -> list[str]:
        """The heads of what stands beside a change that was searched for."""
        is_searched = self.flow.without.taxes is not None
        return [_("Indicator there"), _("Distance there")] if is_searched else []

    def _notes(self) -> list[str]:
        notes = [
            _("The lines are those the application varied: every investment, and every line that is large enough."),
            _("The distance is the present value by which the cash flow is better than the target; negative is worse."),
        ]  # fmt: skip
        notes.append(_("Both ends and the break-even are live."))
        if self.analysis.investment.tax:
            notes.append(
                _("The tax makes the break-even a search, which is on the sheet of the variations. "
                  "The indicator there and the distance there are of the whole cash flow, to prove it.")
            )  # fmt: skip
        if self.analysis.left_out:
            words = _("%(number)s more variations are not in this workbook.")
            notes.append(words % {"number": self.analysis.left_out})
        return notes

    def _distance(self, label: str, outcome: Outcome) -> str:
        """The cell with the distance of a cash flow as it stands."""
        page = self.table
        write_text(page.cell(LABEL), label)
        write_formula(page.cell(LOW), outcome.surplus_or_zero(), MONEY)
        page.row += 1
        return page.address(LOW, page.row - 1)

    def _vary(self, name: str, names: tuple[str, ...], base: str) -> None:
        page, row = self.table, self.table.row
        shown = _("All capital expenditure together") if name == ALL_CAPEX else name
        write_text(page.cell(LABEL), shown)
        varied = []
        for side, change, result in (("-", LOW, AT_LOW), ("", HIGH, AT_HIGH)):
            write_formula(page.cell(change), f"{side}{RANGE}", PERCENT)
            label = (_("%(line)s, upper end"), _("%(line)s, lower end"))[change == LOW]
            outcome, distance = self._variation(
                label % {"line": shown}, names, page.address(change, row), page.cell(result)
            )
            varied.append((outcome, distance))
        outcome, at_high = varied[1]
        if outcome.taxes and self.flow.without.taxes:
            origin = Known("0", base, self.flow.without.taxes)
            other = Known(page.address(HIGH, row), at_high, outcome.taxes)
            search = Search(self.workings, outcome, origin, other)
            found = search.write(_("%(line)s: search for the break-even") % {"line": shown})
            write_formula(page.cell(EVEN), found, PERCENT)
            self._prove(_("%(line)s at its break-even") % {"line": shown}, names, EVEN)
        else:
            even = f"-{base}*{page.address(HIGH, row)}/({at_high}-{base})"
            none = unreached(base)
            inside = f"IF(AND({even}>-1,{even}<10),{even},{none})"
            found = f"IF({base}=0,0,IF({at_high}={base},{none},{inside}))"
            write_formula(page.cell(EVEN), found, PERCENT)
        page.skip()

    def _prove(
        self, label: str, names: tuple[str, ...], column: int, *, with_credits: bool = False
    ) -> None:
        """Beside a change that was found, the whole cash flow at it; dashes where none was."""
        page, found = self.table, self.table.address(column)
        change = f"{found}-1" if with_credits else found
        worth, distance = page.cell(column + 1), page.cell(column + 2)
        _outcome, address = self._variation(
            label, names, f"IF(ISNUMBER({found}),{change},0)", worth, with_credits=with_credits
        )
        live = str(worth.value).removeprefix("=")
        write_formula(worth, f'IF(ISNUMBER({found}),{live},"–")', self.pattern)
        write_formula(distance, f'IF(ISNUMBER({found}),{address},"–")', MONEY)

    def _variation(
        self,
        label: str,
        names: tuple[str, ...],
        change: str,
        worth: Cell,
        *,
        with_credits: bool = False,
    ) -> tuple[Outcome, str]:
        """The cash flow with some lines changed: its rows, and the cell with its distance.

        Its indicator goes to the cell `worth`.
        """
        page = self.workings
        page.skip()
        write_text(page.cell(LABEL), label, HEAD)
        write_formula(page.cell(SINGLE), change, PERCENT)
        cell = f"$C${page.row}"
        page.row += 1
        kinds = self._kinds(names, cell)
        outcome = write_outcome(page, self.shared, kinds, with_credits=with_credits)
        write_text(page.cell(LABEL), _("Distance from the target"))
        write_formula(page.cell(SINGLE), outcome.surplus(), MONEY)
        page.row += 1
        write_formula(worth, outcome.worth(self.rates, label), self.pattern)
        return outcome, page.address(SINGLE, page.row - 1)

    def _kinds(self, names: tuple[str, ...], change: str) -> Kinds:
        page, kinds = self.workings, {}
        changed = [self.flow.lines[name] for name in names]
        for kind, row in self.flow.kinds.items():
            own = [
                self.flow.lines[line.name]
                for line in self.analysis.investment.lines
                if line.kind == kind and self.flow.lines[line.name] in changed
            ]

            def amount(t: int, row=row, own=own) -> str:  # type: ignore[no-untyped-def]
                parts = [f"{one.at(t, page)}*(1+{one.single})" for one in own]
                more = f"+{change}*({'+'.join(parts)})" if parts else ""
                return row.at(t, page) + more

            kinds[kind] = page.yearly(wording.line_kind(kind), amount)
        return kinds

    def _credits(self, base: str, at_all: str) -> str | None:
        """How much of the credits is needed to reach the target, as a share of those entered.

        `base` and `at_all` are the cells with the distance without and with all of them.
        """
        page, with_credits = self.table, self.flow.with_credits
        if with_credits is None:
            return None
        page.skip()
        page.head(_("Credits"), _("Value"), *self._proof_head())
        write_text(
            page.cell(LABEL), _("Share of the credit revenue with which the target is reached")
        )
        cell, address = page.cell(LOW), page.address(LOW)
        never, before = quoted(not_reached()), quoted(reached_before())
        without = self.flow.without.taxes
        if without and with_credits.taxes:
            names = tuple(
                line.name for line in self.analysis.investment.lines if line.kind == CREDITS
            )
            search = Search(
                self.workings,
                with_credits,
                Known("0", at_all, with_credits.taxes),
                Known("(-1)", base, without),
            )
            found = search.write(_("Search for the share of the credits"))
            share = f"IF(ISNUMBER({found}),1+{found},{never})"
        else:
            part = f"-{base}/({at_all}-{base})"
            inside = f"IF(AND({part}>0,{part}<11),{part},{never})"
            share = f"IF({at_all}={base},{never},{inside})"
        write_formula(cell, f"IF({base}=0,0,IF({base}>0,{before},{share}))", PERCENT)
        if without:
            self._prove(_("Credits as far as needed"), names, LOW, with_credits=True)
        page.row += 1
        return address
