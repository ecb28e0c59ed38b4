"""Every code has words, and the words hold the figures that decided."""

import copy
import re
from decimal import Decimal

import pytest
from django.utils import translation

from additionality.determination.pictures.words import DEFAULTS
from additionality.engine.analyses.regulatory import Effect
from additionality.engine.case import schema
from additionality.engine.codes import CONCERN_SEVERITY, REASONS
from additionality.engine.compare import all_packs
from additionality.engine.findings import Conclusion, Outcome
from additionality.engine.pack_vocabulary import ANALYSES, TIERS
from additionality.engine.problems import MESSAGES
from additionality.engine.rulepack import load_pack, pack_keys
from projects import wording, workflow
from projects.register import words
from projects.showing.picture_words import WORDS
from projects.wizard.steps import STEPS
from projects.wording import citations, concern_words, names, phrases, problems, reasons, refusals
from projects.wording.packs import packs as wording_packs
from tests.projects.showing.codes import (
    codes_of,
    concerns_with_details,
    refusals_raised,
)

LANGUAGES = ("en", "zh-hant")
LEFT_OVER = re.compile(r"%\(|%%|\bNone\b|\{|\}")


@pytest.fixture(params=LANGUAGES, autouse=True)
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def test_the_published_reasons_are_those_with_words():
    assert codes_of("Reasons") == set(REASONS) == reasons.CODES


def test_the_published_concerns_are_those_with_words():
    published = codes_of("Concerns")

    assert published == set(CONCERN_SEVERITY)
    assert published == set(concern_words.SENTENCES) == set(concern_words.SETTLING)


def test_the_published_problems_are_those_with_words():
    assert codes_of("Problems of a malformed case") == set(MESSAGES) == set(problems.PROBLEMS)


@pytest.mark.parametrize(("code", "detail"), concerns_with_details())
def test_a_concern_is_a_whole_sentence_with_what_would_settle_it(code, detail):
    case = {"alternatives": [{"id": "A1", "name": "Power from the grid"}]}

    sentence = wording.concern_sentence(code, detail, case)
    settle = wording.concern_settle(code, detail)

    for text in (sentence, settle):
        assert text.endswith((".", "。"))
        assert not LEFT_OVER.search(text)
    assert wording.severity(CONCERN_SEVERITY[code])


@pytest.mark.parametrize(
    ("detail", "asked"),
    [
        ({"value": "59500", "limit": "60000"}, "yearly reductions"),
        ({"capacity_kw": "4900", "limit_kw": "5000"}, "the capacity"),
        ({"saved_gwh": "19.5", "limit_gwh": "20"}, "electricity saved"),
    ],
)
def test_close_to_a_limit_it_is_the_measure_of_size_that_is_to_be_shown(english, detail, asked):
    assert asked in wording.concern_settle("just_below_tier_limit", detail)


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_problem_is_a_whole_sentence_with_all_it_is_told(code):
    params = {name: f"“{name}”" for name in re.findall(r"\{(\w+)\}", MESSAGES[code])}

    sentence = wording.problem_sentence(code, params)

    assert sentence.endswith((".", "。"))
    assert not LEFT_OVER.search(sentence)
    told = set(params) - ({"expected"} if code in ("text_empty", "tax_needs_post_tax") else set())
    assert [name for name in told if f"“{name}”" not in sentence] == []


def test_a_problem_without_its_values_still_has_a_sentence():
    assert "–" in wording.problem("wrong_type", {})


