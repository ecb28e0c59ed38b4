"""Logging in, forgotten passwords, invitations, the profile, and the end of a session."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from projects.models import LoginSession, Person
from projects.services import inviting
from tests.factories import PASSWORD, client_of, make_organisation, make_person

pytestmark = pytest.mark.django_db
LOGIN = "/account/log-in/"
NEW = "an entirely different passphrase"


def log_in(client: Client, email: str, password: str = PASSWORD, **more):
    return client.post(LOGIN, {"username": email, "password": password} | more)


def is_logged_in(client: Client) -> bool:
    return client.get(reverse("accounts:profile")).status_code == 200


def test_the_profile_needs_a_login_and_comes_after_it(client, proponent):
    answer = client.get(reverse("accounts:profile"))
    assert answer["Location"] == f"{LOGIN}?next=/account/"

    answer = log_in(client, proponent.email, next="/account/")
    assert answer["Location"] == "/account/"
    assert is_logged_in(client)


def test_the_case_of_the_address_does_not_matter(client, proponent):
    log_in(client, f" {proponent.email.upper()} ")

    assert is_logged_in(client)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "http:evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
    ],
)
def test_a_login_leads_to_this_site_only(client, proponent, target):
    answer = log_in(client, proponent.email, next=target)

    assert answer.status_code == 302
    assert answer["Location"] == reverse("home")


def test_unknown_wrong_and_ended_get_the_same_answer(client, proponent):
    gone = make_person(is_active=False)
    tries = [
        ("nobody@example.org", PASSWORD),
        (proponent.email, "wrong"),
        (gone.email, PASSWORD),
    ]
    pages = [log_in(client, email, password) for email, password in tries]

    errors = [page.context["form"].non_field_errors() for page in pages]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert errors[0] == errors[1] == errors[2]
    assert len(errors[0]) == 1
    assert not is_logged_in(client)


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_the_language_of_the_person_is_spoken_after_the_login(client, language):
    person = make_person(language=language)
    answer = log_in(client, person.email)

    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == language
    assert client.get(reverse("accounts:profile"))["Content-Language"] == language


def test_a_person_without_a_language_keeps_the_browsers(client):
    answer = log_in(client, make_person(language="").email)

    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_the_switch_changes_page_cookie_and_account_and_goes_back(language):
    person = make_person(language="")
    client = client_of(person)
    answer = client.post(reverse("set_language"), {"language": language, "next": "/account/?a=1"})

    assert answer["Location"] == "/account/?a=1"
    assert client.get("/account/")["Content-Language"] == language
    assert Person.objects.get(pk=person.pk).language == language


def test_strangers_switch_too_and_unknown_languages_change_nothing(client, proponent):
    client.post(reverse("set_language"), {"language": "en"})
    assert client.get(LOGIN)["Content-Language"] == "en"

    answer = client.post(reverse("set_language"), {"language": "fr", "next": "//evil.example/"})
    assert answer["Location"] == "/"
    assert client.get(LOGIN)["Content-Language"] == "en"
    assert Person.objects.get(pk=proponent.pk).language == "en"


def test_logging_out_is_a_post(client, proponent):
    log_in(client, proponent.email)
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert is_logged_in(client)

    client.post(reverse("accounts:logout"))
    assert not is_logged_in(client)


def test_the_end_of_access_ends_the_session_for_good(proponent, administrator):
    client = Client()
    log_in(client, proponent.email)
    other = client_of(make_person())

    inviting.deactivate(person=proponent, by=administrator)
    assert not is_logged_in(client)

    inviting.reactivate(person=proponent)
    assert not is_logged_in(client)
    assert is_logged_in(other)
    assert log_in(Client(), proponent.email).status_code == 302


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(proponent):
    here, elsewhere = Client(), Client()
    log_in(here, proponent.email)
    log_in(elsewhere, proponent.email)

    here.post(
        reverse("accounts:change_password"),
        {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW},
    )
    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)
    assert log_in(Client(), proponent.email, NEW).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        pytest.param("wrong", NEW, NEW, id="the present one is wrong"),
        pytest.param(PASSWORD, NEW, f"{NEW}!", id="the two differ"),
        pytest.param(PASSWORD, "short", "short", id="too short"),
        pytest.param(PASSWORD, "password1234", "password1234", id="a common one"),
    ],
)
def test_a_password_that_is_not_accepted_changes_nothing(proponent, old, new, again):
    client_of(proponent).post(
        reverse("accounts:change_password"),
        {"old_password": old, "new_password1": new, "new_password2": again},
    )

    assert Person.objects.get(pk=proponent.pk).check_password(PASSWORD)


# --- a forgotten password -----------------------------------------------------------------------


def ask_for_new_password(client: Client, email: str):
    return client.post(reverse("accounts:password_reset"), {"email": email})


def link_in(message) -> str:
    """The path of the one link in a mail."""
    (path,) = re.findall(rf"{re.escape(settings.BASE_URL)}(/\S+)", message.body)
    return path


def choose(client: Client, path: str, password: str = NEW):
    """Open the link as a browser does, and set the password."""
    opened = client.get(path, follow=True)
    if not opened.context["validlink"]:
        return opened
    return client.post(
        opened.redirect_chain[-1][0], {"new_password1": password, "new_password2": password}
    )


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client, proponent):
    ask_for_new_password(client, proponent.email.upper())
    path = link_in(mail.outbox[0])

    assert choose(client, path).status_code == 302
    assert log_in(Client(), proponent.email, NEW).status_code == 302
    assert choose(Client(), path, "another very long passphrase").status_code == 200
    assert Person.objects.get(pk=proponent.pk).check_password(NEW)


@pytest.mark.parametrize("kind", ["unknown", "ended", "invited"])
def test_the_page_tells_nobody_who_has_an_account(client, proponent, kind):
    email = "nobody@example.org"
    if kind == "ended":
        email = make_person(is_active=False).email
    if kind == "invited":
        person = make_person()
        person.set_unusable_password()
        person.save()
        email = person.email
    answers = [ask_for_new_password(client, one) for one in (proponent.email, email)]

    assert {answer["Location"] for answer in answers} == {reverse("accounts:password_reset_done")}
    assert [message.to for message in mail.outbox] == [[proponent.email]]


def test_the_link_names_this_site_whatever_host_the_request_named(proponent, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask_for_new_password(Client(headers={"host": "evil.example"}), proponent.email)

    assert "evil.example" not in mail.outbox[0].body
    assert link_in(mail.outbox[0])


def test_the_mail_is_in_the_language_of_its_reader(client):
    bodies = {}
    for language in ("zh-hant", "en"):
        person = make_person(language=language, name="Same Name")
        ask_for_new_password(client, person.email)
        bodies[language] = mail.outbox[-1]

    assert "Dear Same Name" in bodies["en"].body
    assert bodies["en"].subject == "Choose a new password"
    assert all("\n" not in message.subject for message in mail.outbox)


def test_a_link_ends_with_the_access(client, proponent):
    ask_for_new_password(client, proponent.email)
    Person.objects.filter(pk=proponent.pk).update(is_active=False)

    assert choose(client, link_in(mail.outbox[0])).status_code == 200
    assert Person.objects.get(pk=proponent.pk).check_password(PASSWORD)


# --- invitations --------------------------------------------------------------------------------


def invite(callbacks, **changes) -> Person:
    values = {
        "email": "New.Person@Example.org",
        "name": "O’Hara & Söhne",
        "organisation": make_organisation(),
        "role": "reviewer",
        "language": "en",
    }
    with callbacks(execute=True):
        return inviting.invite(**values | changes)


def test_an_invitation_is_accepted_by_choosing_a_password(
    client, django_capture_on_commit_callbacks
):
    person = invite(django_capture_on_commit_callbacks)
    message = mail.outbox[0]
    assert person.email == "new.person@example.org"
    assert Person.objects.get(pk=person.pk).language == "en"
    assert message.to == [person.email]
    assert "O’Hara & Söhne" in message.body
    assert log_in(client, person.email, "").status_code == 200

    assert choose(client, link_in(message))["Location"] == LOGIN
    assert log_in(client, person.email, NEW).status_code == 302
    assert choose(Client(), link_in(message)).status_code == 200


def test_the_mail_waits_for_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        inviting.invite(
            email="a@example.org",
            name="A",
            organisation=make_organisation(),
            role="proponent",
            language="en",
        )

    assert len(callbacks) == 1
    assert mail.outbox == []


def test_an_invitation_ends_after_some_days(client, settings, django_capture_on_commit_callbacks):
    invite(django_capture_on_commit_callbacks)
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert not choose(client, link_in(mail.outbox[0])).context["validlink"]


def test_a_link_for_a_new_password_is_no_invitation(client, proponent):
    key = urlsafe_base64_encode(force_bytes(proponent.pk))
    token = default_token_generator.make_token(proponent)
    path = reverse("accounts:accept", kwargs={"uidb64": key, "token": token})

    assert not choose(client, path).context["validlink"]


@pytest.mark.parametrize("uidb64", ["AAAA", "!!!", "MQ", "4pyT"])
def test_a_made_up_link_is_refused_with_a_page(client, uidb64):
    for name in ("accounts:accept", "accounts:password_reset_confirm"):
        path = reverse(name, kwargs={"uidb64": uidb64, "token": "abc-def"})
        assert not client.get(path).context["validlink"]


# --- the profile --------------------------------------------------------------------------------


def test_name_and_language_are_the_persons_own(proponent):
    client = client_of(proponent)
    answer = client.post(reverse("accounts:profile"), {"name": "林佩珊", "language": "zh-hant"})

    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "zh-hant"
    saved = Person.objects.get(pk=proponent.pk)
    assert (saved.name, saved.language) == ("林佩珊", "zh-hant")


def test_role_and_organisation_are_not(proponent):
    before = (proponent.role, proponent.organisation_id, proponent.email)
    client_of(proponent).post(
        reverse("accounts:profile"),
        {
            "name": "New",
            "language": "en",
            "role": "administrator",
            "organisation": make_organisation().pk,
            "email": "other@example.org",
            "is_active": "",
        },
    )

    saved = Person.objects.get(pk=proponent.pk)
    assert (saved.role, saved.organisation_id, saved.email) == before
    assert saved.is_active


@pytest.mark.parametrize("name", ["", "Name\u202eeman"])
def test_a_name_that_cannot_be_printed_is_refused_and_stays_typed(proponent, name):
    page = client_of(proponent).post(reverse("accounts:profile"), {"name": name, "language": "en"})

    assert page.status_code == 200
    assert page.context["form"].errors["name"]
    assert page.context["form"]["name"].value() == name
    assert Person.objects.get(pk=proponent.pk).name == proponent.name


def test_sessions_are_kept_in_the_database(client, proponent):
    """Ending access deletes sessions there; another engine would keep them alive."""
    log_in(client, proponent.email)

    assert [one.person for one in LoginSession.objects.all()] == [proponent]
