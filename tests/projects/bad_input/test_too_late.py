"""What is sent twice, after somebody else, or after the login has ended: told, and nothing lost."""

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from projects.models import Case, Determination, MoveRecord, RequestEntry, ReviewRequest, Submission
from projects.services.moves import make_move
from projects.wizard.steps import STEPS
from tests.factories import client_of
from tests.projects.bad_input.forms import Form, forms_on
from tests.projects.bad_input.places import Target, place
from tests.projects.cases import scenes

pytestmark = pytest.mark.django_db
ACTS = (
    "put_back",
    "send_back",
    "raise_request",
    "close_request",
    "accept_fragile",
    "approve",
    "refuse",
)
RECORDS = (Submission, MoveRecord, ReviewRequest, RequestEntry, Determination)


def records() -> list[int]:
    return [model.objects.count() for model in RECORDS]


@pytest.mark.parametrize("act", ACTS)
def test_a_reviewer_is_told_that_the_case_was_withdrawn(wide_world, act):
    client, form = place(wide_world, Target(f"review:{act}"))
    case = Case.objects.get(pk=form.address.split("/")[2])
    proponent = case.prepared_by
    make_move(case=case, name="withdraw", actor=proponent)
    before = records()

    answer = client.post(form.address, dict(form.filled_in()))

    page = " ".join(html.fromstring(answer.content).text_content().split())
    assert answer.status_code == 409
    assert "Withdrawn" in page
    assert proponent.name in page
    if form.texts:
        assert "In plain words." in answer.content.decode()
    assert records() == before


def test_a_submission_sent_twice_is_one(proponent):
    case = scenes.drafted(proponent)
    client = client_of(proponent)
    address = reverse("cases:declare", args=[case.pk])
    [form] = [one for one in forms_on(client, address) if one.address == address]
    first, second = (client.post(form.address, dict(form.filled_in()), follow=True) for _ in "12")

    assert "Your case is submitted." in first.content.decode()
    assert f"Already submitted by {proponent.name} on" in second.content.decode()
    assert case.submissions.count() == case.moves.count() == 1


FORMS = [Target("wizard:step", step.name) for step in STEPS] + [
    Target(name)
    for name in ("cases:requests", "review:raise_request", "review:approve", "cases:move")
]


@pytest.mark.parametrize("target", FORMS, ids=str)
def test_what_was_typed_survives_the_end_of_the_login(wide_world, target):
    client, form = place(wide_world, target)
    typed = form.filled_in()
    client.session.flush()
    ended = client.post(form.address, dict(typed), headers={"origin": "http://testserver"})

    assert ended.status_code == 403
    kept = dict(kept_form(ended.content, form).form_values())
    assert {n: t.removeprefix("\n") for n, t in kept.items() if n in dict(typed)} == dict(typed)


def kept_form(content: bytes, form: Form) -> html.FormElement:
    forms = html.fromstring(content).forms
    return next(one for one in forms if one.get("action") == form.address)


def test_the_page_after_the_login_shows_nothing_to_another_site(wide_world):
    _client, form = place(wide_world, FORMS[0])
    answer = Client().post(
        form.address, dict(form.filled_in()), headers={"origin": "https://evil.example"}
    )
    assert answer.status_code == 302
