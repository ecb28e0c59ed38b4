"""Rates and present values against numpy-financial: generated flows with no, one, two and double roots.

It finds all roots of the polynomial and gives one of them without saying that there are others, and
no number where there is none. So what is compared follows from how many there are, which the flows
are made to have.
"""

import math
import random
from decimal import Decimal

import numpy_financial
import pytest

from additionality.engine.finance import IrrKind, irr, npv

SCALES = [10.0**power for power in range(-3, 13, 3)]


def decimals(flows):
    return [Decimal(repr(flow)) for flow in flows]


def polished(flows, rate):
    """The other library's rate after two of Newton's steps: eigenvalues are good to some 1e-8."""
    for _ in range(2):
        slope = -sum(year * flow / (1 + rate) ** (year + 1) for year, flow in enumerate(flows))
        rate -= sum(flow / (1 + rate) ** year for year, flow in enumerate(flows)) / slope
    return rate


@pytest.mark.parametrize("scale", SCALES)
def test_flows_with_one_root_have_its_rate(scale):
    """240 flows a scale of 1 to 60 years that go out first and come in then."""
    choose, agreed = random.Random(scale), 0
    for years in [*range(1, 61)] * 4:
        building = min(choose.randint(1, 3), years)
        flows = [-choose.uniform(10, 100) * scale for _ in range(building)]
        flows += [choose.uniform(1, 30) * scale for _ in range(years + 1 - building)]
        found, theirs = irr(decimals(flows)), float(numpy_financial.irr(flows))

        assert found.kind is IrrKind.UNIQUE
        if not math.isnan(theirs):
            assert float(found.rate) == pytest.approx(polished(flows, theirs), abs=1e-9), flows
            agreed += 1
        at = choose.uniform(-0.2, 0.5)
        size = sum(abs(flow) * (1 + at) ** -year for year, flow in enumerate(flows))
        assert float(npv(decimals(flows), Decimal(repr(at)))) == pytest.approx(
            float(numpy_financial.npv(at, flows)), abs=1e-9 * size
        )
    assert agreed == 240


def product(factors):
    """The flows whose discounted sum is zero at the discount factors 1 / root of each (a - b x)."""
    flows = [Decimal(1)]
    for a, b in factors:
        longer = [Decimal(0)] * (len(flows) + 1)
        for place, flow in enumerate(flows):
            longer[place] += a * flow
            longer[place + 1] += b * flow
        flows = longer
    return flows


@pytest.mark.parametrize("scale", SCALES)
def test_flows_with_two_roots_have_no_rate_and_it_gives_one_of_them(scale):
    choose = random.Random(scale)
    for _ in range(60):
        low = choose.randint(1, 30)
        high = low + choose.randint(5, 60)
        factors = [(-100, Decimal(100 + low)), (100, -Decimal(100 + high))]
        # Factors (1 + c x) with c > 0 are zero at no discount factor, and make the flows longer.
        factors += [
            (Decimal(1), Decimal(choose.randint(1, 5)) / 10) for _ in range(choose.randint(0, 6))
        ]
        flows = [flow * Decimal(repr(scale)) for flow in product(factors)]
        theirs = float(numpy_financial.irr([float(flow) for flow in flows]))

        assert irr(flows).kind is IrrKind.SEVERAL
        assert min(abs(theirs - low / 100), abs(theirs - high / 100)) < 1e-6


@pytest.mark.parametrize("scale", SCALES)
def test_flows_with_a_double_root_have_no_rate(scale):
    """Binary roots of it are two near ones or none: the other library cannot tell it from either."""
    choose = random.Random(scale)
    for _ in range(60):
        rate = choose.randint(1, 60)
        factors = [(-100, Decimal(100 + rate)), (100, -Decimal(100 + rate))]
        flows = [flow * Decimal(repr(scale)) for flow in product(factors)]
        theirs = float(numpy_financial.irr([float(flow) for flow in flows]))

        assert irr(flows).kind is IrrKind.SEVERAL
        assert math.isnan(theirs) or abs(theirs - rate / 100) < 1e-6


@pytest.mark.parametrize("scale", SCALES)
def test_flows_without_a_root_have_no_rate_in_either(scale):
    choose = random.Random(scale)
    for _ in range(60):
        # a + b x + c x2 with a negative discriminant: its sign is everywhere that of a.
        a, c = -choose.randint(10, 100), -choose.randint(10, 100)
        b = choose.randint(0, math.isqrt(4 * a * c - 1))
        flows = [flow * scale for flow in (a, b, c)]

        assert irr(decimals(flows)).kind is IrrKind.NONE
        assert math.isnan(float(numpy_financial.irr(flows)))
