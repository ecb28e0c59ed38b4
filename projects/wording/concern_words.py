"""The words of the concerns: a sentence for each, and what would settle it.

Where either depends on which detail there is, it is a mapping by that detail.
"""

from django.utils.translation import gettext_lazy as _

from projects.wording.concern_words_investment import INVESTMENT_SENTENCES, INVESTMENT_SETTLING

SENTENCES = {
    # the project
    "excluded_source": _(
        "A circumstance applies that excludes a project under other rules: %(answers)s."
    ),
    "just_below_tier_limit": {
        "value": _(
            "The largest yearly reduction, %(value)s, lies close to the limit of %(limit)s; "
            "with a little more, more would have to be shown."
        ),
        "capacity_kw": _(
            "The capacity of %(capacity_kw)s kW lies close to the limit of %(limit_kw)s kW; "
            "with a little more, more would have to be shown."
        ),
        "saved_gwh": _(
            "The electricity saved, %(saved_gwh)s GWh a year, lies close to the limit of "
            "%(limit_gwh)s GWh; with a little more, more would have to be shown."
        ),
    },
    "out_of_proportion_to_capacity": _(
        "The largest yearly reduction, %(value)s, does not fit a capacity of %(megawatts)s MW; "
        "between %(least)s and %(most)s can be expected."
    ),
    "out_of_proportion_to_saving": _(
        "The largest yearly reduction, %(value)s, does not fit %(saved_gwh)s GWh of electricity saved a year, "
        "for which the scale is a smaller one; at most %(most)s can be expected."
    ),
    "fewer_years_than_crediting_period": _(
        "The crediting period has more years than are estimated (%(period)s against %(years)s)."
    ),
    "crediting_period_too_long": _(
        "The crediting period of %(period)s years is longer than these rules allow; "
        "they allow at most %(period_most)s."
    ),
    "timeline_out_of_order": _(
        "The dates are not in order: %(second)s on %(second_date)s, "
        "before %(first)s on %(first_date)s."
    ),
    "notice_late": _(
        "The notice of %(notified_on)s came late: the project started on %(start_date)s, "
        "so that it was due by %(due)s."
    ),
    "older_by_its_dates": _(
        "The measure is said not to be older than %(years)s years, "
        "but the project started on %(start_date)s."
    ),
    "mandated_but_not_asked": _(
        "Law mandates the activity; these rules do not ask for that at this size: %(laws)s."
    ),
    "no_evidence": _("The case holds no evidence at all."),
    # regulatory
    "alternatives_contradict_law": {
        "said_to_comply": _(
            "A law mandates the activity, yet alternatives are said to comply with law: "
            "%(said_to_comply)s."
        ),
        "said_to_break_law": _(
            "No binding law is named, yet alternatives are said to break law: "
            "%(said_to_break_law)s."
        ),
    },
    "project_does_not_comply": _("The project without credits is said to break law."),
    "project_not_among_alternatives": _(
        "The project without credits is not on the list of alternatives."
    ),
    "only_project_complies": _(
        "Of all the alternatives only the project complies with law; "
        "at this size that does not decide."
    ),
    "law_outside_territory": _(
        "A law that would mandate the activity is set aside, because it does not apply at the "
        "site: %(laws)s."
    ),
    "law_adopted_after_assessment": _("A law is dated after the day of the assessment: %(laws)s."),
    "alternative_compliance_not_stated": _(
        "Of some alternatives it is not said whether they comply with law: %(alternatives)s."
    ),
    # barriers
    "barrier_not_counted": _(
        "Barrier %(barrier)s (%(kind)s) was not counted; missing or against it: %(because)s."
    ),
    "alternative_not_named": _(
        "The alternative that would have emitted more is described, not named "
        "(barriers: %(barriers)s)."
    ),
    "dropped_alternative": _(
        "Alternatives that break enforced law, or that are dropped from the list, do not count here: %(alternatives)s."
    ),
    "positive_list_not_counted": _(
        "The entry %(entry)s of the positive list does not count: %(gaps)s."
    ),
    "barrier_removable_by_money": _(
        "Money can remove a barrier, and no line of the investment analysis holds what that costs "
        "(barriers: %(barriers)s)."
    ),
    # common practice
    "activities_unclear": _(
        "The counts stay open: plants of which it is not clear whether they are comparable: "
        "%(unclear)s; whether their technology is different: %(unclear_difference)s."
    ),
    "exclusion_without_reason": _("Plants are left out without a reason: %(activities)s."),
    "difference_without_reason": _("Plants are called different without a reason: %(activities)s."),
    "carbon_projects_not_told": _(
        "The data set does not say which plants are carbon projects, so that none could be set apart: "
        "%(plants)s are counted of which nobody says whether they are."
    ),
    "query_rows_missing": _(
        "Rows that the search of the data set found are not listed (%(missing)s). Each of them is "
        "counted as unclear."
    ),
    "query_differs_from_case": _(
        "The search of the data set was narrower than the rule asks for the case as it is now: %(parts)s."
    ),
    "row_contradicts_data_set": _(
        "What is stated of plants is not what the data set says: %(rows)s."
    ),
    "row_not_from_data_set": _(
        "The data set does not say it, and no document of the plant shows it: %(rows)s."
    ),
    "qualitative_comparison": _(
        "The comparison with similar activities is in words and needs a reviewer's judgement."
    ),
    **INVESTMENT_SENTENCES,
}

