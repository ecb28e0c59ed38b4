"""The reason of a finding as one sentence with the figures that decided it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from additionality.engine.valuation import RATES_OF_RETURN
from projects.showing.numbers import change, figure, money, percent
from projects.wording.gate_reasons import GATE_PLAIN, GATE_WITH_FIGURES
from projects.wording.names import alternative, barrier_kind, indicator, line, term
from projects.wording.phrases import listed, quoted

Figures = Mapping[str, Any]
Case = Mapping[str, Any]

PLAIN = {
    **GATE_PLAIN,
    "no_law_found": _("The search that is described found no law that mandates the activity."),
    "no_law_mandates": _(
        "As the case states them, none of the laws found both binds at the site and mandates the activity."
    ),
    "only_complying_alternative": _(
        "Every alternative but the project breaks law that is generally enforced, "
        "so that law leaves only the project."
    ),
    "search_not_described": _("Which law was searched, where and when, is not described."),
    "alternatives_not_listed": _("A list of alternatives is required, and there is none."),
    "only_project_listed": _(
        "The list of alternatives holds only the project itself, which is not credible."
    ),
    "compliance_not_stated": _(
        "Of no alternative other than the project is it known that it complies with law."
    ),
    "benchmark_rate_not_stated": _("The rate of the benchmark is not stated."),
    "benchmark_value_not_stated": _(
        "The value with which the levelised cost is to be compared is not stated."
    ),
    "discount_rate_not_stated": _(
        "This indicator needs a discount rate, and the case states none."
    ),
    "output_not_stated": _("A levelised cost needs the yearly output, and the case states none."),
    "benchmark_option_not_appropriate": _(
        "Without the project the participant would itself have to invest to supply the same service, "
        "so that the comparison with a benchmark is not appropriate: alternatives must be compared."
    ),
    "company_internal_not_appropriate": _(
        "The benchmark is the company's own, and others could do the project too, or the company has not used it "
        "consistently, so that it is no benchmark for this project."
    ),
    "alternatives_without_cash_flow": _(
        "This option compares the project with alternatives, and a cash flow is missing for them."
    ),
    "alternatives_without_indicator": _(
        "For no alternative does the indicator exist, so that there is nothing to compare with."
    ),
    "investment_not_supplied": _("The investment analysis was not supplied."),
    "no_barrier_prevents_project": _(
        "None of the barriers claimed both stops this type of project without credits "
        "and is alleviated by them."
    ),
    "no_small_scale_barrier": _(
        "None of the barriers claimed would have led to an alternative that emits more."
    ),
    "barriers_not_supplied": _("No barrier is claimed."),
    "barrier_incomplete": _(
        "No barrier passes, and of at least one an answer or its evidence is missing."
    ),
    "no_comparable_plants": _(
        "There are no comparable plants, so that the activity is not common practice."
    ),
    "distinctions_stated": _(
        "The measure is none of the four that are counted; "
        "its essential distinctions from similar activities are stated."
    ),
    "common_practice_not_supplied": _(
        "Neither both counts of comparable plants nor a list of them was supplied."
    ),
    "area_reason_not_stated": _(
        "The plants are compared in an area smaller than the country, and no reason is given."
    ),
    "distinctions_not_stated": _(
        "The measure is none of the four that are counted, "
        "and its distinctions from similar activities are not stated."
    ),
    "route_not_chosen": _(
        "It is not said whether the investment analysis or the barrier analysis is relied on."
    ),
    "other_route_chosen": _(
        "The case relies on the other analysis, so that this one is not needed."
    ),
    "not_needed_at_tier": _("A project of this size does not need this analysis."),
}

#: Reason -> the effect of the laws it is about, and the sentence that names them.
ABOUT_LAWS = {
    "mandate_not_enforced": (
        "excused",
        _(
            "A binding law mandates the activity, but the case states, with evidence for each of the two, "
            "that it is systematically not enforced and that non-compliance is widespread: %(laws)s."
        ),
    ),
    "mandated_by_law": (
        "mandates",
        _("Law that binds at the site mandates the activity: %(laws)s."),
    ),
    "law_not_assessed": (
        "law_not_assessed",
        _("It is not said whether this law binds, or whether it mandates the activity: %(laws)s."),
    ),
    "law_territory_unclear": (
        "law_territory_unclear",
        _(
            "This law would mandate the activity, and the case does not say enough to tell "
            "whether it applies at the site: %(laws)s."
        ),
    ),
    "enforcement_not_stated": (
        "enforcement_not_stated",
        _(
            "It must be answered both whether this law is systematically not enforced "
            "and whether it is widely not complied with: %(laws)s."
        ),
    ),
    "enforcement_not_evidenced": (
        "enforcement_not_evidenced",
        _(
            "This law is said to be neither enforced nor complied with, "
            "and evidence for one of the two is missing: %(laws)s."
        ),
    ),
}

#: Where the cash flow has no single rate of return, its net present value decides.
BY_NPV = {
    "no_indicator_npv_below_zero": _(
        "The cash flow has no internal rate of return; its net present value at "
        "%(benchmark)s is %(npv)s, below zero."
    ),
    "no_indicator_npv_not_below_zero": _(
        "The cash flow has no internal rate of return; its net present value at "
        "%(benchmark)s is %(npv)s, not below zero."
    ),
    "several_indicators_npv_below_zero": _(
        "The cash flow has several internal rates of return; its net present value at "
        "%(benchmark)s is %(npv)s, below zero."
    ),
    "several_indicators_npv_not_below_zero": _(
        "The cash flow has several internal rates of return; its net present value at "
        "%(benchmark)s is %(npv)s, not below zero."
    ),
    "inflows_first_npv_below_zero": _(
        "In the cash flow money comes in before it goes out, so that its internal rate is no "
        "return; its net present value at %(benchmark)s is %(npv)s, below zero."
    ),
    "inflows_first_npv_not_below_zero": _(
        "In the cash flow money comes in before it goes out, so that its internal rate is no "
        "return; its net present value at %(benchmark)s is %(npv)s, "
        "not below zero."
    ),
}


def reason_sentence(code: str, figures: Figures, case: Case) -> str:
    """The sentence for a reason; `figures` are those of its finding, `case` its case file."""
    if code in PLAIN:
        return str(PLAIN[code])
    if code in ABOUT_LAWS:
        return _about_laws(code, figures)
    if code in BY_NPV:
        return str(BY_NPV[code]) % _valued(figures, case)
    return WITH_FIGURES[code](figures, case)


def _about_laws(code: str, figures: Figures) -> str:
    effect, sentence = ABOUT_LAWS[code]
    laws = [
        quoted(law["title"]) if law.get("title") else str(_("law %(number)s")) % {"number": number}
        for number, law in enumerate(figures.get("laws") or [], start=1)
        if law.get("effect") == effect
    ]
    return str(sentence) % {"laws": listed(laws)}


def printed(text: str | None) -> str:
    """A rate as the engine compared it: per cent with two decimals."""
    return "–" if text is None else percent(Decimal(text).scaleb(-2))


def _investment(figures: Figures, case: Case) -> dict[str, str]:
    shown = figures["as_printed"]
    currency, unit = units(case)
    kind = figures.get("indicator_kind", "project_irr")
    sides = [shown["indicator"], shown["benchmark"]]
    found, compared = (worth(text, kind, currency, unit) for text in sides)
    if found == compared and len(set(sides)) > 1:  # what decides is in the digits left out
        found, compared = (f"{currency} {figure(text)}".strip() for text in sides)
    words = {
        "name": indicator(kind),
        "indicator": found,
        "benchmark": compared,
        "npv": npv(figures["npv_at_benchmark"], currency),
    }
    if shown["indicator"] is not None:
        margin = Decimal(shown["indicator"]) - Decimal(shown["benchmark"])
        words["margin"] = figure(abs(margin), 2)
    return words


def _valued(figures: Figures, case: Case) -> dict[str, str]:
    """The same where the net present value decides: the rate says whose it is."""
    words = _investment(figures, case)
    is_comparison = (case.get("investment") or {}).get("option") == "comparison"
    whose = (
        _("the rate of return of the best alternative, %(rate)s,")
        if is_comparison
        else _("the benchmark of %(rate)s")
    )
    return words | {"benchmark": str(whose) % {"rate": words["benchmark"]}}


def units(case: Case) -> tuple[str, str]:
    """The currency of the case, and the unit in which its output is counted."""
    investment = case.get("investment") or {}
    output = investment.get("output") or {}
    return str(investment.get("currency") or ""), str(output.get("unit") or "")


def worth(text: str | None, kind: str, currency: str, unit: str = "") -> str:
    """An indicator for reading: rates in per cent with two decimals, a cost for one `unit`."""
    if text is None:
        return "–"
    if kind in RATES_OF_RETURN:
        return printed(text)
    if kind == "npv":
        return npv(text, currency)
    if kind == "benefit_cost":
        return figure(text)
    return f"{currency} {figure(text)}".strip() + (f"/{unit}" if unit else "")


def npv(value: str, currency: str) -> str:
    """A net present value; a very small one is not rounded away, because its sign decides."""
    if Decimal(value) and abs(Decimal(value)) < Decimal("0.01"):
        return f"{currency} {figure(value)}".strip()
    return money(value, currency)


def _compared(of_rates: Any, of_values: Any) -> Callable[[Figures, Case], str]:
    """A sentence that compares; rates of return also say by how many points."""

    def say(figures: Figures, case: Case) -> str:
        sentence = (
            of_rates
            if figures.get("indicator_kind", "project_irr") in RATES_OF_RETURN
            else of_values
        )
        return str(sentence) % _investment(figures, case)

    return say


_below = _compared(
    _(
        "The %(name)s of %(indicator)s is below the benchmark of %(benchmark)s, "
        "by %(margin)s percentage points."
    ),
    _("The %(name)s of %(indicator)s is below the %(benchmark)s it is compared with."),
)
_above = _compared(
    _(
        "The %(name)s of %(indicator)s is above the benchmark of %(benchmark)s, "
        "by %(margin)s percentage points."
    ),
    _("The %(name)s of %(indicator)s is above the %(benchmark)s it is compared with."),
)
_equal_to_be_below = _compared(
    _(
        "The %(name)s of %(indicator)s is equal to the benchmark of %(benchmark)s; "
        "to pass, it has to be below it."
    ),
    _(
        "The %(name)s of %(indicator)s is equal to the %(benchmark)s it is compared with; "
        "to pass, it has to be below it."
    ),
)
_equal_to_be_above = _compared(
    "",
    _(
        "The %(name)s of %(indicator)s is equal to the %(benchmark)s it is compared with; "
        "to pass, it has to be above it."
    ),
)
_better_alternative = _compared(
    _(
        "The best alternative has a %(name)s of %(benchmark)s, "
        "more favourable than the %(indicator)s of the project."
    ),
    _(
        "The best alternative has a %(name)s of %(benchmark)s, "
        "more favourable than the %(indicator)s of the project."
    ),
)
_no_better_alternative = _compared(
    _(
        "No alternative has a more favourable %(name)s than the project: "
        "the best has %(benchmark)s, the project %(indicator)s."
    ),
    _(
        "No alternative has a more favourable %(name)s than the project: "
        "the best has %(benchmark)s, the project %(indicator)s."
    ),
)


def _is_equal(figures: Figures) -> bool:
    shown = figures["as_printed"]
    return Decimal(shown["indicator"]) == Decimal(shown["benchmark"])


def _not_below(figures: Figures, case: Case) -> str:
    return (_equal_to_be_below if _is_equal(figures) else _above)(figures, case)


def _not_above(figures: Figures, case: Case) -> str:
    return (_equal_to_be_above if _is_equal(figures) else _below)(figures, case)


def _earning(figures: Figures, case: Case) -> str:
    sentence = _(
        "The simple cost analysis is only for projects and alternatives that earn nothing but "
        "credits; these lines earn something: %(lines)s."
    )
    return str(sentence) % {"lines": listed(quoted(name) for name in figures["lines"])}


def _terms_missing(sentence: Any) -> Callable[[Figures, Case], str]:
    def say(figures: Figures, case: Case) -> str:
        return str(sentence) % {"missing": listed(term(name) for name in figures["missing"])}

    return say


def nearest_break_even(figures: Figures) -> dict[str, Any] | None:
    """The line that reaches the benchmark with the smallest change, or None where none does."""
    reached = [one for one in figures.get("break_even") or [] if one["change"] is not None]
    return min(reached, key=lambda one: abs(Decimal(one["change"])), default=None)


def _fragile(figures: Figures, case: Case) -> str:
    nearest = nearest_break_even(figures) or {"line": "", "change": None}
    by_value = figures["as_printed"]["indicator"] is None
    words = (_valued if by_value else _investment)(figures, case) | {
        "change": change(nearest["change"]),
        "line": line(nearest["line"]),
    }
    if by_value:
        sentence = _(
            "The net present value at %(benchmark)s is %(npv)s, below zero, but "
            "a change of %(change)s in %(line)s brings it to zero, "
            "and it is not explained why that is unlikely."
        )
    else:
        sentence = _(
            "The %(name)s of %(indicator)s is less favourable than %(benchmark)s, but "
            "a change of %(change)s in %(line)s reaches it, "
            "and it is not explained why that is unlikely."
        )
    return str(sentence) % words


def _kinds(figures: Figures) -> str:
    """The kinds of the barriers that passed, each once."""
    passed = [one["kind"] for one in figures.get("barriers") or [] if one["outcome"] == "passed"]
    return listed(barrier_kind(kind) for kind in dict.fromkeys(passed) if kind)


def _barriers(sentence: Any) -> Callable[[Figures, Case], str]:
    def say(figures: Figures, case: Case) -> str:
        free = [alternative(key, case) for key in figures.get("free_alternatives") or []]
        return str(sentence) % {"kinds": _kinds(figures), "alternatives": listed(free)}

    return say


def _not_common(figures: Figures, case: Case) -> str:
    if figures.get("f") is None:
        return str(
            _(
                "No plant is comparable for certain, and those that are not clear "
                "would not make the activity common practice."
            )
        )
    share, gap = _exceeded(figures)
    if share:
        sentence = _(
            "F = %(f)s is above its limit of %(f_limit)s, but the gap of %(gap)s is not above its "
            "limit of %(gap_limit)s; only both together make common practice."
        )
    elif gap:
        sentence = _(
            "The gap of %(gap)s is above its limit of %(gap_limit)s, but F = %(f)s is not above "
            "its limit of %(f_limit)s; only both together make common practice."
        )
    else:
        sentence = _(
            "F = %(f)s is not above its limit of %(f_limit)s, "
            "and the gap of %(gap)s is not above its limit of %(gap_limit)s."
        )
    return str(sentence) % _counted(figures)


def _common(figures: Figures, case: Case) -> str:
    sentence = _(
        "F = %(f)s is above its limit of %(f_limit)s, and the gap of %(gap)s is above its "
        "limit of %(gap_limit)s: the activity is common practice."
    )
    return str(sentence) % _counted(figures)


def _incomplete(figures: Figures, case: Case) -> str:
    sentence = _(
        "Answers are missing that could turn the outcome: whether a plant is comparable "
        "(plants: %(unclear)s), and whether its technology is different (plants: %(different)s)."
    )
    return str(sentence) % {
        "unclear": figure(figures.get("unclear", "0")),
        "different": figure(figures.get("unclear_difference", "0")),
    }


def _exceeded(figures: Figures) -> tuple[bool, bool]:
    """Whether F, and whether the gap, is above its limit; in whole numbers, as the engine does."""
    gap, n_all = int(figures["gap"]), int(figures["n_all"])
    f_limit, gap_limit = Fraction(figures["f_limit"]), Fraction(figures["gap_limit"])
    return gap > f_limit * n_all, gap > gap_limit


def _counted(figures: Figures) -> dict[str, str]:
    return {key: figure(figures[key]) for key in ("f", "gap", "f_limit", "gap_limit")}


WITH_FIGURES: dict[str, Callable[[Figures, Case], str]] = {
    **GATE_WITH_FIGURES,
    "indicator_below_benchmark": _below,
    "indicator_not_below_benchmark": _not_below,
    "indicator_above_benchmark": _above,
    "indicator_not_above_benchmark": _not_above,
    "alternative_costs_less": _better_alternative,
    "no_alternative_costs_less": _no_better_alternative,
    "alternative_more_attractive": _better_alternative,
    "no_alternative_more_attractive": _no_better_alternative,
    "simple_cost_not_appropriate": _earning,
    "loan_incomplete": _terms_missing(
        _("The loan cannot be computed, because these terms are missing: %(missing)s.")
    ),
    "tax_incomplete": _terms_missing(
        _("The tax cannot be computed, because these terms are missing: %(missing)s.")
    ),
    "fragile_not_explained": _fragile,
    "barrier_prevents_project": _barriers(
        _(
            "Evidenced barriers stop this type of project without credits, and credits alleviate "
            "them (%(kinds)s); free of them all is: %(alternatives)s."
        )
    ),
    "small_scale_barrier": _barriers(
        _("An evidenced barrier would have led to an alternative that emits more: %(kinds)s.")
    ),
    "no_alternative_free_of_barriers": _barriers(
        _("No alternative other than the project is free of all barriers accepted (%(kinds)s).")
    ),
    "free_alternative_not_stated": _barriers(
        _("It is not said which alternatives are free of the barriers accepted (%(kinds)s).")
    ),
    "not_common_practice": _not_common,
    "common_practice": _common,
    "activities_incomplete": _incomplete,
}
CODES = {*PLAIN, *ABOUT_LAWS, *BY_NPV, *WITH_FIGURES}
