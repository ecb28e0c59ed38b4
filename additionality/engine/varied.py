"""A cash flow whose groups of lines each change by a fraction of their amounts.

Money before tax, and taxable income before losses, are straight lines in every change: what each group
brings is worked out once. Only the losses carried forward and the tax are computed again for every
change, the first year of revenue and that of disposal being those of the estimate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from functools import cached_property

from additionality.engine.break_even import linear_root, nearest_root
from additionality.engine.cashflow import Flows
from additionality.engine.decimals import EXACT
from additionality.engine.finance import Irr, irr
from additionality.engine.investment_facts import Line, Tax
from additionality.engine.taxation import (
    Span,
    exempt_years,
    losses_used,
    taxable_income,
    taxed_span,
    taxes_due,
)
from additionality.engine.valuation import RATES_OF_RETURN, Model, Streams, falls_short, is_worse

_ZERO = Decimal(0)
#: How near to zero, as a share of all money in it, a value in floats says nothing about its sign.
_UNSURE = 1e-9


@dataclass(frozen=True, slots=True)
class Part:
    """What some lines bring by year: money before tax, and taxable income before losses."""

    before_tax: Streams
    taxable: Flows


@dataclass(frozen=True)
class Estimate:
    """A model as estimated, from which any of its lines can be varied."""

    model: Model
    with_credits: bool = False
    _groups: dict[tuple[str, ...], Part] = field(default_factory=dict, repr=False, compare=False)
    _surplus: dict[Decimal, Decimal] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def span(self) -> Span:
        return taxed_span(self.model.lines, len(self.model.lines[0].amounts))

    @cached_property
    def whole(self) -> Part:
        return self.part(self.model.lines)

    @cached_property
    def worth(self) -> Irr:
        """The indicator as estimated."""
        return self.model.worth(with_credits=self.with_credits)

    def part(self, lines: Sequence[Line]) -> Part:
        """What these lines of the model bring."""
        model, on = self.model, self.with_credits
        before = model.before_tax(lines, with_credits=on)
        if model.tax is None:
            return Part(before, ())
        years = len(before.earned)
        _, base = taxable_income(lines, model.tax, self.span, years, with_credits=on)
        return Part(before, tuple(base))

    def surplus_before_tax(self, target: Decimal) -> Decimal:
        """By how much the money before tax is better than `target`, in present value."""
        if target not in self._surplus:
            self._surplus[target] = self.model.surplus_of(self.whole.before_tax, target)
        return self._surplus[target]

    def varied(self, *groups: Sequence[str]) -> Varied:
        """The model with groups of lines to change, each by the names of its lines."""
        return Varied(self, tuple(self._group(tuple(names)) for names in groups))

    def _group(self, names: tuple[str, ...]) -> Part:
        if names not in self._groups:
            chosen = [one for one in self.model.lines if one.name in names]
            self._groups[names] = self.part(chosen)
        return self._groups[names]


@dataclass(frozen=True, slots=True)
class Varied:
    """An estimate and what its groups of lines bring; changes are given in the order of the groups."""

    estimate: Estimate
    groups: tuple[Part, ...]

    def streams(self, changes: Sequence[Decimal]) -> Streams:
        """Yearly money after every group changed by its fraction, tax paid."""
        whole = self.estimate.whole
        parts = [group.before_tax for group in self.groups]
        streams = Streams(
            self._changed(whole.before_tax.earned, [one.earned for one in parts], changes),
            self._changed(
                whole.before_tax.other_inflows, [one.other_inflows for one in parts], changes
            ),
            self._changed(whole.before_tax.outflows, [one.outflows for one in parts], changes),
        )
        taxes = self._taxes(changes)
        return streams.less(taxes) if taxes else streams

    def worth(self, changes: Sequence[Decimal]) -> Decimal | None:
        """The indicator after these changes, if there is one."""
        model = self.estimate.model
        if not any(changes):
            return self.estimate.worth.rate
        if model.indicator not in RATES_OF_RETURN:
            return model.worth_of(self.streams(changes)).rate
        net = self._changed(
            self.estimate.whole.before_tax.net, [one.before_tax.net for one in self.groups], changes
        )
        if taxes := self._taxes(changes):
            with localcontext(EXACT):
                net = tuple(a - tax for a, tax in zip(net, taxes, strict=True))
        return irr(net).rate

    def surplus(self, target: Decimal) -> Callable[[Sequence[Decimal]], Decimal]:
        """The present value by which the changed cash flow is better than `target`."""
        model, fixed = self.estimate.model, self.estimate.surplus_before_tax(target)
        gains = [model.gain_of(group.before_tax, target) for group in self.groups]

        def surplus(changes: Sequence[Decimal]) -> Decimal:
            with localcontext(EXACT):
                value = fixed
                for change, gain in zip(changes, gains, strict=True):
                    value += change * gain
                taxes = self._taxes(changes)
                return value + model.gain_of(paid(taxes), target) if taxes else value

        return surplus

    def break_even(self, target: Decimal) -> Decimal | None:
        """The change in (-1, 10) of the one group at which the target is reached.

        Where several would do, the one nearest to no change.
        """
        surplus = self.surplus(target)
        if self.estimate.model.tax is None:
            return linear_root(lambda change: surplus((change,)))
        return nearest_root(lambda change: surplus((change,)), self._quick(target))

    def reaches(
        self, changes: Sequence[Decimal], indicator: Decimal | None, target: Decimal
    ) -> bool:
        """Whether the indicator after these changes is no worse than `target`."""
        if indicator is not None:
            return not is_worse(self.estimate.model.indicator, indicator, target)
        return not falls_short(self.surplus(target)(changes))

    def _changed(
        self, flows: Flows, parts: Sequence[Flows], changes: Sequence[Decimal]
    ) -> tuple[Decimal, ...]:
        with localcontext(EXACT):
            for part, change in zip(parts, changes, strict=True):
                if change and any(part):
                    flows = tuple(
                        a + change * b if b else a for a, b in zip(flows, part, strict=True)
                    )
            return flows

    def _taxes(self, changes: Sequence[Decimal]) -> list[Decimal]:
        """The tax of each year after these changes; none where none is computed."""
        tax, whole = self.estimate.model.tax, self.estimate.whole
        if tax is None:
            return []
        base = self._changed(whole.taxable, [one.taxable for one in self.groups], changes)
        with localcontext(EXACT):
            used = losses_used(base, tax.loss_carry_forward_years)
            return taxes_due(base, used, tax, self.estimate.span)

    def _quick(self, target: Decimal) -> Callable[[Decimal], float]:
        """The surplus over the change of the one group in floats; zero where that may be wrong."""
        model, whole, [group] = self.estimate.model, self.estimate.whole, self.groups
        start = float(self.estimate.surplus_before_tax(target))
        slope = float(model.gain_of(group.before_tax, target))
        base, more = ([float(one) for one in part.taxable] for part in (whole, group))
        due = _taxes_in_floats(model.tax or Tax(), self.estimate.span, len(base))
        year = [float(one) for one in worth_of_a_tax(model, target, len(base))]
        most = max(map(abs, year))
        sizes = [most * sum(map(abs, part)) for part in (base, more)]

        def quick(change: Decimal) -> float:
            by = float(change)
            taxes = due([a + by * b for a, b in zip(base, more, strict=True)])
            value = start + by * slope + sum(a * b for a, b in zip(taxes, year, strict=True))
            size = abs(start) + abs(by * slope) + sizes[0] + abs(by) * sizes[1]
            return value if abs(value) > _UNSURE * size else 0.0

        return quick


def paid(taxes: Sequence[Decimal]) -> Streams:
    """A cash flow of taxes alone."""
    nothing = (_ZERO,) * len(taxes)
    return Streams(nothing, nothing, tuple(taxes))


def worth_of_a_tax(model: Model, target: Decimal, years: int) -> list[Decimal]:
    """What the surplus gains (it is a loss) by a tax of one, by the year it is paid in."""
    with localcontext(EXACT):
        rate = target if model.indicator in RATES_OF_RETURN else model.rate or _ZERO
        factor = 1 / (1 + rate)
        first = model.gain_of(paid([Decimal(1)]), target)
        return [first * factor**year for year in range(years)]


def _taxes_in_floats(tax: Tax, span: Span, years: int) -> Callable[[Sequence[float]], list[float]]:
    """The tax of each year on taxable income before losses."""
    rate = float(tax.rate or 0)
    rates = [0.0 if year in exempt_years(tax, span) else rate for year in range(years)]

    def due(base: Sequence[float]) -> list[float]:
        used = losses_used(base, tax.loss_carry_forward_years)
        return [
            max(amount - loss, 0.0) * part
            for amount, loss, part in zip(base, used, rates, strict=True)
        ]

    return due
