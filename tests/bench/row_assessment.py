"""The whole assessment of the large case. The floor: 200 bare IRRs of its cash flow by pyxirr."""

from collections.abc import Iterator

import pyxirr

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from additionality.engine.finance import irr
from additionality.engine.valuation import Model
from tests.bench.large import large_case
from tests.bench.measuring import Row, compare

SOLVES = 200


def rows() -> Iterator[Row]:
    """By pyxirr, the fastest solver known, in binary floats; then by the engine's own, in decimals."""
    data = large_case()
    case = read_case(data)
    assert case.investment
    flows = Model.of(case.investment).streams().net
    floats = [float(flow) for flow in flows]
    found = assess(case).finding("investment").figures
    assert len(found["break_even"]) == 10
    assert abs(float(found["indicator"]) - (pyxirr.irr(floats) or 0)) < 1e-6

    def judged(number: int) -> None:
        assess(case).to_dict()

    def read_and_judged(number: int) -> None:
        assess(read_case(data)).to_dict()

    def by_pyxirr(number: int) -> None:
        for _ in range(SOLVES):
            pyxirr.irr(floats)

    def by_engine(number: int) -> None:
        for _ in range(SOLVES):
            irr(flows)

    yield compare("full large assessment", judged, by_pyxirr, bar=10, rounds=200)
    yield compare(
        "… with its file read and checked", read_and_judged, by_pyxirr, bar=None, rounds=100
    )
    yield compare("… floor by the engine's own solver", judged, by_engine, bar=None, rounds=20)
