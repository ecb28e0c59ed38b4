"""The rate is that of plain bisection, but for the last of sixty digits, however its interval was found."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from additionality.engine import finance
from additionality.engine.decimals import EXACT
from additionality.engine.finance import IrrKind, irr

COSTS = st.lists(st.decimals(-(10**12), 0, places=2), max_size=5)
RETURNS = st.lists(st.decimals(0, 10**12, places=2), min_size=1, max_size=60)


#: The last digits of sixty; the interval itself is 1e-30 wide.
ROUNDING = Decimal("1e-50")


def by_bisection(flows: list[Decimal]) -> Decimal:
    """The rate with every sign computed, as the definition says."""
    with localcontext(EXACT):
        low, high = finance._halved(flows)
        return 1 / ((low + high) / 2) - 1


@settings(max_examples=300, deadline=None)
@given(COSTS, RETURNS)
def test_the_rate_is_that_of_bisection(costs, returns):
    flows = [*costs, *returns]
    found = irr(flows)
    if found.kind is IrrKind.UNIQUE:
        assert abs(found.rate - by_bisection(flows)) <= ROUNDING * (1 + found.rate)


@pytest.mark.parametrize(
    "flows",
    [
        pytest.param([-100, 100], id="nothing is earned: the factor is a power of two"),
        pytest.param([-100, 200], id="100 %: the factor is another power of two"),
        pytest.param([-100, 25], id="a loss: the factor is above one"),
        pytest.param([-100, 1], id="nearly all is lost: Newton's method starts too far away"),
        pytest.param([-1, *[0] * 98, 10**17], id="a return in the hundredth year"),
        pytest.param([-(10**17), *[1] * 99], id="a factor that no float can be raised from"),
        pytest.param([-1000, *[110] * 25, 5, 0, 0], id="years without money at the end"),
    ],
)
def test_the_rate_is_that_of_bisection_where_it_is_hard_to_find(flows):
    flows = [Decimal(flow) for flow in flows]

    rate = irr(flows).rate

    assert abs(rate - by_bisection(flows)) <= ROUNDING * (1 + rate)
