"""Who is told of what, and that everybody is told once."""

import pytest
from django.db import transaction
from django.urls import reverse

from projects.models import Case, Notice, Person
from projects.services import notifying
from projects.services.deciding import decide
from projects.services.moves import MoveRefused, make_move
from projects.services.submitting import submit
from tests.factories import client_of, make_case, make_organisation, make_person, make_submission
from tests.factories import micro_case_file as micro
from tests.projects.cases import scenes

pytestmark = pytest.mark.django_db
INBOX = reverse("inbox:list")


@pytest.fixture
def everybody(proponent, colleague, stranger, reviewer, administrator):
    """And those who are never told: gone, or reviewers of the own organisation."""
    return {
        "proponent": proponent,
        "colleague": colleague,
        "gone": make_person("proponent", proponent.organisation, is_active=False),
        "insider": make_person("reviewer", proponent.organisation),
        "reviewer": reviewer,
        "another reviewer": make_person("reviewer"),
        "gone reviewer": make_person("reviewer", is_active=False),
        "stranger": stranger,
        "administrator": administrator,
    }


def told(everybody, kind):
    names = {person.pk: name for name, person in everybody.items()}
    rows = Notice.objects.filter(kind=kind).values_list("person", flat=True)
    return sorted(names[pk] for pk in rows)


def under_review(proponent, reviewer) -> Case:
    case = scenes.submitted(proponent, without_evidence())
    make_move(case=case, name="take_up", actor=reviewer)
    return case


def without_evidence():
    data = micro()
    data["evidence"], data["regulatory"]["laws"] = [], []
    return data


def test_a_submission_is_told_to_the_reviewers_of_other_organisations(everybody):
    scenes.submitted(everybody["proponent"])

    assert told(everybody, "submitted") == ["another reviewer", "reviewer"]
    assert Notice.objects.count() == 2


def test_requests_are_told_to_the_organisation_and_answers_to_the_reviewer(everybody):
    proponent, reviewer = everybody["proponent"], everybody["reviewer"]
    case = scenes.returned(proponent, reviewer)
    assert told(everybody, "requested") == ["colleague", "proponent"]

    make_move(case=case, name="submit", actor=proponent)
    assert told(everybody, "answered") == ["reviewer"]


def test_answers_are_told_to_all_who_may_go_on_where_the_reviewer_is_gone(everybody):
    proponent, reviewer = everybody["proponent"], everybody["reviewer"]
    case = scenes.returned(proponent, reviewer)
    Person.objects.filter(pk=reviewer.pk).update(is_active=False)

    make_move(case=case, name="submit", actor=proponent)
    assert told(everybody, "answered") == ["another reviewer"]


@pytest.mark.parametrize("decision", ["approved", "refused"])
def test_a_decision_is_told_to_the_organisation(everybody, decision):
    case = under_review(everybody["proponent"], everybody["reviewer"])
    decide(case=case, actor=everybody["reviewer"], decision=decision, reasons="So.", edition="en")

    assert told(everybody, decision) == ["colleague", "proponent"]


def test_a_determination_is_told_once_to_the_organisation_and_who_decided(everybody):
    case = under_review(everybody["proponent"], everybody["reviewer"])
    determination = decide(
        case=case, actor=everybody["reviewer"], decision="approved", reasons="So.", edition="en"
    )
    for _ in range(3):
        notifying.determination_issued(determination)

    assert told(everybody, "issued") == ["colleague", "proponent", "reviewer"]


def test_a_withdrawal_is_told_to_colleagues_and_to_the_reviewer_at_work(everybody):
    case = under_review(everybody["proponent"], everybody["reviewer"])
    make_move(case=case, name="withdraw", actor=everybody["proponent"])

    assert told(everybody, "withdrawn") == ["colleague", "reviewer"]


@pytest.mark.parametrize("name", ["take_up", "put_back", "reopen"])
def test_other_moves_are_told_to_nobody(everybody, name):
    case = make_submission(make_case(prepared_by=everybody["proponent"])).case
    statuses = {"take_up": "submitted", "put_back": "under_review", "reopen": "withdrawn"}
    Case.objects.filter(pk=case.pk).update(status=statuses[name], reviewer=everybody["reviewer"])
    case.refresh_from_db()
    actor = everybody["proponent" if name == "reopen" else "reviewer"]
    make_move(case=case, name=name, actor=actor)

    assert not Notice.objects.exists()


