"""What the benchmark is built from: every component as an input, and the formulas of `engine.capital_cost`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from additionality.engine.capital_cost import FISHER, built
from additionality.engine.decimals import exponent_of, rounded
from additionality.engine.investment_facts import Benchmark, Components
from projects.wording.benchmarks import component
from projects.workbook.sheet import PERCENT, PLAIN, RATE, quoted
from projects.workbook.terms import BUILT

if TYPE_CHECKING:
    from projects.workbook.inputs import Inputs

_BOND = ("risk_free_rate", "premium")
_EQUITY = ("risk_free_rate", "beta", "market_premium", "country_premium", "cost_of_equity")
_DEBT = ("equity_share", "cost_of_debt", "tax_rate")
#: Rates are compared in percent with two decimals, so a benchmark follows from its parts to these places.
_PLACES, _MOST_PLACES = 4, 14


def follows(benchmark: Benchmark, indicator: str) -> str:
    """The benchmark as a formula of its components; empty where they come to another one, or to none."""
    rate, components = benchmark.rate, benchmark.components or Components()
    found = built(components, benchmark.basis, indicator)
    if found is None or rate is None:
        return ""
    places = min(max(_PLACES, -exponent_of(rate.normalize())), _MOST_PLACES)
    if rounded(found, places) != rate:
        return ""
    return f"ROUND({BUILT},{places})"


@dataclass(frozen=True, slots=True)
class Capital:
    """The rows of the components on the sheet of the inputs."""

    inputs: Inputs
    components: Components

    def write(self, benchmark: Benchmark, indicator: str) -> None:
        """The components and what they come to, which is named `BUILT`."""
        self.inputs.page.heading(_("What the benchmark is built from"))
        if benchmark.basis == "government_bond_plus_premium":
            for name in _BOND:
                self._component(name)
            total = f"{_named('risk_free_rate')}+{_named('premium')}"
            self._formula(BUILT, _("Government bond and premium together"), total)
            return
        equity = self._cost_of_equity()
        wacc = self._wacc(equity)
        result = equity if indicator == "equity_irr" else wacc
        self._formula(BUILT, _("Benchmark from its components"), result)

    def _cost_of_equity(self) -> str:
        for name in _EQUITY:
            note = _("Empty: by the capital asset pricing model, from the lines above")
            self._component(name, note if name == "cost_of_equity" else "")
        rate, beta, premium, country, stated = map(_named, _EQUITY)
        known = f"AND(ISNUMBER({rate}),ISNUMBER({beta}),ISNUMBER({premium}))"
        model = f'IF({known},{rate}+{beta}*{premium}+{country},"–")'
        real = self._formula(
            _named("equity_before_inflation"),
            _("Cost of equity before inflation"),
            f"IF(ISNUMBER({stated}),{stated},{model})",
            _("Risk-free rate + beta × market premium + country premium"),
        )
        self._component("inflation")
        inflation = _named("inflation")
        self.inputs.choice(
            _named("conversion"), _("How inflation is put in"),
            2 if self.components.conversion == FISHER else 1, (1, 2),
            _("1: added; 2: by Fisher's formula"),
        )  # fmt: skip
        added = self._formula(
            _named("equity_additive"), _("Cost of equity, inflation added"), f"{real}+{inflation}"
        )
        fisher = self._formula(
            _named("equity_fisher"), _("Cost of equity, inflation by Fisher's formula"),
            f"(1+{real})*(1+{inflation})-1", _("(1 + real rate) × (1 + inflation) − 1"),
        )  # fmt: skip
        return self._formula(
            _named("equity_used"), _("Cost of equity used"),
            f"IF({_named('conversion')}=2,{fisher},{added})",
        )  # fmt: skip

    def _wacc(self, equity: str) -> str:
        for name in _DEBT:
            self._component(name, _("Empty: one half") if name == "equity_share" else "")
        share, debt, tax = map(_named, _DEBT)
        used = self._formula(
            _named("equity_share_used"), _("Share of equity used"),
            f"IF(ISNUMBER({share}),{share},0.5)",
        )  # fmt: skip
        after_tax = self._formula(
            _named("debt_after_tax"), _("Cost of debt after tax"),
            f'IF(ISNUMBER({debt}),{debt}*(1-{tax}),"–")',
            f"{component('cost_of_debt')} × (1 − {component('tax_rate')})",
        )  # fmt: skip
        return self._formula(
            _named("wacc"), _("Weighted average cost of capital (WACC)"),
            f"{used}*{equity}+(1-{used})*{after_tax}",
            # The rows above by their own labels: one word for one thing on the sheet.
            "{share} × {equity} + (1 − {share}) × {debt}".format(
                share=_("Share of equity used"), equity=_("Cost of equity used"),
                debt=_("Cost of debt after tax"),
            ),
        )  # fmt: skip

    def _component(self, name: str, note: str = "") -> None:
        source = getattr(self.components.sources, name)
        said = self.inputs.source(source.source)
        if source.dated:
            said = f"{said} ({source.dated.isoformat()})".strip()
        self.inputs.number(
            _named(name), component(name), getattr(self.components, name),
            PLAIN if name == "beta" else RATE, said or note,
        )  # fmt: skip

    def _formula(self, name: str, label: str, formula: str, note: str = "") -> str:
        """A row that follows, or a dash where an input that it needs is empty; its name."""
        self.inputs.formula(name, label, f"IFERROR({formula},{quoted('–')})", PERCENT, note)
        return name


def _named(component: str) -> str:
    """The name of a cell by which formulas call it."""
    return f"benchmark_{component}"
