"""Intensity beside a product benchmark: below, on and above it, and never a change of outcome."""

from dataclasses import replace
from decimal import Decimal

import pytest

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from additionality.engine.performance import compare_performance
from additionality.engine.problems import MalformedCase
from additionality.engine.product_benchmarks import product_benchmarks
from tests.rulepacks.golden import make_data, reductions

CLINKER = {"product": "Grey cement clinker", "intensity": "0.70"}
STEP = Decimal("0.000001")


def compared(**performance):
    case = read_case(make_data(project__performance=performance))
    return compare_performance(case.project.performance)


@pytest.mark.parametrize("product", product_benchmarks())
def test_below_on_and_above_each_benchmark(product):
    value = product_benchmarks()[product].value
    positions = [
        compared(product=product, intensity=str(value + change))["position"]
        for change in (-STEP, Decimal(0), STEP)
    ]
    assert positions == ["below", "on", "above"]


@pytest.mark.parametrize(
    ("product", "value", "counts"),
    [
        ("Grey cement clinker", "0.766", "direct"),
        ("Hot metal", "1.328", "direct"),
        ("Newsprint", "0.298", "direct"),
        ("Ammonia", "1.619", "direct_and_electricity"),
        ("Hydrogen", "8.85", "direct_and_electricity"),
        ("EAF carbon steel", "0.283", "direct_and_electricity"),
    ],
)
def test_values_of_the_decision(product, value, counts):
    found = product_benchmarks()[product]
    assert (found.value, found.counts) == (Decimal(value), counts)


def test_a_value_that_could_not_be_confirmed_is_not_offered():
    assert "Coated fine paper" not in product_benchmarks()
    assert len(product_benchmarks()) == 50


def test_the_figures_of_a_product_of_the_table():
    assert compared(**CLINKER) == {
        "product": "Grey cement clinker", "unit_of_output": "t", "intensity": "0.7", "benchmark": "0.766",
        "difference": "-0.066", "ratio": "0.913838", "position": "below",
        "source": "Decision 2011/278/EU Annex I", "counts": "direct",
    }  # fmt: skip


def test_a_benchmark_given_goes_before_the_table():
    found = compared(
        **CLINKER, benchmark="0.56", benchmark_source="Sector study 2025", unit_of_output="kg"
    )
    assert (found["benchmark"], found["ratio"], found["position"]) == ("0.56", "1.250000", "above")
    assert (found["source"], found["counts"], found["unit_of_output"]) == (
        "Sector study 2025",
        None,
        "kg",
    )


@pytest.mark.parametrize(("intensity", "position"), [("0", "on"), ("1", "above")])
def test_a_benchmark_of_zero_has_no_ratio(intensity, position):
    found = compared(intensity=intensity, benchmark="0")
    assert (found["ratio"], found["position"]) == (None, position)


@pytest.mark.parametrize("said", [{}, {"product": "Lime"}, {"intensity": "1"}, {"benchmark": "1"}])
def test_nothing_is_compared_where_one_of_the_two_is_missing(said):
    assert compared(**said) is None


@pytest.mark.parametrize(
    ("said", "key", "code"),
    [
        ({"product": "Bricks of gold"}, "product", "product_unknown"),
        ({"product": "Lime", "unit_of_output": "kg"}, "unit_of_output", "not_in_list"),
        ({"product": "Lime", "intensity": "-1"}, "intensity", "number_negative"),
        ({"benchmark": "1", "benchmark_source": "E99"}, "benchmark_source", "unknown_evidence"),
    ],
)
def test_what_is_malformed(said, key, code):
    with pytest.raises(MalformedCase) as caught:
        read_case(make_data(project__performance=said))
    assert [(one.path, one.code) for one in caught.value.errors] == [
        (f"project.performance.{key}", code)
    ]


def test_another_product_may_have_a_benchmark_given():
    assert compared(product="Bricks of gold", intensity="1", benchmark="2")["position"] == "below"


@pytest.mark.parametrize(
    ("change", "where"),
    [({}, "common_practice"), (reductions("4900"), "regulatory")],
    ids=["beside common practice", "where that is not asked"],
)
@pytest.mark.parametrize("intensity", ["0.1", "0.766", "9"])
def test_it_adds_a_figure_and_changes_nothing_else(change, where, intensity):
    without = assess(read_case(make_data(**change)))
    given = assess(
        read_case(make_data(**change, project__performance={**CLINKER, "intensity": intensity}))
    )

    shown = {
        one.analysis: one.figures["performance"]
        for one in given.findings
        if "performance" in one.figures
    }
    assert list(shown) == [where]
    assert given.conclusion == without.conclusion
    bare = (
        replace(
            one, figures={key: value for key, value in one.figures.items() if key != "performance"}
        )
        for one in given.findings
    )
    assert tuple(bare) == without.findings
