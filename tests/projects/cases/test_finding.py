"""Search, filter and pages of the lists: what is found, and that it costs little in a long list."""

import re
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.cases import paging
from projects.cases.paging import Place, page_of
from projects.models import Case, Status
from projects.models.case import keys_of, reference_of
from projects.wizard.saving import save_step
from tests.factories import client_of, make_case, make_person, make_submission
from tests.projects.cases import scenes
from tests.projects.plans import plan_of

LIST = reverse("cases:list")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def titles(person, **query):
    """The titles on the page, in their order."""
    response = client_of(person).get(LIST, query)
    assert response.status_code == 200
    return [str(row.case) for row in response.context["rows"]]


def many(prepared_by, number, **fields):
    """So many cases, each changed a minute after the one before."""
    values = {"organisation": prepared_by.organisation, "prepared_by": prepared_by} | fields
    return Case.objects.bulk_create(
        Case(title=f"Case {n:03}", changed_at=LONG_AGO + timedelta(minutes=n), **values)
        for n in range(number)
    )


@pytest.fixture
def four(proponent, colleague):
    make_case(prepared_by=proponent, title="Coastal wind farm", title_zh="濱海風場", tier="large")
    make_case(prepared_by=colleague, title="Inland WIND, 100% new", tier="small")
    make_case(prepared_by=colleague, title="Biogas", title_zh="沼氣發電", status=Status.WITHDRAWN)
    make_case(prepared_by=make_person("proponent"), title="Wind of another organisation")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "wind"}, {"Coastal wind farm", "Inland WIND, 100% new"}),
        ({"q": "farm COASTAL"}, {"Coastal wind farm"}),
        ({"q": "風場"}, {"Coastal wind farm"}),
        ({"q": "沼氣 biogas"}, {"Biogas"}),
        ({"q": "ｗｉｎｄ　ｆａｒｍ"}, {"Coastal wind farm"}),
        ({"q": "%"}, {"Inland WIND, 100% new"}),
        ({"q": "_"}, set()),
        ({"q": "\0"}, {"Coastal wind farm", "Inland WIND, 100% new", "Biogas"}),
        ({"status": "withdrawn"}, {"Biogas"}),
        ({"tier": "small"}, {"Inland WIND, 100% new"}),
        ({"whose": "own"}, {"Coastal wind farm"}),
        ({"whose": "colleagues"}, {"Inland WIND, 100% new", "Biogas"}),
        ({"whose": "own", "status": "withdrawn"}, set()),
        ({"whose": "colleagues", "status": "withdrawn"}, {"Biogas"}),
        ({"q": "wind", "tier": "large", "whose": "own"}, {"Coastal wind farm"}),
        ({"status": "lost", "tier": "huge", "whose": "x", "after": "x", "before": "y"},
         {"Coastal wind farm", "Inland WIND, 100% new", "Biogas"}),
    ],
)  # fmt: skip
def test_a_list_is_narrowed_to_what_was_asked(four, proponent, query, found):
    assert set(titles(proponent, **query)) == found


def test_the_filter_shows_what_is_chosen(four, proponent):
    text = client_of(proponent).get(LIST, {"q": '"wind', "tier": "large"}).content.decode()

    assert 'value="&quot;wind"' in text
    assert '<option value="large" selected>' in text
    assert "No case found here fulfils this" in text


@pytest.mark.parametrize("spelt", ["{0}", " {0} ", "{1}", "{2}"])
def test_a_case_is_found_by_its_reference(proponent, spelt):
    case = make_case(prepared_by=proponent, title="Sought")
    many(proponent, 25)
    forms = (case.reference, case.reference.lower(), case.reference.replace("-", ""))

    assert titles(proponent, q=spelt.format(*forms), status="approved") == ["Sought"]


def test_the_reference_of_another_organisation_finds_nothing(proponent, stranger):
    assert titles(proponent, q=make_case(prepared_by=stranger).reference) == []


def test_a_reviewer_finds_a_case_by_its_reference_in_whatever_pile_it_is(proponent, reviewer):
    submission = make_submission(make_case(prepared_by=proponent, title="Sought"))
    Case.objects.filter(pk=submission.case_id).update(status=Status.APPROVED)
    unseen = make_case(prepared_by=proponent)

    assert titles(reviewer, q=submission.case.reference, show="waiting") == ["Sought"]
    assert titles(reviewer, q=unseen.reference) == []


def test_a_reference_is_the_beginning_of_the_key(proponent):
    case = make_case(prepared_by=proponent)
    first, last = keys_of(case.reference)

    assert re.fullmatch("[A-Z2-7]{4}-[A-Z2-7]{4}", case.reference)
    assert first <= case.pk <= last
    assert reference_of(first) == reference_of(last) == case.reference
    assert keys_of("wind") is None
    assert keys_of("0l1o8bAA") == keys_of("olioBBaa".upper())


