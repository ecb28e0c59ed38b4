"""The pictures of a determination and of the pages: SVG bytes from figures and words.

Pure functions. Each takes figures as `assess` prints them and `words`, the translated labels by the
keys of `words.DEFAULTS`, and gives one drawing with its text alternative inside.
"""

from additionality.determination.pictures.alternatives import project_against_alternatives
from additionality.determination.pictures.benchmark import irr_against_benchmark
from additionality.determination.pictures.cash_flow import cumulative_cash_flow
from additionality.determination.pictures.change import irr_against_change
from additionality.determination.pictures.common_practice import common_practice_limits
from additionality.determination.pictures.draws import draws_histogram
from additionality.determination.pictures.reductions import reductions_by_year
from additionality.determination.pictures.sensitivity import sensitivity_tornado
from additionality.determination.pictures.two_way import two_way_grid

__all__ = [
    "common_practice_limits",
    "cumulative_cash_flow",
    "draws_histogram",
    "irr_against_benchmark",
    "irr_against_change",
    "project_against_alternatives",
    "reductions_by_year",
    "sensitivity_tornado",
    "two_way_grid",
]
