"""Every request has an id, one line in the log, and a place in the figures."""

import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from additionality.logs import REQUEST_LINES
from projects import pages
from projects.operations import metrics
from tests.factories import client_of

pytestmark = pytest.mark.django_db
GIVEN = "0f3a-given_by-the-proxy"


def lines(caplog) -> list[dict[str, object]]:
    return [one.fields for one in caplog.records if one.name == REQUEST_LINES]


@pytest.fixture
def told(caplog):
    with caplog.at_level(logging.INFO, logger=REQUEST_LINES):
        yield caplog


def test_the_id_of_the_proxy_is_taken_and_given_back(client: Client):
    response = client.get("/health/", headers={"x-request-id": GIVEN})

    assert response["X-Request-ID"] == GIVEN


@pytest.mark.parametrize(
    "given",
    [
        "",
        "short",
        "x" * 65,
        "has a space in it",
        'quote"d-and-long',
        "line\nbreak-and-long",
        "外加性" * 4,
    ],
)
def test_what_is_no_id_is_replaced(client: Client, given: str):
    response = client.get("/health/", headers={"x-request-id": given})

    assert re.fullmatch("[0-9a-f]{32}", response["X-Request-ID"])


def test_no_two_requests_share_a_made_id(client: Client):
    assert client.get("/health/")["X-Request-ID"] != client.get("/health/")["X-Request-ID"]


@pytest.mark.parametrize("address", ["/there-is-no-such-page/", "/administration/"])
def test_the_error_page_shows_the_id(proponent, address: str):
    response = client_of(proponent).get(address, headers={"x-request-id": GIVEN})

    assert response.status_code in (403, 404)
    assert f"<code>{GIVEN}</code>" in response.content.decode()


def test_a_failure_shows_and_logs_its_id(client: Client, monkeypatch, told):
    def broken(request):
        raise RuntimeError("a fault")

    monkeypatch.setattr(pages, "render", lambda *args: broken(args))
    client.raise_request_exception = False

    response = client.get("/", headers={"x-request-id": GIVEN})

    assert response.status_code == 500
    assert f"<code>{GIVEN}</code>" in response.content.decode()
    [fault] = [one for one in told.records if one.name == "django.request"]
    assert fault.request.request_id == GIVEN
    assert [line["status"] for line in lines(told)] == [500]


def test_a_line_names_the_view_and_not_the_address(client: Client, told):
    link = reverse("accounts:accept", kwargs={"uidb64": "AAAA", "token": "abc-secret"})
    client.get(link)

    [line] = lines(told)
    assert {key: line[key] for key in ("method", "view")} == {
        "method": "GET",
        "view": "accounts:accept",
    }
    assert not [one for one in told.records if "abc-secret" in one.getMessage()]


@pytest.mark.parametrize(
    ("method", "address", "labels"),
    [
        pytest.param("GET", "/health/", ("health", "GET", "200"), id="a view"),
        pytest.param("GET", "/no-such-page/", ("none", "GET", "404"), id="an unknown address"),
        pytest.param("BREW", "/health/", ("health", "other", "405"), id="an invented method"),
    ],
)
def test_requests_are_counted_under_few_names(client: Client, method, address, labels):
    before = metrics.REQUESTS.labels(*labels)._value.get()
    client.generic(method, address)

    assert metrics.REQUESTS.labels(*labels)._value.get() == before + 1
