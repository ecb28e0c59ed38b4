"""The sheet of the sensitivity analysis, and that of the cash flows it takes.

Each line is varied by a cash flow of its own with its own tax, so that both ends stay live. Without a
computed tax the indicator's distance from its target is a straight line in the change, and the break-even
is a formula; with one it must be searched for, which a formula cannot do.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from additionality.engine.sensitivity import ALL_CAPEX
from projects import wording
from projects.workbook.analysis import Analysis
from projects.workbook.cash_flow import CashFlow
from projects.workbook.outcome import write_outcome
from projects.workbook.rates import Rates
from projects.workbook.sheet import (
    HEAD,
    LABEL,
    MONEY,
    PERCENT,
    SINGLE,
    Page,
    quoted,
    write_formula,
    write_number,
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
        base = self._base()
        page.skip()
        page.head(
            _("Line"), _("Change"), _("Indicator"), _("Change"), _("Indicator"),
            _("Break-even change"), _("Indicator there"), _("Distance there"),
        )  # fmt: skip
        self.workings.year_head(_("Cash flow of a variation"), "", _("Value"))
        for (name, names), even in zip(
            self.analysis.varied, self.analysis.break_even, strict=False
        ):
            self._vary(name, names, base, even)
        return self._credits(base)

    def _notes(self) -> list[str]:
        notes = [
            _("The lines are those the application varied: every investment, and every line that is large enough."),
            _("The distance is the present value by which the cash flow is better than the target; negative is worse."),
        ]  # fmt: skip
        if self.analysis.investment.tax:
            notes += [
                _("Both ends are live. With a computed tax a break-even must be searched for: the changes in the "
                  "column “Break-even change” are values found by the application and NOT live."),
                _("After a change of an input, search again: let the goal seek of your program set a distance to 0 by "
                  "changing the break-even beside it."),
            ]  # fmt: skip
        else:
            notes.append(_("Both ends and the break-even are live."))
        if self.analysis.left_out:
            words = _("%(number)s more variations are not in this workbook.")
            notes.append(words % {"number": self.analysis.left_out})
        return notes

    def _base(self) -> str:
        """The cell with the distance of the cash flow as it stands."""
        page = self.table
        write_text(page.cell(LABEL), _("Distance from the target as it stands, without credits"))
        write_formula(page.cell(LOW), self.flow.without.surplus(), MONEY)
        page.row += 1
        return page.address(LOW, page.row - 1)

    def _vary(self, name: str, names: tuple[str, ...], base: str, found: str | None) -> None:
        page, row = self.table, self.table.row
        shown = _("All capital expenditure together") if name == ALL_CAPEX else name
        write_text(page.cell(LABEL), shown)
        distances = []
        for side, change, result in (("-", LOW, AT_LOW), ("", HIGH, AT_HIGH)):
            write_formula(page.cell(change), f"{side}{RANGE}", PERCENT)
            label = (_("%(line)s, upper end"), _("%(line)s, lower end"))[change == LOW]
            worth, distance = self._variation(
                label % {"line": shown}, names, page.address(change, row)
            )
            write_formula(page.cell(result), worth, self.pattern)
            distances.append(distance)
        if self.analysis.investment.tax:
            self._trial(shown, names, found)
        else:
            even = f"-{base}*{page.address(HIGH, row)}/({distances[1]}-{base})"
            never = quoted(not_reached())
            inside = f"IF(AND({even}>-1,{even}<10),{even},{never})"
            write_formula(page.cell(EVEN), f"IF({distances[1]}={base},{never},{inside})", PERCENT)
        page.skip()

    def _trial(self, shown: str, names: tuple[str, ...], found: str | None) -> None:
        """The break-even found by the application, and the cash flow at it."""
        page = self.table
        if found is None:
            write_text(page.cell(EVEN), not_reached())
            return
        write_number(page.cell(EVEN), Decimal(found), PERCENT)
        label = _("%(line)s at its break-even") % {"line": shown}
        worth, distance = self._variation(label, names, page.address(EVEN))
        write_formula(page.cell(THERE), worth, self.pattern)
        write_formula(page.cell(DISTANCE), distance, MONEY)

    def _variation(
        self, label: str, names: tuple[str, ...], change: str, *, with_credits: bool = False
    ) -> tuple[str, str]:
        """The cash flow with some lines changed: its indicator, and the cell with its distance."""
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
        return outcome.worth(self.rates, label), page.address(SINGLE, page.row - 1)

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

    def _credits(self, base: str) -> str | None:
        """How much of the credits is needed to reach the target, as a share of those entered."""
        page, with_credits = self.table, self.flow.with_credits
        if with_credits is None:
            return None
        page.skip()
        page.head(_("Credits"), _("Value"), _("Indicator there"), _("Distance there"))
        write_text(
            page.cell(LABEL), _("Share of the credit revenue with which the target is reached")
        )
        cell = page.cell(LOW)
        address = page.address(LOW)
        never = quoted(not_reached())
        if self.analysis.investment.tax is None:
            with_all = f"({with_credits.surplus()})"
            share = f"-{base}/({with_all}-{base})"
            inside = f"IF(AND({share}>0,{share}<11),{share},{never})"
            write_formula(cell, f"IF({with_all}={base},{never},{inside})", PERCENT)
        elif needed := self.analysis.figures["credits_needed"]:
            write_number(cell, Decimal(needed["share"]), PERCENT)
            names = tuple(
                line.name
                for line in self.analysis.investment.lines
                if line.kind == "carbon_revenue"
            )
            worth, distance = self._variation(
                _("Credits as far as needed"), names, f"{address}-1", with_credits=True
            )
            write_formula(page.cell(LOW + 1), worth, self.pattern)
            write_formula(page.cell(LOW + 2), distance, MONEY)
        else:
            write_text(cell, not_reached())
        page.row += 1
        return address


def not_reached() -> str:
    return _("Not reached")
