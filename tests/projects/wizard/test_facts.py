"""From the case file to the draft and back: nothing on the path is lost or changed."""

import copy
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from additionality.engine.case import read_case
from projects.models import Case
from projects.wizard.answers import Answers
from projects.wizard.facts import draft_from
from projects.wizard.steps import STEPS
from tests.factories import case_file, micro_case_file

CASES = Path(__file__).parents[3] / "docs" / "cases"
#: Those of the pack whose every part the steps ask for.
EXAMPLES = sorted(
    p
    for p in CASES.glob("*.json")
    if p.name.count(".") == 1
    and p.stem != "malformed"
    and json.loads(p.read_text(encoding="utf-8"))["pack"] == "tw-offset"
)
ON = date(2026, 11, 21)


def answers_of(data) -> Answers:
    """The answers a person would have given for the case file, without a database."""
    answers = Answers.of(
        Case(draft=draft_from(data), pack_key=data["pack"]),
        on=date.fromisoformat(data["assessed_on"]),
    )
    answers.evidence_files, answers.claims = [], ""
    return answers


def on_path(data):
    """The case file without the parts its tier and route do not ask for."""
    answers = answers_of(data)
    kept = copy.deepcopy(data)
    for part in ("investment", "barriers", "common_practice"):
        if not answers.path.needs(part):
            kept.pop(part, None)
    if answers.path.tier == "micro":
        kept.pop("alternatives", None)
    if answers.path.tier != "large":
        kept.pop("route", None)
    unasked = ["alternative_emits_more"]
    if answers.path.tier == "small":
        unasked = ["prevents_project", "alleviated_by_credits"]
    for barrier in kept.get("barriers") or []:
        for name in unasked:
            barrier.pop(name, None)
    return kept


def assert_round_trip(data):
    answers = answers_of(data)
    assert answers.problems == ()
    assert read_case(answers.case_data) == read_case(on_path(data))
    for step in answers.path.steps():
        if answers.is_saved(step):
            form = answers.checked_form(step)
            assert [part.errors for part in form.all_forms() if part.errors] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_comes_back_as_it_was(path):
    assert_round_trip(json.loads(path.read_text(encoding="utf-8")))


def test_there_are_examples():
    assert len(EXAMPLES) >= 5


def test_the_whole_of_the_large_case_comes_back():
    data = case_file()
    assert read_case(answers_of(data).case_data) == read_case(data)


def test_a_micro_case_comes_back():
    assert_round_trip(micro_case_file())


words = st.text(st.sampled_from("abcXYZ 風場外加性0189.,;-\n<>&\"'%"), max_size=30).map(str.strip)
name = words.filter(bool).map(lambda text: " ".join(text.split()) or "x").filter(bool)
one_line = words.map(lambda text: " ".join(text.split()))
maybe = st.sampled_from([None, True, False])
amount = st.decimals(0, 10**12, places=3, allow_nan=False).map(lambda d: format(d, "f"))
day = st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(date.isoformat)
keys = st.lists(st.sampled_from(["E1", "E2"]), max_size=2, unique=True) | st.none()
source = st.sampled_from(["E1", "E2", "Study of the sector, page 3", "研究報告 第三頁", None])


def given_only(**parts):
    return st.fixed_dictionaries(parts).map(
        lambda found: {k: v for k, v in found.items() if v is not None}
    )


law = given_only(
    title=name, clause=one_line, territory=one_line, adopted=day, binding=maybe, mandates_activity=maybe,
    systematically_unenforced=maybe, noncompliance_widespread=maybe, evidence=keys, unenforced_evidence=keys,
    noncompliance_evidence=keys,
)  # fmt: skip
barrier = given_only(
    kind=st.sampled_from(["investment", "technological", "prevailing_practice", "other", None]),
    description=name, prevents_project=maybe, alleviated_by_credits=maybe, alternative_emits_more=maybe,
    alternatives_not_prevented=st.none() | st.lists(st.sampled_from(["A1", "A2"]), unique=True),
    evidence_kind=st.sampled_from(["law", "sector_study", None]), evidence=keys,
)  # fmt: skip
activity = given_only(
    name=name, capacity=st.none() | amount, unit=st.sampled_from(["MW", "t/d", None]),
    started=st.none() | st.just("2009") | st.just("2011-05-01"), technology=one_line,
    energy_source=st.sampled_from(["wind", "none", None]), carbon_status=st.sampled_from(["none", "registered", None]),
    different=maybe, reason=words, excluded=maybe, exclusion_reason=words,
)  # fmt: skip


