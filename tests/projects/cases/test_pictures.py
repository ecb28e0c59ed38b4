"""The pictures of a case are seen by those who see the case."""

import pytest
from django.urls import reverse

from tests.factories import client_of
from tests.projects.cases import scenes

NAME = "irr_against_benchmark"


@pytest.mark.parametrize(
    ("who", "of_draft", "of_submission"),
    [
        ("colleague", 200, 200),
        ("reviewer", 404, 200),
        ("stranger", 404, 404),
        ("administrator", 404, 404),
    ],
)
def test_pictures_follow_the_visibility_of_the_case(
    proponent, who, of_draft, of_submission, request
):
    client = client_of(request.getfixturevalue(who))
    case = scenes.submitted(proponent)
    draft = reverse("cases:pictures", kwargs={"pk": case.pk, "name": NAME})
    frozen = reverse("cases:submission_picture", kwargs={"pk": case.pk, "number": 1, "name": NAME})

    assert client.get(draft).status_code == of_draft
    answer = client.get(frozen)
    assert answer.status_code == of_submission
    if of_submission == 200:
        assert answer["Content-Type"].startswith("image/svg+xml")
        assert b"<svg" in answer.content


def test_there_is_no_picture_of_another_name(proponent):
    case = scenes.submitted(proponent)

    address = reverse("cases:pictures", kwargs={"pk": case.pk, "name": "anything"})

    assert client_of(proponent).get(address).status_code == 404
