"""The page of the benchmark: what the rules know, what a basis needs, and how all of it is shown."""

import json

import pytest
from django.urls import reverse
from django.utils import translation

from additionality.engine.assess import assess
from additionality.engine.case import read_case
from projects.services import claims
from projects.showing import findings
from projects.showing.answers import answers
from projects.wizard.answers import Answers
from projects.wizard.facts import case_data, draft_from
from projects.wizard.steps import BY_NAME
from tests.factories import case_file, client_of, make_case

pytestmark = pytest.mark.django_db
E1 = {"source": "E1", "dated": "2025-01-31"}
VALUES = (
    "risk_free_rate", "premium", "beta", "market_premium", "country_premium", "cost_of_equity",
    "inflation", "equity_share", "cost_of_debt", "tax_rate",
)  # fmt: skip
COMPONENTS = {
    "risk_free_rate": "0.015", "premium": "0.06", "beta": "1.2", "market_premium": "0.06",
    "country_premium": "0.005", "cost_of_equity": "0.1", "inflation": "0.02", "conversion": "fisher",
    "equity_share": "0.4", "cost_of_debt": "0.05", "tax_rate": "0.2",
    "sources": dict.fromkeys(VALUES, E1),
}  # fmt: skip


def data_of(country="TW", **benchmark):
    data = case_file()
    data["project"]["country"] = country
    data["investment"]["benchmark"] |= benchmark
    if benchmark.get("components"):  # with a tax rate among them
        data["investment"]["tax_basis"] = "post_tax"
        data["investment"]["benchmark"]["tax_basis"] = "post_tax"
    return data


def page(proponent, data):
    case = make_case(prepared_by=proponent, draft=draft_from(data))
    url = reverse("wizard:step", kwargs={"pk": case.pk, "step": "benchmark"})
    return client_of(proponent).get(url).content.decode()


@pytest.mark.parametrize(
    "benchmark",
    [
        pytest.param({"components": COMPONENTS}, id="every component with its source"),
        pytest.param({"basis": "official", "official_rate": "official.tw_feed_in"}, id="an official rate"),
        pytest.param({"basis": "company_internal", "only_this_developer": True, "used_consistently": False},
                     id="the conditions of a company's own rate"),
    ],
)  # fmt: skip
def test_a_benchmark_is_typed_and_read_back(benchmark):
    data = data_of(**benchmark)
    expected = read_case(data)
    case = make_case(draft=draft_from(data))

    found = read_case(case_data(case, assessed_on=expected.assessed_on))
    assert found.investment.benchmark == expected.investment.benchmark


def test_the_break_evens_stated_are_typed_and_read_back():
    data = case_file()
    data["investment"]["sensitivity"] = {
        "range": "0.1",
        "break_even": [{"line": "Turbines", "change": "-0.204"}],
    }
    expected = read_case(data)
    case = make_case(draft=draft_from(data))

    found = read_case(case_data(case, assessed_on=expected.assessed_on))
    assert found.investment.sensitivity == expected.investment.sensitivity


def test_what_the_rules_know_stands_beside_the_questions(proponent):
    shown = page(proponent, data_of("IN"))

    assert "13.90" in shown
    assert "UNFCCC project database, registered projects" in shown
    assert shown.count("None known to this pack.") == 2  # official rates, default returns


@pytest.mark.parametrize(
    ("decided", "value"), [("2025-03-01", "No value is known"), ("2026-01-01", "5.25")]
)
def test_the_values_are_those_of_the_day_of_the_decision(proponent, decided, value):
    data = data_of()
    data["project"]["decision_date"] = decided

    assert value in page(proponent, data)


@pytest.mark.parametrize(
    ("basis", "group"),
    [("official", "official"), ("company_internal", "internal"), ("wacc", "built"),
     ("government_bond_plus_premium", "built"), ("lending_rate", None)],
)  # fmt: skip
def test_the_questions_of_a_basis_lie_open(basis, group):
    form = BY_NAME["benchmark"].form({"basis": [basis]})

    assert [one.key for one in form.groups() if one.is_open] == [group] * bool(group)


def test_questions_that_were_answered_or_are_wrong_lie_open():
    form = BY_NAME["benchmark"].form({"components__beta": ["much"], "basis": ["official"]})

    assert [one.key for one in form.groups() if one.is_open] == ["official", "built"]