LAWS = [{"title": "Water Act", "clause": "", "effect": effect.value} for effect in Effect]
EVERY_FIGURE = {
    "laws": LAWS,
    "as_printed": {"indicator": "3.46", "benchmark": "8.25", "with_credits": None},
    "option": "benchmark",
    "indicator_kind": "project_irr",
    "lines": ["Heat"],
    "missing": ["rate", "depreciation.method"],
    "excluded_by": ["rec_applied"],
    "not_answered": ["carbon_fee_source"],
    "start_date": "2026-01-15",
    "due": "2026-07-15",
    "notified_on": "2026-02-01",
    "same_technology": ["North wind farm"],
    "crediting_years_most": "10",
    "lacks": ["grounds", "crediting.kind"],
    "met": ["host"],
    "npv_at_benchmark": "-305.687280",
    "break_even": [{"line": "all capex", "change": "-0.05"}],
    "barriers": [{"kind": "technological", "outcome": "passed", "because": []}],
    "free_alternatives": ["A1"],
    "n_all": "20",
    "n_diff": "15",
    "f": "0.250000",
    "gap": "5",
    "f_limit": "0.2",
    "gap_limit": "3",
    "unclear": "2",
    "unclear_difference": "1",
}


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_reason_is_a_whole_sentence(code):
    sentence = wording.reason_sentence(code, EVERY_FIGURE, {"investment": {"currency": "TWD"}})

    assert sentence.endswith((".", "。"))
    assert not LEFT_OVER.search(sentence.replace("None of", ""))
    assert code not in reasons.ABOUT_LAWS or "Water Act" in sentence


@pytest.mark.parametrize("kind", names.INDICATORS)
@pytest.mark.parametrize("code", [c for c in REASONS if "indicator_" in c and "benchmark" in c])
@pytest.mark.parametrize("value", ["8.25", "3.46", "9.99"])
def test_every_indicator_is_named_with_its_value(code, kind, value):
    figures = EVERY_FIGURE | {
        "indicator_kind": kind,
        "as_printed": {"indicator": value, "benchmark": "8.25", "with_credits": None},
    }
    if "above" in code and kind != "levelised_cost":
        figures["indicator_kind"] = kind = "levelised_cost"

    sentence = wording.reason_sentence(code, figures, {"investment": {"currency": "TWD"}})

    assert wording.indicator(kind) in sentence
    assert value in sentence
    assert not LEFT_OVER.search(sentence)


def expected_of_schema(part, found):
    """All the expectations the reader of cases can give, from the whole schema."""
    from additionality.engine.schema_reader import expectation

    found.add(expectation(part))
    for sub in [*part.get("properties", {}).values(), *filter(None, [part.get("items")])]:
        expected_of_schema(sub, found)
    return found


def test_what_the_engine_expects_is_in_words(english):
    left = [
        text
        for text in expected_of_schema(schema(), set())
        if not text.startswith("one of: ")
        and problems._fragment(text) == text
        and text not in problems.FRAGMENTS
    ]

    assert left == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0 or more and 1 or less", "0 or more, 1 or less"),
        ("more than -1 and less than 10", "more than -1, less than 10"),
        ("3 to 5", "3 to 5"),
        ("a number or a decimal string", "one of: a number, a decimal text"),
        ("npv or levelised_cost", "one of: net present value, levelised cost"),
        ('"a loan"', "“a loan”"),
    ],
)
def test_an_expectation_in_words(english, text, words):
    assert problems._fragment(text) == words


def test_every_refusal_has_a_sentence():
    guards = {guard.__name__ for move in workflow.MOVES.values() for guard in move.guards}
    codes = {"inactive", "wrong_role", "wrong_status", "overtaken"} | guards | refusals_raised()

    assert len(refusals_raised()) > 5
    assert codes == set(refusals.REFUSALS)
    assert all(wording.refusal_sentence(code).endswith((".", "。")) for code in codes)


def choices(*path):
    """The values of an enumeration in the published schema."""
    part = schema()
    for key in path:
        part = part["items"] if key == "[]" else part["properties"][key]
    return [value for value in part["enum"] if value is not None]


