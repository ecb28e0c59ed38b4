"""A benchmark built from its components: CAPM for equity, WACC for the whole capital (domain section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from additionality.engine.decimals import EXACT
from additionality.engine.investment_facts import Components

_HALF = Decimal("0.5")
ADDITIVE, FISHER = "additive", "fisher"
#: The components that have a value and a source, in the order in which they are asked.
COMPONENTS = (
    "risk_free_rate", "premium", "beta", "market_premium", "country_premium", "cost_of_equity",
    "inflation", "equity_share", "cost_of_debt", "tax_rate",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CapitalCost:
    """Fractions a year; `cost_of_equity` by the conversion used, `additive` and `fisher` by each.

    The two are the same where no inflation is put in. `wacc` and `debt_after_tax` need a cost of
    debt; `equity_share` is the one used.
    """

    cost_of_equity: Decimal
    additive: Decimal
    fisher: Decimal
    conversion: str
    equity_share: Decimal
    debt_after_tax: Decimal | None
    wacc: Decimal | None


def given(components: Components) -> dict[str, Decimal]:
    """The components that have a value, in the order of `COMPONENTS`."""
    values = ((name, getattr(components, name)) for name in COMPONENTS)
    return {name: value for name, value in values if value is not None}


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
        conversion = FISHER if components.conversion == FISHER else ADDITIVE
        equity = fisher if conversion == FISHER else additive
        share = _HALF if components.equity_share is None else components.equity_share
        wacc = after_tax = None
        if components.cost_of_debt is not None:
            after_tax = components.cost_of_debt * (1 - (components.tax_rate or Decimal(0)))
            wacc = share * equity + (1 - share) * after_tax
        return CapitalCost(equity, additive, fisher, conversion, share, after_tax, wacc)


def bond_plus_premium(components: Components) -> Decimal | None:
    """The rate of the government bond and the premium on it together, where both are given."""
    if components.risk_free_rate is None or components.premium is None:
        return None
    with localcontext(EXACT):
        return components.risk_free_rate + components.premium


def built(components: Components, basis: str, indicator: str) -> Decimal | None:
    """The benchmark that the components come to, for its basis and the indicator compared.

    A government bond is taken with its premium; otherwise the cost of equity goes with the return on
    equity, the WACC with the project's. None where a component is missing.
    """
    if basis == "government_bond_plus_premium":
        return bond_plus_premium(components)
    cost = capital_cost(components)
    if cost is None:
        return None
    return cost.cost_of_equity if indicator == "equity_irr" else cost.wacc


def _cost_of_equity(components: Components) -> Decimal | None:
    if components.cost_of_equity is not None:
        return components.cost_of_equity
    rate, beta, premium = components.risk_free_rate, components.beta, components.market_premium
    if rate is None or beta is None or premium is None:
        return None
    return rate + beta * premium + (components.country_premium or Decimal(0))
