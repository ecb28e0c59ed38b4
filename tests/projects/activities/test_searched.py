"""What a case says in the name of a data set is what the data set says, or the case is not submitted."""

import pytest
from django.urls import reverse

from projects.activities.searched import tells_as_found
from projects.models import Case, DataSet
from projects.services.submitting import SubmitRefused, submit
from projects.wizard.answers import Answers
from tests.factories import client_of, typed_anew
from tests.projects.activities.test_workbench import (
    ROWS,
    case,
    decision,
    make_data_set,
    post,
    search,
)

__all__ = ["case"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def searched(case) -> Case:
    make_data_set(case.prepared_by, *ROWS)
    post(case, search(case))
    post(case, decision(case, 0, started="2030"))
    post(case, decision(case, 2, started="2024"))
    post(case, decision(case, 3, carbon_status="none"))
    return case


def tells(case: Case) -> bool:
    facts = Answers.of(case).facts
    assert facts is not None
    return tells_as_found(facts, DataSet.objects.get())


def test_what_was_found_and_what_was_decided_of_it(searched):
    assert tells(searched)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("activity-0-found_started", "2030"),
        ("activity-0-found_started", ""),
        ("activity-1-found_capacity", "60 MW"),
        ("activity-3-found_carbon_status", "none"),
        ("activity-2-found_energy_source", "solar"),
        ("activity-0-row", "99"),
        ("funnel__candidates", "3"),
        ("funnel__usable", "60"),
        ("query__least", "33"),
        ("query__most", ""),
        ("query__started_before", "2010-01-01"),
    ],
)
def test_what_nobody_types_was_altered(searched, name, text):
    typed_anew(searched, "common-practice", **{name: [text]})

    assert not tells(searched)


def test_nothing_is_said_of_a_data_set_that_was_not_searched(case):
    make_data_set(case.prepared_by, *ROWS)
    assert tells(case)


def test_such_a_case_is_not_submitted_until_it_is_searched_again(searched):
    typed_anew(searched, "common-practice", **{"activity-0-found_started": ["2030"]})
    searched.save()
    person = searched.prepared_by

    with pytest.raises(SubmitRefused) as refused:
        submit(case=searched, actor=person, version=searched.draft_version, declaration="So it is.")
    assert refused.value.code == "search_altered"
    assert not searched.submissions.exists()

    post(searched, search(searched))
    submit(case=searched, actor=person, version=searched.draft_version, declaration="So it is.")
    assert searched.submissions.count() == 1


def test_it_is_said_where_it_is_declared(searched):
    typed_anew(searched, "common-practice", funnel__candidates=["9"])
    searched.save()
    client = client_of(searched.prepared_by)
    address = reverse("cases:declare", args=[searched.pk])
    typed = {"version": searched.draft_version, "number": "1", "declared": "on", "aware": "on"}
    page = client.post(address, typed, follow=True)

    assert "is not what the data set says" in page.content.decode()
