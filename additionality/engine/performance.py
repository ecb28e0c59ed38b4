"""The emissions of a project for one unit of product beside a benchmark: information, which decides nothing.

Domain section 11: a performance comparison beside common practice.
"""

from __future__ import annotations

from typing import Any

from additionality.engine.decimals import EXACT, fixed, plain
from additionality.engine.product_benchmarks import SOURCE, UNIT, product_benchmarks
from additionality.engine.project_facts import Performance


def compare_performance(performance: Performance) -> dict[str, Any] | None:
    """Intensity and benchmark in tCO2e for one unit of product; `None` where one of them is missing.

    `difference` is intensity less benchmark, `ratio` the one by the other (`None` for a benchmark of
    zero), `position` below, on or above the benchmark. `counts` is `None` for a benchmark given.
    """
    known = product_benchmarks().get(performance.product)
    if performance.benchmark is not None:
        benchmark, source, counts = performance.benchmark, performance.benchmark_source, None
    elif known:
        benchmark, source, counts = known.value, SOURCE, known.counts
    else:
        return None
    intensity = performance.intensity
    if intensity is None:
        return None
    difference = EXACT.subtract(intensity, benchmark)
    return {
        "product": performance.product,
        "unit_of_output": performance.unit_of_output or UNIT,
        "intensity": plain(intensity),
        "benchmark": plain(benchmark),
        "difference": plain(difference),
        "ratio": fixed(EXACT.divide(intensity, benchmark)) if benchmark else None,
        "position": "below" if difference < 0 else "above" if difference else "on",
        "source": source,
        "counts": counts,
    }
