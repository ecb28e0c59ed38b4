"""The pictures as files: who gets them, and that nobody gets another's or an old one."""

import pytest
from django.urls import reverse

from tests.factories import (
    case_file,
    client_of,
    make_case,
    make_person,
    make_submission,
    micro_case_file,
)


@pytest.fixture
def submission(proponent):
    return make_submission(make_case(prepared_by=proponent))


def address(submission, name="irr_against_benchmark", number=None):
    kwargs = {"pk": submission.case_id, "number": number or submission.number, "name": name}
    return reverse("cases:submission_picture", kwargs=kwargs)


def drafted(proponent, data):
    from projects.wizard.facts import draft_from

    return make_case(prepared_by=proponent, draft=draft_from(data), draft_version=1)


def draft_address(case, name="irr_against_benchmark"):
    return reverse("cases:pictures", kwargs={"pk": case.pk, "name": name})


def test_the_owner_and_a_reviewer_get_the_picture_of_a_submission(submission, proponent, reviewer):
    for person in (proponent, reviewer):
        response = client_of(person).get(address(submission))

        assert response.status_code == 200
        assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response.content.startswith(b"<svg")


def test_nobody_else_gets_a_picture(submission, stranger, administrator, client):
    assert client_of(stranger).get(address(submission)).status_code == 404
    assert client_of(administrator).get(address(submission)).status_code == 404
    assert client.get(address(submission)).status_code == 302


@pytest.mark.parametrize("name", ["irr", "svg", "drawing"])
def test_an_unknown_picture_is_not_found(submission, proponent, name):
    assert client_of(proponent).get(address(submission, name)).status_code == 404


def test_a_picture_the_case_does_not_have_is_not_found(proponent):
    micro = make_submission(make_case(prepared_by=proponent), micro_case_file())

    assert client_of(proponent).get(address(micro)).status_code == 404
    assert client_of(proponent).get(address(micro, "reductions_by_year")).status_code == 200


def test_another_number_is_not_found(submission, proponent):
    assert client_of(proponent).get(address(submission, number=2)).status_code == 404


def test_a_browser_keeps_no_picture(submission, proponent):
    assert client_of(proponent).get(address(submission))["Cache-Control"] == "no-store"


def test_a_picture_is_only_read(submission, proponent):
    assert client_of(proponent).post(address(submission)).status_code == 405


def test_the_picture_of_a_draft_is_for_its_organisation(proponent, colleague, stranger, reviewer):
    case = drafted(proponent, case_file())

    for person in (proponent, colleague):
        response = client_of(person).get(draft_address(case))
        assert response.status_code == 200
        assert response.content.startswith(b"<svg")
    for person in (stranger, reviewer):
        assert client_of(person).get(draft_address(case)).status_code == 404


def test_a_reviewer_never_sees_a_draft_behind_a_submission(proponent, reviewer):
    case = drafted(proponent, case_file())
    make_submission(case)

    assert client_of(reviewer).get(draft_address(case)).status_code == 404


def test_a_draft_that_cannot_be_read_has_no_picture(proponent):
    case = make_case(prepared_by=proponent)

    assert client_of(proponent).get(draft_address(case)).status_code == 404


def test_a_picture_speaks_the_language_of_the_reader(submission, proponent):
    other = make_person("proponent", proponent.organisation, language="zh-hant")

    english = client_of(proponent).get(address(submission))
    chinese = client_of(other).get(address(submission))

    assert b"Benchmark" in english.content
    assert "Accept-Language" in english["Vary"]
    assert "Cookie" in english["Vary"]
    assert english.status_code == chinese.status_code == 200
