"""Rates of return: one, none or several."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from additionality.engine.decimals import fixed, percent
from additionality.engine.finance import IrrKind, irr, npv
from additionality.engine.roots import Roots, count_positive_roots


def flows(*values):
    return [Decimal(str(value)) for value in values]


@pytest.mark.parametrize(
    ("values", "kind", "rate"),
    [
        pytest.param([-100, 110], IrrKind.UNIQUE, "0.100000", id="one year"),
        pytest.param([-100, 0, 121], IrrKind.UNIQUE, "0.100000", id="a year without flow"),
        pytest.param([0, 0, -100, 110, 0], IrrKind.UNIQUE, "0.100000", id="zeros at either end"),
        pytest.param([-100, 50], IrrKind.UNIQUE, "-0.500000", id="a loss"),
        pytest.param([-100, 100], IrrKind.UNIQUE, "0.000000", id="exactly nothing"),
        pytest.param([-1, 1000000], IrrKind.UNIQUE, "999999.000000", id="a very high rate"),
        pytest.param([-1000000, 1], IrrKind.UNIQUE, "-0.999999", id="nearly everything lost"),
        pytest.param([-100, 60, -10, 80], IrrKind.UNIQUE, "0.133961", id="three sign changes, one rate"),
        pytest.param([0, 0, 0], IrrKind.NONE, None, id="nothing at all"),
        pytest.param([-100, -5], IrrKind.NONE, None, id="only outflows"),
        pytest.param([100, 5], IrrKind.NONE, None, id="only inflows"),
        pytest.param([-100, 110, -40], IrrKind.NONE, None, id="two sign changes, no rate"),
        pytest.param([-1600, 10000, -10000], IrrKind.SEVERAL, None, id="25 % and 400 %"),
        pytest.param([-100, 230, -132], IrrKind.SEVERAL, None, id="10 % and 20 %"),
        pytest.param([-100, 220, -121], IrrKind.SEVERAL, None, id="10 % twice"),
        pytest.param([-100, 210, "-110.25001"], IrrKind.NONE, None, id="almost touching from below"),
        pytest.param([-100, 210, "-110.24999"], IrrKind.SEVERAL, None, id="just two, close together"),
        pytest.param([-1500, *[180] * 10, -100], IrrKind.SEVERAL, None, id="a cost at the end"),
        pytest.param([100, -110], IrrKind.INFLOWS_FIRST, None, id="a loan taken"),
    ],
)  # fmt: skip
def test_rate_of_return(values, kind, rate):
    found = irr(flows(*values))

    assert found.kind is kind
    assert (None if found.rate is None else fixed(found.rate)) == rate


def test_npv_timing():
    values = flows(-100, 110)

    assert npv(values, Decimal("0.1")) == 0
    assert fixed(npv(values, Decimal(0))) == "10.000000"
    assert fixed(npv(values, Decimal("0.25"), "end") * Decimal("1.25")) == fixed(
        npv(values, Decimal("0.25"))
    )


@pytest.mark.parametrize(
    ("rate", "printed"),
    [("0.0799995", "8.00"), ("0.07995", "8.00"), ("0.0799499", "7.99"), ("0.07994999999999", "8.00"),
     ("-0.00001", "0.00"), ("-0.00005", "-0.01"), ("0.0825", "8.25")],
)  # fmt: skip
def test_rates_are_printed_in_percent_with_two_decimals_half_up(rate, printed):
    assert str(percent(Decimal(rate))) == printed


roots = st.lists(st.fractions(min_value="1/10", max_value=3, max_denominator=10), max_size=4)
others = st.lists(st.integers(-5, -1), max_size=2)


@given(roots, others, st.booleans())
def test_roots_of_known_polynomials_are_counted(positive, negative, has_pair):
    coefficients = [1]
    factors = [[-r.numerator, r.denominator] for r in positive] + [[-r, 1] for r in negative]
    factors += [[2, -1, 3]] if has_pair else []  # no real root
    for factor in factors:
        product = [0] * (len(coefficients) + len(factor) - 1)
        for i, a in enumerate(coefficients):
            for j, b in enumerate(factor):
                product[i + j] += a * b
        coefficients = product

    found = count_positive_roots([Decimal(c) for c in coefficients])

    assume(len(set(positive)) > 1 or len(positive) < 3)
    assert found is Roots(min(len(positive), 2))


def test_a_triple_root_is_one_crossing():
    assert count_positive_roots(flows(-1, 3, -3, 1)) is Roots.ONE
