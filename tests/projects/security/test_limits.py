"""Tries run out for whoever guesses, come back evenly, and never run out for an owner."""

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from projects.models import Allowance, SecurityEvent
from projects.security import known_browsers, limits
from projects.security.limits import Limit, Try, give_back, take
from tests.factories import PASSWORD, client_of, make_person
from tests.projects.accounts.test_accounts import NEW, choose, link_in

LOGIN = "/account/log-in/"
FEW = Limit("for a test", 3, 60)


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """The time that limits see, to be moved on."""
    now = [1_800_000_000.0]
    monkeypatch.setattr(limits, "time", lambda: now[0])
    return now


def from_address(number: int) -> Client:
    return Client(headers={"accept-language": "en"}, REMOTE_ADDR=f"203.0.113.{number}")


def log_in(client: Client, email: str, password: str = "wrong"):
    return client.post(LOGIN, {"username": email, "password": password})


# --- the count ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_tries_run_out_and_come_back_one_by_one(clock):
    one = Try(FEW, "somebody")

    assert [take(one) for _ in range(4)] == [0, 0, 0, 20]
    clock[0] += 19
    assert take(one) == 1
    clock[0] += 1
    assert [take(one), take(one)] == [0, 20]
    clock[0] += 3600
    assert [take(one) for _ in range(4)] == [0, 0, 0, 20]


@pytest.mark.django_db
def test_everybody_has_tries_of_their_own(clock):
    for _ in range(3):
        take(Try(FEW, "somebody"))

    assert take(Try(FEW, "somebody")) > 0
    assert take(Try(FEW, "somebody else")) == 0
    assert take(Try(Limit("another", 3, 60), "somebody")) == 0


@pytest.mark.django_db
def test_a_try_given_back_may_be_taken_again(clock):
    one = Try(FEW, "somebody")
    for _ in range(10):
        assert take(one) == 0
        give_back(one)

    assert [take(one) for _ in range(4)] == [0, 0, 0, 20]


@pytest.mark.django_db
def test_of_several_tries_all_are_taken_or_none(clock):
    full, free = Try(FEW, "full"), Try(FEW, "free")
    for _ in range(3):
        take(full)

    assert [take(free, full) for _ in range(9)] == [20] * 9
    assert [take(free) for _ in range(3)] == [0, 0, 0]


@pytest.mark.django_db
def test_rows_name_nobody_and_go_away(clock):
    take(Try(FEW, "lin@example.org"), Try(FEW, "203.0.113.9"))
    rows = list(Allowance.objects.values_list("key", flat=True))
    assert len(rows) == 2
    assert not any("example" in key or "203" in key for key in rows)

    clock[0] += 61
    take(Try(FEW, "somebody else"))
    assert Allowance.objects.count() == 1


# --- the login ------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "You can try again in 3 minutes. If the account is yours"), ("zh-hant", "3")],
)
def test_whoever_guesses_is_told_how_long_to_wait(clock, proponent, language, words):
    client = Client(headers={"accept-language": language})
    for _ in range(limits.LOGIN_ACCOUNT.tries):
        assert log_in(client, proponent.email).status_code == 200
    page = log_in(client, proponent.email, PASSWORD)

    assert page.status_code == 429
    assert page["Retry-After"] == "180"
    assert page["Content-Language"] == language
    assert words in page.content.decode()
    assert client.get("/account/").status_code == 302


@pytest.mark.django_db
def test_an_account_that_is_not_there_is_limited_alike(clock):
    statuses = [log_in(from_address(1), "nobody@example.org").status_code for _ in range(21)]

    assert statuses == [200] * 20 + [429]


@pytest.mark.django_db
def test_the_case_and_the_spaces_of_an_address_give_no_more_tries(clock, proponent):
    shapes = (proponent.email, proponent.email.upper(), f" {proponent.email} ")
    answers = [log_in(from_address(n), shapes[n % 3]).status_code for n in range(21)]

    assert answers == [200] * 20 + [429]


@pytest.mark.django_db
def test_one_address_does_not_go_through_all_accounts(clock):
    client = from_address(1)
    statuses = [log_in(client, f"p{n}@example.org").status_code for n in range(61)]

    assert statuses == [200] * 60 + [429]
    assert log_in(from_address(2), "p1@example.org").status_code == 200


@pytest.mark.django_db
def test_behind_a_proxy_the_client_is_counted_and_not_the_proxy(clock):
    def through_proxy(address: str, number: int):
        client = Client(headers={"x-forwarded-for": f"198.51.100.{number}, {address}"})
        return log_in(client, f"p{number}@example.org").status_code

    assert [through_proxy("203.0.113.1", n) for n in range(61)] == [200] * 60 + [429]
    assert through_proxy("203.0.113.2", 61) == 200


