"""The pictures of a determination and of the pages: SVG bytes from figures and words.

Pure functions. Each takes figures as `assess` prints them and `words`, the translated labels by the
keys of `words.DEFAULTS`, and gives one drawing with its text alternative inside.
"""

from additionality.determination.pictures.benchmark import irr_against_benchmark
from additionality.determination.pictures.cash_flow import cumulative_cash_flow
from additionality.determination.pictures.change import irr_against_change
from additionality.determination.pictures.common_practice import common_practice_limits
from additionality.determination.pictures.prior_consideration import prior_consideration
from additionality.determination.pictures.reductions import reductions_by_year
from additionality.determination.pictures.sensitivity import sensitivity_tornado

__all__ = [
    "common_practice_limits",
    "cumulative_cash_flow",
    "irr_against_benchmark",
    "irr_against_change",
    "prior_consideration",
    "reductions_by_year",
    "sensitivity_tornado",
]
