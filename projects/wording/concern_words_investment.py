"""The words of the concerns about the investment analysis."""

from django.utils.translation import gettext_lazy as _

#: Where the project is compared with its alternatives instead of a benchmark.
COMPARED_SENTENCES = {
    "fragile": _(
        "The result is fragile: a small change reaches the best alternative (%(break_even)s)."
    ),
    "crosses_within_range": _(
        "The best alternative is reached within the range of the sensitivity analysis (%(break_even)s)."
    ),
    "near_benchmark": _(
        "The indicator is only %(points)s percentage points away from that of the best alternative."
    ),
}
INVESTMENT_SENTENCES = {
    "fragile": _("The result is fragile: a small change reaches the benchmark (%(break_even)s)."),
    "crosses_within_range": _(
        "The benchmark is reached within the range of the sensitivity analysis (%(break_even)s)."
    ),
    "range_too_narrow": _(
        "The range asked for, %(range)s, is narrower than the least of the rules; %(used)s is used."
    ),
    "near_benchmark": _(
        "The indicator is only %(points)s percentage points away from the benchmark."
    ),
    "below_benchmark_with_credits": _(
        "Credits are not decisive: with them the indicator is %(with_credits)s, still less favourable "
        "than the %(benchmark)s it is compared with."
    ),
    "lower_with_credits": _(
        "With credits the indicator is lower (%(with_credits)s) than without (%(indicator)s)."
    ),
    "no_credit_revenue": _("No revenue from credits is given, so that its effect cannot be shown."),
    "looks_discounted": _(
        "The flows look as if they had been discounted already: year by year they fall by the "
        "factor %(yearly_ratio)s, as if by a rate of %(implied_rate)s (%(lines)s)."
    ),
    "horizon_shorter_than_life": _(
        "The technical life is longer than the operating years (%(life)s against %(years)s), "
        "and there is no residual value."
    ),
    "operating_years_out_of_range": _(
        "The number of operating years is %(years)s; in general at least %(least)s and "
        "at most %(most)s are used."
    ),
    "residual_not_in_last_year": _("A residual value is not in the last year: %(lines)s."),
    "residual_not_the_book_value": {
        "book_value": _(
            "The residual value is said to be the book value, and is %(stated)s where the book value is "
            "%(book_value)s (%(lines)s)."
        ),
        "lines": _(
            "The residual value is said to be the book value, and nothing says how the investment is depreciated: "
            "%(lines)s."
        ),
    },
    "residual_not_explained": _(
        "The residual value of %(stated)s is neither the book value, which is %(book_value)s, nor a market value "
        "with a source (%(lines)s)."
    ),
    "residual_negative": _(
        "The residual value is negative: %(stated)s (%(lines)s). It lowers the return."
    ),
    "book_value_left_over": _(
        "The tax is depreciated over %(years)s years, and the project operates for %(operating_years)s: "
        "%(book_value)s are left in the books at the end, neither recovered nor written off."
    ),
    "market_value_without_source": _(
        "The residual value is said to be a market value, and has no source: %(lines)s."
    ),
    "construction_interest_as_investment": _(
        "Interest during construction seems to be counted as investment: %(lines)s."
    ),
    "depreciation_loan_or_tax_as_cost": _(
        "Depreciation, interest, the repayment of a loan or income tax seems to be counted as a cost: %(lines)s."
    ),
    "working_capital_as_investment": _(
        "Working capital seems to be counted as investment: %(lines)s."
    ),
    "working_capital_not_recovered": _(
        "Working capital of %(amount)s does not come back by the end: %(lines)s."
    ),
    "units_differ": _(
        "The cost of %(line)s is quoted for another number of units than is built "
        "(quoted: %(quoted)s; built: %(built)s)."
    ),
    "amount_not_price_times_quantity": _(
        "The amounts of %(line)s are not price times quantity (years: %(years)s)."
    ),
    "source_after_decision": _(
        "The source is dated after the investment decision of %(decision_date)s for: %(lines)s."
    ),
    "benchmark_source_after_decision": _(
        "The source of the benchmark is dated after the investment decision of %(decision_date)s."
    ),
    "decision_date_not_stated": _(
        "The day of the investment decision is not stated, so that it cannot be told "
        "whether the inputs were valid then."
    ),
    "inputs_without_source": _("No line of the cash flow names a source."),
    "benchmark_without_source": _("The benchmark names no source."),
    "benchmark_basis_not_stated": _("It is not stated how the benchmark is derived."),
    "company_internal_benchmark": _(
        "A company-internal benchmark is allowed only where this developer alone can do the "
        "project and has used the benchmark consistently; that is not affirmed."
    ),
    "official_rate_differs": _(
        "The official rate in force on %(day)s was %(official)s (since %(since)s), "
        "not %(benchmark)s as is claimed."
    ),
    "official_rate_not_known": _(
        "The benchmark is said to be an official rate, and the rules hold no value "
        "of the rate meant for %(day)s with which it could be compared."
    ),
    "premium_not_substantiated": _(
        "The benchmark is said to be a government bond with a premium, and one of the two parts is not given."
    ),
    "component_without_source": _(
        "These components of the benchmark name no source: %(components)s."
    ),
    "component_source_after_decision": _(
        "The source is dated after the investment decision of %(decision_date)s "
        "for these components of the benchmark: %(components)s."
    ),
    "benchmark_implausible": _(
        "A benchmark of %(benchmark)s is not plausible; perhaps a percentage was meant."
    ),
    "tax_basis_not_stated": _("It is not stated whether the benchmark is before or after tax."),
    "debt_before_tax": _(
        "The benchmark is a WACC after tax, and the cost of debt in it is taken before tax: no tax rate is given."
    ),
    "price_basis_not_stated": _("It is not stated whether the benchmark is nominal or real."),
    "tax_not_shown": _("The cash flow is said to be after tax, and the tax in it is not shown."),
    "tax_as_given": _(
        "Tax is entered as a line of its own (%(lines)s), and does not move when other lines are varied."
    ),
    "interest_not_in_tax": _(
        "The cash flow is after tax and financed with debt, and no interest is in it, "
        "so that the tax is too high."
    ),
    "loss_carry_forward_not_stated": _(
        "Losses of %(amount)s are used in later years; "
        "for how many years that is allowed is not stated."
    ),
    "loan_not_repaid": _("After the last year %(amount)s of the loan are still owed."),
    "loan_above_investment": _(
        "The loan of %(loan)s is more than what is invested, %(investment)s."
    ),
    "default_return_as_interest": _(
        "The lending rate rests on a source that speaks of a default value or of a return on equity."
    ),
    "split_below_share": _(
        "These lines are each too small to be varied, and together are not, "
        "so that the sensitivity analysis leaves them out: %(lines)s."
    ),
    "several_tariffs": _("Sites that sell at different prices are judged as one: %(sites)s."),
    "benchmark_of_another_sector": _(
        "The benchmark was found for another sector (%(benchmark)s) "
        "than that of the project (%(project)s)."
    ),
    "benchmark_not_as_built": _(
        "The components stated come to %(built)s, not to the benchmark of %(benchmark)s."
    ),
    "discounted_at_another_rate": _(
        "The cash flow is discounted at %(discount_rate)s, while the benchmark stated is %(benchmark)s."
    ),
    "output_out_of_proportion": _(
        "An output of %(output)s MWh a year is out of proportion: %(megawatts)s MW deliver at most %(most)s MWh, "
        "and the reductions stated need at least %(least)s MWh."
    ),
    "alternative_of_another_output": _(
        "Sales of %(sales)s under %(alternatives)s are more than %(range)s away from the %(project_sales)s of the "
        "project, so that the output may not be comparable."
    ),
    "break_even_not_as_stated": _(
        "The break-even stated is not the one that follows from the cash flow: %(lines)s."
    ),
    "break_even_not_stated": _(
        "The proponent's statement of the break-even leaves out lines that have one: %(lines)s."
    ),
    "policy_left_out": _(
        "These lines come from a policy for higher or lower emissions, "
        "and are left out as these rules allow: %(lines)s."
    ),
    "policy_counted": _(
        "These lines are said to come from a policy for higher or lower emissions, "
        "and count all the same: %(lines)s."
    ),
}

