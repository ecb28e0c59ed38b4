"""The yearly flows of a loan from its terms (case format, `loan` block).

Flows are at the end of each year: interest is due on the balance at the start of the year, so the first
interest falls in the year after the first drawdown. Until the last drawdown interest is paid, or added to
the balance where it is capitalised. Then come the grace years, with interest only, and the years of
repayment: in equal instalments of interest and principal together (annuity), or of principal alone.
"""

from __future__ import annotations

from decimal import Decimal, localcontext

from additionality.engine.decimals import EXACT, settled
from additionality.engine.investment_facts import Line, Loan

KINDS = ("loan_drawdown", "interest", "principal")
_NOTHING = Decimal(0)


def missing_terms(loan: Loan) -> list[str]:
    """The names of the answers without which the loan cannot be computed."""
    missing = [name for name in ("rate", "grace_years", "years") if getattr(loan, name) is None]
    missing += [name for name in ("drawdowns", "repayment") if not getattr(loan, name)]
    drawn = [amount for amount in loan.drawdowns if amount]
    return missing + (
        ["construction_interest"] if len(drawn) > 1 and not loan.construction_interest else []
    )


def loan_lines(loan: Loan) -> tuple[Line, ...]:
    """Drawdown, interest and principal as lines of the cash flow; the terms are complete.

    Repayments after the last year of the analysis are not in them (see `balance_left`).
    """
    interest, principal, _ = _payments(loan)
    return (
        Line("Loan drawdown", "loan_drawdown", loan.drawdowns),
        Line("Loan interest", "interest", tuple(interest)),
        Line("Loan repayment", "principal", tuple(principal)),
    )


def balance_left(loan: Loan) -> Decimal:
    """What is still owed after the last year of the analysis; the terms are complete."""
    return _payments(loan)[2]


def _payments(loan: Loan) -> tuple[list[Decimal], list[Decimal], Decimal]:
    """Interest and principal paid each year, and the balance left."""
    years, rate = len(loan.drawdowns), loan.rate or _NOTHING
    last = max((t for t in range(years) if loan.drawdowns[t]), default=-1)
    repaid_from = last + 1 + (loan.grace_years or 0)
    repaid_to = repaid_from + (loan.years or 0)
    balance, instalment = _NOTHING, _NOTHING
    interest, principal = [_NOTHING] * years, [_NOTHING] * years
    with localcontext(EXACT):
        for t in range(years):
            due = settled(balance * rate)
            if t == repaid_from:
                instalment = _instalment(balance, rate, loan)
            if t <= last and loan.construction_interest == "capitalised":
                balance += due
            else:
                interest[t] = due
            if repaid_from <= t < repaid_to:
                part = instalment - due if loan.repayment == "annuity" else instalment
                # The last repayment takes what is left, so that no digit of a division remains.
                principal[t] = balance if t == repaid_to - 1 else part
                balance -= principal[t]
            balance += loan.drawdowns[t]
    return interest, principal, balance


def _instalment(balance: Decimal, rate: Decimal, loan: Loan) -> Decimal:
    """What is paid each year: interest and principal of an annuity, or the principal alone."""
    years = loan.years or 1
    if loan.repayment == "annuity" and rate:
        return settled(balance * rate / (1 - (1 + rate) ** -years))
    return settled(balance / years)
