"""How the benchmark is built, and how it stands among those that registered projects claimed.

Figures for reading: they decide nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal, localcontext
from typing import Any

from additionality.engine.benchmark_library import known_in
from additionality.engine.capital_cost import built, capital_cost, given
from additionality.engine.case import Case
from additionality.engine.decimals import EXACT, fixed, plain
from additionality.engine.investment_facts import Benchmark, Claims, Components, Investment
from additionality.engine.rulepack import RulePack
from additionality.engine.valuation import RATES_OF_RETURN

#: Claims are counted in steps of half a percentage point; outliers in the first and the last.
_STEP = Decimal("0.005")
_MOST_STEPS = 60


def benchmark_figures(case: Case, investment: Investment, pack: RulePack) -> dict[str, Any]:
    """`benchmark_built` where components are given, `claims` where others' claims are known."""
    benchmark = investment.benchmark
    is_compared = investment.option == "benchmark" and investment.indicator in RATES_OF_RETURN
    if benchmark is None or not is_compared:
        return {}
    figures: dict[str, Any] = {}
    if benchmark.components and given(benchmark.components):
        figures["benchmark_built"] = _built(benchmark.components, benchmark, investment.indicator)
    if claims := _claims(case, benchmark, pack):
        figures["claims"] = claims
    return figures


def _built(components: Components, benchmark: Benchmark, indicator: str) -> dict[str, Any]:
    """Every component with its source, what they come to, and by which conversion."""
    result = built(components, benchmark.basis, indicator)
    found: dict[str, Any] = {
        "components": [
            {"name": name, "value": plain(value), **_source(components, name)}
            for name, value in given(components).items()
        ],
        "result": None if result is None else fixed(result),
    }
    cost = capital_cost(components)
    if cost is not None and benchmark.basis != "government_bond_plus_premium":
        found |= {
            "cost_of_equity": fixed(cost.cost_of_equity),
            "additive": fixed(cost.additive),
            "fisher": fixed(cost.fisher),
            "conversion": cost.conversion if components.inflation is not None else None,
            "equity_share": fixed(cost.equity_share),
            "equity_share_stated": components.equity_share is not None,
            "debt_after_tax": None if cost.debt_after_tax is None else fixed(cost.debt_after_tax),
            "wacc": None if cost.wacc is None else fixed(cost.wacc),
        }
    return found


def _source(components: Components, name: str) -> dict[str, str | None]:
    source = getattr(components.sources, name)
    return {
        "source": source.source,
        "dated": source.dated.isoformat() if source.dated else None,
    }


def _claims(case: Case, benchmark: Benchmark, pack: RulePack) -> dict[str, Any] | None:
    """The claims of the table in the case, else the pack's median for the country."""
    if benchmark.rate is None:
        return None
    if benchmark.claims and benchmark.claims.rates:
        return _from_table(benchmark.claims, benchmark.rate)
    for entry in known_in(pack.benchmarks, "median_claimed", case.project.country):
        if value := entry.on(case.assessed_on):
            return {
                "claim": fixed(benchmark.rate),
                "country": case.project.country,
                "energy_source": "",
                "count": None,
                "median": fixed(value.number),
                "source": value.citation.rule,
            }
    return None


def _from_table(claims: Claims, rate: Decimal) -> dict[str, Any]:
    rates = sorted(claims.rates)
    below = sum(one < rate for one in rates)
    with localcontext(EXACT):
        share = Decimal(below) / len(rates)
    return {
        "claim": fixed(rate),
        "country": claims.country,
        "energy_source": claims.energy_source,
        "count": str(len(rates)),
        "median": fixed(_quantile(rates, Decimal("0.5"))),
        "lower_quartile": fixed(_quantile(rates, Decimal("0.25"))),
        "upper_quartile": fixed(_quantile(rates, Decimal("0.75"))),
        "lowest": fixed(rates[0]),
        "highest": fixed(rates[-1]),
        "share_below_claim": fixed(share),
        "steps": _steps(rates),
        "source": claims.source or claims.title,
        "table": claims.title,
        "sha256": claims.sha256,
        "imported_on": claims.imported_on.isoformat() if claims.imported_on else None,
    }


def _quantile(rates: Sequence[Decimal], share: Decimal) -> Decimal:
    """The value below which this share lies, evenly between its two neighbours; `rates` sorted."""
    with localcontext(EXACT):
        place = share * (len(rates) - 1)
        below = int(place)
        above = min(below + 1, len(rates) - 1)
        return rates[below] + (place - below) * (rates[above] - rates[below])


def _steps(rates: Sequence[Decimal]) -> list[dict[str, str]]:
    """How many claims lie in each step, from the first to the last with any; lower ends included.

    At most sixty steps; what lies beyond them is counted in the last.
    """
    with localcontext(EXACT):
        first = (rates[0] / _STEP).to_integral_value(ROUND_FLOOR)
        counts: dict[int, int] = {}
        for rate in rates:
            step = int((rate / _STEP).to_integral_value(ROUND_FLOOR) - first)
            step = min(step, _MOST_STEPS - 1)
            counts[step] = counts.get(step, 0) + 1
        return [
            {
                "from": fixed((first + step) * _STEP),
                "to": fixed((first + step + 1) * _STEP),
                "count": str(counts.get(step, 0)),
            }
            for step in range(max(counts) + 1)
        ]