def test_a_move_that_is_undone_is_told_to_nobody(everybody):
    case = scenes.drafted(everybody["proponent"])

    def fail() -> None:
        with transaction.atomic():
            submit(case=case, actor=everybody["proponent"], version=1, declaration="True.")
            raise MoveRefused("undone")

    with pytest.raises(MoveRefused):
        fail()
    assert not Notice.objects.exists()


def test_who_moves_a_case_has_read_what_was_told_of_it(everybody):
    case = scenes.submitted(everybody["proponent"])
    make_move(case=case, name="take_up", actor=everybody["reviewer"])

    unread = Notice.objects.filter(read_at=None).values_list("person", flat=True)
    assert list(unread) == [everybody["another reviewer"].pk]


def test_nobody_is_told_by_mail_who_does_not_want_it(everybody):
    Person.objects.filter(pk=everybody["reviewer"].pk).update(wants_mail=False)
    scenes.submitted(everybody["proponent"])

    mails = dict(Notice.objects.values_list("person", "mail"))
    assert mails[everybody["reviewer"].pk] == "unwanted"
    assert mails[everybody["another reviewer"].pk] == "waiting"


# The inbox


def page(person, address=INBOX):
    response = client_of(person).get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_inbox_says_what_will_be_there(proponent):
    text = page(proponent)

    assert "Here you read what happens to your cases" in text
    assert ">Inbox</a>" in text


def test_the_inbox_says_what_happened_and_the_navigation_how_much_is_new(proponent, reviewer):
    case = scenes.returned(proponent, reviewer)
    text = page(proponent)

    assert "The reviewer asks for answers." in text
    assert case.reference in text
    assert "Inbox (1 new)" in text
    assert "Inbox (1 new)" in page(proponent, reverse("cases:list"))
    assert "Inbox (1 new)" not in page(reviewer)


def test_a_notice_is_read_by_a_post_which_opens_the_case(proponent, colleague, reviewer):
    case = scenes.returned(proponent, reviewer)
    notice = Notice.objects.get(person=proponent)
    read = reverse("inbox:read", args=[notice.pk])
    assert client_of(colleague).post(read).status_code == 404
    assert client_of(proponent).get(read).status_code == 405
    assert "Inbox (1 new)" in page(proponent)

    response = client_of(proponent).post(read)
    assert response.headers["Location"] == reverse("cases:overview", args=[case.pk])
    text = page(proponent)
    assert "Inbox (1 new)" not in text
    assert "The reviewer asks for answers." in text
    assert "Inbox (1 new)" in page(colleague)


def test_all_that_was_shown_is_marked_as_read_and_nothing_newer(proponent, colleague, reviewer):
    scenes.returned(proponent, reviewer)
    shown = Notice.objects.filter(person=proponent).latest("pk")
    scenes.returned(proponent, reviewer)
    client = client_of(proponent)
    for newest in ("x", "", "٣", "9" * 30):
        assert client.post(reverse("inbox:read_all"), {"newest": newest}).status_code == 302
    assert Notice.objects.filter(person=proponent, read_at=None).count() == 2

    client.post(reverse("inbox:read_all"), {"newest": shown.pk})
    assert Notice.objects.filter(person=proponent, read_at=None).count() == 1
    assert Notice.objects.filter(person=colleague, read_at=None).count() == 2


def test_a_long_inbox_has_pages(proponent):
    case = make_case(prepared_by=proponent)
    Notice.objects.bulk_create(
        Notice(person=proponent, case=case, event=f"move:{n}", kind="requested") for n in range(120)
    )
    client, found, address = client_of(proponent), [], INBOX
    while address:
        response = client.get(address)
        found += [row.notice.pk for row in response.context["rows"]]
        older = response.context["older"]
        address = older and f"{INBOX}?before={older}"

    assert found == sorted(found, reverse=True)
    assert len(found) == 120
    assert "Inbox (99+ new)" in page(proponent, f"{INBOX}?before=x")


def test_a_case_that_is_not_theirs_any_more_is_named_by_its_reference(proponent, reviewer):
    case = scenes.returned(proponent, reviewer)
    Person.objects.filter(pk=proponent.pk).update(organisation=make_organisation())
    proponent.refresh_from_db()
    text = page(proponent)

    assert case.reference in text
    assert str(case) not in text
    notice = Notice.objects.get(person=proponent)
    response = client_of(proponent).post(reverse("inbox:read", args=[notice.pk]))
    assert response.headers["Location"] == INBOX


def test_the_inbox_speaks_the_language_of_the_page(proponent, reviewer):
    scenes.returned(proponent, reviewer)
    client = client_of(proponent)
    client.cookies["language"] = "zh-hant"

    assert 'lang="zh-Hant"' in client.get(INBOX).content.decode()
