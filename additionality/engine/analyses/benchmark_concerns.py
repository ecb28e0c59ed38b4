"""What a reviewer should look at in the benchmark: its basis, its parts, and their sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from additionality.engine.benchmark_library import known_in
from additionality.engine.capital_cost import built, given
from additionality.engine.case import Case
from additionality.engine.consistency_investment import WACC_BASES
from additionality.engine.decimals import fixed, percent
from additionality.engine.findings import Concern
from additionality.engine.investment_facts import Benchmark, Components, Investment
from additionality.engine.rulepack import RulePack
from additionality.engine.valuation import NEEDS_DISCOUNT_RATE

_DEFAULT_RETURN = re.compile(
    r"default\s+(value|return|rate|benchmark)|return\s+on\s+equity|cost\s+of\s+equity|expected\s+return"
    r"|預設(值|報酬|基準)|(股東)?權益報酬|股權(內部)?報酬|權益成本|股權成本",
    re.IGNORECASE,
)


def of(case: Case, investment: Investment, pack: RulePack) -> Iterator[Concern]:
    """All concerns of this module; none where the project is compared with no benchmark."""
    benchmark = investment.benchmark or Benchmark()
    if investment.option != "benchmark":
        return
    if not benchmark.source.strip():
        yield Concern("benchmark_without_source")
    rate = deciding_rate(investment)
    yield from _stated(benchmark, rate)
    yield from _official(case, benchmark, rate, pack)
    yield from _discounted_otherwise(benchmark, investment)
    yield from _fitting(case, benchmark)
    yield from _components(case, investment, benchmark, rate)


def deciding_rate(investment: Investment) -> Decimal | None:
    """The rate by which the project is judged: that of the benchmark, or the one it is discounted at."""
    if investment.indicator in NEEDS_DISCOUNT_RATE:
        return investment.discount_rate
    return investment.benchmark.rate if investment.benchmark else None


def is_refused(benchmark: Benchmark) -> bool:
    """Whether a company-internal rate is answered not to be allowed."""
    return benchmark.basis == "company_internal" and (
        benchmark.only_this_developer is False or benchmark.used_consistently is False
    )


def _stated(benchmark: Benchmark, rate: Decimal | None) -> Iterator[Concern]:
    if not benchmark.basis:
        yield Concern("benchmark_basis_not_stated")
    affirmed = benchmark.only_this_developer and benchmark.used_consistently
    if benchmark.basis == "company_internal" and not affirmed:
        yield Concern("company_internal_benchmark")
    if rate is not None and not 0 < rate < 1:
        yield Concern("benchmark_implausible", {"benchmark": fixed(rate)})
    if not benchmark.tax_basis:
        yield Concern("tax_basis_not_stated")
    if not benchmark.price_basis:
        yield Concern("price_basis_not_stated")


def _official(
    case: Case, benchmark: Benchmark, rate: Decimal | None, pack: RulePack
) -> Iterator[Concern]:
    """Whether the official rate claimed is the one the pack knows for the day of the decision."""
    if benchmark.basis != "official" or rate is None:
        return
    day = case.project.decision_date or case.assessed_on
    known = known_in(pack.benchmarks, "official", case.project.country)
    entry = next((one for one in known if one.key == benchmark.official_rate), None)
    value = entry.on(day) if entry else None
    if value is None:
        yield Concern("official_rate_not_known", {"day": day.isoformat()})
    elif percent(value.number) != percent(rate):
        yield Concern("official_rate_differs", {
            "official": fixed(value.number), "benchmark": fixed(rate),
            "day": day.isoformat(), "since": value.since.isoformat(),
        })  # fmt: skip


def _discounted_otherwise(benchmark: Benchmark, investment: Investment) -> Iterator[Concern]:
    """A benchmark beside a discount rate that is another one: only the discount rate decides."""
    used, stated = investment.discount_rate, benchmark.rate
    if investment.indicator not in NEEDS_DISCOUNT_RATE or used is None or stated is None:
        return
    if percent(used) != percent(stated):
        detail = {"discount_rate": fixed(used), "benchmark": fixed(stated)}
        yield Concern("discounted_at_another_rate", detail)


def _fitting(case: Case, benchmark: Benchmark) -> Iterator[Concern]:
    titles = {item.id: item.title for item in case.evidence}
    source = f"{benchmark.source} {titles.get(benchmark.source, '')}"
    if benchmark.basis == "lending_rate" and _DEFAULT_RETURN.search(source):
        yield Concern("default_return_as_interest")
    sector = case.project.sector
    if sector and benchmark.sector not in ("", "all", sector):
        yield Concern(
            "benchmark_of_another_sector", {"benchmark": benchmark.sector, "project": sector}
        )


def _components(
    case: Case, investment: Investment, benchmark: Benchmark, rate: Decimal | None
) -> Iterator[Concern]:
    components = benchmark.components or Components()
    is_bond = benchmark.basis == "government_bond_plus_premium"
    result = built(components, benchmark.basis, investment.indicator)
    if is_bond and result is None:
        yield Concern("premium_not_substantiated")
    if result is not None and rate is not None and percent(result) != percent(rate):
        yield Concern("benchmark_not_as_built", {"built": fixed(result), "benchmark": fixed(rate)})
    is_wacc = benchmark.basis in WACC_BASES and investment.indicator != "equity_irr"
    is_post_tax = (benchmark.tax_basis or investment.tax_basis) == "post_tax"
    if is_wacc and is_post_tax and components.cost_of_debt and components.tax_rate is None:
        yield Concern("debt_before_tax")
    yield from _sources(case, components)


def _sources(case: Case, components: Components) -> Iterator[Concern]:
    """Components without a source, or with one later than the decision."""
    sources = {name: getattr(components.sources, name) for name in given(components)}
    without = [name for name, one in sources.items() if not one.source.strip()]
    if without:
        yield Concern("component_without_source", {"components": without})
    decided = case.project.decision_date
    if decided is None:
        return
    dated = {item.id: item.dated for item in case.evidence if item.id}
    days = {name: one.dated or dated.get(one.source) for name, one in sources.items()}
    late = [name for name, day in days.items() if day is not None and day > decided]
    if late:
        detail = {"components": late, "decision_date": decided.isoformat()}
        yield Concern("component_source_after_decision", detail)
