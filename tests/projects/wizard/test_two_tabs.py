"""Two tabs, two people, a case that was submitted meanwhile: nothing is overwritten, nothing typed is lost."""

import pytest

from projects.models import Case, Status
from projects.wizard import saving
from projects.wizard.facts import draft_from
from tests.factories import case_file, client_of, make_case
from tests.projects.wizard.driving import controls, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(proponent) -> Case:
    return make_case(prepared_by=proponent, draft=draft_from(case_file()))


def test_the_stale_tab_is_refused_with_both_versions(proponent, colleague, case):
    mine, theirs = client_of(proponent), client_of(colleague)
    page = controls(mine.get(url_of(case, "project")).content.decode())
    other = controls(theirs.get(url_of(case, "project")).content.decode())
    assert theirs.post(url_of(case, "project"), other | {"name": "Their name"}).status_code == 302
    response = mine.post(
        url_of(case, "project"), page | {"name": "My name", "region": "<b>Mine</b>"}
    )
    text = response.content.decode()
    assert response.status_code == 409
    assert "Their name" in text
    assert "My name" in text
    assert colleague.name in text
    assert "&lt;b&gt;Mine&lt;/b&gt;" in text
    case.refresh_from_db()
    assert case.draft["project"]["name"] == ["Their name"]

    kept = controls(text)
    assert mine.post(url_of(case, "project"), kept | {"do": "continue"}).status_code == 302
    case.refresh_from_db()
    assert case.draft["project"]["name"] == ["My name"]
    assert case.draft["project"]["region"] == ["<b>Mine</b>"]
    assert case.draft["project"]["country"] == ["TW"]


def test_keeping_mine_keeps_several_lines_and_lists(proponent, case):
    client = client_of(proponent)
    page = controls(client.get(url_of(case, "laws")).content.decode())
    Case.objects.filter(pk=case.pk).update(draft_version=7)
    mine = page | {"law-0-title": "\nTwo\nlines  ", "law-0-evidence": ["E1"]}
    kept = controls(client.post(url_of(case, "laws"), mine).content.decode())
    client.post(url_of(case, "laws"), kept | {"do": "list"})
    case.refresh_from_db()
    assert case.draft_version == 8
    assert case.draft["laws"]["law-0-title"] == ["\nTwo\nlines  "]
    assert case.draft["laws"]["law-0-evidence"] == ["E1"]


@pytest.mark.parametrize("version", ["", "-1", "99", "１", "1e3", "9" * 400, "x"])
def test_a_version_that_is_not_current_is_stale(proponent, case, version):
    response = client_of(proponent).post(
        url_of(case, "search"), {"searched": "x", "draft_version": version}
    )
    assert response.status_code == 409
    case.refresh_from_db()
    assert case.draft_version == 0


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.DRAFT, Status.RETURNED)])
def test_a_case_that_is_no_longer_open_shows_what_was_typed(proponent, case, status):
    Case.objects.filter(pk=case.pk).update(status=status)
    response = client_of(proponent).post(
        url_of(case, "search"), {"searched": "Typed <here>", "draft_version": "0"}
    )
    assert response.status_code == 409
    assert "Typed &lt;here&gt;" in response.content.decode()
    case.refresh_from_db()
    assert case.draft_version == 0
    assert client_of(proponent).get(url_of(case, "search")).status_code == 302


def test_of_two_saves_of_one_version_one_succeeds(proponent, case):
    one, two = (Case.objects.get(pk=case.pk) for _ in range(2))
    saving.save_step(
        case=one, person=proponent, version=0, changes={"search": {"searched": ["one"]}}
    )
    with pytest.raises(saving.Stale):
        saving.save_step(
            case=two, person=proponent, version=0, changes={"search": {"searched": ["two"]}}
        )
    case.refresh_from_db()
    assert case.draft["search"]["searched"] == ["one"]


def test_a_case_submitted_between_reading_and_saving_stays_as_it_is(proponent, case):
    read = Case.objects.get(pk=case.pk)
    Case.objects.filter(pk=case.pk).update(status=Status.SUBMITTED)
    with pytest.raises(saving.Closed):
        saving.save_step(
            case=read, person=proponent, version=0, changes={"search": {"searched": ["late"]}}
        )
    case.refresh_from_db()
    assert case.draft["search"]["searched"] != ["late"]


def test_nobody_else_reaches_the_steps(case, stranger, reviewer, administrator, client):
    for person in (stranger, reviewer, administrator):
        assert client_of(person).get(url_of(case, "project")).status_code == 404
        assert (
            client_of(person).post(url_of(case, "project"), {"draft_version": "0"}).status_code
            == 404
        )
    assert client.get(url_of(case, "project")).status_code == 302
