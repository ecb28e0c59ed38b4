"""Sessions: new at the login, ended when idle, old, ended by their owner or by an administrator."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.models import LoginSession, SecurityEvent
from projects.security.devices import called
from projects.security.sessions import name_of, sessions_of
from projects.services import inviting
from tests.factories import PASSWORD, client_of, make_person
from tests.projects.accounts.test_accounts import NEW, choose, is_logged_in, link_in, log_in

pytestmark = pytest.mark.django_db
PAGE = "/account/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)


def logged_in(person, agent: str = FIREFOX) -> Client:
    client = Client(headers={"accept-language": "en", "user-agent": agent})
    assert log_in(client, person.email).status_code == 302
    return client


def row_of(client: Client) -> LoginSession:
    return LoginSession.objects.get(pk=client.session.session_key)


def age(client: Client, **changes) -> None:
    """Let the session have begun, or been seen, so long ago."""
    row = row_of(client)
    for name, ago in changes.items():
        setattr(row, name, timezone.now() - ago)
    LoginSession.objects.filter(pk=row.pk).update(begun_at=row.begun_at, seen_at=row.seen_at)


def end(client: Client, which: str, password: str = PASSWORD):
    return client.post(PAGE, {"end": which, "password": password})


# --- how long they last ---------------------------------------------------------------------------


def test_the_login_makes_a_new_session_and_ends_the_one_before(client, proponent):
    client.get(reverse("accounts:password_reset_confirm", args=["MQ", "abc-def"]))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    log_in(client, proponent.email)

    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert after != before
    assert not LoginSession.objects.filter(pk=before).exists()
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_logged_in(other)


def test_a_key_that_was_not_given_out_opens_nothing(client):
    for made_up in ("x", "0" * 32, "../../etc/passwd"):
        client.cookies[settings.SESSION_COOKIE_NAME] = made_up
        assert not is_logged_in(client)
        assert not LoginSession.objects.filter(pk=made_up).exists()


def test_keys_are_long_and_each_another():
    people = [make_person() for _ in range(3)]
    keys = {client_of(person).session.session_key for person in people}

    assert len(keys) == 3
    assert all(len(key) == 32 for key in keys)  # of 36 letters and digits: 165 bits


def test_an_idle_session_ends(proponent):
    client = logged_in(proponent)
    assert is_logged_in(client)
    row = row_of(client)
    assert row.expire_date - row.seen_at == settings.SESSION_IDLE == timedelta(minutes=30)

    LoginSession.objects.filter(pk=row.pk).update(expire_date=timezone.now())
    assert not is_logged_in(client)


def test_a_session_in_use_goes_on_but_not_for_ever(proponent):
    client = logged_in(proponent)
    age(client, seen_at=timedelta(minutes=29), begun_at=timedelta(hours=2))
    assert is_logged_in(client)
    row = row_of(client)
    assert timezone.now() - row.seen_at < timedelta(seconds=5)
    assert row.expire_date == row.seen_at + timedelta(minutes=30)

    age(client, seen_at=timedelta(minutes=2), begun_at=timedelta(hours=11, minutes=45))
    assert is_logged_in(client)
    row = row_of(client)
    assert row.expire_date == row.begun_at + settings.SESSION_AGE
    assert timedelta(hours=12) == settings.SESSION_AGE


def test_saving_a_session_does_not_make_it_younger(proponent):
    client = logged_in(proponent)
    session = client.session
    session["begun"] -= 12 * 3600 - 60
    session.save()

    left = row_of(client).expire_date - timezone.now()
    assert timedelta(seconds=50) < left <= timedelta(seconds=60)


def test_looking_again_at_once_writes_nothing(proponent, django_assert_num_queries):
    client = logged_in(proponent)
    is_logged_in(client)
    seen = row_of(client).seen_at

    is_logged_in(client)
    assert row_of(client).seen_at == seen


def test_logging_out_ends_the_session_on_the_server(proponent):
    client = logged_in(proponent)
    key = client.session.session_key
    client.post(reverse("accounts:logout"))

    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_logged_in(client)
    assert not LoginSession.objects.filter(pk=key).exists()


def test_every_page_of_somebody_logged_in_has_the_way_out(proponent):
    """By a button, which sends a POST, at the head of the one frame that all pages have."""
    button = f'<form method="post" action="{reverse("accounts:logout")}">'
    assert button in client_of(proponent).get(PAGE).content.decode()

    folder = Path(__file__).resolve().parents[3] / "templates"
    texts = {page: page.read_text(encoding="utf-8") for page in folder.glob("*/*.html")}
    pages = {page: text for page, text in texts.items() if "{% block content %}" in text}
    assert len(pages) > 30
    assert [
        page.name for page, text in pages.items() if '{% extends "base.html" %}' not in text
    ] == []


# --- the list -------------------------------------------------------------------------------------


def test_the_list_names_devices_and_says_which_is_this_one(proponent):
    here = logged_in(proponent)
    logged_in(proponent, PHONE)
    logged_in(make_person())
    rows = here.get(PAGE).context["rows"]

    assert [(row["device"], row["is_here"]) for row in rows] == [
        ("Firefox on Linux", True),
        ("Safari on iPhone", False),
    ]


def test_no_key_of_a_session_is_on_the_page(proponent):
    here, there = logged_in(proponent), logged_in(proponent, PHONE)
    page = here.get(PAGE).content.decode()

    for client in (here, there):
        assert client.session.session_key not in page
    assert name_of(there.session.session_key) in page


def test_a_session_ended_is_over_at_once_and_the_others_go_on(proponent):
    here, there, third = (logged_in(proponent) for _ in range(3))
    answer = end(here, name_of(there.session.session_key))

    assert answer["Location"] == PAGE
    assert not is_logged_in(there)
    assert is_logged_in(here)
    assert is_logged_in(third)


def test_all_others_are_ended_and_those_of_other_people_are_not(proponent, stranger):
    here, other = logged_in(proponent), logged_in(stranger)
    others = [logged_in(proponent) for _ in range(3)]
    end(here, "others")

    assert [is_logged_in(one) for one in others] == [False] * 3
    assert is_logged_in(here)
    assert is_logged_in(other)
    assert sessions_of(proponent).count() == 1


def test_nobody_ends_what_is_not_theirs(proponent, stranger):
    here, other = logged_in(proponent), logged_in(stranger)
    for which in (name_of(other.session.session_key), other.session.session_key, "", "x"):
        end(here, which)

    assert is_logged_in(other)
    assert is_logged_in(here)


def test_the_password_is_asked_for(proponent):
    here, there = logged_in(proponent), logged_in(proponent)
    page = end(here, "others", "not the password")

    assert page.status_code == 422
    assert page.context["form"].errors["password"] == ["This is not your password."]
    assert is_logged_in(there)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Safari on iPhone"),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Microsoft Edge on Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.0", "Unknown device"),
        ("", "Unknown device"),
        ("<script>alert(1)</script> Firefox/", "Firefox"),
    ],
)
def test_a_device_is_called_by_what_it_says_it_is(agent, words):
    from django.utils import translation

    with translation.override("en"):
        assert called(agent) == words


def test_what_a_browser_says_of_itself_is_cut(proponent):
    client = logged_in(proponent, "A" * 5000 + "\x07")

    assert row_of(client).device == "A" * 300


# --- what ends them -------------------------------------------------------------------------------


def test_a_changed_password_ends_the_others_and_renews_this_one(proponent):
    here, there = logged_in(proponent), logged_in(proponent)
    before = here.session.session_key
    new = {"new_password1": NEW, "new_password2": NEW}
    here.post(reverse("accounts:change_password"), {"old_password": PASSWORD} | new)

    assert is_logged_in(here)
    assert here.session.session_key != before
    assert not is_logged_in(there)
    assert list(sessions_of(proponent)) == [row_of(here)]


def test_a_password_chosen_by_mail_ends_all(proponent):
    here, there = logged_in(proponent), logged_in(proponent)
    Client().post(reverse("accounts:password_reset"), {"email": proponent.email})
    answer = choose(here, link_in(mail.outbox[0]))

    assert answer.status_code == 302
    assert not is_logged_in(here)
    assert not is_logged_in(there)
    assert not sessions_of(proponent).exists()


def test_the_end_of_access_ends_all(proponent, administrator):
    clients = [logged_in(proponent) for _ in range(2)]
    inviting.deactivate(person=proponent, by=administrator)

    assert not LoginSession.objects.filter(person=proponent).exists()
    inviting.reactivate(person=proponent, by=administrator)
    assert not any(is_logged_in(client) for client in clients)


def test_an_administrator_logs_somebody_out_everywhere(proponent, stranger, administrator):
    theirs, other, admin = logged_in(proponent), logged_in(stranger), client_of(administrator)
    admin.post(reverse("administration:end_sessions", args=[proponent.pk]))

    assert not is_logged_in(theirs)
    assert is_logged_in(other)
    assert is_logged_in(admin)
    event = SecurityEvent.objects.get(kind="sessions_ended")
    assert (event.person, event.actor) == (proponent, administrator)
    assert log_in(Client(), proponent.email).status_code == 302


def test_rows_that_have_ended_do_not_pile_up(proponent, stranger):
    theirs, other = logged_in(proponent), logged_in(stranger)
    Client().get(reverse("accounts:password_reset_confirm", args=["MQ", "abc-def"]))
    LoginSession.objects.update(expire_date=timezone.now())
    gone, kept = row_of(theirs).pk, row_of(other).pk
    again = logged_in(proponent)

    rows = set(LoginSession.objects.values_list("pk", flat=True))
    assert rows == {kept, again.session.session_key}
    assert gone not in rows


def test_old_rows_are_cleared_by_djangos_command(proponent):
    from django.core.management import call_command

    client = logged_in(proponent)
    LoginSession.objects.filter(pk=row_of(client).pk).update(expire_date=timezone.now())
    call_command("clearsessions")

    assert not LoginSession.objects.exists()
