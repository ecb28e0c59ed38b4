"""The draws of a submission: made once, shown to reviewer and proponent, never of a draft."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from projects.models import Submission
from projects.showing.draws import show
from projects.wizard.facts import draft_from
from tests.factories import case_file, client_of, make_case
from tests.projects.cases import scenes


def submitted(proponent, data):
    return scenes.submitted(proponent, data).latest_submission()


def test_draws_are_frozen_with_the_submission(proponent):
    submission = submitted(proponent, scenes.large_file())
    drawn = Submission.objects.get(pk=submission.pk).draws_data()

    assert drawn["draws"] == "100000"
    assert drawn["benchmark"] == "0.082500"
    assert 0 <= Decimal(drawn["reaching"]) < 1
    assert sum(int(one["count"]) for one in drawn["histogram"]) == 100_000


def test_an_investment_analysis_that_is_not_judged_has_none(proponent):
    data = scenes.large_file()
    data["project"]["annual_reductions"] = [{"year": 2027, "tco2e": "9000"}]

    assert submitted(proponent, data).draws_data() is None


def test_proponent_and_reviewer_see_them_in_words_and_as_a_picture(proponent, reviewer):
    submission = submitted(proponent, scenes.large_file())
    picture = reverse(
        "cases:submission_picture",
        kwargs={"pk": submission.case_id, "number": 1, "name": "draws_histogram"},
    )
    pages = {
        proponent: reverse("cases:submission", kwargs={"pk": submission.case_id, "number": 1}),
        reviewer: reverse("review:desk", kwargs={"pk": submission.case_id}),
    }
    share = Decimal(submission.draws_data()["reaching"]) * 100

    for person, address in pages.items():
        page = client_of(person).get(address).content.decode()
        assert f"Of 100,000 draws, {share:.1f}\N{NO-BREAK SPACE}% reach the benchmark." in page
        assert "seed 1" in page
        assert picture in page
        assert client_of(person).get(picture).content.startswith(b"<svg")


def test_a_draft_has_no_picture_of_draws(proponent):
    case = make_case(prepared_by=proponent, draft=draft_from(case_file()), draft_version=1)
    address = reverse("cases:pictures", kwargs={"pk": case.pk, "name": "draws_histogram"})

    assert client_of(proponent).get(address).status_code == 404


@pytest.mark.parametrize("without", ["0.0000", "0.0200"])
def test_draws_without_a_value_are_said_where_there_are_any(without):
    drawn = {
        "draws": "100000", "seed": "1", "range": "0.10", "lines": ["Turbines", "all capex"],
        "indicator_kind": "project_irr", "benchmark": "0.08", "reaching": "0.1",
        "without_indicator": without, "percentiles": [], "histogram": [],
    }  # fmt: skip
    with translation.override("en"):
        said = " ".join(show(json.loads(json.dumps(drawn)), case_file()).sentences)

    assert ("have no single value" in said) is (without != "0.0000")
    assert "Turbines" in said
    assert "All capital expenditure together" in said
    assert "−10" in said
