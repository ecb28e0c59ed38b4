"""What a hundred thousand draws within the range of the sensitivity analysis come to (Monte Carlo).

For the reviewer's information: it decides nothing and is no part of an assessment. Every group of lines
that the sensitivity analysis varies, all capex together, is drawn independently of the others from a
triangular distribution over the range, as estimated the likeliest; all else stays as estimated. Tax and
losses are computed for every draw.

The same case gives the same figures everywhere: the generator's raw numbers are fixed by its seed, all
else is elementary arithmetic, and what is printed is coarse enough for its last digits not to matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any

from additionality.engine.case import Case
from additionality.engine.decimals import EXACT, change_text, fixed, plain
from additionality.engine.drawn_rates import rates_of_return
from additionality.engine.finance import npv
from additionality.engine.rulepack import RulePack
from additionality.engine.sensitivity import apart
from additionality.engine.taxation import exempt_years
from additionality.engine.valuation import RATES_OF_RETURN
from additionality.engine.varied import Varied, worth_of_a_tax

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

FORMAT = "additionality-draws/1"
DRAWS = 100_000
#: Any would do. It is the same for every case, so that two versions of a case differ by what was
#: changed in them and not by chance, and nobody can look for a lucky one.
SEED = 1
PERCENTILES = (1, 5, 25, 50, 75, 95, 99)
BINS = 30
#: Draws that are computed together, so that they stay in the processor's cache.
_TOGETHER = 5_000


def draws_of(case: Case, pack: RulePack, *, count: int = DRAWS) -> dict[str, Any] | None:
    """What the draws come to, every number as text; none where nothing is computed or varied.

    `reaching` is the share of draws that are no worse than the benchmark (by the sign of the present
    value there), `without_indicator` the share that has no single indicator. The first and last bin
    of the histogram also hold what lies beyond them.
    """
    import numpy as np

    from additionality.engine.analyses.investment import result_of

    result = result_of(case, pack)
    if result is None or not result.variations:
        return None
    chosen = apart(result.variations)
    varied = result.estimate.varied(*(one.names for one in chosen))
    changes = _changes(len(chosen), count, float(result.change))
    indicators, surpluses = [], []
    for at in range(0, count, _TOGETHER):
        some = [change[at : at + _TOGETHER] for change in changes]
        drawn = Drawn(varied, result.target, some)
        indicators.append(drawn.indicators())
        surpluses.append(drawn.surpluses())
    found = np.concatenate(indicators)
    known = np.sort(found[np.isfinite(found)])
    reaching = int((np.concatenate(surpluses) >= 0).sum())
    return {
        "format": FORMAT,
        "draws": str(count),
        "seed": str(SEED),
        "range": change_text(result.change),
        "lines": [one.line for one in chosen],
        "indicator_kind": result.model.indicator,
        "indicator": _number(result.without.rate),
        "benchmark": fixed(result.target),
        "reaching": _share(reaching, count),
        "without_indicator": _share(count - known.size, count),
        **_distribution(known, result.model.indicator in RATES_OF_RETURN),
    }


def _changes(groups: int, count: int, most: float) -> list[Array]:
    """For each group, changes from the triangular distribution on (-most, most) around nothing.

    The sum of two even numbers has that distribution; both come from one raw number of 64 bits.
    """
    from numpy.random import PCG64

    generator, half = PCG64(SEED), 2**32
    changes = []
    for _ in range(groups):
        raw = generator.random_raw(count)
        both = (raw >> 32).astype("int64") + (raw & (half - 1)).astype("int64")
        changes.append((both - (half - 1)) * (most / half))
    return changes


class Drawn:
    """Some draws of a cash flow: `changes` has an array for each group of lines."""

    def __init__(self, varied: Varied, target: Decimal, changes: Sequence[Array]) -> None:
        self._varied, self._target, self._changes = varied, target, changes
        self._model = varied.estimate.model
        self._taxes = self._taxes_of_all()

    def surpluses(self) -> Array:
        """The present value by which each draw is better than the target."""
        estimate, target = self._varied.estimate, self._target
        gains = [self._model.gain_of(one.before_tax, target) for one in self._varied.groups]
        surplus = self._line(estimate.surplus_before_tax(target), gains)
        if self._taxes:
            year = worth_of_a_tax(self._model, target, len(self._taxes))
            surplus = surplus + self._weighted(year)
        return surplus

    def indicators(self) -> Array:
        """The indicator of each draw; no number where it has none."""
        import numpy as np

        kind = self._model.indicator
        if kind in RATES_OF_RETURN:
            return rates_of_return(self._net(), self._start())
        rate = self._model.rate or Decimal(0)
        paid = self._weighted(_discounts(rate, self._model.timing, len(self._taxes)))
        if kind == "npv":
            return self._present("net") - paid
        if kind == "benefit_cost":
            above, below = self._present("inflows"), self._present("outflows") + paid
        else:
            above = self._present("net_cost") + paid
            below = np.full(above.size, float(npv(self._model.output, rate, self._model.timing)))
        with np.errstate(all="ignore"):
            return np.where(below > 0, above / below, np.nan)

    def _start(self) -> Array:
        """About the discount factor of each draw: that of the estimate, and the first of Newton's steps."""
        rate = self._varied.estimate.worth.rate
        if rate is None:
            return self._line(Decimal("0.9"), [Decimal(0)] * len(self._changes))
        with localcontext(EXACT):
            factor = 1 / (1 + rate)
            net = self._varied.estimate.whole.before_tax.net
            slope = sum(
                (year * flow * factor ** (year - 1) for year, flow in enumerate(net)), Decimal(0)
            )
            steps = [
                -npv(one.before_tax.net, rate) / slope if slope else Decimal(0)
                for one in self._varied.groups
            ]
            return self._line(factor, steps)

    def _net(self) -> list[Array]:
        whole = self._varied.estimate.whole.before_tax.net
        parts = [one.before_tax.net for one in self._varied.groups]
        flows = [self._line(*year) for year in _by_year(whole, parts)]
        return (
            [flow - tax for flow, tax in zip(flows, self._taxes, strict=True)]
            if self._taxes
            else flows
        )

    def _present(self, stream: str) -> Array:
        """The present value of a stream before tax at the discount rate."""
        rate, timing = self._model.rate or Decimal(0), self._model.timing
        whole, *parts = (
            npv(getattr(part.before_tax, stream), rate, timing)
            for part in (self._varied.estimate.whole, *self._varied.groups)
        )
        return self._line(whole, parts)

    def _line(self, estimated: Decimal, by: Sequence[Decimal]) -> Array:
        """What is a straight line in every change."""
        import numpy as np

        value = np.full(self._changes[0].size, float(estimated))
        moved = np.empty_like(value)
        for change, slope in zip(self._changes, by, strict=True):
            if slope:
                np.multiply(change, float(slope), out=moved)
                value += moved
        return value

    def _weighted(self, weights: Sequence[Decimal]) -> Array:
        import numpy as np

        value = np.zeros(self._changes[0].size)
        for tax, weight in zip(self._taxes, weights, strict=True):
            value += tax * float(weight)
        return value

    def _taxes_of_all(self) -> list[Array]:
        """The tax of each year; none where none is computed. As in `taxation.py`."""
        import numpy as np

        tax, estimate = self._model.tax, self._varied.estimate
        if tax is None:
            return []
        parts = [one.taxable for one in self._varied.groups]
        exempt, rate = exempt_years(tax, estimate.span), float(tax.rate or 0)
        carried = tax.loss_carry_forward_years
        losses: list[tuple[int, Array]] = []
        taxes = []
        for year, (whole, by) in enumerate(_by_year(estimate.whole.taxable, parts)):
            base = self._line(whole, by)
            left = np.maximum(base, 0)
            losses = [one for one in losses if carried is None or year - one[0] <= carried]
            for _, loss in losses:
                used = np.minimum(left, loss)
                left -= used
                loss -= used
            losses = [one for one in losses if one[1].any()]
            if base.min() < 0:
                losses.append((year, np.maximum(-base, 0)))
            taxes.append(left * (0.0 if year in exempt else rate))
        return taxes


