"""The first administrator of an installation is made on the command line."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from projects.models import Organisation, Person
from tests.factories import make_person

pytestmark = pytest.mark.django_db
WHO = ("Ada@Example.org", "Ada Administrator", "Authority")
PASSWORD = "seven quiet herons by the river"


def link_for(capsys, *who: str) -> str:
    call_command("invite_administrator", *who)
    return capsys.readouterr().out.strip()


def test_the_link_opens_the_account(capsys, client: Client, settings):
    link = link_for(capsys, *WHO)
    assert link.startswith(settings.BASE_URL)

    form = client.get(link.removeprefix(settings.BASE_URL), follow=True)
    chosen = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    client.post(form.redirect_chain[-1][0], chosen)

    person = Person.objects.get(email="ada@example.org")
    assert person.is_administrator
    assert person.check_password(PASSWORD)


def test_a_second_run_prints_another_link_and_makes_nothing(capsys):
    Organisation.objects.create(name="Authority")
    link_for(capsys, *WHO)

    assert "/invitation/" in link_for(capsys, *WHO)
    assert (Person.objects.count(), Organisation.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("role", "sentence"),
    [("administrator", "can log in"), ("proponent", "is not an administrator's")],
)
def test_no_link_into_an_account_that_is_in_use(capsys, role: str, sentence: str):
    make_person(role, email="ada@example.org")

    with pytest.raises(CommandError, match=sentence):
        link_for(capsys, *WHO)


def test_what_is_no_address_is_refused(capsys):
    with pytest.raises(CommandError, match="no e-mail address"):
        link_for(capsys, "ada", "Ada", "Authority")
