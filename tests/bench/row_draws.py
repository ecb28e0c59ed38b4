"""A hundred thousand draws of the large case. The floor: a bare Newton solve of the same cash flows.

The floor is given the flows of every draw and does nothing but Newton's steps on all of them at once,
until none is longer than 1e-9. The work draws the changes, works out the flows, proves which of them have one
rate, solves them, counts how many reach the benchmark, and sorts them for percentiles and histogram.
"""

from collections.abc import Iterator

import numpy as np

from additionality.engine import draws
from additionality.engine.analyses.investment import result_of
from additionality.engine.case import read_case
from additionality.engine.rulepack import load_pack
from additionality.engine.sensitivity import apart
from tests.bench.large import large_case
from tests.bench.measuring import Row, compare

ROUNDS = 15
TAX = {
    "rate": "0.2",
    "depreciation": {"method": "straight_line", "years": 20},
    "loss_carry_forward_years": 10,
}


def rows() -> Iterator[Row]:
    """Without tax, as the bar is set; and with a computed tax, for information."""
    yield row("100,000 draws", {}, bar=2)
    taxed = {"tax": TAX, "tax_basis": "post_tax"}
    yield row("… with tax and losses in every draw", taxed, bar=None)


def row(name: str, more: dict, bar: float | None) -> Row:
    data, pack = large_case(), load_pack("tw-offset")
    data["investment"] |= more
    if "tax_basis" in more:
        data["investment"]["benchmark"]["tax_basis"] = more["tax_basis"]
    case = read_case(data)
    result = result_of(case, pack)
    assert result
    chosen = apart(result.variations)
    varied = result.estimate.varied(*(one.names for one in chosen))
    changes = draws._changes(len(chosen), draws.DRAWS, float(result.change))
    flows = np.array(draws.Drawn(varied, result.target, changes)._net())
    assert flows.shape == (25, draws.DRAWS)
    found = draws.draws_of(case, pack)
    assert found
    middle = np.sort(solved(flows))[draws.DRAWS // 2 - 1]
    assert abs(float(found["percentiles"][3]["indicator"]) - middle) < 1e-6

    return compare(
        name,
        lambda _n: draws.draws_of(case, pack),
        lambda _n: solved(flows),
        bar=bar,
        rounds=ROUNDS,
    )


def solved(flows: np.ndarray) -> np.ndarray:
    """The rate of every column, by Newton's steps from a discount factor of 0.9."""
    x = np.full(flows.shape[1], 0.9)
    while True:
        value, slope = flows[-1].copy(), np.zeros(x.size)
        for flow in flows[-2::-1]:
            slope *= x
            slope += value
            value *= x
            value += flow
        step = value / slope
        x -= step
        if np.abs(step).max() <= 1e-9:
            return 1 / x - 1
