"""The two strongest lines varied together: the indicator at every pair of changes (TOOL01 sub-step 2d)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from additionality.engine.decimals import EXACT, change_text, fixed
from additionality.engine.sensitivity import Variation, apart
from additionality.engine.varied import Estimate

#: Both ends of the range, and no change.
_STEPS = tuple(map(Decimal, ("-1", "0", "1")))


@dataclass(frozen=True, slots=True)
class Cell:
    """The indicator after both changes, and whether it is then no worse than the target."""

    indicator: Decimal | None
    reaches: bool


@dataclass(frozen=True, slots=True)
class TwoWay:
    """`cells` has a row for each change of the first line, in it one cell for each of the second."""

    lines: tuple[str, str]
    changes: tuple[Decimal, ...]
    cells: tuple[tuple[Cell, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """The grid with six decimals, as the figures of a finding are printed."""
        return {
            "lines": list(self.lines),
            "changes": [change_text(change) for change in self.changes],
            "rows": [
                [
                    {
                        "indicator": None if cell.indicator is None else fixed(cell.indicator),
                        "reaches": cell.reaches,
                    }
                    for cell in row
                ]
                for row in self.cells
            ],
        }


def two_way(estimate: Estimate, variations: Sequence[Variation], target: Decimal) -> TwoWay | None:
    """The two lines that move the surplus most over the range, in that order; none with fewer."""
    lines = apart(variations)
    if len(lines) < 2:
        return None
    # Sorting keeps the order of the lines where two are as strong.
    first, second = sorted(lines, key=lambda one: -_swing(estimate, one, target))[:2]
    varied = estimate.varied(first.names, second.names)
    with localcontext(EXACT):
        changes = tuple(step * first.change for step in _STEPS)
    most, none = first.change, Decimal(0)
    known = {
        (-most, none): first.low,
        (most, none): first.high,
        (none, -most): second.low,
        (none, most): second.high,
    }

    def cell(one: Decimal, other: Decimal) -> Cell:
        pair = (one, other)
        indicator = known[pair] if pair in known else varied.worth(pair)
        return Cell(indicator, varied.reaches(pair, indicator, target))

    rows = tuple(tuple(cell(one, other) for other in changes) for one in changes)
    return TwoWay((first.line, second.line), changes, rows)


def _swing(estimate: Estimate, line: Variation, target: Decimal) -> Decimal:
    """How much the surplus moves between both ends of the range."""
    surplus = estimate.varied(line.names).surplus(target)
    with localcontext(EXACT):
        return abs(surplus((line.change,)) - surplus((-line.change,)))