SETTLING = {
    "excluded_source": _("Show that the circumstance does not concern the reductions claimed."),
    "just_below_tier_limit": {
        "value": _("Show how the yearly reductions were estimated, with the sources."),
        "capacity_kw": _("Show the capacity by a document of the plant."),
        "saved_gwh": _("Show how the electricity saved was estimated, with the sources."),
    },
    "out_of_proportion_to_capacity": _(
        "Correct the capacity or the reductions, or show the calculation behind them."
    ),
    "out_of_proportion_to_saving": _(
        "Correct the electricity saved or the reductions, or show the calculation behind them."
    ),
    "fewer_years_than_crediting_period": _("Estimate every year of the crediting period."),
    "crediting_period_too_long": _("Choose a crediting period that these rules allow."),
    "older_by_its_dates": _("Correct the answer or the day of the start, or explain the two."),
    "mandated_but_not_asked": _(
        "Show that the law does not bind, or that it is neither enforced nor complied with."
    ),
    "timeline_out_of_order": _("Correct the dates, or evidence them and explain the order."),
    "notice_late": _("Show an earlier written notice, or other evidence of prior consideration."),
    "no_evidence": _("Upload the documents that the answers rest on."),
    "alternatives_contradict_law": _("Correct the list of alternatives, or the answers on law."),
    "project_does_not_comply": _("Show that the project complies with law, or correct the answer."),
    "project_not_among_alternatives": _("Add the project without credits to the alternatives."),
    "only_project_complies": _("Show an alternative that complies, or that law is not enforced."),
    "law_outside_territory": _("Evidence the territory of the law and the place of the site."),
    "law_adopted_after_assessment": _("Correct the date, or explain why the law matters already."),
    "alternative_compliance_not_stated": _(
        "Say of every alternative whether it complies with law."
    ),
    "barrier_not_counted": _("Supply the answer or the evidence, or leave the barrier out."),
    "alternative_not_named": _("Name the alternative on the list of alternatives."),
    "dropped_alternative": _(
        "Compare with an alternative that stays on the list, or show that the law is neither enforced nor obeyed."
    ),
    "positive_list_not_counted": _(
        "Supply the grounds and the evidence, correct the entry, or show a barrier."
    ),
    "barrier_removable_by_money": _(
        "Put what removing it costs into a line of the cash flow, and name that line at the barrier."
    ),
    "activities_unclear": _(
        "Supply capacity, unit, start and technology of the plants that are not clear."
    ),
    "exclusion_without_reason": _("Give a reason for every plant that is left out."),
    "difference_without_reason": _("Say of every such plant in what its technology differs."),
    "carbon_projects_not_told": _(
        "Say of each plant whether it is a carbon project, by the registers of the programmes, or search "
        "a data set that says it."
    ),
    "query_rows_missing": _(
        "Search again, and leave plants out with a reason instead of removing them."
    ),
    "query_differs_from_case": _("Search the data set again with what the case says now."),
    "row_contradicts_data_set": _(
        "Take what the data set says, or show by a document of the plant why it is otherwise."
    ),
    "row_not_from_data_set": _(
        "Name at each of these plants the document that shows it, or leave the answer out."
    ),
    "qualitative_comparison": _("A reviewer weighs the distinctions stated."),
    **INVESTMENT_SETTLING,
}
