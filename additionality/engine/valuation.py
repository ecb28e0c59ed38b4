"""What a cash flow is worth by one indicator, and how far a line must change to reach a target.

Indicators (domain section 4): project IRR, equity IRR, NPV, levelised cost, benefit-cost ratio. One
`Model` holds everything that stays the same while lines are varied; loans and taxes are computed again
for every variation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from additionality.engine.case import Investment, Line, Tax
from additionality.engine.cashflow import CREDITS, INFLOWS, OUTFLOWS, Flows
from additionality.engine.decimals import EXACT, percent, rounded
from additionality.engine.finance import Irr, IrrKind, irr, npv
from additionality.engine.lending import loan_lines
from additionality.engine.taxation import tax_years, yearly_sum

RATES_OF_RETURN = ("project_irr", "equity_irr")
NEEDS_DISCOUNT_RATE = ("npv", "levelised_cost", "benefit_cost")
_ZERO = Decimal(0)
#: Changes at which a non-linear break-even is looked for, outward from none at all.
_STEPS = (
    "0.05", "0.1", "0.15", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "0.95", "0.999999",
    "1.25", "1.5", "2", "3", "4", "5", "6", "8", "10",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Streams:
    """Yearly money by what it is, none of it discounted; `earned` is what the sale of output brings."""

    earned: Flows
    other_inflows: Flows
    outflows: Flows

    @property
    def net(self) -> Flows:
        """Inflows less outflows."""
        return self._combined(1, 1, -1)

    @property
    def inflows(self) -> Flows:
        return self._combined(1, 1, 0)

    @property
    def net_cost(self) -> Flows:
        """What supplying the output costs, less every inflow but its sale."""
        return self._combined(0, -1, 1)

    def _combined(self, *weights: int) -> Flows:
        columns = (self.earned, self.other_inflows, self.outflows)
        chosen = [(w, flows) for w, flows in zip(weights, columns, strict=True) if w]
        with localcontext(EXACT):
            return tuple(
                sum((w * flows[t] for w, flows in chosen), _ZERO) for t in range(len(self.earned))
            )


@dataclass(frozen=True, slots=True)
class Model:
    """A cash flow with its indicator; `rate` the discount rate, `output` for a levelised cost."""

    indicator: str
    lines: tuple[Line, ...]
    timing: str = "start"
    rate: Decimal | None = None
    output: Flows = ()
    tax: Tax | None = None

    @classmethod
    def of(cls, investment: Investment, lines: Iterable[Line] | None = None) -> Model:
        """The project's model, or that of other `lines` (an alternative's) on the same terms."""
        if lines is None:
            own = loan_lines(investment.loan) if investment.loan else ()
            lines = (*investment.lines, *own)
        return cls(
            indicator=investment.indicator,
            lines=tuple(lines),
            timing=investment.timing,
            rate=investment.discount_rate,
            output=investment.output.amounts,
            tax=investment.tax,
        )

    def changed(self, names: Sequence[str], change: Decimal) -> Model:
        """The model after the lines with these names changed by a fraction of their amounts."""
        with localcontext(EXACT):
            factor = 1 + change
            lines = tuple(
                replace(line, amounts=tuple(factor * amount for amount in line.amounts))
                if line.name in names
                else line
                for line in self.lines
            )
        return replace(self, lines=lines)

    def around(self, names: Sequence[str]) -> Model:
        """The same model with all lines but these added up by kind: as good, and quicker to vary."""
        kept = [line for line in self.lines if line.name in names]
        others = [line for line in self.lines if line.name not in names]
        years = len(self.lines[0].amounts)
        with localcontext(EXACT):
            added = [
                Line("", kind, tuple(yearly_sum(others, (kind,), years)))
                for kind in dict.fromkeys(line.kind for line in others)
            ]
        return replace(self, lines=(*kept, *added))

    def streams(self, *, with_credits: bool = False) -> Streams:
        """What counts for this indicator: loans for the return on equity only, tax always."""
        years = len(self.lines[0].amounts)
        others = [kind for kind in INFLOWS if kind != "revenue"]
        outs = [*OUTFLOWS, "tax"]
        if with_credits:
            others.append(CREDITS)
        if self.indicator == "equity_irr":
            others.append("loan_drawdown")
            outs += ["interest", "principal"]
        with localcontext(EXACT):
            outflows = yearly_sum(self.lines, outs, years)
            if self.tax is not None:
                taxed = tax_years(self.lines, self.tax, with_credits=with_credits)
                outflows = [a + year.tax for a, year in zip(outflows, taxed, strict=True)]
            return Streams(
                tuple(yearly_sum(self.lines, ("revenue",), years)),
                tuple(yearly_sum(self.lines, others, years)),
                tuple(outflows),
            )

    def worth(self, *, with_credits: bool = False) -> Irr:
        """The indicator; its kind says why there is none. Not rounded."""
        streams = self.streams(with_credits=with_credits)
        if self.indicator in RATES_OF_RETURN:
            return irr(streams.net)
        if self.indicator == "npv":
            return _known(self._present(streams.net))
        if self.indicator == "benefit_cost":
            return _quotient(self._present(streams.inflows), self._present(streams.outflows))
        return _quotient(self._present(streams.net_cost), self._present(self.output))

    def surplus(self, target: Decimal, *, with_credits: bool = False) -> Decimal:
        """Present value by which the cash flow is better (positive) or worse than `target`.

        Zero where the indicator equals the target.
        """
        streams = self.streams(with_credits=with_credits)
        if self.indicator in RATES_OF_RETURN:
            return npv(streams.net, target, self.timing)
        with localcontext(EXACT):
            if self.indicator == "npv":
                return self._present(streams.net) - target
            if self.indicator == "benefit_cost":
                return self._present(streams.inflows) - target * self._present(streams.outflows)
            return target * self._present(self.output) - self._present(streams.net_cost)

    def net_present_value(self, rate: Decimal, *, with_credits: bool = False) -> Decimal:
        return npv(self.streams(with_credits=with_credits).net, rate, self.timing)

    def is_less_favourable(
        self, found: Irr | None, target: Decimal, *, with_credits: bool = False
    ) -> bool:
        """Whether the indicator is worse than `target`, both as printed.

        Rates are compared in percent with two decimals, other indicators with six decimals. Where
        there is no rate, the sign of the present value at the target decides.
        """
        if found is None or found.rate is None:
            return rounded(self.surplus(target, with_credits=with_credits), 30) < 0
        return is_worse(self.indicator, found.rate, target)

    def break_even(self, names: Sequence[str], target: Decimal) -> Decimal | None:
        """The fraction in (-1, 10) by which the lines must change for the target to be reached.

        Where several would do, the one nearest to no change.
        """

        around = self.around(names)

        def surplus(change: Decimal) -> Decimal:
            return around.changed(names, change).surplus(target)

        return linear_root(surplus) if self.tax is None else nearest_root(surplus)

    def _present(self, flows: Sequence[Decimal]) -> Decimal:
        return npv(flows, self.rate or _ZERO, self.timing)


def is_worse(indicator: str, value: Decimal, target: Decimal) -> bool:
    """Whether a value is less favourable than another, as both are printed; equal is not worse."""
    if indicator in RATES_OF_RETURN:
        return percent(value) < percent(target)
    if indicator == "levelised_cost":
        return rounded(value, 6) > rounded(target, 6)
    return rounded(value, 6) < rounded(target, 6)


def linear_root(function: Callable[[Decimal], Decimal]) -> Decimal | None:
    """The root in (-1, 10) of a function that is a straight line, if it has one."""
    with localcontext(EXACT):
        start, slope = function(_ZERO), function(Decimal(1))
        slope -= start
        if not slope:
            return None
        root = -start / slope
        return root if -1 < root < 10 else None


def nearest_root(function: Callable[[Decimal], Decimal]) -> Decimal | None:
    """The root in (-1, 10) nearest to zero of a continuous function, to 1e-12, if one is seen.

    The function is looked at in steps outward from zero on both sides; a sign that changes twice
    within one step is not seen.
    """
    with localcontext(EXACT):
        start = function(_ZERO)
        if not start:
            return _ZERO
        ends = {-1: (_ZERO, start), 1: (_ZERO, start)}
        for step in map(Decimal, _STEPS):
            found = []
            for side, (near, value) in ends.items():
                far = side * step
                if far <= -1:
                    continue
                beyond = function(far)
                if (beyond > 0) != (start > 0):
                    found.append(_between(function, near, value, far))
                ends[side] = (far, beyond)
            if found:
                return min(found, key=abs)
        return None


def _between(
    function: Callable[[Decimal], Decimal], near: Decimal, value: Decimal, far: Decimal
) -> Decimal:
    """A root between `near`, where the function has `value`, and `far` with another sign.

    False position with the Illinois correction: exact on a straight line, quick on a bent one.
    """
    other = function(far)
    last = near
    while True:
        root = far - other * (far - near) / (other - value)
        found = function(root)
        if not found or abs(root - last) < Decimal("1e-12"):
            return root
        last = root
        if (found > 0) == (other > 0):
            far, other, value = root, found, value / 2
        else:
            near, value, far, other = far, other, root, found


def _known(value: Decimal) -> Irr:
    return Irr(IrrKind.UNIQUE, value)


def _quotient(above: Decimal, below: Decimal) -> Irr:
    """A ratio, or none where what it divides by is not positive."""
    with localcontext(EXACT):
        return _known(above / below) if below > 0 else Irr(IrrKind.NONE)