def test_a_reviewer_is_never_told_the_tier_of_a_draft(proponent, reviewer):
    """What is submitted counts, though the answers have changed since."""
    case = scenes.returned(proponent, reviewer)
    Case.objects.filter(pk=case.pk).update(tier="micro")

    assert titles(reviewer, show="returned", tier="large") == [str(case)]
    assert titles(reviewer, show="returned", tier="micro") == []
    assert "Large" in client_of(reviewer).get(LIST, {"show": "returned"}).content.decode()


def test_the_tier_follows_the_draft(proponent):
    case = scenes.drafted(proponent)
    assert case.tier == "large"
    typed = case.draft["size"] | {
        name: ["100"] for name in case.draft["size"] if name.endswith("tco2e")
    }
    save_step(case=case, person=proponent, version=1, changes={"size": typed})
    assert Case.objects.get(pk=case.pk).tier == "micro"
    save_step(case=case, person=proponent, version=2, changes={"dates": {}})
    assert Case.objects.get(pk=case.pk).tier == "micro"


# Pages


def links(response, rel):
    found = re.findall(rf'<a rel="{rel}" href="([^"]+)"', response.content.decode())
    return found[0].replace("&amp;", "&") if found else None


@pytest.mark.parametrize("query", ["", "?q=case", "?whose=own", "?status=draft"])
def test_every_case_is_on_one_page_forwards_and_backwards(proponent, query):
    many(proponent, 45)
    client = client_of(proponent)
    address, pages = LIST + query, []
    while address:
        response = client.get(address)
        pages.append([str(row.case) for row in response.context["rows"]])
        following = links(response, "next")
        address = following and LIST + following
        before = links(response, "prev")

    assert [len(page) for page in pages] == [20, 20, 5]
    assert list(chain.from_iterable(pages)) == [f"Case {n:03}" for n in reversed(range(45))]
    back = client.get(LIST + before)
    assert [str(row.case) for row in back.context["rows"]] == pages[1]
    first = client.get(LIST + links(back, "prev"))
    assert [str(row.case) for row in first.context["rows"]] == pages[0]
    assert links(first, "prev") is None


def test_cases_changed_at_the_same_moment_are_each_on_one_page(proponent):
    cases = many(proponent, 41)
    Case.objects.update(changed_at=LONG_AGO)
    rows, found, after = Case.objects.all(), [], ""
    while True:
        page = page_of(rows, after=after)
        found += page.rows
        if page.after is None:
            break
        after = str(page.after)

    assert len(found) == 41
    assert {case.pk for case in found} == {case.pk for case in cases}


def test_what_waits_is_shown_the_oldest_first(proponent, reviewer):
    many(proponent, 23, status=Status.SUBMITTED)
    client = client_of(reviewer)
    first = client.get(LIST)
    second = client.get(LIST + links(first, "next"))
    shown = [str(row.case) for page in (first, second) for row in page.context["rows"]]

    assert shown == [f"Case {n:03}" for n in range(23)]


def test_a_search_goes_on_where_it_stopped(proponent, monkeypatch):
    """No more than SOUGHT rows are looked through for one page, and none is left out."""
    monkeypatch.setattr(paging, "SOUGHT", 10)
    many(proponent, 35)
    Case.objects.filter(title__in=("Case 030", "Case 012")).update(title="Wind")
    client = client_of(proponent)
    address, found, pages = f"{LIST}?q=wind", [], 0
    while address:
        response = client.get(address)
        found += [row.case.changed_at.minute for row in response.context["rows"]]
        following = links(response, "next")
        assert bool(following) == ("Search further" in response.content.decode())
        address, pages = following and LIST + following, pages + 1

    assert (found, pages) == ([30, 12], 4)


@pytest.mark.parametrize("text", ["", "x", "20260101T000000.000000-", "99999999-x", "٣-x"])
def test_a_place_nobody_wrote_is_none(text):
    assert Place.read(text) is None


def test_a_place_is_read_as_it_was_written(proponent):
    place = Place.of(make_case(prepared_by=proponent))

    assert Place.read(str(place)) == place


@pytest.mark.parametrize(
    ("role", "query"),
    [
        ("proponent", {}),
        ("proponent", {"status": "draft"}),
        ("proponent", {"whose": "own"}),
        ("proponent", {"q": "wind"}),
        ("reviewer", {}),
        ("reviewer", {"show": "approved"}),
    ],
)
def test_a_page_is_read_off_an_index(role, query, proponent, reviewer):
    """No list is counted to its end or sorted, on the first page or a later one."""
    person = {"proponent": proponent, "reviewer": reviewer}[role]
    client = client_of(person)
    place = str(Place(LONG_AGO, make_case(prepared_by=proponent).pk))
    for address in (query, query | {"after": place}, query | {"before": place}):
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST, address)
        for sql in (one["sql"] for one in captured if '"projects_case"' in one["sql"]):
            plan = plan_of(sql, of=Case)
            assert not plan.sorts, (sql, plan)
            assert not plan.reads_whole("projects_case"), (sql, plan)
            assert "COUNT" not in sql or "LIMIT 100" in sql
