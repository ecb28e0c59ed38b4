"""From the yearly amounts of each kind to the net cash flow, and what it is worth by the indicator."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from projects.workbook.analysis import UNSURE
from projects.workbook.rates import Rates
from projects.workbook.sheet import Page, Row, quoted
from projects.workbook.taxation import Taxes, signed, write_tax
from projects.workbook.terms import DISCOUNT, DISCOUNTED, TARGET, VALUATION, Kinds, Shared


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows of one cash flow, none of them discounted; `taxes` where the tax is computed."""

    shared: Shared
    sales: Row
    others: Row
    outflows: Row
    net: Row
    taxes: Taxes | None = None

    def worth(self, rates: Rates, label: str) -> str:
        """The indicator as a formula: a number, or the words that say why there is none."""
        if self.shared.is_rate:
            return rates.add(label, self.net)
        if self.shared.investment.indicator == "npv":
            return _present(self.net)
        above, below = self._quotient()
        return f"IF({below}>0,{above}/({below}),{quoted(no_ratio())})"

    def surplus(self) -> str:
        """The present value by which the cash flow is better than the target; negative is worse."""
        if self.shared.is_rate:
            return present(self.net, TARGET)
        if self.shared.investment.indicator == "npv":
            return f"{_present(self.net)}-{TARGET}"
        above, below = self._quotient()
        if self.shared.investment.indicator == "benefit_cost":
            return f"{above}-{TARGET}*({below})"
        return f"{TARGET}*({below})-{above}"

    def surplus_or_zero(self) -> str:
        """The surplus, nought where fifteen digits cannot tell it from that."""
        found = self.surplus()
        return f"IF(ABS({found})<={self.unsure()},0,{found})"

    def unsure(self) -> str:
        """How much of a present value of this cash flow may come from rounding."""
        return f"{UNSURE}*SUMPRODUCT(ABS({self.net.named}))"

    def cost_of_tax(self, taxes: Taxes) -> str:
        """What of the surplus a tax takes away."""
        rate = TARGET if self.shared.is_rate else DISCOUNT
        weight = f"{TARGET}*" if self.shared.investment.indicator == "benefit_cost" else ""
        return weight + present(taxes.tax, rate)

    def present_value(self) -> str:
        """The net present value at the target of a rate of return, else at the discount rate."""
        return present(self.net, VALUATION)

    def _quotient(self) -> tuple[str, str]:
        """What is divided, in parentheses where it is a difference, and by what."""
        if self.shared.investment.indicator == "benefit_cost":
            return f"({_present(self.sales)}+{_present(self.others)})", _present(self.outflows)
        output = self.shared.output
        below = _present(output) if output else "0"
        return f"({_present(self.outflows)}-{_present(self.others)})", below


def no_ratio() -> str:
    return _("There is nothing to divide by.")


def _present(flows: Row) -> str:
    return present(flows, DISCOUNT)


def present(flows: Row, rate: str) -> str:
    """The present value of a row: NPV discounts its first cell once, which is taken back or not."""
    return f"NPV({rate},{flows.named})*(1+{rate})^(1-{DISCOUNTED})"


def write_outcome(page: Page, shared: Shared, kinds: Kinds, *, with_credits: bool) -> Outcome:
    """The rows from `kinds`, which stand on this sheet, to the net cash flow."""
    taxes = None
    if shared.investment.tax:
        taxes = write_tax(page, shared, kinds, with_credits=with_credits)
    incoming = ["subsidy", "residual"] + (["carbon_revenue"] if with_credits else [])
    outgoing = ["capex", "opex", "working_capital", "tax"]
    if shared.investment.indicator == "equity_irr":
        incoming.append("loan_drawdown")
        outgoing += ["interest", "principal"]
    out_rows = [kinds[kind] for kind in outgoing if kind in kinds] + ([taxes.tax] if taxes else [])
    in_rows = [kinds[kind] for kind in incoming if kind in kinds]
    sold = [kinds["revenue"]] if "revenue" in kinds else []
    sales = page.yearly(_("Sales"), lambda t: signed(sold, [], t, page))
    others = page.yearly(_("Other money in"), lambda t: signed(in_rows, [], t, page))
    outflows = page.yearly(_("Money out"), lambda t: signed(out_rows, [], t, page))
    net = page.yearly(_("Net cash flow"), lambda t: signed([sales, others], [outflows], t, page))
    return Outcome(shared, sales, others, outflows, net, taxes)