ENUMERATIONS = [
    (wording.measure, ("project", "measure")),
    (wording.energy_source, ("project", "energy_source")),
    (wording.energy_source, ("common_practice", "activities", "[]", "energy_source")),
    (wording.capacity_unit, ("project", "capacity", "unit")),
    (wording.carbon_status, ("common_practice", "activities", "[]", "carbon_status")),
    (wording.barrier_kind, ("barriers", "[]", "kind")),
    (wording.evidence_kind, ("barriers", "[]", "evidence_kind")),
    (wording.line_kind, ("investment", "lines", "[]", "kind")),
    (wording.benchmark_basis, ("investment", "benchmark", "basis")),
    (wording.tax_basis, ("investment", "tax_basis")),
    (wording.price_basis, ("investment", "price_basis")),
    (wording.route, ("route",)),
]


@pytest.mark.parametrize(
    ("words", "path"), ENUMERATIONS, ids=[".".join(p) for _, p in ENUMERATIONS]
)
def test_every_value_of_the_case_format_has_a_name(words, path):
    found = [words(value) for value in choices(*path)]

    assert len(found) > 1
    assert len(set(found)) == len(found)
    assert all(found)


def test_what_the_engine_and_the_moves_name_has_a_name():
    assert all(wording.tier(tier) for tier in TIERS)
    assert all(wording.analysis(name) for name in ANALYSES)
    assert all(wording.part(name) for name in ANALYSES)
    assert all(wording.station(name) for name in ("size", *ANALYSES, "decision"))
    assert all(words.ASKED[name] for name in ANALYSES)
    assert all(wording.outcome(one) for one in Outcome)
    assert all(wording.conclusion(one) for one in Conclusion)
    assert set(names.LAW_EFFECTS) == {effect.value for effect in Effect}
    assert set(names.MOVES) == set(workflow.MOVES)


def test_the_exclusions_of_the_case_format_have_names():
    assert set(names.EXCLUSIONS) == set(
        schema()["properties"]["regulatory"]["properties"]["exclusions"]["properties"]
    )


def test_the_pictures_have_all_their_words():
    assert set(WORDS) == set(DEFAULTS)


def test_an_unknown_code_is_never_shown_without_words():
    with pytest.raises(KeyError):
        wording.concern_sentence("invented", {})
    with pytest.raises(KeyError):
        wording.reason_sentence("invented", {}, {})
    with pytest.raises(KeyError):
        wording.refusal_sentence("invented")


def investment(indicator, benchmark, **figures):
    return {
        "as_printed": {"indicator": indicator, "benchmark": benchmark, "with_credits": None},
        "npv_at_benchmark": "-305.687280",
        **figures,
    }


@pytest.mark.parametrize(
    ("reason", "indicator", "sentence"),
    [
        pytest.param(
            "indicator_below_benchmark",
            "3.46",
            "The project IRR of 3.46 % is below the benchmark of 8.25 %, by 4.79 percentage points.",
            id="below",
        ),
        pytest.param(
            "indicator_not_below_benchmark",
            "8.25",
            "The project IRR of 8.25 % is equal to the benchmark of 8.25 %; "
            "to pass, it has to be below it.",
            id="on",
        ),
        pytest.param(
            "indicator_not_below_benchmark",
            "9.00",
            "The project IRR of 9.00 % is above the benchmark of 8.25 %, by 0.75 percentage points.",
            id="above",
        ),
        pytest.param(
            "indicator_below_benchmark",
            "-1.20",
            "The project IRR of −1.20 % is below the benchmark of 8.25 %, by 9.45 percentage points.",
            id="a negative IRR has a true minus",
        ),
        pytest.param(
            "no_indicator_npv_below_zero",
            None,
            "The cash flow has no internal rate of return; its net present value at the benchmark "
            "of 8.25 % is TWD −306, below zero.",
            id="no IRR at all",
        ),
    ],
)
def test_the_decisive_comparison_of_the_investment_analysis(english, reason, indicator, sentence):
    figures = investment(indicator, "8.25")
    case = {"investment": {"currency": "TWD"}}

    said = wording.reason_sentence(reason, figures, case)

    assert said.replace("\N{NO-BREAK SPACE}", " ") == sentence


