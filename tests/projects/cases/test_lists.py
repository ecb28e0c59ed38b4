"""The lists: what is in them, for whom, and with how many queries."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from additionality.engine.rulepack import load_pack
from projects.models import Case, Organisation, Status
from projects.wording.packs import pack_title
from tests.factories import client_of, make_case, make_person, make_submission
from tests.projects.cases import scenes

LIST = reverse("cases:list")


def page(person, address=LIST):
    response = client_of(person).get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_list_says_how_to_begin(proponent):
    text = page(proponent)

    assert reverse("cases:new") in text
    assert reverse("cases:import") in text
    assert "Here will be the cases of your organisation" in text


def test_a_proponent_sees_the_own_organisation_only(proponent, colleague, stranger):
    make_case(prepared_by=colleague, title="Ours <wind>")
    make_case(prepared_by=stranger, title="Theirs")

    text = page(proponent)

    assert escape("Ours <wind>") in text
    assert "Theirs" not in text


def test_the_tier_of_a_draft_is_shown(proponent):
    scenes.drafted(proponent)

    assert "Large" in page(proponent)


def test_who_saved_last_is_shown(proponent, colleague):
    case = scenes.drafted(proponent)
    Case.objects.filter(pk=case.pk).update(draft_saved_by=colleague)

    assert colleague.name in page(proponent)


def test_an_administrator_goes_to_the_administration(administrator):
    response = client_of(administrator).get(LIST)

    assert response.headers["Location"] == reverse("administration:overview")


def test_a_stranger_to_the_site_logs_in_first(client, db):
    assert reverse("accounts:login") in client.get(LIST).headers["Location"]


@pytest.fixture
def piles(proponent, reviewer):
    """One submitted case in each state, by name, and one draft."""
    other = make_person("reviewer")
    made = {}
    for name, status, person in (
        ("waiting", Status.SUBMITTED, None),
        ("mine", Status.UNDER_REVIEW, reviewer),
        ("others", Status.UNDER_REVIEW, other),
        ("returned", Status.RETURNED, reviewer),
        ("approved", Status.APPROVED, reviewer),
        ("refused", Status.REFUSED, reviewer),
    ):
        case = make_case(prepared_by=proponent, title=f"Case {name}")
        make_submission(case)
        Case.objects.filter(pk=case.pk).update(status=status, reviewer=person)
        made[name] = case
    make_case(prepared_by=proponent, title="Case never submitted")
    return made


@pytest.mark.parametrize("name", ["waiting", "mine", "others", "returned", "approved", "refused"])
def test_each_pile_of_the_work_list_holds_its_cases(piles, reviewer, name):
    text = page(reviewer, f"{LIST}?show={name}")

    found = [other for other in piles if f"Case {other}<" in text]
    assert found == [name]
    assert "Case never submitted" not in text
    assert reverse("review:desk", kwargs={"pk": piles[name].pk}) in text


def test_reviewers_see_the_rules_of_what_was_submitted(proponent, reviewer):
    case = scenes.returned(proponent, reviewer)
    Case.objects.filter(pk=case.pk).update(pack_key="cdm")  # chosen anew, and not submitted yet
    text = page(reviewer, LIST + "?show=returned")

    assert pack_title(load_pack("tw-offset")) in text
    assert pack_title(load_pack("cdm")) not in text


def test_an_unknown_pile_is_the_first(piles, reviewer):
    assert "Case waiting" in page(reviewer, f"{LIST}?show=all'--")


def test_the_own_organisation_is_marked_as_not_for_review(piles, proponent):
    insider = make_person("reviewer", proponent.organisation)

    text = page(insider)

    assert "not for you to review" in text
    assert reverse("review:desk", kwargs={"pk": piles["waiting"].pk}) not in text


def queries(person, address, django_assert_max_num_queries):
    client = client_of(person)
    client.get(address)
    with django_assert_max_num_queries(12) as captured:
        client.get(address)
    return len(captured)


@pytest.mark.parametrize("role", ["proponent", "reviewer"])
def test_the_list_asks_the_database_as_often_for_fifty_as_for_one(
    role, proponent, reviewer, django_assert_max_num_queries
):
    person = {"proponent": proponent, "reviewer": reviewer}[role]
    submission = make_submission(make_case(prepared_by=proponent))
    one = queries(person, LIST, django_assert_max_num_queries)

    for number in range(49):
        organisation = proponent.organisation
        author = make_person("proponent", organisation) if number % 2 else proponent
        case = make_case(
            prepared_by=author,
            draft_saved_by=author,
            status=Status.SUBMITTED,
            title=f"Case {number}",
        )
        submission.pk, submission.case, submission._state.adding = None, case, True
        submission.save()

    assert Organisation.objects.count() < 50
    assert queries(person, LIST, django_assert_max_num_queries) == one


def test_drafts_cost_no_further_queries(proponent, django_assert_max_num_queries):
    scenes.drafted(proponent)
    one = queries(proponent, LIST, django_assert_max_num_queries)
    for _ in range(9):
        scenes.drafted(proponent)

    assert queries(proponent, LIST, django_assert_max_num_queries) == one
