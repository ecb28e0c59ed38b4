"""People, organisations, rules and health, as an administrator sees them."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from additionality.determination.development_key import make_development_key
from additionality.engine.rulepack import load_pack, pack_keys
from projects.administration.health import key_state, work_state
from projects.administration.packs import anchor
from projects.models import Organisation, Person
from projects.services import inviting
from projects.services.inviting import AccessRefused
from tests.factories import PASSWORD, client_of, make_organisation, make_person

pytestmark = pytest.mark.django_db
LIST = "/administration/people/"


@pytest.fixture
def client(administrator):
    return client_of(administrator)


def invitation(**changes) -> dict:
    return {
        "email": "New@Example.org",
        "name": "New Person",
        "organisation": make_organisation().pk,
        "role": "reviewer",
        "language": "en",
    } | changes


def test_an_administrator_invites(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("administration:invite"), invitation())

    assert answer["Location"] == LIST
    person = Person.objects.get(email="new@example.org")
    assert (person.name, person.role) == ("New Person", "reviewer")
    assert not person.has_usable_password()
    assert [message.to for message in mail.outbox] == [["new@example.org"]]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no address"),
        ("email", ""),
        ("name", ""),
        ("name", "A\x00B"),
        ("role", "owner"),
        ("organisation", "0"),
        ("language", "fr"),
    ],
)
def test_a_wrong_invitation_comes_back_with_what_was_typed(client, field, value):
    page = client.post(reverse("administration:invite"), invitation(**{field: value}))

    assert page.status_code == 200
    assert page.context["form"].errors[field]
    assert page.context["form"]["email"].value() in {"New@Example.org", value}
    assert not Person.objects.filter(email="new@example.org").exists()


def test_an_empty_invitation_says_what_to_enter(client):
    html = client.post(reverse("administration:invite"), {}).content.decode()
    assert "This field is required" not in html.split("Language of the invitation")[0]
    assert "Choose the organisation." in html
    assert ">Choose</option>" in html
    assert "---" not in html


def test_nobody_is_invited_twice(client, proponent):
    page = client.post(reverse("administration:invite"), invitation(email=proponent.email.upper()))

    assert page.context["form"].errors["email"]
    assert Person.objects.filter(email=proponent.email).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_account_stays_where_the_mail_cannot_be_sent(client, monkeypatch):
    def fail(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(inviting, "send_mail", fail)
    page = client.post(reverse("administration:invite"), invitation(), follow=True)

    assert Person.objects.filter(email="new@example.org").exists()
    assert "could not be sent" in page.content.decode()


def test_an_invitation_is_sent_again_until_it_is_accepted(
    client, django_capture_on_commit_callbacks
):
    person = make_person()
    person.set_unusable_password()
    person.save()
    address = reverse("administration:invite_again", kwargs={"pk": person.pk})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    assert len(mail.outbox) == 1

    person.set_password(PASSWORD)
    person.save()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    assert len(mail.outbox) == 1


def test_access_ends_and_is_given_back(client, proponent):
    client.post(reverse("administration:deactivate", kwargs={"pk": proponent.pk}))
    assert not Person.objects.get(pk=proponent.pk).is_active

    client.post(reverse("administration:reactivate", kwargs={"pk": proponent.pk}))
    assert Person.objects.get(pk=proponent.pk).is_active


def test_nobody_ends_their_own_access(client, administrator):
    make_person("administrator")
    page = client.post(
        reverse("administration:deactivate", kwargs={"pk": administrator.pk}), follow=True
    )

    assert Person.objects.get(pk=administrator.pk).is_active
    assert "Nobody can end their own access" in page.content.decode()


def test_the_last_administrator_who_can_log_in_stays(administrator):
    other = make_person("administrator")
    inviting.deactivate(person=other, by=administrator)

    with pytest.raises(AccessRefused, match="last_administrator"):
        inviting.deactivate(person=administrator, by=other)
    assert Person.objects.get(pk=administrator.pk).is_active


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "wind"}, {"Wei Wind", "Sun Solar"}),
        ({"search": "SOLAR"}, {"Sun Solar"}),
        ({"search": "solar wind"}, {"Sun Solar"}),
        ({"search": "wei@"}, {"Wei Wind"}),
        ({"role": "reviewer"}, {"Wei Wind"}),
        ({"role": "reviewer", "search": "solar"}, set()),
        ({"search": "nobody"}, set()),
        ({"role": "owner"}, {"Wei Wind", "Sun Solar", "Ada Administrator"}),
    ],
)
def test_people_are_found_by_words_and_role(client, query, found):
    make_person("reviewer", name="Wei Wind", email="wei@example.org")
    make_person(organisation=make_organisation(name="Windward Ltd"), name="Sun Solar")

    page = client.get(LIST, query)
    assert {person.name for person in page.context["page"]} == found


def test_a_long_list_has_pages_and_as_many_queries_as_a_short_one(
    client, django_assert_num_queries
):
    make_person()
    with django_assert_num_queries(4):  # session, person, count, people with organisations
        client.get(LIST)
    for _ in range(60):
        make_person()
    with django_assert_num_queries(4):
        page = client.get(LIST, {"search": "person"})

    assert len(page.context["page"]) == 50
    assert "?search=person&amp;page=2" in page.content.decode()


def test_organisations_are_added_and_renamed_once(client):
    address = reverse("administration:organisations")
    client.post(address, {"name": "  Green   Energy "})
    organisation = Organisation.objects.get(name="Green Energy")
    page = client.post(address, {"name": "green energy"})
    assert page.context["form"].errors["name"]

    rename = reverse("administration:organisation", kwargs={"pk": organisation.pk})
    client.post(rename, {"name": "GREEN Energy"})
    assert Organisation.objects.get(pk=organisation.pk).name == "GREEN Energy"


def test_the_list_of_organisations_counts_people_in_one_query(client, django_assert_num_queries):
    for _ in range(5):
        make_person()
    with django_assert_num_queries(3):
        page = client.get(reverse("administration:organisations"))

    counts = {one.people_count for one in page.context["organisations"]}
    assert counts == {1}


@pytest.mark.parametrize("role", ["proponent", "reviewer", "administrator"])
def test_everybody_reads_the_rules_with_value_clause_and_source(role):
    page = client_of(make_person(role)).get(reverse("administration:packs")).content.decode()
    pack = load_pack("tw-offset")

    assert pack.sha256 in page
    assert pack.edition in page
    for parameter in pack.parameters.values():
        for value in parameter.values:
            assert f'id="value-{parameter.name}"' in page
            assert value.text in page
            assert f'href="#{anchor(value.citation.rule)}"' in page


def test_every_citation_of_a_finding_has_its_place_on_the_page(client):
    page = client.get(reverse("administration:packs")).content.decode()
    rules = {one.rule for key in pack_keys() for one in load_pack(key).citations.values()}

    assert {anchor(rule) for rule in rules} == set(re.findall(r'id="(rule-[^"]+)"', page))


def test_the_development_key_is_named_as_such(tmp_path):
    make_development_key(tmp_path)
    state = key_state(tmp_path, "")

    assert state.problem == ""
    assert state.is_development
    assert not state.expires_soon
    assert "NOT FOR PRODUCTION" in state.subject


def test_a_missing_key_says_so(tmp_path):
    assert "signer" in key_state(tmp_path, "").problem


def test_a_missing_root_says_so(tmp_path):
    make_development_key(tmp_path)
    (tmp_path / "root.pem").unlink()

    assert "root.pem is missing" in key_state(tmp_path, "").problem


def job(**fields) -> DBTaskResult:
    values = {
        "args_kwargs": {"args": [], "kwargs": {}},
        "task_path": "projects.services.issuing.issue_document",
        "backend_name": "default",
        "run_after": timezone.now(),
        "status": "READY",
        "exception_class_path": "",
        "traceback": "",
    }
    return DBTaskResult.objects.create(**values | fields)


def test_jobs_that_wait_too_long_mean_that_no_worker_runs():
    now = timezone.now()
    assert not work_state(now).is_stuck

    job(status="SUCCESSFUL", started_at=now - timedelta(hours=1), finished_at=now)
    waiting = job()
    assert not work_state(waiting.enqueued_at + timedelta(minutes=2)).is_stuck

    state = work_state(waiting.enqueued_at + timedelta(minutes=2, seconds=1))
    assert state.is_stuck
    assert (state.waiting, state.last_seen) == (1, now)


@pytest.mark.parametrize("address", ["overview", "health"])
def test_the_pages_of_the_installation_open(client, address):
    page = client.get(reverse(f"administration:{address}"))

    assert page.status_code == 200
    assert page.context["work"].waiting == 0
