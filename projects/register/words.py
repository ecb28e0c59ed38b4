"""The words of the register: what was asked, what failed, what an answer of `verify` means."""

from django.utils.translation import gettext_lazy as _

from projects.wording import names
from projects.wording.names import Words

ASKED: Words = {
    "eligibility": _("May a project of this kind be registered at all under these rules?"),
    "regulatory": _(
        "Does a binding law oblige somebody to carry out the project? Then it would happen "
        "without credits. A law that is neither enforced nor widely complied with does not count, "
        "if both are evidenced."
    ),
    "prior_consideration": _(
        "Were credits considered before the project began, and was notice of it given in time?"
    ),
    "first_of_its_kind": _("Is the project the first in its area to use this technology?"),
    "investment": _(
        "Would the project be financially attractive without credits? It passes if its "
        "indicator, as printed with two decimals, is less favourable than the benchmark, and "
        "remains so when its main inputs vary."
    ),
    "barriers": _(
        "Does a barrier other than profitability stand in the way of the project, shown by "
        "evidence of a recognised kind, while at least one alternative is free of it?"
    ),
    "common_practice": _(
        "Has the market already adopted the same thing unaided? It is common practice only if "
        "both the share F and the number of plants with the same technology exceed their limits."
    ),
    "microscale": _("Does the project meet the conditions for projects of micro scale?"),
}

EVENTS: Words = {
    **names.MOVES,
    "request_raised": _("Request raised"),
    "request_answered": _("Request answered"),
    "request_closed": _("Request closed"),
    "request_reopened": _("Request opened again"),
    "fragile_accepted": _("Explanation of a fragile result accepted"),
}

PARAMETERS: Words = {
    "tier.large_above": _("Large project: largest annual estimate above"),
    "tier.small_from": _("Small project: largest annual estimate from"),
    "tier.near_limit_share": _("Concern when the estimate is this little below a limit"),
    "tier.renewable_capacity.micro_most": _("Micro project: renewable capacity up to"),
    "tier.renewable_capacity.small_most": _("Small project: renewable capacity up to"),
    "tier.electricity_saved.micro_most": _("Micro project: electricity saved up to"),
    "tier.electricity_saved.small_most": _("Small project: electricity saved up to"),
    "tier.reductions.micro_most": _("Micro project: largest annual estimate up to"),
    "tier.reductions.small_most": _("Small project: largest annual estimate up to"),
    "tier.removals.small_most": _("Small project: annual removals up to"),
    "crediting.reductions.renewable_most": _("Renewable crediting period, reductions: up to"),
    "crediting.reductions.fixed_most": _("Fixed crediting period, reductions: up to"),
    "crediting.removals.renewable_most": _("Renewable crediting period, removals: up to"),
    "crediting.removals.fixed_most": _("Fixed crediting period, removals: up to"),
    "eligibility.years_before_application_most": _("Not eligible when older than"),
    "first_of_its_kind.crediting_years_most": _("First of its kind: crediting period up to"),
    "policies.e_plus_adopted_after": _(
        "Policies for higher emissions may be left out if adopted after"
    ),
    "policies.e_minus_adopted_after": _(
        "Policies for lower emissions may be left out if adopted after"
    ),
    "microscale.grid_hours_below": _("Counts as off the grid: hours of supply below"),
    "microscale.unit_kw_most": _("Distributed unit: capacity up to"),
    "microscale.unit_mwh_most": _("Distributed unit: energy saved up to"),
    "microscale.unit_tco2e_most": _("Distributed unit: reductions up to"),
    "microscale.technology_share_most": _("Recommended technology: share up to"),
    "investment.sensitivity_share": _("Lines are varied from this share of cost or revenue"),
    "investment.sensitivity_range": _("Least variation in the sensitivity analysis"),
    "investment.fragile_within": _("Fragile when the break-even lies within"),
    "investment.near_benchmark_points": _("Concern when the indicator is this near the benchmark"),
    "investment.operating_years_least": _("Operating years: concern below"),
    "investment.operating_years_most": _("Operating years: concern above"),
    "common_practice.f_limit": _("Common practice: F above"),
    "common_practice.gap_limit": _("Common practice: plants with the same technology above"),
    "common_practice.range": _("Comparable plants: capacity within, below and above"),
    "prior_consideration.applies_from": _("Notice of prior consideration due for starts from"),
    "prior_consideration.months": _("Notice of prior consideration due within"),
    "proportion.tonnes_per_mwh_most": _("Concern above this reduction for each MWh"),
    "proportion.tonnes_per_mwh_most_with_methane": _(
        "Concern above this reduction for each MWh where methane is destroyed too"
    ),
    "proportion.capacity_factor_most_solar": _("Concern above this capacity factor: solar"),
    "proportion.capacity_factor_most_wind": _("Concern above this capacity factor: wind"),
    "proportion.tonnes_per_mwh_of_capacity_least": _(
        "Concern below this reduction for each MW and hour"
    ),
}