INVESTMENT_SETTLING = {
    "fragile": _("A reviewer accepts, by name, the explanation why that change is unlikely."),
    "crosses_within_range": _("Explain, with evidence, why such a change is unlikely."),
    "range_too_narrow": _("Nothing is needed: the wider range is used."),
    "near_benchmark": _(
        "Evidence the inputs that weigh most, and what the project is compared with, with care."
    ),
    "below_benchmark_with_credits": _("Explain why the project goes ahead all the same."),
    "lower_with_credits": _("Correct the revenue from credits or the costs that go with it."),
    "no_credit_revenue": _("Give the revenue from credits as a line of the cash flow."),
    "looks_discounted": _("Enter the undiscounted flows, or explain why they fall so evenly."),
    "horizon_shorter_than_life": _(
        "Add the years of operation that are missing, or a residual value in the last year."
    ),
    "operating_years_out_of_range": _("Explain the period, or use the usual one."),
    "residual_not_in_last_year": _("Put the residual value into the last year, or explain it."),
    "residual_not_the_book_value": _(
        "Take over the book value as it is computed from the depreciation or the technical life that you state."
    ),
    "residual_not_explained": _(
        "Take over the book value, or say that it is a market value and give its source."
    ),
    "residual_negative": _(
        "Show what taking the equipment down costs and what its sale brings, each with its source."
    ),
    "book_value_left_over": _(
        "Enter the residual value of the last year, or correct the years of depreciation."
    ),
    "market_value_without_source": _(
        "Give the source of the market value, such as an offer or the price of used equipment."
    ),
    "construction_interest_as_investment": _(
        "Take the interest out of the investment: a project IRR leaves financing out."
    ),
    "depreciation_loan_or_tax_as_cost": _(
        "Take it out of the costs: depreciation affects the tax only, and a loan and income tax are entered "
        "with their terms or as lines of their own kinds."
    ),
    "working_capital_as_investment": _(
        "Enter working capital as a line of its own kind, with its recovery at the end."
    ),
    "working_capital_not_recovered": _("Enter the recovery of the working capital, or explain it."),
    "units_differ": _("Quote the cost for the number of units that is built."),
    "amount_not_price_times_quantity": _("Correct the amounts, the price or the quantity."),
    "source_after_decision": _("Show a source that was valid on the day of the decision."),
    "benchmark_source_after_decision": _(
        "Show a source of the benchmark that was valid on the day of the decision."
    ),
    "decision_date_not_stated": _("State the day of the investment decision, with its evidence."),
    "inputs_without_source": _("Name the source of every line, at least of those that weigh most."),
    "benchmark_without_source": _("Name the source of the benchmark."),
    "benchmark_basis_not_stated": _("State how the benchmark is derived."),
    "company_internal_benchmark": _(
        "Show that no other developer could do the project, and earlier uses of the benchmark."
    ),
    "official_rate_differs": _(
        "Use the rate in force on the day of the decision, or explain the difference with its source."
    ),
    "official_rate_not_known": _(
        "Show the publication of the rate, with its date; a reviewer compares it by hand."
    ),
    "premium_not_substantiated": _(
        "Give the rate of the bond and the premium, each with its source."
    ),
    "component_without_source": _("Name the source of every component, with its date."),
    "component_source_after_decision": _(
        "Show a source of the component that was valid on the day of the decision."
    ),
    "benchmark_implausible": _("Correct the benchmark."),
    "tax_basis_not_stated": _("State the tax basis of the benchmark; it must match the cash flow."),
    "debt_before_tax": _(
        "Give the tax rate by which interest lowers the tax; zero where it does not."
    ),
    "price_basis_not_stated": _(
        "State the price basis of the benchmark; it must match the cash flow."
    ),
    "tax_not_shown": _("Show how the tax was calculated, year by year."),
    "tax_as_given": _("Give the terms of the tax, so that it is computed for every variation."),
    "interest_not_in_tax": _("Enter the loan or its interest, which lowers the tax."),
    "loss_carry_forward_not_stated": _("State for how many years a loss may be carried forward."),
    "loan_not_repaid": _("Enter the whole repayment, or a longer period of assessment."),
    "loan_above_investment": _("Correct the loan, or enter what else it pays for."),
    "default_return_as_interest": _(
        "Show the rate that a bank really asks, or choose the basis that fits the source."
    ),
    "split_below_share": _("Put lines of the same kind together, so that they are varied."),
    "several_tariffs": _("Calculate each site on its own."),
    "benchmark_of_another_sector": _("Show a benchmark of the project's own sector."),
    "benchmark_not_as_built": _("Correct the components or the benchmark."),
    "discounted_at_another_rate": _(
        "Discount at the benchmark, or take out the rate that is not used."
    ),
    "output_out_of_proportion": _("Correct the output, its unit, the capacity or the reductions."),
    "alternative_of_another_output": _(
        "Compare with an alternative that delivers as much, or show how its output is comparable."
    ),
    "break_even_not_as_stated": _("Correct the statement, or the inputs from which it was taken."),
    "break_even_not_stated": _("State the break-even of every line that is varied."),
    "policy_left_out": _("Evidence the policy and the day on which it was adopted."),
    "policy_counted": _("Nothing is needed, unless the policy or its day is wrong."),
}