def test_where_alternatives_are_compared_the_rate_is_that_of_the_best(english):
    case = {"investment": {"currency": "TWD", "option": "comparison"}}

    said = wording.reason_sentence("no_indicator_npv_below_zero", investment(None, "8.25"), case)

    assert said.replace("\N{NO-BREAK SPACE}", " ") == (
        "The cash flow has no internal rate of return; its net present value at the rate of return "
        "of the best alternative, 8.25 %, is TWD −306, below zero."
    )


def test_a_tiny_net_present_value_keeps_the_sign_that_decides(english):
    assert reasons.npv("-0.000095", "TWD") == "TWD −0.000095"
    assert reasons.npv("-0.01", "TWD") == "TWD\N{NO-BREAK SPACE}−0.01"
    assert reasons.npv("0.000000", "TWD") == "TWD\N{NO-BREAK SPACE}0"


def test_the_smallest_change_is_named_where_it_is_not_explained(english):
    evens = [
        {"line": "Turbines", "change": "-0.110680"},
        {"line": "Power sales", "change": "0.007992"},
        {"line": "O&M", "change": None},
    ]
    figures = investment("8.00", "8.15", break_even=evens)

    said = wording.reason_sentence("fragile_not_explained", figures, {})

    assert "a change of +0.80\N{NO-BREAK SPACE}% in “Power sales” reaches it" in said


@pytest.mark.parametrize(
    ("n_all", "n_diff", "part"),
    [
        pytest.param(
            20, 17, "F = 0.15 is not above its limit of 0.2, and the gap", id="both below"
        ),
        pytest.param(
            20, 16, "The gap of 4 is above its limit of 3, but F = 0.2", id="F on its limit"
        ),
        pytest.param(4, 1, "F = 0.75 is above its limit of 0.2, but the gap of 3", id="gap on it"),
    ],
)
def test_the_decisive_comparison_of_common_practice(english, n_all, n_diff, part):
    figures = {
        "n_all": str(n_all),
        "n_diff": str(n_diff),
        "f": f"{Decimal(n_all - n_diff) / n_all:.6f}",
        "gap": str(n_all - n_diff),
        "f_limit": "0.2",
        "gap_limit": "3",
    }

    assert part in wording.reason_sentence("not_common_practice", figures, {})


def test_both_limits_exceeded_are_said(english):
    figures = {
        "n_all": "20",
        "n_diff": "15",
        "f": "0.250000",
        "gap": "5",
        "f_limit": "0.2",
        "gap_limit": "3",
    }

    assert wording.reason_sentence("common_practice", figures, {}) == (
        "F = 0.25 is above its limit of 0.2, and the gap of 5 is above its limit of 3: "
        "the activity is common practice."
    )


def test_a_law_without_a_title_is_named_by_its_number(english):
    laws = [
        {"title": "Harmless Act", "clause": "", "effect": "harmless"},
        {"title": "", "clause": "", "effect": "mandates"},
        {"title": "Water Act", "clause": "Art. 7", "effect": "mandates"},
    ]

    said = wording.reason_sentence("mandated_by_law", {"laws": laws}, {})

    assert said == "Law that binds at the site mandates the activity: law 2, “Water Act”."


def assessment(tier, value):
    of_tonnes = {"metric": "annual_reductions_tco2e", "value": value}
    upper = of_tonnes | {"limit": "60000", "clause": "large > 60k"}
    lower = of_tonnes | {"limit": "20000", "clause": "micro < 20k"}
    basis = {"large": [upper], "small": [upper, lower], "micro": [lower]}[tier]
    return {"tier": tier, "tier_basis": copy.deepcopy(basis)}


