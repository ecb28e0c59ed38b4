"""The words inside the pictures, by the keys of `additionality.determination.pictures.words`."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "irr_against_benchmark": _("IRR against the benchmark"),
    "sensitivity": _("Sensitivity of the IRR"),
    "irr_against_change": _("IRR when one line changes"),
    "cumulative_cash_flow": _("Cumulative cash flow"),
    "benchmark": _("Benchmark"),
    "without_credits": _("Without credits"),
    "with_credits": _("With credits"),
    "points": _("points"),
    "no_value": _("no single value"),
    "as_estimated": _("As estimated"),
    "break_even": _("Benchmark reached"),
    "not_varied": _("No line had to be varied."),
    "all capex": _("All capital expenditure together"),
    "change": _("Change of the line"),
    "further_lines": _("further lines: see the table"),
    "common_practice": _("Common practice: F and the gap against their limits"),
    "f": _("F = 1 − N_diff / N_all"),
    "gap": _("Gap = N_all − N_diff"),
    "limit": _("limit"),
    "no_comparable": _("No comparable plant."),
    "prior_consideration": _("Decision, financing, start and notice"),
    "decision_date": _("Investment decision"),
    "financing_date": _("Financing"),
    "start_date": _("Start"),
    "notified_on": _("Notice"),
    "notice_due": _("Last day for the notice"),
    "reductions_by_year": _("Emission reductions by year"),
    "tonnes": _("tCO₂e a year"),
}
