"""The sheet of the inputs: terms of the analysis, of tax and loan, and a change for every line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from additionality.engine.investment_facts import Benchmark, Loan, Tax
from additionality.engine.valuation import RATES_OF_RETURN
from projects import wording
from projects.workbook import terms
from projects.workbook.analysis import Analysis
from projects.workbook.capital import Capital, follows
from projects.workbook.sheet import (
    ASIDE,
    INPUT,
    INPUT_FILL,
    LABEL,
    LABEL_WIDTH,
    PERCENT,
    PLAIN,
    RATE,
    RIGHT,
    SIX,
    WRAPPED,
    Page,
    write_formula,
    write_label,
    write_number,
    write_text,
)

VALUE, STATED, NOTE = 2, 3, 4
#: Of the column of the notes, in characters that fit in a line.
NOTE_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Inputs:
    """The sheet on which everything stands that may be changed but the yearly amounts."""

    page: Page
    analysis: Analysis

    def write(self) -> dict[str, str]:
        """Write them; the cells by which each line is changed."""
        self._general()
        if self.analysis.investment.tax:
            self._tax(self.analysis.investment.tax)
        if self.analysis.investment.loan:
            self._loan(self.analysis.investment.loan)
        benchmark = self.analysis.investment.benchmark
        if benchmark and benchmark.components and "benchmark_built" in self.analysis.figures:
            indicator = self.analysis.investment.indicator
            Capital(self, benchmark.components).write(benchmark, indicator)
        return self._changes()

    def name(self, name: str, address: str | None = None) -> None:
        """Give the value of this row, or another cell, the name by which formulas call it."""
        target = address or self.page.address(VALUE)
        self.page.sheet.parent.defined_names[name] = DefinedName(name, attr_text=target)

    @property
    def _is_rate(self) -> bool:
        return self.analysis.investment.indicator in RATES_OF_RETURN

    def _general(self) -> None:
        page, investment = self.page, self.analysis.investment
        page.heading(_("Terms of the analysis"))
        self._words(_("Indicator"), wording.indicator(investment.indicator))
        self._words(_("Tax"), wording.tax_basis(investment.tax_basis))
        self._words(_("Prices"), wording.price_basis(investment.price_basis))
        self._words(_("Currency"), investment.currency)
        self.number("first_year", _("First year"), investment.first_year, "0")
        self._target()
        if investment.discount_rate is not None:
            self.number(terms.DISCOUNT, _("Discount rate"), investment.discount_rate, RATE)
        used = terms.TARGET if self._is_rate else terms.DISCOUNT
        self.formula(terms.VALUATION, _("Rate of the net present value"), used, RATE)
        self.choice(
            terms.DISCOUNTED,
            _("How often the first year is discounted"),
            1 if investment.timing == "end" else 0,
            (0, 1),
            _("0: payments at the start of the year; 1: at its end"),
        )
        life = investment.technical_life_years
        if life is not None and investment.tax is None:
            self.number(terms.TECHNICAL_LIFE, _("Technical life, in years"), life, PLAIN)
        self.number(terms.RANGE, _("Range of the sensitivity analysis"), self.analysis.change, RATE)

    def _target(self) -> None:
        """The benchmark; that of a comparison is set when the alternatives are written."""
        investment = self.analysis.investment
        benchmark = investment.benchmark or Benchmark()
        if investment.option != "benchmark":
            return
        source = self.source(benchmark.source)
        stated = {
            "npv": (Decimal(0), _("Fixed: a project is unattractive below zero")),
            "benefit_cost": (Decimal(1), _("Fixed: a project is unattractive below one")),
            "levelised_cost": (benchmark.value, source),
        }
        value, note = stated.get(investment.indicator, (benchmark.rate, source))
        pattern = RATE if self._is_rate else SIX
        if formula := self._is_rate and follows(benchmark, investment.indicator):
            note = _("From its components below. Its source: %(source)s") % {"source": note or "–"}
            self.formula(terms.TARGET, _("Benchmark"), formula, pattern, note)
        else:
            self.number(terms.TARGET, _("Benchmark"), value, pattern, note)
        if benchmark.basis:
            self._words(
                _("What the benchmark is based on"), wording.benchmark_basis(benchmark.basis)
            )

    def _tax(self, tax: Tax) -> None:
        self.page.heading(_("Tax"))
        plan = tax.depreciation
        self.number(terms.TAX_RATE, _("Tax rate"), tax.rate, RATE)
        if plan:
            self.choice(
                terms.METHOD,
                _("Depreciation"),
                2 if plan.method == "declining_balance" else 1,
                (1, 2),
                _("1: straight line; 2: declining balance"),
            )
            self.number(terms.LIFE, _("Years of depreciation"), plan.years, "0")
            self.number(terms.DECLINING, _("Yearly rate of a declining balance"), plan.rate, RATE)
        self.number(
            terms.HOLIDAY,
            _("Years of tax holiday"),
            tax.holiday_years,
            "0",
            _("Counted from the first year that earns"),
        )
        self.number(
            terms.CARRIED,
            _("Years a loss can be carried forward"),
            tax.loss_carry_forward_years,
            "0",
            _("Empty: without limit"),
        )

    def _loan(self, loan: Loan) -> None:
        self.page.heading(_("Loan"))
        self.number(terms.LOAN_RATE, _("Interest rate"), loan.rate, RATE)
        self.number(terms.GRACE, _("Years of grace"), loan.grace_years, "0")
        self.number(terms.REPAID, _("Years of repayment"), loan.years, "0")
        self.choice(
            terms.REPAYMENT,
            _("Repayment"),
            2 if loan.repayment == "equal_principal" else 1,
            (1, 2),
            _("1: annuity; 2: equal parts of the principal"),
        )
        self.choice(
            terms.CONSTRUCTION,
            _("Interest until the last drawdown"),
            2 if loan.construction_interest == "capitalised" else 1,
            (1, 2),
            _("1: paid; 2: added to the loan"),
        )

    def _changes(self) -> dict[str, str]:
        page, cells = self.page, {}
        page.heading(_("Change of each line"))
        page.head(_("Line"), _("Change"), _("Kind"), _("Source"))
        page.cell(NOTE, page.row - 1).alignment = ASIDE
        for line in self.analysis.investment.lines:
            write_label(page.cell(LABEL), line.name, LABEL_WIDTH)
            write_number(page.cell(VALUE), Decimal(0), PERCENT)
            write_text(page.cell(STATED), wording.line_kind(line.kind))
            page.cell(STATED).alignment = RIGHT
            write_text(page.cell(NOTE), self.source(line.source))
            page.cell(NOTE).alignment = ASIDE
            cells[line.name] = page.address(VALUE)
            page.row += 1
        if self.analysis.uncounted:
            detail = {"lines": self.analysis.uncounted}
            page.line(wording.concern_sentence("policy_left_out", detail))
        return cells

    def source(self, source: str) -> str:
        """A source as stated, a document of the evidence with its title."""
        titles = {one.id: one.title for one in self.analysis.case.evidence}
        return f"{source} {titles.get(source, '')}".strip()

    def _words(self, label: str, words: str) -> None:
        write_text(self.page.cell(LABEL), label)
        write_text(self.page.cell(VALUE), words)
        self.page.cell(VALUE).alignment = RIGHT
        self.page.row += 1

    def number(
        self, name: str, label: str, value: Decimal | int | None, pattern: str, note: str = ""
    ) -> None:
        """An input; empty where nothing is stated."""
        cell = self.page.cell(VALUE)
        write_text(self.page.cell(LABEL), label)
        if value is None:
            cell.font, cell.fill, cell.number_format = INPUT, INPUT_FILL, pattern
        else:
            write_number(cell, value, pattern)
        self._note(note)
        self.name(name)
        self.page.row += 1

    def _note(self, note: str) -> None:
        if note:
            write_label(self.page.cell(NOTE), note, NOTE_WIDTH)
            self.page.cell(NOTE).alignment = ASIDE
            # Beside a note of two lines, all of the row stands at the top.
            self.page.cell(LABEL).alignment, self.page.cell(VALUE).alignment = WRAPPED, RIGHT

    def choice(
        self, name: str, label: str, value: int, choices: tuple[int, ...], note: str
    ) -> None:
        """An input that takes one of a few numbers."""
        allowed = DataValidation(type="list", formula1=f'"{",".join(map(str, choices))}"')
        allowed.add(self.page.cell(VALUE).coordinate)
        self.page.sheet.add_data_validation(allowed)
        self.number(name, label, value, PLAIN, note)

    def formula(self, name: str, label: str, formula: str, pattern: str, note: str = "") -> None:
        """A value that follows from others."""
        write_text(self.page.cell(LABEL), label)
        write_formula(self.page.cell(VALUE), formula, pattern)
        self._note(note)
        self.name(name)
        self.page.row += 1