@st.composite
def cash_flows(draw):
    years = draw(st.integers(1, 6))
    amounts = st.lists(amount, min_size=years, max_size=years)
    names = draw(st.lists(name, min_size=1, max_size=4, unique=True))
    line = given_only(
        kind=st.sampled_from(["capex", "opex", "revenue", "subsidy", "residual", "working_capital", "carbon_revenue"]),
        amounts=amounts, price=st.none() | amount | amounts, quantity=st.none() | amount | amounts,
        units_quoted=st.none() | amount, units_built=st.none() | amount, source=source, source_date=day,
        residual_basis=st.sampled_from([None, "book_value", "market_value"]),
    )  # fmt: skip
    basis = {
        "tax_basis": draw(st.sampled_from(["pre_tax", "post_tax"])),
        "price_basis": draw(st.sampled_from(["nominal", "real"])),
    }
    rate = st.decimals(-0.5, 3, places=5, allow_nan=False).map(lambda d: format(d, "f"))
    benchmark = draw(given_only(
        rate=rate, basis=st.sampled_from(["wacc", "official", None]), source=source, source_date=day,
        tax_basis=st.sampled_from([None, basis["tax_basis"]]),
        price_basis=st.sampled_from([None, basis["price_basis"]]),
    ))  # fmt: skip
    return {
        "option": "benchmark", "indicator": "project_irr", **basis, "currency": draw(st.sampled_from(["TWD", "USD"])),
        "first_year": draw(st.integers(2000, 2100)), "lines": [{"name": n, **draw(line)} for n in names],
        "benchmark": benchmark, "timing": draw(st.sampled_from(["start", "end"])),
        "sensitivity": draw(given_only(range=st.none() | st.just("0.10") | st.just("0.255"), explanation=words)),
        **draw(given_only(technical_life_years=st.none() | st.just("20.5"))),
    }  # fmt: skip


@st.composite
def case_files(draw):
    """Valid case files of every tier, with every key the forms ask for."""
    largest = draw(st.sampled_from(["61000.01", "60000", "20000", "19999.99", "0"]))
    years = draw(st.lists(st.integers(1990, 2100), min_size=1, max_size=5, unique=True))
    project = draw(given_only(
        name=name, name_zh=one_line, proponent=one_line, country=st.sampled_from(["TW", "IN"]), region=one_line,
        latitude=st.none() | st.just("-23.5"), longitude=st.none() | st.just("120.76"),
        measure=st.sampled_from(["technology_switch", "other", "methane_destruction"]), technology=one_line,
        energy_source=st.sampled_from(["wind", "none", None]), output=one_line,
        capacity=st.none() | given_only(value=amount, unit=st.sampled_from(["MW", "t/d", None])),
        energy_saving_gwh=st.none() | amount, decision_date=day, start_date=day, published_date=day,
        crediting=st.none() | given_only(kind=st.sampled_from(["fixed", None]), years=st.sampled_from([None, 7])),
        removals=maybe, prior_consideration=st.none() | given_only(notified_on=day, reference=source),
        performance=st.none() | given_only(
            product=st.sampled_from(["Lime", None]), intensity=amount, benchmark_source=source,
        ),
    ))  # fmt: skip
    project["annual_reductions"] = [{"year": year, "tco2e": largest} for year in years]
    return {
        "format": "additionality-case/1", "pack": "tw-offset", "assessed_on": "2026-11-21", "project": project,
        "regulatory": draw(given_only(
            searched=words, laws=st.lists(law, max_size=3),
            exclusions=given_only(rec_applied=maybe, carbon_fee_source=maybe, older_than_3_years=maybe),
        )),
        "alternatives": [
            {"id": "A0", "name": "This project", "is_project": True},
            *[{"id": i, "name": draw(name), **draw(given_only(complies_with_law=maybe))} for i in ("A1", "A2")],
        ],
        "evidence": [{"id": "E1", "title": "Study"}, {"id": "E2", "title": "研究", "dated": "2025-01-01"}],
        **draw(given_only(
            route=st.sampled_from(["investment", "barriers", "both", None]), investment=st.none() | cash_flows(),
            barriers=st.none() | st.lists(barrier, max_size=3),
            common_practice=st.none() | given_only(
                area=one_line, area_reason=words, distinctions=words, activities=st.lists(activity, max_size=3),
            ),
        )),
    }  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(case_files())
def test_any_case_comes_back(data):
    assert_round_trip(data)


def test_off_the_path_answers_stay_in_the_draft_and_out_of_the_file():
    data = case_file()
    draft = draft_from(data)
    draft["size"]["year-0-tco2e"] = draft["size"]["year-1-tco2e"] = ["10"]
    for name_ in list(draft["size"]):
        if name_.endswith("tco2e"):
            draft["size"][name_] = ["10"]
    answers = Answers.of(Case(draft=draft, pack_key="tw-offset"), on=ON)
    answers.evidence_files, answers.claims = [], ""
    assert answers.path.tier == "micro"
    assert {"investment", "alternatives", "common_practice", "route"}.isdisjoint(answers.case_data)
    assert "cash-flow" in draft


def test_what_can_not_be_read_is_left_out_and_named():
    draft = draft_from(case_file())
    draft["technology"]["capacity__value"] = ["1.234,5"]
    answers = Answers.of(Case(draft=draft, pack_key="tw-offset"), on=ON)
    answers.evidence_files, answers.claims = [], ""
    assert "value" not in answers.case_data["project"]["capacity"]
    assert answers.facts is None
    assert answers.unreadable_step.name == "technology"


def test_every_step_has_keys_of_its_own():
    """Two questions never write the same value of the case file."""
    keys_found = [
        (*step.form.path, step.form.cards_key, question)
        for step in STEPS
        for question in step.form.base_fields
    ]
    assert len(keys_found) == len(set(keys_found))
