"""The words in the pictures, in English; whoever asks for a picture gives translations."""

from collections.abc import Mapping

DEFAULTS: Mapping[str, str] = {
    # investment
    "irr_against_benchmark": "IRR against the benchmark",
    "sensitivity": "Sensitivity of the IRR",
    "irr_against_change": "IRR when one line changes",
    "cumulative_cash_flow": "Cumulative cash flow",
    "benchmark": "Benchmark",
    "without_credits": "Without credits",
    "with_credits": "With credits",
    "points": "points",
    "no_value": "no single value",
    "as_estimated": "As estimated",
    "break_even": "Benchmark reached",
    "not_varied": "No line had to be varied.",
    "all capex": "All capital expenditure together",
    "change": "Change of the line",
    "further_lines": "further lines: see the table",
    # common practice
    "common_practice": "Common practice: F and the gap against their limits",
    "f": "F = 1 − Ndiff / Nall",
    "gap": "Gap = Nall − Ndiff",
    "limit": "limit",
    "no_comparable": "No comparable activity.",
    # prior consideration
    "prior_consideration": "Decision, financing, start and notice",
    "decision_date": "Investment decision",
    "financing_date": "Financing",
    "start_date": "Start",
    "notified_on": "Notice",
    "notice_due": "Last day for the notice",
    # reductions
    "reductions_by_year": "Emission reductions by year",
    "tonnes": "tCO2e a year",
}


def word(words: Mapping[str, str], key: str) -> str:
    """The word for `key` as translated, else in English, else the key itself (a name)."""
    return words.get(key) or DEFAULTS.get(key, key)
