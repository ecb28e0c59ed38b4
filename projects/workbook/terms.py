"""What the formulas of every sheet refer to: single values by name, and the rows that all share."""

from __future__ import annotations

from dataclasses import dataclass

from additionality.engine.investment_facts import Investment
from additionality.engine.valuation import RATES_OF_RETURN
from projects.workbook.sheet import Row

#: The names of single inputs, as the formulas use them.
TARGET, VALUATION, DISCOUNTED = "target_value", "valuation_rate", "first_year_discounted"
DISCOUNT, RANGE = "discount_rate", "sensitivity_range"
BEST_NAME = "best_alternative"
BUILT, TECHNICAL_LIFE = "benchmark_built", "technical_life"
TAX_RATE, METHOD, LIFE, DECLINING = (
    "tax_rate",
    "depreciation_method",
    "depreciation_years",
    "depreciation_rate",
)
HOLIDAY, CARRIED = "holiday_years", "loss_years"
LOAN_RATE, GRACE, REPAID = "loan_rate", "grace_years", "repayment_years"
REPAYMENT, CONSTRUCTION = "repayment_method", "construction_interest"

#: The kinds of lines in the order of the sheet.
KINDS = (
    "revenue", "subsidy", "residual", "carbon_revenue", "capex", "opex", "working_capital", "tax",
    "loan_drawdown", "interest", "principal",
)  # fmt: skip
Kinds = dict[str, Row]


@dataclass(slots=True)
class Shared:
    """The analysis with the rows all cash flows share: output, depreciation."""

    investment: Investment
    years: int
    output: Row | None = None
    shares: Row | None = None

    @property
    def is_rate(self) -> bool:
        return self.investment.indicator in RATES_OF_RETURN
