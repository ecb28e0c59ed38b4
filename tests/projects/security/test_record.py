"""The security record: complete, unchangeable, without secrets, for administrators only."""

import io
import logging

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from additionality.logs import TextLine
from projects.models import Person, SecurityEvent
from projects.models.append_only import WrittenOnce
from projects.security.events import Kind, record
from projects.services import inviting
from tests.factories import PASSWORD, client_of, make_organisation
from tests.projects.accounts.test_accounts import NEW, choose, link_in, log_in
from tests.projects.test_access import Row, browser_of, world

__all__ = ["world"]  # the fixture

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_what_happens_to_an_account_is_recorded(proponent, administrator):
    client = Client(headers={"user-agent": "Firefox/1 Linux"}, REMOTE_ADDR="203.0.113.9")
    log_in(client, proponent.email, "wrong")
    log_in(client, proponent.email)
    new = {"new_password1": NEW, "new_password2": NEW}
    client.post(reverse("accounts:change_password"), {"old_password": PASSWORD} | new)
    client.post(reverse("accounts:sessions"), {"password": NEW, "end": "others"})
    client.post(reverse("accounts:logout"))
    client.post(reverse("accounts:password_reset"), {"email": proponent.email})
    choose(client, link_in(mail.outbox[0]), f"{NEW} again")
    inviting.deactivate(person=proponent, by=administrator)
    inviting.reactivate(person=proponent, by=administrator)

    assert kinds() == [
        "login_failed",
        "logged_in",
        "password_changed",
        "logged_out",
        "link_asked",
        "password_chosen",
        "deactivated",
        "reactivated",
    ]
    events = list(SecurityEvent.objects.order_by("pk"))
    assert {event.person for event in events} == {proponent}
    assert {event.address for event in events[:6]} == {"203.0.113.9"}
    assert {event.device for event in events[:6]} == {"Firefox/1 Linux"}
    assert [event.actor for event in events[-2:]] == [administrator] * 2
    assert [event.actor for event in (events[0], events[4], events[5])] == [None] * 3


def test_a_role_is_given_once_and_that_is_recorded(administrator):
    organisation = make_organisation()
    person = inviting.invite(
        email="new@example.org",
        name="New",
        organisation=organisation,
        role="reviewer",
        language="en",
        by=administrator,
    )

    event = SecurityEvent.objects.get()
    assert (event.kind, event.person, event.actor) == ("invited", person, administrator)
    assert event.about == "reviewer"


@pytest.mark.parametrize(
    ("name", "who", "case"),
    [
        ("cases:evidence_file", "the proponent", "draft"),
        ("cases:export", "the proponent", "draft"),
        ("cases:submission_export", "the reviewer", "reviewed"),
        ("register:download", "the proponent", "decided"),
    ],
)
def test_who_took_out_which_file_is_recorded(world, name, who, case):
    person = world.people[who]
    SecurityEvent.objects.all()._raw_delete("default")
    browser_of(person).get(world.address(Row(name, "GET", "", case)))

    event = SecurityEvent.objects.get()
    assert (event.kind, event.actor) == ("taken_out", person)
    named = world.determination.number if case == "decided" else str(world.cases[case].pk)
    assert named in event.about


def test_a_failed_login_does_not_record_what_was_typed(client):
    log_in(client, "my-password-in-the-wrong-field@example.org")

    event = SecurityEvent.objects.get()
    assert (event.person, event.about) == (None, "")


def test_a_name_that_no_database_can_hold_is_not_looked_for(client):
    with CaptureQueriesContext(connection) as queries:
        log_in(client, "nul\x00@example.org")

    assert kinds() == ["login_failed"]
    assert not any("nul" in query["sql"] for query in queries)


def test_nobody_changes_or_deletes_an_entry(proponent):
    event = record(Kind.LOGGED_IN, person=proponent)
    event.about = "something else"

    for change in (
        event.save,
        event.delete,
        SecurityEvent.objects.all().delete,
        lambda: SecurityEvent.objects.update(about=""),
    ):
        with pytest.raises(WrittenOnce):
            change()
    assert SecurityEvent.objects.get().about == ""


def test_administrators_read_it_newest_first_and_find_in_it(administrator, proponent, stranger):
    for kind, person in (
        (Kind.LOGGED_IN, proponent),
        (Kind.LOGIN_FAILED, stranger),
        (Kind.LOGIN_FAILED, None),
    ):
        record(kind, person=person)
    client = client_of(administrator)

    def found(**asked: str) -> list[tuple[str, Person | None]]:
        page = client.get(reverse("administration:security"), asked)
        return [(event.kind, event.person) for event, _device in page.context["rows"]]

    failed = [("login_failed", None), ("login_failed", stranger)]
    assert found() == [*failed, ("logged_in", proponent)]
    assert found(kind="login_failed") == failed
    assert found(who=proponent.email) == [("logged_in", proponent)]
    assert found(kind="no such kind") == found()
    assert found(who="nobody at all") == []


def test_logs_hold_no_secret_and_no_person(client, proponent):
    """A login, a failed one, a changed password and a link, with everything logged that can be."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(TextLine())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        log_in(client, proponent.email, "a wrong password")
        log_in(client, proponent.email)
        key = client.session.session_key
        new = {"new_password1": NEW, "new_password2": NEW}
        client.post(reverse("accounts:change_password"), {"old_password": PASSWORD} | new)
        client.post(reverse("accounts:password_reset"), {"email": proponent.email})
        path = link_in(mail.outbox[0])
        choose(Client(), path, "too short")
        client.get(f"{path}more/")
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    logged = said.getvalue()

    assert "security event logged_in" in logged
    token = path.rstrip("/").rpartition("/")[2]
    for secret in ("a wrong password", PASSWORD, NEW, "too short", key, token, proponent.email):
        assert secret not in logged
