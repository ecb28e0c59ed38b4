"""Each concern as a sentence, and what would settle it. A concern never changes an outcome."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.showing import numbers
from projects.wording import names
from projects.wording.phrases import listed, quoted

#: Concern -> (what was seen, what would settle it).
CONCERNS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    # the project
    "excluded_source": (
        _("A circumstance that excludes a project under other rules is answered yes: %(answers)s."),
        _(
            "Evidence that the reductions are not counted twice, or that the circumstance has ended."
        ),
    ),
    "just_below_tier_limit": (
        _(
            "The largest yearly reduction, %(value)s, is at most 5 %% below the limit of %(limit)s, "
            "above which more would be asked."
        ),
        _("The calculation behind the estimate, and why no year can be higher."),
    ),
    "out_of_proportion_to_capacity": (
        _(
            "The largest yearly reduction, %(value)s, does not fit a capacity of %(megawatts)s MW: "
            "between %(least)s and %(most)s would be plausible."
        ),
        _(
            "The yearly output and the emission factor behind the estimate, or a corrected capacity."
        ),
    ),
    "fewer_years_than_crediting_period": (
        _("Reductions are estimated for %(years)s years, and the crediting period has %(period)s."),
        _(
            "An estimate for every year of the crediting period: the largest year decides the scale."
        ),
    ),
    "timeline_out_of_order": (
        _("%(second)s (%(second_date)s) comes before %(first)s (%(first_date)s)."),
        _("Corrected dates, or documents that explain the order of decision, start and notice."),
    ),
    "notice_late": (
        _(
            "The notice of prior consideration of %(notified_on)s came after %(due)s, more than six months after "
            "the start on %(start_date)s."
        ),
        _(
            "An earlier notice, or other evidence that credits were considered when the decision was made."
        ),
    ),
    "no_evidence": (
        _("The case holds no evidence at all."),
        _(
            "Documents for the claims that decide: the search of the law, the inputs, the barriers, the counts."
        ),
    ),
    # regulatory
    "alternatives_contradict_law": (
        _(
            "The list of alternatives and the laws contradict each other. Said to comply with law: %(said_to_comply)s. "
            "Said to break law: %(said_to_break_law)s."
        ),
        _("A corrected list of laws or of alternatives, so that both tell the same."),
    ),
    "project_does_not_comply": (
        _("The project without credits is itself said to break law."),
        _("Which law it breaks, and how the project with credits becomes lawful."),
    ),
    "project_not_among_alternatives": (
        _("The project without credits is not on the list of alternatives."),
        _("Add it: it is what the other alternatives are compared with."),
    ),
    "only_project_complies": (
        _(
            "Only the project complies with law; at this scale the list of alternatives does not decide."
        ),
        _("Show that the law is not generally enforced, or that another alternative is lawful."),
    ),
    "law_outside_territory": (
        _(
            "A law that would mandate the activity is set aside because it does not apply at the site: %(laws)s."
        ),
        _("Evidence of the territory in which the law applies, and of the place of the project."),
    ),
    "law_adopted_after_assessment": (
        _("A law is dated after the day of this assessment: %(laws)s."),
        _("The day on which the law was adopted; a later law is looked at again at each issuance."),
    ),
    "alternative_compliance_not_stated": (
        _("Of some alternatives it is not said whether they comply with law: %(alternatives)s."),
        _("An answer for each alternative."),
    ),
    # investment
    "fragile": (
        _(
            "The result is fragile: a variation of 10 %% or less reaches the benchmark (%(break_even)s)."
        ),
        _(
            "A reviewer accepts by name the explanation why that variation is unlikely; until then no approval."
        ),
    ),
    "crosses_within_range": (
        _(
            "The benchmark is reached within the range of the sensitivity analysis, beyond 10 %% (%(break_even)s)."
        ),
        _("Evidence for the inputs named, and why they will not vary so far."),
    ),
    "range_too_narrow": (
        _("The range asked for, ±%(range)s, is narrower than the rules allow; ±%(used)s is used."),
        _("Nothing more is needed: the wider range has been applied."),
    ),
    "near_benchmark": (
        _("The project IRR is within %(points)s percentage points of the benchmark."),
        _("How the benchmark is derived, in detail: at this distance its derivation decides."),
    ),
    "below_benchmark_with_credits": (
        _(
            "With the revenue from credits the IRR of %(with_credits)s is still below the benchmark of %(benchmark)s: "
            "the credits do not decide."
        ),
        _("Why the project is carried out although credits do not make it attractive."),
    ),
    "lower_with_credits": (
        _("With credits the IRR, %(with_credits)s, is lower than without, %(indicator)s."),
        _("A corrected cash flow: revenue from credits cannot lower a return."),
    ),
    "no_credit_revenue": (
        _("No revenue from credits is given, so that its effect cannot be shown."),
        _("The expected revenue from credits, year by year."),
    ),
    "looks_discounted": (
        _(
            "The flows look as if they had been discounted already: from year to year they shrink by the same factor, "
            "%(yearly_ratio)s, as if discounted at %(implied_rate)s."
        ),
        _(
            "The flows as they are expected in each year, not discounted, with the sheet they come from."
        ),
    ),
    "horizon_shorter_than_life": (
        _(
            "The technical life of %(life)s years is longer than the %(years)s operating years, and no residual value "
            "is given."
        ),
        _("A residual value in the last year at fair value, or a cash flow over the whole life."),
    ),
    "operating_years_out_of_range": (
        _(
            "The cash flow has %(years)s operating years; in general it is at least %(least)s and at most %(most)s."
        ),
        _("A cash flow over the expected operating life, or the reason for another period."),
    ),
    "residual_not_in_last_year": (
        _("A residual value does not stand in the last year: %(lines)s."),
        _("The residual value in the last year."),
    ),
    "construction_interest_as_investment": (
        _("Interest during construction seems to be counted as investment: %(lines)s."),
        _("A cash flow without it: interest does not belong in the project IRR."),
    ),
    "working_capital_as_investment": (
        _("Working capital seems to be counted as investment: %(lines)s."),
        _("A line of its own for working capital that comes back at the end."),
    ),
    "working_capital_not_recovered": (
        _("Working capital of %(amount)s does not come back by the end."),
        _("Its recovery in the last year, or the reason why it is lost."),
    ),
    "units_differ": (
        _("The cost of %(line)s is quoted for %(quoted)s units, and %(built)s are built."),
        _("A quotation for what is really built."),
    ),
    "amount_not_price_times_quantity": (
        _("The amounts of %(line)s are not price times quantity, in the years %(years)s."),
        _("Corrected amounts, prices or quantities."),
    ),
    "source_after_decision": (
        _(
            "The source of an input is dated after the investment decision of %(decision_date)s: %(lines)s."
        ),
        _("The source that was at hand when the decision was made."),
    ),
    "benchmark_source_after_decision": (
        _(
            "The source of the benchmark is dated after the investment decision of %(decision_date)s."
        ),
        _("The source of the benchmark that was at hand when the decision was made."),
    ),
    "decision_date_not_stated": (
        _(
            "The day of the investment decision is not given, so that it cannot be told whether the inputs held then."
        ),
        _("The day of the decision, with the resolution or contract."),
    ),
    "inputs_without_source": (
        _("No line of the cash flow names its source."),
        _("For each line that weighs, the document it comes from and its date."),
    ),
    "benchmark_without_source": (
        _("The benchmark names no source."),
        _("The document the benchmark comes from, and its date."),
    ),
    "benchmark_basis_not_stated": (
        _("It is not said how the benchmark is derived."),
        _("The basis of the benchmark and its derivation."),
    ),
    "company_internal_benchmark": (
        _("The benchmark is a rate of the company itself."),
        _(
            "That only this developer can carry out the project, and has used the rate consistently."
        ),
    ),
    "benchmark_implausible": (
        _("A benchmark of %(benchmark)s is implausible: perhaps percent were meant."),
        _("A corrected rate."),
    ),
    "tax_basis_not_stated": (
        _("It is not said whether the benchmark is before or after tax."),
        _("The tax basis of the benchmark."),
    ),
    "price_basis_not_stated": (
        _("It is not said whether the benchmark is nominal or real."),
        _("The price basis of the benchmark."),
    ),
    "tax_not_shown": (
        _("The cash flow is after tax, and the tax in it is not shown."),
        _("The calculation of the tax, year by year."),
    ),
    # barriers
    "barrier_not_counted": (
        _(
            "Barrier %(barrier)s (%(kind)s) was not counted. The answers that stand against it: %(because)s."
        ),
        _("The missing answers and evidence, or leave the barrier out."),
    ),
    "alternative_not_named": (
        _(
            "The alternative that would have emitted more is described, but not named from the list: %(barriers)s."
        ),
        _("Name the alternative."),
    ),
    # common practice
    "activities_unclear": (
        _(
            "Answers are missing in the list of plants: %(unclear)s plants may or may not be comparable, and of "
            "%(unclear_difference)s it is open whether their technology differs."
        ),
        _("Capacity, start of operation and technology of each plant named."),
    ),
    "exclusion_without_reason": (
        _("Plants are left out of the count without a reason: %(activities)s."),
        _("The reason for each plant, with evidence."),
    ),
    "difference_without_reason": (
        _("Plants are called different without a reason: %(activities)s."),
        _(
            "In which respect each differs: energy source, feedstock, size, investment climate or cost."
        ),
    ),
    "qualitative_comparison": (
        _("The comparison with similar activities is in words and cannot be counted."),
        _("The judgement of a reviewer on the distinctions stated."),
    ),
}

#: The dates of the timeline as the subject of a sentence.
EVENTS: names.Words = {
    "decision_date": _("The investment decision"),
    "start_date": _("The start"),
    "notified_on": _("The notice of prior consideration"),
}
_RATES = ("with_credits", "indicator", "benchmark", "implied_rate")
_DAYS = ("start_date", "due", "notified_on", "decision_date", "first_date", "second_date")
_ALTERNATIVES = ("alternatives", "said_to_comply", "said_to_break_law")
#: Whose `value`, `limit`, `least` and `most` are tonnes a year.
_IN_TONNES = ("just_below_tier_limit", "out_of_proportion_to_capacity")


def concern_sentence(code: str, detail: Mapping[str, Any], case: Mapping[str, Any]) -> str:
    """What was seen, with the values of `detail`; `case` gives the names of alternatives."""
    words = dict.fromkeys(_ALTERNATIVES, "–")
    words |= {key: _shown(code, key, value, case) for key, value in detail.items()}
    return str(CONCERNS[code][0]) % words


def concern_settle(code: str) -> str:
    """What would settle the concern."""
    return str(CONCERNS[code][1])


def _shown(code: str, key: str, value: Any, case: Mapping[str, Any]) -> str:
    if isinstance(value, list):
        return listed(_each(key, value, case))
    if key in _DAYS:
        return numbers.day(value)
    if key in ("first", "second"):
        return str(EVENTS[value])
    if key in _RATES:
        return numbers.percent(value)
    if key in ("range", "used"):
        return numbers.change(value).lstrip("+")
    if key == "kind":
        return names.barrier_kind(value) if value else str(_("kind not stated"))
    if key == "barrier":
        return _from_one(value)
    if key == "line":
        return names.line(value)
    if key == "yearly_ratio":
        return numbers.figure(value, 4)
    if code in _IN_TONNES and key != "megawatts":
        return numbers.tonnes(value)
    return numbers.figure(value)


def _each(key: str, items: Iterable[Any], case: Mapping[str, Any]) -> Iterable[str]:
    if key == "break_even":
        return (f"{names.line(one['line'])} {numbers.change(one['change'])}" for one in items)
    if key == "answers":
        return map(names.exclusion, items)
    if key == "because":
        return map(names.barrier_answer, items)
    if key in _ALTERNATIVES:
        return (names.alternative(one, case) for one in items)
    if key == "barriers":
        return map(_from_one, items)
    return items if key == "years" else map(quoted, items)


def _from_one(position: Any) -> str:
    """People count from one, the engine from zero."""
    return str(int(position) + 1)
