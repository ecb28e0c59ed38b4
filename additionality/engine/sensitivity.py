"""Sensitivity analysis and break-even (TOOL01 sub-step 2d; domain section 4).

Varied are: every line that is more than 20 % of total cost (capex and opex) or of total revenue
(revenue, subsidy and residual), undiscounted and without credits; every capex line; and all capex
together where there are several lines. A residual value is not scaled with its investment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from additionality.engine.cashflow import total
from additionality.engine.decimals import EXACT, change_text, fixed, rounded
from additionality.engine.investment_facts import Investment, Line
from additionality.engine.varied import Estimate

ALL_CAPEX = "all capex"


@dataclass(frozen=True, slots=True)
class Variation:
    """One line (or all capex) varied: the indicator at either end, and the change at which the
    benchmark is reached.

    `names` are those of the lines. `break_even` is rounded to six decimals, as it is printed and as
    it is compared with the fragile limit.

    """

    line: str
    names: tuple[str, ...]
    change: Decimal
    low: Decimal | None
    high: Decimal | None
    break_even: Decimal | None

    def break_even_dict(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "change": None if self.break_even is None else fixed(self.break_even),
        }

    def sensitivity_dicts(self) -> list[dict[str, Any]]:
        ends = ((-self.change, self.low), (self.change, self.high))
        return [
            {
                "line": self.line,
                "change": change_text(change),
                "indicator": None if value is None else fixed(value),
            }
            for change, value in ends
        ]


def varied_lines(investment: Investment, share: Decimal) -> list[tuple[str, tuple[str, ...]]]:
    """What to vary, each with the names of its lines: in their order, all capex together last."""
    lines = investment.lines
    totals: dict[tuple[str, ...], Decimal] = {
        kinds: total(lines, kinds)
        for kinds in (("capex", "opex"), ("revenue", "subsidy", "residual"))
    }
    chosen: list[tuple[str, tuple[str, ...]]] = [
        (line.name, (line.name,)) for line in lines if _is_varied(line, totals, share)
    ]
    capex = tuple(line.name for line in lines if line.kind == "capex")
    return [*chosen, (ALL_CAPEX, capex)] if len(capex) > 1 else chosen


def apart(variations: Sequence[Variation]) -> list[Variation]:
    """The variations of which none changes what another does: all capex together, not each line."""
    together = {name for one in variations if one.line == ALL_CAPEX for name in one.names}
    return [one for one in variations if one.line == ALL_CAPEX or not together >= {*one.names}]


def _is_varied(line: Line, totals: dict[tuple[str, ...], Decimal], share: Decimal) -> bool:
    if line.kind == "capex":
        return True
    with localcontext(EXACT):
        own = abs(sum(line.amounts, Decimal(0)))
        return any(
            line.kind in kinds and own > share * abs(whole) for kinds, whole in totals.items()
        )


def vary(
    investment: Investment, estimate: Estimate, target: Decimal, change: Decimal, share: Decimal
) -> list[Variation]:
    """Vary each chosen line by -`change` and +`change` and find its break-even at `target`."""
    results = []
    for name, names in varied_lines(investment, share):
        varied = estimate.varied(names)
        even = varied.break_even(target)
        low, high = (varied.worth((end,)) for end in (-change, change))
        results.append(
            Variation(name, names, change, low, high, None if even is None else rounded(even, 6))
        )
    return results
