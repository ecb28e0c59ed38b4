"""A form that comes too late keeps what was typed, and only for whoever typed it here."""

import html
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from projects.models import Case
from tests.factories import make_case

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver", "Accept-Language": "en"}
TYPED = "\nA wind farm, <b>two lines</b>\nof text"


@pytest.fixture
def case(proponent) -> Case:
    return make_case(prepared_by=proponent, draft={})


def step(case: Case) -> str:
    return reverse("wizard:step", kwargs={"pk": case.pk, "step": "technology"})


def kept(page: str) -> dict[str, str]:
    """What the form of the page would send: a browser drops the first line end of an area."""
    form = page[page.index("<main") :]
    areas = re.findall(r'<textarea name="([^"]+)">\n(.*?)</textarea>', form, re.S)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    return {name: html.unescape(text) for name, text in areas} | {
        "csrfmiddlewaretoken": token[1] if token else ""
    }


def test_after_logging_in_anew_what_was_typed_is_sent_again(case, proponent):
    client = Client(enforce_csrf_checks=True, headers=HERE)
    client.force_login(proponent)
    token = kept(client.get(step(case)).content.decode())["csrfmiddlewaretoken"]
    sent = {"draft_version": str(case.draft_version), "technology": TYPED, "do": "list"}

    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    ended = client.post(step(case), sent | {"csrfmiddlewaretoken": token})
    assert ended.status_code == 403
    assert "Your login has ended" in ended.content.decode()
    client.force_login(proponent)
    client.cookies.pop(settings.CSRF_COOKIE_NAME)  # logging in gives a new one
    answer = client.post(step(case), kept(ended.content.decode()))
    assert "while you logged in anew" in answer.content.decode()
    again = client.post(step(case), kept(answer.content.decode()))

    assert again.status_code == 302
    assert Case.objects.get(pk=case.pk).draft["technology"]["technology"] == [TYPED]


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {}])
def test_what_another_site_sends_is_not_offered(case, proponent, headers):
    client = Client(enforce_csrf_checks=True, headers=headers)
    client.force_login(proponent)

    answer = client.post(step(case), {"description": "of another site"})

    assert answer.status_code == 403
    assert "of another site" not in answer.content.decode()


def test_a_password_is_never_shown_back(proponent):
    client = Client(enforce_csrf_checks=True, headers=HERE)

    answer = client.post(reverse("accounts:login"), {"username": "a", "password": "my secret"})

    assert answer.status_code == 403
    assert "my secret" not in answer.content.decode()


def test_whoever_opens_an_address_is_asked_to_log_in(case):
    assert Client().get(step(case)).headers["Location"].startswith(reverse("accounts:login"))
    answer = Client(headers=HERE).post(step(case))
    assert answer.headers["Location"].startswith(reverse("accounts:login"))