UNITS: Words = {
    "tCO2e/yr": _("tCO2e a year"),
    "kW": "kW",
    "GWh/yr": _("GWh a year"),
    "MWh/yr": _("MWh a year"),
    "hours a day": _("hours a day"),
    "fraction of the limit": _("of the limit"),
    "fraction of total cost or total revenue": _("of total cost or revenue"),
    "fraction": "",
    "percentage points": _("percentage points"),
    "years": _("years"),
    "plants": _("plants"),
    "fraction of the project's capacity": _("of the capacity"),
    "date": "",
    "calendar months": _("calendar months"),
    "tCO2e/MWh": "tCO2e/MWh",
    "tCO2e per MW and hour of the year": _("tCO2e for each MW and hour"),
}

SOURCES: Words = {
    "published": _("stated in the source"),
    "widely_known": _("well known in the field, not read again at the source"),
    "decision": _("settled by this project where the source is open"),
}

FAILURES: Words = {
    "not_drawn": _("The pages could not be drawn."),
    "no_library": _("A library that draws the pages is missing. An administrator sees which."),
    "no_font": _("A font of the document is missing. An administrator has to install it."),
    "workers_killed": _("Every worker that began this was killed. The log of the system has why."),
    "pack_changed": _(
        "The rule pack of this installation is not the one the case was judged by. "
        "Install the released edition again."
    ),
    "no_key": _("There is no usable signing key. An administrator has to install one."),
    "development_key": _("The signing key is for development only. Install the real one."),
    "not_signed": _("The document could not be signed."),
    "no_root": _("The published root certificate is missing, so nothing can be verified."),
    "not_intact": _("The signed document did not pass its own verification."),
    "not_trusted": _("The signature does not lead to the published root certificate."),
    "not_recomputed": _("Deciding again from the attached data did not give the same result."),
    "not_stored": _("The file could not be stored correctly."),
    "unexpected": _("An error nobody foresaw stopped the work. The log of the worker has it."),
}

UNREADABLE: Words = {
    "empty": _("The file is empty."),
    "not_a_pdf": _("This is not a PDF file."),
    "encrypted": _("The PDF is encrypted. Determinations never are."),
    "damaged": _("The file is damaged: it cannot be read as a PDF."),
    "too_large": _("The file is too large, or needs too much memory, to be verified here."),
    "too_slow": _("The file takes too long to be verified here."),
    "not_a_determination": _("This PDF is not a determination: it has neither signature nor data."),
}

PROBLEMS: Words = {
    "damaged": _("The file is damaged."),
    "not_signed": _("The document carries no signature."),
    "changed_after_signing": _("Signed content was changed after signing."),
    "loose_signature_container": _("The signature itself was tampered with."),
    "further_signature": _("There is more than one signature."),
    "something_follows": _("Something was added after the signature."),
    "not_certified_in_our_field": _("The signature is not the one of a determination."),
    "unknown_signer": _("The signer does not lead to our published root certificate."),
    "certificate_expired": _("The signer's certificate has expired."),
    "certificate_not_yet_valid": _("The signer's certificate is not valid yet."),
    "certificate_not_accepted": _("The signer's certificate is not accepted."),
}

NOT_RECOMPUTED: Words = {
    "no_attachments": _("The document carries no data."),
    "attachment_twice": _("An attached file occurs twice."),
    "attachment_unreadable": _("An attached file cannot be read."),
    "attachment_malformed": _("The attached data are not in the published format."),
    "attachments_disagree": _("The attached files contradict each other."),
    "pack_unknown": _("This installation does not have the rule pack that was used."),
    "case_malformed": _("The attached case is not in the published format."),
    "engine_failed": _("The attached case could not be assessed."),
}


def say(words: Words, code: str | None) -> str:
    """The translated words for a code, or the code where it is not known."""
    return str(words.get(code or "", code or ""))
