"""Every page, in both languages and at both widths: accessible, inside the window, in order."""

from io import BytesIO

import pytest
from django.urls import resolve

from projects.demo.load import load
from projects.models import Case, Person, Role, Status
from projects.services import importing
from projects.services.answering import answer_request
from projects.services.reviewing import raise_request, send_back, take_up
from projects.services.scenarios import keep_scenario
from projects.services.submitting import submit
from tests.browser.faults import faults
from tests.browser.pages import (
    PAGES,
    invited,
    on_a_list,
    on_a_registry,
    person,
    reviewer_pages,
    with_a_choice,
)
from tests.factories import client_of
from tests.projects.activities.benches import search
from tests.projects.activities.data import make_data_set, plant, table
from tests.projects.test_access import TABLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: What answers with a file, or sends on at once.
NO_PAGES = {
    "health",
    "ready",
    "metrics",
    "cases:export",
    "cases:submission_export",
    "cases:evidence_file",
    "cases:workbook",
    "cases:submission_workbook",
    "cases:pictures",
    "cases:submission_picture",
    "cases:scenario_picture",
    "register:download",
    "register:root",
    "activities:report",
}


@pytest.fixture
def demonstration(issue_all) -> None:
    """The demonstration with its determination issued."""
    load()
    second_round()
    plants()
    with_a_choice()
    issue_all()


def second_round() -> None:
    """The returned case is answered, submitted again and returned again, so that something changed."""
    case, reviewer = Case.objects.get(status=Status.RETURNED), person(Role.REVIEWER)
    proponent = person(Role.PROPONENT)
    [request] = case.latest_submission().all_requests()
    answer_request(case=case, actor=proponent, request_pk=request.pk, text="All counties, 2025.")
    draft = case.draft | {"search": case.draft["search"] | {"searched": ["Searched again."]}}
    Case.objects.filter(pk=case.pk).update(draft=draft)
    submit(case=case, actor=proponent, version=case.draft_version, declaration="True.")
    take_up(case=case, actor=reviewer, declaration="Impartial.")
    asked = {"submission_number": 2, "kind": "CAR", "part": "size", "text": "Which year?"}
    raise_request(case=case, actor=reviewer, **asked)
    send_back(case=case, actor=reviewer, submission_number=2)
    invited()
    on_a_list()
    on_a_registry()


def plants() -> None:
    """A data set, rows of it in the draft, and a file whose columns are not chosen yet."""
    proponent = person(Role.PROPONENT)
    make_data_set(proponent, plant(), plant(name="South", year="2009-2013"), plant(mw=""))
    importing.take_in(actor=proponent, file=BytesIO(table(plant(), plant(mw=""))), name="new.csv")
    case = Case.objects.get(status=Status.DRAFT)
    assert client_of(proponent).post(f"/cases/{case.pk}/plants/", search(case)).status_code == 302


def under_review() -> None:
    """The submitted case is taken up, and a request raised with a scenario."""
    case, reviewer = Case.objects.get(status=Status.SUBMITTED), person(Role.REVIEWER)
    take_up(case=case, actor=reviewer, declaration="Impartial.")
    on = {"case": case, "actor": reviewer, "submission_number": 1}
    change = {"path": "investment.benchmark.rate", "value": "0.05"}
    kept = keep_scenario(**on, name="Official rate", reason="It is published.", changes=[change])
    raise_request(**on, kind="CAR", part="investment", text="Why?", scenario=kept)


def test_the_pages_opened_here_are_all_there_are(db):
    """An address that answers with a page, and is not looked at below, fails here."""
    load()
    second_round()
    plants()
    with_a_choice()
    addresses = [one for pages in PAGES.values() for one in pages()]
    under_review()
    addresses += reviewer_pages()
    opened = {resolve(one).view_name for one in addresses if "no-such-page" not in one}

    assert {row.name for row in TABLE if row.method == "GET"} - opened == NO_PAGES


@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_every_page_is_accessible_and_fits(demonstration, page_of, language: str, width: str):
    found = []
    for role, pages in PAGES.items():
        who: Person | None = person(role) if role else None
        page = page_of(who, language, width)
        for address in pages():
            found += faults(page, address, language)
        if role == Role.REVIEWER:
            under_review()
            for address in pages():
                if "/review/" in address:
                    found += faults(page, address, language)

    assert found == []