@pytest.mark.django_db
def test_a_right_password_uses_up_nothing(clock, proponent):
    for _ in range(limits.LOGIN_ADDRESS.tries + 5):
        assert log_in(from_address(1), proponent.email, PASSWORD).status_code == 302


@pytest.mark.django_db
def test_nobody_can_shut_out_the_owner_of_an_account(clock, proponent):
    """From a browser the owner has used before, the way in stays open, whatever strangers do."""
    owner = from_address(1)
    log_in(owner, proponent.email, PASSWORD)
    owner.post(reverse("accounts:logout"))
    for number in range(30):
        log_in(from_address(100 + number), proponent.email)

    assert log_in(from_address(99), proponent.email, PASSWORD).status_code == 429
    assert log_in(owner, proponent.email, PASSWORD).status_code == 302


@pytest.mark.django_db
def test_an_owner_at_a_new_device_gets_in_by_the_mail(clock, proponent):
    for number in range(30):
        log_in(from_address(100 + number), proponent.email)
        from_address(100 + number).post("/account/forgotten/", {"email": proponent.email})
    assert 1 <= len(mail.outbox) <= limits.RESET_ACCOUNT.tries
    owner = from_address(1)

    assert choose(owner, link_in(mail.outbox[0])).status_code == 302
    assert log_in(owner, proponent.email, NEW).status_code == 302


@pytest.mark.django_db
def test_a_known_browser_has_few_tries_too(clock, proponent):
    owner = from_address(1)
    log_in(owner, proponent.email, PASSWORD)
    owner.post(reverse("accounts:logout"))

    statuses = [log_in(owner, proponent.email).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


@pytest.mark.django_db
def test_a_known_browser_is_known_for_one_account_and_cannot_be_made_up(clock, proponent):
    owner, other = from_address(1), make_person()
    log_in(owner, proponent.email, PASSWORD)
    owner.post(reverse("accounts:logout"))
    for _ in range(20):
        log_in(from_address(2), other.email)
    assert log_in(owner, other.email, PASSWORD).status_code == 429

    forged = from_address(3)
    value = owner.cookies[settings.KNOWN_BROWSER_COOKIE_NAME].value
    for made_up in (value[:-2] + "xx", "x", "", '{"account": "a", "browser": "b"}'):
        forged.cookies[settings.KNOWN_BROWSER_COOKIE_NAME] = made_up
        request = forged.get(LOGIN).wsgi_request
        assert known_browsers.known(request, proponent.email) is None


# --- links, passwords, the record -----------------------------------------------------------------


@pytest.mark.django_db
def test_an_account_gets_few_mails_and_an_address_asks_for_few(clock, proponent):
    path = reverse("accounts:password_reset")
    answers = [from_address(n).post(path, {"email": proponent.email}) for n in range(5)]
    assert [one.status_code for one in answers] == [302, 302, 302, 429, 429]
    assert len(mail.outbox) == 3

    client = from_address(77)
    statuses = [client.post(path, {"email": f"p{n}@a.example"}).status_code for n in range(21)]
    assert statuses == [302] * 20 + [429]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["accounts:accept", "accounts:password_reset_confirm"])
def test_links_are_not_tried_out(clock, name):
    client = from_address(1)
    for number in range(limits.LINK_ADDRESS.tries):
        path = reverse(name, kwargs={"uidb64": "MQ", "token": f"abc-{number}"})
        assert client.get(path).status_code == 200

    assert client.get(path).status_code == 429
    assert from_address(2).get(path).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "field"), [("change_password", "old_password"), ("sessions", "password")]
)
def test_the_password_is_not_guessed_at_an_open_session(clock, proponent, name, field):
    client = client_of(proponent)
    path = reverse(f"accounts:{name}")
    statuses = {client.post(path, {field: f"guess {n}"}).status_code for n in range(10)}

    assert 429 not in statuses
    assert client.post(path, {field: PASSWORD, "end": "others"}).status_code == 429


@pytest.mark.django_db
def test_a_flood_is_on_record_once_in_a_while(clock, proponent):
    for _ in range(40):
        log_in(from_address(1), proponent.email)

    kinds = list(SecurityEvent.objects.values_list("kind", flat=True))
    assert kinds.count("login_failed") == 20
    assert kinds.count("limit_reached") == 1
    clock[0] += 601
    for _ in range(10):
        log_in(from_address(1), proponent.email)
    assert SecurityEvent.objects.filter(kind="limit_reached").count() == 2
