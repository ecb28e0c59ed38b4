"""The public page that does costly work: so often an address, so many at once."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from additionality.determination import limited
from additionality.determination.development_key import make_development_key
from additionality.determination.verify import Verification
from projects.security.limits import VERIFY_ADDRESS
from projects.security.turns import turn

ADDRESS = "/verify/"


def ask(number: int = 1):
    client = Client(headers={"accept-language": "en"}, REMOTE_ADDR=f"203.0.113.{number}")
    return client.post(ADDRESS, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})


@pytest.fixture
def root(settings, tmp_path, monkeypatch) -> None:
    """A published root, and an answer without the work."""
    settings.PUBLISHED_ROOT = tmp_path / "signing" / "root.pem"
    make_development_key(tmp_path / "signing")
    answer = Verification(unreadable="damaged")
    monkeypatch.setattr(limited, "verify_limited", lambda *_args, **_named: answer)


@pytest.mark.django_db
def test_an_address_verifies_so_many_files_and_no_more(root):
    statuses = [ask().status_code for _ in range(VERIFY_ADDRESS.tries + 1)]

    assert statuses == [200] * VERIFY_ADDRESS.tries + [429]
    assert ask(2).status_code == 200


@pytest.mark.django_db
def test_the_page_says_how_long_to_wait(root):
    for _ in range(VERIFY_ADDRESS.tries):
        ask()
    page = ask()

    assert 1 <= int(page["Retry-After"]) <= 60
    assert "You can try again in" in page.content.decode()


@pytest.mark.django_db
def test_so_many_are_verified_at_once_and_the_next_is_told(root, settings):
    settings.VERIFY_AT_ONCE = 2
    folder = settings.DATA_DIR / "turns"
    with turn(folder, at_once=2) as first, turn(folder, at_once=2) as second:
        page = ask()
        assert (first, second) == (True, True)

    assert page.status_code == 503
    assert page["Retry-After"] == "5"
    assert "Send it again in some seconds." in page.content.decode()
    assert ask().status_code == 200


def test_a_turn_ends_with_its_work_even_if_that_fails(tmp_path):
    def fail() -> None:
        with turn(tmp_path, at_once=1) as is_mine:
            assert is_mine
            raise MemoryError

    with pytest.raises(MemoryError):
        fail()
    with turn(tmp_path, at_once=1) as is_free:
        assert is_free


def test_never_more_than_so_many_have_a_turn(tmp_path):
    gate, had = threading.Barrier(8), []

    def work() -> None:
        gate.wait()
        with turn(tmp_path, at_once=3) as is_mine:
            had.append(is_mine)
            gate.wait()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(had) == [False] * 5 + [True] * 3
