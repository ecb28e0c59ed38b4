"""The rows of a loan, computed year by year from its terms as `engine.lending` does."""

from __future__ import annotations

from django.utils.translation import gettext as _

from additionality.engine.investment_facts import Loan
from projects.workbook.sheet import PLAIN, Page, Row
from projects.workbook.terms import CONSTRUCTION, GRACE, LOAN_RATE, REPAID, REPAYMENT, Kinds


def write_loan(page: Page, loan: Loan) -> Kinds:
    """Drawdown, interest and repayment by their kinds."""
    page.heading(_("Loan, computed from its terms"))
    n = page.years
    drawn = page.yearly(_("Drawn down"), amounts=loan.drawdowns)
    drawing = page.yearly(
        _("Before the last drawdown is made (1) or after (0)"),
        lambda t: f"IF(SUM({drawn.since(t)})>0,1,0)",
        single=f"SUM({Row(page, page.row).all()})+{GRACE}",
        about=_("First year of repayment"),
        pattern=PLAIN,
    )
    first = f"$C{drawing.number}"
    balance, due, kept, instalment, repaid = range(page.row, page.row + 5)

    def cell(row: int, t: int) -> str:
        return Row(page, row).at(t)

    page.yearly(
        _("Balance at the start of the year"),
        lambda t: (
            f"{cell(balance, t - 1)}+{cell(kept, t - 1)}-{cell(repaid, t - 1)}+{drawn.at(t - 1)}"
            if t
            else "0"
        ),
    )
    page.yearly(_("Interest due"), lambda t: f"{cell(balance, t)}*{LOAN_RATE}")
    page.yearly(
        _("of it added to the balance"),
        lambda t: f"IF(AND({drawing.at(t)}=1,{CONSTRUCTION}=2),{cell(due, t)},0)",
    )

    def instalment_of(t: int) -> str:
        owed = cell(balance, t)
        annuity = f"{owed}*{LOAN_RATE}/(1-(1+{LOAN_RATE})^-{REPAID})"
        starts = f"IF(AND({REPAYMENT}=1,{LOAN_RATE}<>0),{annuity},{owed}/{REPAID})"
        before = cell(instalment, t - 1) if t else "0"
        return f"IF({page.year(t)}={first},{starts},{before})"

    page.yearly(_("Instalment (of an annuity with interest)"), instalment_of)

    def repaid_in(t: int) -> str:
        year, last = page.year(t), f"{first}+{REPAID}-1"
        part = f"{cell(instalment, t)}-IF({REPAYMENT}=1,{cell(due, t)},0)"
        return f"IF(OR({year}<{first},{year}>{last}),0,IF({year}={last},{cell(balance, t)},{part}))"

    principal = page.yearly(_("Repaid"), repaid_in)
    interest = page.yearly(_("Interest paid"), lambda t: f"{cell(due, t)}-{cell(kept, t)}")
    page.yearly(
        _("Balance at the end of the year"),
        lambda t: f"{cell(balance, t)}+{cell(kept, t)}-{cell(repaid, t)}+{drawn.at(t)}",
        about=_("Left after the last year"),
        single=Row(page, page.row).at(n - 1),
        single_pattern="#,##0.00",
    )
    return {"loan_drawdown": drawn, "interest": interest, "principal": principal}
