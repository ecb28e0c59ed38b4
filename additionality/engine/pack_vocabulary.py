"""The closed lists from which a rule pack chooses: its analyses, methods, parameters, citations.

A pack names what the program can do; it cannot invent a method. A standard that changes a method
gets a new name and a new function beside the old, so that earlier editions recompute.
"""

from __future__ import annotations

TIERS = ("large", "small", "micro")
ANALYSES = (
    "eligibility",
    "prior_consideration",
    "first_of_its_kind",
    "regulatory",
    "investment",
    "barriers",
    "common_practice",
    "microscale",
)
STATUSES = ("published", "widely_known", "decision")

#: How the size tier is found (`tiers.py`).
TIER_METHODS = ("largest_reduction", "any_of", "by_type")
#: How one part of a group is chosen: by the case's `route`, or any part supplied that passes.
CHOICES = ("route", "any")
#: How barriers are judged: TOOL01 sub-steps 3a and 3b, or TOOL21.
BARRIER_METHODS = ("step_3", "small_scale")
#: Circumstances that may exclude a project (`regulatory.exclusions` of the case).
EXCLUSIONS = (
    "rec_applied",
    "carbon_fee_source",
    "inventory_batch_1_2",
    "cap_and_trade_source",
    "older_than_3_years",
    "new_hcfc22_capacity",
)

#: Parameter -> its unit, and who needs it: `all`, an analysis, a tier method, or `may` (optional).
PARAMETERS: dict[str, tuple[str, str]] = {
    "tier.large_above": ("tCO2e/yr", "largest_reduction"),
    "tier.small_from": ("tCO2e/yr", "largest_reduction"),
    "tier.renewable_capacity.micro_most": ("kW", "any_of by_type"),
    "tier.renewable_capacity.small_most": ("kW", "any_of by_type"),
    "tier.electricity_saved.micro_most": ("GWh/yr", "any_of by_type"),
    "tier.electricity_saved.small_most": ("GWh/yr", "any_of by_type"),
    "tier.reductions.micro_most": ("tCO2e/yr", "any_of by_type"),
    "tier.reductions.small_most": ("tCO2e/yr", "any_of by_type"),
    "tier.removals.small_most": ("tCO2e/yr", "by_type"),
    "tier.near_limit_share": ("fraction of the limit", "all"),
    "crediting.reductions.renewable_most": ("years", "may"),
    "crediting.reductions.fixed_most": ("years", "may"),
    "crediting.removals.renewable_most": ("years", "may"),
    "crediting.removals.fixed_most": ("years", "may"),
    "eligibility.years_before_application_most": ("years", "may"),
    "first_of_its_kind.crediting_years_most": ("years", "first_of_its_kind"),
    "investment.sensitivity_share": ("fraction of total cost or total revenue", "investment"),
    "investment.sensitivity_range": ("fraction", "investment"),
    "investment.fragile_within": ("fraction", "investment"),
    "investment.near_benchmark_points": ("percentage points", "investment"),
    "investment.operating_years_least": ("years", "investment"),
    "investment.operating_years_most": ("years", "investment"),
    "policies.e_plus_adopted_after": ("date", "policies"),
    "policies.e_minus_adopted_after": ("date", "policies"),
    "common_practice.f_limit": ("fraction", "common_practice"),
    "common_practice.gap_limit": ("plants", "common_practice"),
    "common_practice.range": ("fraction of the project's capacity", "common_practice"),
    "microscale.grid_hours_below": ("hours a day", "microscale"),
    "microscale.unit_kw_most": ("kW", "microscale"),
    "microscale.unit_mwh_most": ("MWh/yr", "microscale"),
    "microscale.unit_tco2e_most": ("tCO2e/yr", "microscale"),
    "microscale.technology_share_most": ("fraction", "microscale"),
    "prior_consideration.applies_from": ("date", "all"),
    "prior_consideration.months": ("calendar months", "all"),
    "proportion.tonnes_per_mwh_most": ("tCO2e/MWh", "all"),
    "proportion.tonnes_per_mwh_most_with_methane": ("tCO2e/MWh", "all"),
    "proportion.capacity_factor_most_solar": ("fraction", "may"),
    "proportion.capacity_factor_most_wind": ("fraction", "may"),
    "proportion.tonnes_per_mwh_of_capacity_least": ("tCO2e per MW and hour of the year", "all"),
}

#: What `cited_by` must name, by the analysis that needs it; `all` for every pack, `may` for none.
CITED_BY: dict[str, tuple[str, ...]] = {
    "all": ("not_required",),
    "eligibility": ("eligibility",),
    "prior_consideration": ("prior_consideration",),
    "first_of_its_kind": ("first_of_its_kind",),
    "regulatory": ("regulatory",),
    "investment": (
        "investment",
        "investment_simple_cost",
        "investment_comparison",
        "investment_benchmark",
    ),
    "step_3": ("barriers_large",),
    "small_scale": ("barriers_small",),
    "common_practice": ("common_practice", "common_practice_other"),
    "microscale": ("microscale",),
    "positive_list": ("positive_list",),
    "may": ("revocation",),
}
