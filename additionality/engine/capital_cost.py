"""A benchmark built from its components: CAPM for equity, WACC for the whole capital (domain section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from additionality.engine.case import Components
from additionality.engine.decimals import EXACT

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class CapitalCost:
    """Fractions a year; `cost_of_equity` by the conversion chosen, `additive` and `fisher` by each.

    The two are the same where no inflation is put in. `wacc` needs a cost of debt.
    """

    cost_of_equity: Decimal
    additive: Decimal
    fisher: Decimal
    wacc: Decimal | None


def capital_cost(components: Components) -> CapitalCost | None:
    """What the components come to, or `None` where not even the cost of equity can be had.

    Cost of equity: as stated, or risk-free rate + beta x market premium + country premium; made
    nominal by adding inflation or by Fisher, (1 + real)(1 + inflation) - 1. WACC = we x Ke + wd x Kd
    x (1 - T), half equity where no share is stated.
    """
    with localcontext(EXACT):
        base = _cost_of_equity(components)
        if base is None:
            return None
        inflation = components.inflation or Decimal(0)
        additive, fisher = base + inflation, (1 + base) * (1 + inflation) - 1
        equity = fisher if components.conversion == "fisher" else additive
        wacc = None
        if components.cost_of_debt is not None:
            share = _HALF if components.equity_share is None else components.equity_share
            after_tax = components.cost_of_debt * (1 - (components.tax_rate or Decimal(0)))
            wacc = share * equity + (1 - share) * after_tax
        return CapitalCost(equity, additive, fisher, wacc)


def _cost_of_equity(components: Components) -> Decimal | None:
    if components.cost_of_equity is not None:
        return components.cost_of_equity
    rate, beta, premium = components.risk_free_rate, components.beta, components.market_premium
    if rate is None or beta is None or premium is None:
        return None
    return rate + beta * premium + (components.country_premium or Decimal(0))