def _by_year(
    whole: Sequence[Decimal], parts: Sequence[Sequence[Decimal]]
) -> Iterator[tuple[Decimal, list[Decimal]]]:
    for year, amount in enumerate(whole):
        yield amount, [part[year] for part in parts]


def _discounts(rate: Decimal, timing: str, years: int) -> list[Decimal]:
    with localcontext(EXACT):
        factor = 1 / (1 + rate)
        return [factor ** (year + (timing == "end")) for year in range(years)]


def _distribution(known: Array, is_rate: bool) -> dict[str, Any]:
    """Percentiles (the smallest value with at least so many below or on it) and the histogram."""
    if not known.size:
        return {"percentiles": [], "histogram": []}

    def at(thousandths: int) -> str:
        place = max(-(-known.size * thousandths // 1000) - 1, 0)
        return _coarse(float(known[place]), is_rate)

    low, high = Decimal(at(1)), Decimal(at(999))
    with localcontext(EXACT):
        edges = [low + (high - low) * place / BINS for place in range(BINS + 1)]
    inner = known.searchsorted([float(edge) for edge in edges[1:-1]])
    ends = [0, *map(int, inner), int(known.size)]
    return {
        "percentiles": [{"percent": str(one), "indicator": at(10 * one)} for one in PERCENTILES],
        "histogram": [
            {
                "from": _coarse(float(edges[place]), is_rate),
                "to": _coarse(float(edges[place + 1]), is_rate),
                "count": str(ends[place + 1] - ends[place]),
            }
            for place in range(BINS)
        ],
    }


def _coarse(value: float, is_rate: bool) -> str:
    """A rate with six decimals; anything else with six digits."""
    return fixed(Decimal(value)) if is_rate else plain(Decimal(f"{value:.6g}"))


def _number(value: Decimal | None) -> str | None:
    return None if value is None else fixed(value)


def _share(part: int, whole: int) -> str:
    return fixed(Decimal(part) / whole, 4)
