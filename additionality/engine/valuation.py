"""What a cash flow is worth by one indicator.

Indicators (domain section 4): project IRR, equity IRR, NPV, levelised cost, benefit-cost ratio. One
`Model` holds the lines and all that decides what they are worth; `varied.py` changes its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import cached_property

from additionality.engine.cashflow import CREDITS, INFLOWS, OUTFLOWS, Flows
from additionality.engine.decimals import EXACT, percent, rounded
from additionality.engine.finance import Irr, IrrKind, irr, npv
from additionality.engine.investment_facts import Investment, Line, Tax
from additionality.engine.lending import loan_lines
from additionality.engine.taxation import tax_years, yearly_sum

RATES_OF_RETURN = ("project_irr", "equity_irr")
NEEDS_DISCOUNT_RATE = ("npv", "levelised_cost", "benefit_cost")
_ZERO = Decimal(0)


@dataclass(frozen=True)
class Streams:
    """Yearly money by what it is, none of it discounted; `earned` is what the sale of output brings."""

    earned: Flows
    other_inflows: Flows
    outflows: Flows

    @cached_property
    def net(self) -> Flows:
        """Inflows less outflows."""
        with localcontext(EXACT):
            return tuple(a + b - c for a, b, c in self._years())

    @property
    def inflows(self) -> Flows:
        with localcontext(EXACT):
            return tuple(a + b for a, b, _ in self._years())

    @property
    def net_cost(self) -> Flows:
        """What supplying the output costs, less every inflow but its sale."""
        with localcontext(EXACT):
            return tuple(c - b for _, b, c in self._years())

    def _years(self) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
        return zip(self.earned, self.other_inflows, self.outflows, strict=True)

    def less(self, taxes: Sequence[Decimal]) -> Streams:
        """The same after these taxes of each year."""
        with localcontext(EXACT):
            outflows = tuple(a + tax for a, tax in zip(self.outflows, taxes, strict=True))
        return Streams(self.earned, self.other_inflows, outflows)


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

    def streams(self, *, with_credits: bool = False) -> Streams:
        """What counts for this indicator: loans for the return on equity only, tax always."""
        before = self.before_tax(self.lines, with_credits=with_credits)
        if self.tax is None:
            return before
        taxed = tax_years(self.lines, self.tax, with_credits=with_credits)
        return before.less([year.tax for year in taxed])

    def before_tax(self, lines: Sequence[Line], *, with_credits: bool = False) -> Streams:
        """The same of some of the lines, without the tax that is computed."""
        others = [kind for kind in INFLOWS if kind != "revenue"]
        outs = [*OUTFLOWS, "tax"]
        if with_credits:
            others.append(CREDITS)
        if self.indicator == "equity_irr":
            others.append("loan_drawdown")
            outs += ["interest", "principal"]
        years = len(self.lines[0].amounts)
        with localcontext(EXACT):
            return Streams(
                *(tuple(yearly_sum(lines, kinds, years)) for kinds in (("revenue",), others, outs))
            )

    def worth(self, *, with_credits: bool = False) -> Irr:
        """The indicator; its kind says why there is none. Not rounded."""
        return self.worth_of(self.streams(with_credits=with_credits))

    def worth_of(self, streams: Streams) -> Irr:
        """The indicator of other yearly money on the same terms."""
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
        return self.surplus_of(self.streams(with_credits=with_credits), target)

    def surplus_of(self, streams: Streams, target: Decimal) -> Decimal:
        """The surplus of other yearly money on the same terms."""
        with localcontext(EXACT):
            return self.gain_of(streams, target) + self.surplus_of_nothing(target)

    def gain_of(self, streams: Streams, target: Decimal) -> Decimal:
        """The part of the surplus that is additive: that of two cash flows is that of their sum."""
        if self.indicator in RATES_OF_RETURN:
            return npv(streams.net, target, self.timing)
        with localcontext(EXACT):
            if self.indicator == "npv":
                return self._present(streams.net)
            if self.indicator == "benefit_cost":
                return self._present(streams.inflows) - target * self._present(streams.outflows)
            return -self._present(streams.net_cost)

    def surplus_of_nothing(self, target: Decimal) -> Decimal:
        """The part of the surplus that no cash flow changes."""
        with localcontext(EXACT):
            if self.indicator == "npv":
                return -target
            if self.indicator == "levelised_cost":
                return target * self._present(self.output)
            return _ZERO

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
            return falls_short(self.surplus(target, with_credits=with_credits))
        return is_worse(self.indicator, found.rate, target)

    def _present(self, flows: Sequence[Decimal]) -> Decimal:
        return npv(flows, self.rate or _ZERO, self.timing)


def is_worse(indicator: str, value: Decimal, target: Decimal) -> bool:
    """Whether a value is less favourable than another, as both are printed; equal is not worse."""
    if indicator in RATES_OF_RETURN:
        return percent(value) < percent(target)
    if indicator == "levelised_cost":
        return rounded(value, 6) > rounded(target, 6)
    return rounded(value, 6) < rounded(target, 6)


def falls_short(surplus: Decimal) -> bool:
    """Whether a surplus is negative, by more than the last digits of its divisions."""
    return rounded(surplus, 30) < 0


def _known(value: Decimal) -> Irr:
    return Irr(IrrKind.UNIQUE, value)


def _quotient(above: Decimal, below: Decimal) -> Irr:
    """A ratio, or none where what it divides by is not positive."""
    with localcontext(EXACT):
        return _known(above / below) if below > 0 else Irr(IrrKind.NONE)
