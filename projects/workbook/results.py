"""The results at the top of the first sheet: live, beside what was assessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from additionality.engine.cashflow import CREDITS
from additionality.engine.finance import Irr
from projects import wording
from projects.workbook import sheet
from projects.workbook.analysis import Analysis
from projects.workbook.cash_flow import CashFlow
from projects.workbook.inputs import NOTE, STATED, VALUE
from projects.workbook.outcome import Outcome, no_ratio
from projects.workbook.rates import Rates, reasons
from projects.workbook.search import not_reached, reached_before
from projects.workbook.sheet import (
    LABEL,
    LABEL_WIDTH,
    MONEY,
    Page,
    quoted,
    write_formula,
    write_label,
    write_text,
)
from projects.workbook.terms import BEST_NAME, TARGET

#: How many rows the results take below the title.
ROWS = 17
#: Agreement, relative to the size of the figure: what fifteen digits leave of a computed value.
NEAR = "0.0000000001"


#: Where a label has the name of the best alternative, which is as live as all else.
GAP = "\N{NULL}"


@dataclass(frozen=True, slots=True)
class Labels:
    """What is said of the target: a benchmark, or the best alternative by its name."""

    target: str
    verdict: str
    present_value: str
    revenue: str
    price: str

    @classmethod
    def of(cls, option: str) -> Labels:
        if option == "benchmark":
            return cls(
                _("Benchmark"),
                _("Compared with the benchmark"),
                _("Net present value at the benchmark"),
                _("Credit revenue with which the benchmark is reached"),
                _("Price of a credit with which the benchmark is reached"),
            )
        best = {"name": GAP}
        return cls(
            _("The best alternative (%(name)s)") % best,
            _("Compared with the best alternative"),
            _("Net present value at the rate of return of the best alternative"),
            _("Credit revenue with which the best alternative (%(name)s) is reached") % best,
            _("Price of a credit with which the best alternative (%(name)s) is reached") % best,
        )


def _with_name(label: str) -> str:
    return f"&{BEST_NAME}&".join(quoted(part) for part in label.split(GAP))


@dataclass(frozen=True, slots=True)
class Results:
    """What is shown of one analysis; `pattern` is the format of the indicator."""

    page: Page
    analysis: Analysis
    flow: CashFlow
    rates: Rates
    pattern: str

    def write(self, needed: str | None) -> None:
        """Write the results from row 3 on; `needed` is the cell with the share of credits."""
        page, flow, figures = self.page, self.flow, self.analysis.figures
        name = wording.indicator(self.analysis.investment.indicator)
        page.row = 3
        page.head(_("Result"), _("Live"), _("As assessed"), "")
        without = self._indicator(
            _("Without credits: %(indicator)s") % {"indicator": name},
            flow.without,
            self.analysis.without,
        )
        labels = Labels.of(self.analysis.investment.option)
        self._figure(labels.target, TARGET, figures["benchmark"], self.pattern)
        worse = self._verdict(without, flow.without)
        if flow.with_credits and self.analysis.with_credits:
            label = _("With credits: %(indicator)s") % {"indicator": name}
            with_credits = self._indicator(label, flow.with_credits, self.analysis.with_credits)
            worse_with = self._verdict(with_credits, flow.with_credits)
            self._decisive(worse, worse_with)
        label = labels.present_value
        if not flow.without.shared.is_rate:
            label = _("Net present value at the discount rate")
        value = figures["npv_at_benchmark"]
        unsure = flow.without.unsure()
        self._figure(label, flow.without.present_value(), value, MONEY, unsure=unsure)
        payback = figures["simple_payback_years"]
        self._figure(_("Simple payback, in years"), flow.payback.single, payback, "0.00")
        self._book()
        if needed:
            why = reached_before() if self.analysis.surplus > 0 else not_reached()
            self._figure(labels.revenue, needed, self.analysis.share_needed, "0.00%", why)
            self._price(self.page.address(VALUE, self.page.row - 1), why, labels.price)

    def _book(self) -> None:
        """The book value at the end, and what the residual value is above it."""
        if not self.flow.book:
            return
        # There is no figure where nothing is left and nothing is said to be.
        residual = self.analysis.figures.get("residual") or {"book_value": "0", "gain": None}
        value = residual["book_value"]
        self._figure(_("Book value at the end of the analysis"), self.flow.book, value, MONEY)
        if residual["gain"] is not None:
            last = self.flow.kinds["residual"].at(self.flow.without.shared.years - 1, self.page)
            gain = f"{last}-{self.flow.book}"
            self._figure(_("Residual value less book value"), gain, residual["gain"], MONEY)

    def _decisive(self, worse: str, worse_with: str) -> None:
        """Whether the target is reached with the credits and not without them."""
        yes, no = quoted(_("Yes")), quoted(_("No"))
        formula = f'IF({worse},IF({worse_with},{no},{yes}),"–")'
        self._row(_("Are the credits decisive?"), formula, sheet.PLAIN)

    def _price(self, needed: str, none: str, label: str) -> None:
        """The price of a credit as entered, which moves with its lines, and the one needed.

        `none` is why none was found when it was assessed.
        """
        price = self.analysis.figures["credit_price"]
        lines = [one for one in self.analysis.investment.lines if one.kind == CREDITS]
        if not price or not any(any(line.amounts) for line in lines):
            return
        page = self.page
        row = page.row
        sums = (f"SUM({self.flow.lines[line.name].all(page)})" for line in lines)
        changed = f"SUM({self.flow.kinds[CREDITS].all(page)})"
        stated = page.cell(STATED, row).coordinate
        self._figure(
            _("Price of a credit, on average"), f"{stated}*{changed}/({'+'.join(sums)})",
            price["entered"], "0.00####",
        )  # fmt: skip
        live = f"IF(ISNUMBER({needed}),{page.address(VALUE, row)}*{needed},{needed})"
        self._figure(
            label, live, self._price_needed(price), "0.00####", none,
        )  # fmt: skip

    def _price_needed(self, price: Mapping[str, str]) -> str | None:
        return price["needed"] if self.analysis.surplus else "0"

    def _indicator(self, label: str, outcome: Outcome, found: Irr) -> str:
        why = reasons().get(found.kind, "") if outcome.shared.is_rate else no_ratio()
        worth = outcome.worth(self.rates, label)
        rate = None if found.rate is None else format(found.rate, ".12f")
        self._figure(label, worth, rate, self.pattern, why)
        return self.page.address(VALUE, self.page.row - 1)

    def _figure(
        self,
        label: str,
        formula: str,
        stated: str | None,
        pattern: str,
        none: str = "–",
        unsure: str = "0",
    ) -> None:
        """A row with a figure, beside it the one that was assessed and whether they agree.

        `none` is said where none was `stated`; by as much as `unsure` they may differ.
        """
        self._row(label, formula, pattern)
        row = self.page.row - 1
        cell = self.page.cell(STATED, row)
        cell.alignment = sheet.RIGHT
        live, then = self.page.cell(VALUE, row).coordinate, cell.coordinate
        if stated is None:
            write_text(cell, none, sheet.STATED)
            self._agreement(row, f"{live}={then}")
            return
        cell.value, cell.number_format, cell.font = Decimal(stated), pattern, sheet.STATED
        near = f"ABS({live}-{then})<=0.000001+{NEAR}*ABS({then})+{unsure}"
        self._agreement(row, f"IF(ISNUMBER({live}),{near},FALSE)")

    def _agreement(self, row: int, agrees: str) -> None:
        """Whether a live result is still the one beside it."""
        self.page.cell(NOTE, row).alignment = sheet.ASIDE
        same, other = quoted(_("Same as assessed")), quoted(_("Differs from what was assessed"))
        write_formula(self.page.cell(NOTE, row), f"IF({agrees},{same},{other})", sheet.PLAIN)

    def _row(self, label: str, formula: str, pattern: str) -> None:
        cell = self.page.cell(LABEL)
        # The name that goes into the gap is about as long as its own.
        write_label(cell, label.replace(GAP, "–" * 20), LABEL_WIDTH)
        if GAP in label:
            write_formula(cell, _with_name(label), sheet.PLAIN)
            cell.font = sheet.WORDS
        write_formula(self.page.cell(VALUE), formula, pattern)
        self.page.cell(VALUE).alignment = sheet.RIGHT
        self.page.row += 1

    def _verdict(self, cell: str, outcome: Outcome) -> str:
        """Whether the indicator is less favourable than the target, as both are printed.

        Gives the condition, for other cells to use.
        """
        places = 4 if outcome.shared.is_rate else 6
        live, target = f"ROUND({cell},{places})", f"ROUND({TARGET},{places})"
        is_cost = self.analysis.investment.indicator == "levelised_cost"
        worse = f"{live}>{target}" if is_cost else f"{live}<{target}"
        decided = f"IF(ISNUMBER({cell}),{worse},({outcome.surplus()})<0)"
        yes, no = quoted(_("Less favourable")), quoted(_("Not less favourable"))
        label = Labels.of(self.analysis.investment.option).verdict
        self._row(label, f"IF({decided},{yes},{no})", sheet.PLAIN)
        return f"{self.page.address(VALUE, self.page.row - 1)}={yes}"
