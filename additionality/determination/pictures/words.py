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
    "scenario_against_submitted": "The scenario beside what was submitted",
    "as_submitted": "As submitted",
    "scenario": "Scenario",
    "benchmark_claims": "Benchmarks claimed by registered projects",
    "median": "Median",
    "claimed_here": "Claimed here",
    "millions": "in millions",
    "two_way": "Two lines changed together",
    "reaches": "Benchmark reached",
    "draws": "Draws within the range",
    "of_draws_reach": "of the draws reach the benchmark",
    "alternatives": "The project against its alternatives",
    # common practice
    "common_practice": "Common practice: F and the gap against their limits",
    "f": "F = 1 − Ndiff / Nall",
    "gap": "Gap = Nall − Ndiff",
    "limit": "limit",
    "no_comparable": "No comparable activity.",
    "funnel": "From all rows to N_all and N_diff (lengths are logarithmic)",
    "funnel_rows": "Rows in the file",
    "funnel_usable": "Usable rows",
    "funnel_area": "In the area",
    "funnel_comparable": "Same measure, source and output",
    "funnel_in_range": "Inside the range of capacity",
    "funnel_candidates": "Not surely begun later",
    "funnel_not_left_out": "Not left out by hand",
    "funnel_similar": "Similar plants, or perhaps similar",
    "funnel_n_all": "Without carbon projects: N_all",
    "funnel_n_diff": "With a different technology: N_diff",
    "by_size_and_year": "The project among the plants, by size and year",
    "no_dated_plant": "No plant with a size and a year.",
    "plant_same": "Same technology",
    "plant_different": "Different technology",
    "plant_open": "Technology not compared yet",
    "plant_carbon": "Carbon project, set apart",
    "plant_left_out": "Left out by hand",
    "the_project": "The project",
    "the_range": "Range of capacity, ends included",
    "the_cut_off": "Cut-off date",
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
    # between a name and its value
    "colon": ": ",
}

COLONS = (": ", "：")


def word(words: Mapping[str, str], key: str) -> str:
    """The word for `key` as translated, else in English, else the key itself (a name)."""
    return words.get(key) or DEFAULTS.get(key, key)


def colon(words: Mapping[str, str]) -> str:
    """What stands between a name and its value: the colon of the language, never anything longer."""
    given = word(words, "colon")
    return given if given in COLONS else COLONS[0]
