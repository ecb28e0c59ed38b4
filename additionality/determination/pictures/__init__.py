"""The pictures of a determination and of the pages: SVG bytes from figures and words.

Pure functions. Each takes figures as `assess` prints them and `words`, the translated labels by the
keys of `words.DEFAULTS`, and gives one drawing with its text alternative inside.
"""

from additionality.determination.pictures.activities import (
    activities_by_size_and_year,
    activities_funnel,
)
from additionality.determination.pictures.alternatives import project_against_alternatives
from additionality.determination.pictures.benchmark import irr_against_benchmark
from additionality.determination.pictures.cash_flow import cumulative_cash_flow
from additionality.determination.pictures.change import irr_against_change
from additionality.determination.pictures.claims import benchmark_claims
from additionality.determination.pictures.common_practice import common_practice_limits
from additionality.determination.pictures.draws import draws_histogram
from additionality.determination.pictures.prior_consideration import prior_consideration
from additionality.determination.pictures.reductions import reductions_by_year
from additionality.determination.pictures.scenario import scenario_against_submitted
from additionality.determination.pictures.sensitivity import sensitivity_tornado
from additionality.determination.pictures.two_way import two_way_grid

__all__ = [
    "activities_by_size_and_year",
    "activities_funnel",
    "benchmark_claims",
    "common_practice_limits",
    "cumulative_cash_flow",
    "draws_histogram",
    "irr_against_benchmark",
    "irr_against_change",
    "prior_consideration",
    "project_against_alternatives",
    "reductions_by_year",
    "scenario_against_submitted",
    "sensitivity_tornado",
    "two_way_grid",
]
