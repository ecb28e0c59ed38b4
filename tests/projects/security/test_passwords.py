"""Passwords: long enough, not guessable, of any characters, exactly as typed, slowly hashed."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import get_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from additionality import settings as ours
from additionality.environment import BadSetting, Environment
from projects.accounts import forms
from projects.models import Person
from projects.security.breached import stands_in
from tests.factories import PASSWORD, client_of, make_organisation, make_person

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


def codes(password: str, person: Person | None = None) -> set[str]:
    try:
        validate_password(password, person)
    except ValidationError as error:
        return {one.code for one in error.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("plumgarnet7Q", id="12 characters"),
        pytest.param("copper lantern seventeen whales " * 4, id="128 characters"),
        pytest.param("correct horse battery staple", id="small letters and spaces only"),
        pytest.param("海豚燈塔銅鑼十七個芒果風箏", id="Chinese ones"),
        pytest.param("🐳🦊🌋🍋🎻🧊🪁🦚🍇🚲🧭🪵", id="twelve pictures"),
    ],
)
def test_any_characters_make_a_password(password):
    assert codes(password) == set()


@pytest.mark.parametrize(
    ("length", "code"), [(11, "password_too_short"), (129, "password_too_long")]
)
def test_the_lengths_beside_those_allowed_are_refused(length, code):
    text = "copper lantern seventeen whales mango trombone glacier " * 3

    assert code in codes(text[:length])


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("password1234", id="a common one"),
        pytest.param("sojdlg123aljg", id="a common one that looks random"),
        pytest.param("1qaz2wsx3edc", id="a walk over the keyboard"),
        pytest.param("aaaaaaaaaaaa", id="one letter"),
        pytest.param("123123123123", id="a repetition"),
        pytest.param("P@ssw0rd2026", id="a common one in disguise"),
        pytest.param("additionality2026", id="the name of this site"),
        pytest.param("Reviewer2026!", id="a role"),
        pytest.param("proponent@demo", id="the role and the demonstration"),
    ],
)
def test_what_is_guessed_early_is_refused(password):
    assert codes(password) == {"password_guessable"}


def test_what_is_known_of_the_person_is_refused():
    organisation = make_organisation(name="Zephyr Windworks")
    person = make_person(
        organisation=organisation,
        name="Quintessa Vandermolen",
        email="q.vandermolen@zephyr.example",
    )

    for password in ("quintessavandermolen", "vandermolen2026", "Zephyr Windworks"):
        assert codes(password, person) == {"password_guessable"}
        if password != "vandermolen2026":
            assert codes(password) == set(), "only for whom it is known"


def test_the_form_says_what_is_wrong_and_nothing_changes(proponent):
    again = {"new_password1": "password1234", "new_password2": "password1234"}
    page = client_of(proponent).post(
        reverse("accounts:change_password"), {"old_password": PASSWORD} | again
    )

    [error] = page.context["form"].errors["new_password2"]
    assert "easy to guess" in error
    assert Person.objects.get(pk=proponent.pk).check_password(PASSWORD)


@pytest.mark.parametrize("password", [" spaces around this one ", "ÄÖÜ ﬁnal ＦＵＬＬ width 12"])
def test_a_password_is_taken_exactly_as_it_was_typed(client, proponent, password):
    proponent.set_password(password)
    proponent.save()
    address = reverse("accounts:login")

    changed = {"username": proponent.email, "password": password.strip().lower()}
    assert client.post(address, changed).status_code == 200
    answer = client.post(address, {"username": proponent.email, "password": password})
    assert answer.status_code == 302


def test_fields_mask_what_is_typed_and_leave_pasting_and_managers_alone():
    shown = {
        "current-password": [forms.LoginForm(), forms.PresentPasswordForm(Person())],
        "new-password": [forms.ChoosePasswordForm(Person())],
    }
    for kind, made in shown.items():
        for form in made:
            fields = [name for name in form.fields if "password" in name]
            assert fields
            for name in fields:
                html = str(form[name])
                assert 'type="password"' in html
                assert f'autocomplete="{kind}"' in html
                assert "maxlength" not in html
    scripts = "".join(one.read_text() for one in (ROOT / "static").glob("**/*.js"))
    assert not re.search(r"type=.?password", scripts)


def test_passwords_are_hashed_slowly_with_a_salt_of_their_own(settings):
    assert not hasattr(ours, "PASSWORD_HASHERS")
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # the tests have a quick one
    algorithm, rounds, _salt, _hash = make_password(PASSWORD).split("$")

    assert algorithm == "pbkdf2_sha256"
    assert int(rounds) >= 600_000  # OWASP Password Storage Cheat Sheet
    assert make_password(PASSWORD) != make_password(PASSWORD)
    assert get_hasher().algorithm == algorithm


def breached_list(folder: Path, passwords: list[str]) -> Path:
    """A list in the form of Have I Been Pwned."""
    hashes = sorted(hashlib.sha1(one.encode()).hexdigest().upper() for one in passwords)
    file = folder / "breached.txt"
    lines = (f"{one}:{number**5}\r\n" for number, one in enumerate(hashes))
    file.write_bytes("".join(lines).encode())
    return file


def test_what_stands_in_the_list_of_breached_ones_is_refused(settings, tmp_path):
    breached = [f"lantern whale mango {number}" for number in range(257)]
    assert {*map(frozenset, map(codes, breached[:3]))} == {frozenset()}
    settings.BREACHED_PASSWORDS = breached_list(tmp_path, breached)

    assert [one for one in breached if codes(one) != {"password_breached"}] == []
    others = [f"lantern whale mango {number}" for number in range(257, 400)]
    assert [one for one in others if codes(one)] == []


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_a_short_list_is_searched_to_both_ends(tmp_path, number):
    breached = [f"password {one}" for one in range(number)]
    file = breached_list(tmp_path, breached)

    assert all(stands_in(file, one) for one in breached)
    assert not any(stands_in(file, f"another {one}") for one in range(50))


def test_a_list_that_is_not_there_stops_the_start(tmp_path):
    with pytest.raises(BadSetting, match="expected a file that can be read"):
        Environment({"LIST": str(tmp_path / "none.txt")}).file("LIST")
    assert Environment({}).file("LIST") is None
