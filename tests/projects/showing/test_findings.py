"""Assessments in words: all golden cases, the demonstration, and the components that show them."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from additionality.determination.pictures.words import DEFAULTS
from additionality.engine.assess import assess
from additionality.engine.case import read_case
from projects.showing.figures import NoSuchPicture, address_of, picture
from projects.showing.findings import show
from projects.wizard.forms.regulatory import NOTED
from tests.factories import case_file, micro_case_file
from tests.rulepacks.golden import FILES, REMOVED, base_of, changed, document

ROOT = Path(__file__).resolve().parents[3]
DEMO = sorted((ROOT / "projects" / "demo" / "cases").glob("*.json"))
LANGUAGES = ("en", "zh-hant")
CHINESE = re.compile("[\u4e00-\u9fff]")
NOTHING = re.compile(r"\bNone\b(?! of )")


@pytest.fixture(params=LANGUAGES)
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def judged(data):
    """A case file and its assessment, as a submission stores them."""
    case = read_case(data)
    return assess(case).to_dict(), case.to_dict()


def golden():
    for file in FILES:
        content = document(file)
        for case in content["cases"]:
            if "malformed" not in case:
                removed = dict.fromkeys(case.get("remove", []), REMOVED)
                yield case["name"], changed(content["base"], {**case.get("change", {}), **removed})


GOLDEN = [pytest.param(data, id=name) for name, data in golden()]


def said_in(shown):
    yield from (shown.conclusion_label, shown.sentence, shown.tier_label, shown.tier_reason)
    yield from shown.required
    for finding in shown.findings:
        yield from (finding.title, finding.outcome_label, finding.sentence)
        yield from (row.label for row in finding.figures)
        yield from (row.value for row in finding.figures)
        yield from (one.alt for one in finding.pictures)
        for concern in finding.concerns:
            yield from (concern.severity_label, concern.sentence, concern.settle)
        for table in finding.tables:
            yield from (table.caption, *table.head)
            for row in table.rows:
                assert len(row) == len(table.head)
                yield from row


@pytest.mark.parametrize("data", GOLDEN)
def test_every_golden_case_has_words(language, data):
    result, case = judged(data)

    shown = show(result, case)

    assert [one.analysis for one in shown.findings] == [f["analysis"] for f in result["findings"]]
    for text in said_in(shown):
        assert text
        assert "%(" not in text
        assert not NOTHING.search(text)


@pytest.mark.parametrize("data", GOLDEN)
def test_every_picture_named_can_be_drawn(english, data):
    result, case = judged(data)
    shown = show(result, case)

    for one in [*shown.pictures, *(p for f in shown.findings for p in f.pictures)]:
        drawn = picture(one.name, result, case)
        assert drawn.startswith(b"<svg")
        assert b"<script" not in drawn


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.stem)
def test_the_demonstration_is_shown_and_drawn(language, file):
    result, case = judged(json.loads(file.read_text(encoding="utf-8")))
    shown = show(result, case)

    assert shown.conclusion == "additional"
    names = [one.name for one in shown.pictures]
    names += [one.name for finding in shown.findings for one in finding.pictures]
    assert "reductions_by_year" in names
    assert all(picture(name, result, case).startswith(b"<svg") for name in names)
    assert ("irr_against_benchmark" in names) == (shown.tier == "large")


def test_a_picture_is_drawn_in_the_language_of_the_reader():
    result, case = judged(case_file())

    drawn = {}
    for language in LANGUAGES:
        with translation.override(language):
            drawn[language] = picture("irr_against_benchmark", result, case).decode()

    assert DEFAULTS["benchmark"] in drawn["en"]
    assert not CHINESE.search(re.sub(r'font-family="[^"]*"', "", drawn["en"]))


def test_a_picture_follows_its_figures(english):
    """Two cases that differ must never share a drawing from the cache."""
    result, case = judged(case_file())
    other = case_file()
    other["investment"]["benchmark"]["rate"] = "0.0900"

    first = picture("irr_against_benchmark", result, case)

    assert picture("irr_against_benchmark", *judged(other)) != first
    assert picture("irr_against_benchmark", result, case) == first


@pytest.mark.parametrize("name", ["", "irr", "svg", "__name__", "annotations", "common_practice"])
def test_a_picture_of_another_name_is_refused(english, name):
    with pytest.raises(NoSuchPicture):
        picture(name, *judged(case_file()))


def test_a_micro_case_has_no_picture_of_an_analysis_it_does_not_need(english):
    result, case = judged(micro_case_file())

    with pytest.raises(NoSuchPicture):
        picture("irr_against_benchmark", result, case)
    drawn = [[one.name for one in finding.pictures] for finding in show(result, case).findings]
    assert drawn == [["prior_consideration"], [], [], []]


def test_the_address_of_a_picture_follows_what_the_page_shows():
    case = SimpleNamespace(pk="0b0e7a3e-6a43-4f62-9a54-6f9f5d1f4d3a")
    submission = SimpleNamespace(case_id=case.pk, number=2)

    assert address_of("x", case=case) == f"/cases/{case.pk}/pictures/x.svg"
    assert (
        address_of("x", case=case, submission=submission)
        == f"/cases/{case.pk}/submissions/2/pictures/x.svg"
    )
    assert address_of("x") == ""


def test_the_working_of_the_large_case(english):
    shown = show(*judged(case_file()))
    investment = next(one for one in shown.findings if one.analysis == "investment")
    rows = {row.label: row.value.replace("\N{NO-BREAK SPACE}", " ") for row in investment.figures}

    assert rows == {
        "Without credits: project IRR": "3.46 %",
        "Benchmark": "8.25 %",
        "Margin to the benchmark": "−4.79 percentage points",
        "With credits: project IRR": "9.61 %",
        "Are the credits decisive?": "Yes",
        "Credit revenue with which the benchmark is reached": "76.79 %",
        "Price of a credit on average, by the estimated reductions": "TWD 0.0009091",
        "Price of a credit with which the benchmark is reached": "TWD 0.0006981",
        "Net present value at the benchmark": "TWD −306",
        "Simple payback, in years": "8.33",
    }
    sensitivity, break_even, two_way, flows = investment.tables
    assert [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in sensitivity.head] == [
        "Line",
        "−10 %",
        "+10 %",
    ]
    assert [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in sensitivity.rows[1]] == [
        "Power sales",
        "0.60 %",
        "6.12 %",
    ]
    assert break_even.rows[0] == ("Turbines", "−20.38\N{NO-BREAK SPACE}%")
    assert [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in two_way.head] == [
        "Change", "−10 %", "0 %", "+10 %",
    ]  # fmt: skip
    # Rows are power sales, columns turbines: 10 % more and 10 % less reach the benchmark.
    assert two_way.caption.startswith("Power sales (rows) and Turbines (columns)")
    assert [row[1].endswith("*") for row in two_way.rows] == [False, False, True]
    assert flows.rows[0] == ("2026", "−1,500", "−1,500")
    assert flows.unit == "TWD"


def test_a_line_never_reaching_the_benchmark_says_so(english):
    data = case_file()
    for amounts in (line["amounts"] for line in data["investment"]["lines"]):
        amounts[1:] = [str(int(one) // 50) for one in amounts[1:]]
    shown = show(*judged(data))
    tables = next(one for one in shown.findings if one.analysis == "investment").tables

    assert "Not reached" in {row[1] for row in tables[1].rows}


def test_the_finding_is_rendered_with_its_sentence_picture_and_concerns(english):
    data = case_file()
    data["investment"]["lines"].pop()  # the credits
    data["project"]["annual_reductions"] = data["project"]["annual_reductions"][:2]
    shown = show(*judged(data))
    case = SimpleNamespace(pk="0b0e7a3e-6a43-4f62-9a54-6f9f5d1f4d3a")
    investment = next(one for one in shown.findings if one.analysis == "investment")

    page = render_to_string("components/finding.html", {"finding": investment, "case": case})

    assert investment.sentence in page
    assert 'id="finding-investment"' in page
    assert f"/cases/{case.pk}/pictures/irr_against_benchmark.svg" in page
    assert page.index("irr_against_benchmark") < page.index("<details>")
    assert page.index("<details>") < page.index("sensitivity_tornado")
    assert page.index("Sensitivity of the IRR</figcaption>") < page.index("sensitivity_tornado")
    assert "No revenue from credits is given" in page
    assert "Give the revenue from credits as a line of the cash flow." in page
    assert "TOOL01 v07.0.0 sub-step 2b, option III" in page
    assert "style=" not in page


def test_what_people_type_is_escaped_in_a_finding(english):
    data = case_file()
    data["regulatory"]["laws"][0] |= {"title": "<b>Act</b>", "mandates_activity": True}
    shown = show(*judged(data))

    page = render_to_string("components/finding.html", {"finding": shown.findings[0]})

    assert "<b>Act</b>" not in page
    assert "&lt;b&gt;Act&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("route", "conclusion", "sentence"),
    [
        ("investment", "additional", "The project is additional: it passes every analysis"),
        ("barriers", "inconclusive", "More has to be supplied for: Barrier analysis."),
    ],
)
def test_the_conclusion_is_rendered_in_a_sentence(english, route, conclusion, sentence):
    shown = show(*judged(case_file(route=route)))

    page = render_to_string("components/conclusion.html", {"shown": shown})

    assert shown.conclusion == conclusion
    assert shown.conclusion_label in page
    assert sentence in page
    assert escape(shown.tier_reason) in page


def test_a_failed_analysis_is_named_in_the_conclusion(english):
    data = case_file()
    data["investment"]["benchmark"]["rate"] = "0.03"

    assert show(*judged(data)).sentence == (
        "The project is not additional. Not passed: Investment analysis."
    )


SMALL = {"capacity": {"value": "12", "unit": "MW"}}
MORE = "It cannot be concluded whether the project is additional. More has to be supplied for: "


@pytest.mark.parametrize(
    ("pack", "route", "without", "project", "named"),
    [
        ("tw-ver-2023", "", ("investment", "common_practice"), SMALL,
         "one of: Investment analysis, Barrier analysis, Common practice analysis."),
        ("tw-ver-2023", "", ("regulatory", "investment", "common_practice"), SMALL,
         "Eligibility; Regulatory additionality; "
         "one of: Investment analysis, Barrier analysis, Common practice analysis."),
        ("tw-ver-2023", "", ("regulatory",), SMALL, "Eligibility, Regulatory additionality."),
        ("tw-offset", "both", ("investment", "barriers"), {}, "Investment analysis, Barrier analysis."),
        ("tw-offset", "", ("common_practice",), {},
         "one of: Investment analysis, Barrier analysis; Common practice analysis."),
        ("cdm", "both", ("investment", "barriers"), {},
         "Prior consideration; one of: Investment analysis, Barrier analysis."),
    ],
)  # fmt: skip
def test_what_is_open_is_told_as_the_rules_ask_for_it(
    english, pack, route, without, project, named
):
    data = case_file(pack=pack, route=route or None)
    data["project"] |= project
    data["regulatory"]["exclusions"] = (
        {} if "regulatory" in without else dict.fromkeys(NOTED, False)
    )
    if "regulatory" in without:
        data["regulatory"]["searched"] = ""
        data["regulatory"]["laws"] = []
    for part in without:
        if part != "regulatory":
            data.pop(part, None)

    assert show(*judged(data)).sentence == MORE + named


def test_an_alternative_that_step_1_drops_is_not_shown_as_free_of_barriers(english):
    data = changed(base_of("tw-offset"), {"route": "barriers"})
    data["alternatives"][2]["complies_with_law"] = False
    data["barriers"] = [
        {
            "kind": "technological", "description": "No crane", "prevents_project": True,
            "alleviated_by_credits": True, "alternatives_not_prevented": ["A1", "A2"],
            "evidence_kind": "sector_study", "evidence": ["E1"],
        }
    ]  # fmt: skip
    shown = show(*judged(data))

    [finding] = [one for one in shown.findings if one.analysis == "barriers"]
    [matrix] = [one for one in finding.tables if one.caption == "Barriers and alternatives"]
    assert matrix.rows[-1][1:] == ("Free of all", "Dropped")
    assert "that break enforced law, or that are dropped" in finding.concerns[0].sentence


def test_a_choice_of_analyses_is_named_as_a_choice(english):
    assert show(*judged(case_file())).required == [
        "Regulatory additionality",
        "one of: Investment analysis, Barrier analysis",
        "Common practice analysis",
    ]