def test_only_components_that_are_given_are_listed_among_the_answers():
    data = data_of(components={"beta": "1.2", "sources": {"beta": E1}}, claims={"rates": ["0.08"]})
    case = read_case(data).to_dict()
    with translation.override("en"):
        rows = [row for section in answers(case) for row in section.rows]

    asked = [row.question for row in rows if "Beta" in row.question or "premium" in row.question]
    assert asked == ["Beta", "Beta: source", "Beta: date of the source"]
    assert not [row for row in rows if "claims" in row.question]


def shown(data):
    case = read_case(data)
    finding = assess(case).finding("investment").to_dict()
    with translation.override("en"):
        return findings.show_finding(finding, case.to_dict())


def test_how_a_wacc_was_built_is_shown():
    parts = {k: v for k, v in COMPONENTS.items() if k not in ("cost_of_equity", "equity_share")}
    finding = shown(data_of(components=parts))

    rows = {row.label: row.value.replace("\N{NO-BREAK SPACE}", " ") for row in finding.figures}
    assert rows["Cost of equity, inflation added"] == "11.20 %"
    assert rows["Cost of equity, inflation by Fisher's formula"] == "11.38 %"
    assert rows["Cost of equity used (inflation by Fisher's formula)"] == "11.38 %"
    assert rows["Share of equity: one half, because none is stated"] == "50 %"
    assert rows["Weighted average cost of capital (WACC)"] == "7.69 %"
    table = next(one for one in finding.tables if one.caption == "What the benchmark is built from")
    assert table.rows[0][2:] == ("E1 Feasibility study", "31 January 2025")


def test_whether_credits_are_decisive_and_their_price_are_shown():
    rows = {row.label: row.value for row in shown(data_of()).figures}

    assert rows["Are the credits decisive?"] == "Yes"
    assert rows["Price of a credit with which the benchmark is reached"].endswith("0.0006981")
    low = shown(data_of(rate="0.16"))
    assert "Credits are not decisive" in " ".join(one.sentence for one in low.concerns)
    assert {row.label: row.value for row in low.figures}["Are the credits decisive?"] == "No"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (data_of("IN"), ("IN, all kinds of projects", "Only the median is known: 13.90 %.")),
        (data_of(claims={"country": "TW", "energy_source": "wind", "rates": ["0.06", "0.09", "0.10"]}),
         ("TW, Wind", "3 claims, median 9.00 %, the middle half from 7.50 % to 9.50 %.")),
        (data_of(claims={"country": "TW", "rates": ["0.06"]}), ("TW, all kinds", "One claim is known: 6.00 %.")),
    ],
)  # fmt: skip
def test_the_picture_of_the_claims_says_in_words_what_it_shows(data, told):
    picture = next(one for one in shown(data).pictures if one.name == "benchmark_claims")

    for words in told:
        assert words in picture.alt.replace("\N{NO-BREAK SPACE}", " ")


def test_where_no_claims_are_known_there_is_no_picture():
    assert "benchmark_claims" not in [one.name for one in shown(data_of()).pictures]


def test_a_draft_without_a_benchmark_looks_no_claims_up(django_assert_num_queries):
    given = Answers.of(make_case(draft={}))

    with django_assert_num_queries(0):
        assert given.claims == ""


def test_what_the_parts_come_to_is_shown_before_a_rate_is_typed(proponent):
    data = data_of(components=COMPONENTS, basis="wacc")
    draft = draft_from(data)
    draft["benchmark"]["rate"] = [""]
    case = make_case(prepared_by=proponent, draft=draft)
    url = reverse("wizard:step", kwargs={"pk": case.pk, "step": "benchmark"})

    shown = client_of(proponent).get(url).content.decode()
    assert "The parts saved here come to 7.28\N{NO-BREAK SPACE}%." in shown


def test_claims_that_the_case_format_refuses_are_said_and_not_lost(proponent, monkeypatch):
    """No table that is imported has such a title; should one get in, nobody is left without a reason."""
    refused = json.dumps({"title": "x" * 201, "rates": ["0.08"]})
    monkeypatch.setattr(claims, "claims_for", lambda *_of: refused)
    case, client = (
        make_case(prepared_by=proponent, draft=draft_from(data_of())),
        client_of(proponent),
    )

    step = client.get(reverse("wizard:step", kwargs={"pk": case.pk, "step": "benchmark"}))
    check = client.get(reverse("cases:check", args=[case.pk]))
    compared = client.get(reverse("cases:compare", args=[case.pk]), {"json": ""})

    said = "The text has 201 characters; at most 200 are taken."
    assert "The case cannot be judged, and no answer is the reason:" in step.content.decode()
    assert said in step.content.decode()
    assert said in check.content.decode()
    assert [one["path"] for one in compared.json()["errors"]] == [
        "investment.benchmark.claims.title"
    ]