@pytest.mark.parametrize(
    ("tier", "value", "part"),
    [
        pytest.param(
            "large", "60000.01", "60,000.01 tCO₂e, is above the limit of 60,000", id="above"
        ),
        pytest.param(
            "small", "60000", "60,000 tCO₂e, is not above 60,000", id="on the upper limit"
        ),
        pytest.param("small", "20000", "and not below 20,000", id="on the lower limit"),
        pytest.param("micro", "19999", "19,999 tCO₂e, is below the limit of 20,000", id="below"),
    ],
)
def test_the_reason_of_the_tier_at_its_limits(english, tier, value, part):
    said = wording.tier_reason(assessment(tier, value)).replace("\N{NO-BREAK SPACE}", " ")

    assert part in said


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        ("annual_reductions_tco2e", "The largest yearly reduction, 5 tCO₂e"),
        ("renewable_capacity_kw", "The renewable capacity, 5 kW"),
        ("electricity_saved_gwh", "The electricity saved a year, 5 GWh"),
    ],
)
@pytest.mark.parametrize(
    ("tier", "limits", "part"),
    [
        ("large", ["4"], "is above the limit of 4"),
        ("small", ["5", "2"], "is not above 5"),
        ("micro", ["5"], "is not above the limit of 5"),
    ],
)
def test_every_measure_of_size_is_named(english, metric, words, tier, limits, part):
    basis = [{"metric": metric, "value": "5", "limit": one, "clause": "Art. 8"} for one in limits]

    said = wording.tier_reason({"tier": tier, "tier_basis": basis}).replace(
        "\N{NO-BREAK SPACE}", " "
    )

    assert said.startswith(words)
    assert part in said
    assert said.count("Art. 8") == len(limits)


def test_of_a_large_project_every_measure_is_beyond_its_limit(english):
    metrics = ("renewable_capacity_kw", "annual_reductions_tco2e")
    basis = [{"metric": m, "value": "9", "limit": "5", "clause": "Art. 8"} for m in metrics]

    assert wording.tier_reason({"tier": "large", "tier_basis": basis}).count("is above") == 2
    assert wording.tier_reason({"tier": "micro", "tier_basis": basis}).count("is ") == 1


def test_a_name_is_typed_by_people_and_may_hold_anything(english):
    detail = {"lines": ["100 % steel %(x)s"]}

    assert "“100 % steel %(x)s”" in wording.concern_sentence("residual_not_in_last_year", detail)


def test_every_rule_and_clause_of_a_pack_is_translated_where_it_is_words():
    packs = [load_pack(key) for key in pack_keys()]
    citations_ = [one for pack in packs for one in pack.citations.values()]
    cited = {text for one in citations_ for text in (one.rule, one.title)}
    cited |= {v.clause for pack in packs for one in pack.parameters.values() for v in one.values}
    cited |= {one.clause for pack in packs for one in pack.positive_list.values()}
    code = re.compile(r"TOOL\d\d( v[\d.]+)?")

    unknown = {text for text in cited - citations.KNOWN if text.isascii()}
    assert not {text for text in unknown if not code.fullmatch(text)}


def test_every_rule_cited_at_a_question_is_translated_where_it_is_words():
    questions = [q for step in STEPS for q in (*step.form.base_fields.values(), *_of_cards(step))]
    cited = {q.citation for q in questions if getattr(q, "citation", "")}
    code = re.compile(r"TOOL\d\d( v[\d.]+)?")

    assert cited
    assert not {text for text in cited - citations.KNOWN if not code.fullmatch(text)}


def _of_cards(step):
    return step.form.card.base_fields.values() if step.form.card else ()


def test_sentences_and_items_stand_as_the_language_has_them(language):
    chinese = language == "zh-hant"
    assert phrases.run_on(["甲。", "乙。"]) == ("甲。乙。" if chinese else "甲。 乙。")
    assert phrases.separated(["a", "b"]) == ("a；b" if chinese else "a; b")


def test_packs_are_told_in_one_order_by_page_and_command():
    told = [pack.key for pack in wording_packs()]

    assert told == [pack.key for pack in all_packs()] == ["tw-offset", "cdm", "tw-ver-2023"]
