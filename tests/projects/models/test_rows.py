"""The rows that every page asks for are those the ORM finds, in the order of their keys."""

import gc
import weakref
from threading import Thread
from uuid import uuid4

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import connections
from django.utils import timezone

from projects.models import EvidenceFile, Notice, Presence
from projects.models.rows import put_row, rows_of
from tests.factories import make_case, make_person
from tests.projects.test_access import make_evidence

pytestmark = pytest.mark.django_db


def test_the_files_of_a_case_that_were_not_removed():
    case, other = make_case(), make_case()
    files = [make_evidence(case, f"E{number}") for number in range(1, 4)]
    make_evidence(other)
    EvidenceFile.objects.filter(pk=files[1].pk).update(removed_at=timezone.now())

    found = rows_of(EvidenceFile, case=case.pk, removed_at=None)

    assert found == list(case.evidence_files.filter(removed_at=None).order_by("pk"))
    assert [file.pk for file in found] == [files[0].pk, files[2].pk]
    assert [file.uploaded_at for file in found] == [files[0].uploaded_at, files[2].uploaded_at]


def test_no_more_than_asked_for():
    case = make_case()
    files = [make_evidence(case, f"E{number}") for number in range(1, 4)]
    assert rows_of(EvidenceFile, case=case.pk, most=2) == files[:2]
    assert rows_of(Notice, person=make_person().pk, read_at=None, most=2) == []


def test_a_value_is_never_part_of_the_query():
    case = make_case()
    make_evidence(case)
    assert rows_of(EvidenceFile, case=case.pk, key="E1' OR '1'='1") == []


def test_a_name_that_is_no_field_is_refused():
    with pytest.raises(FieldDoesNotExist):
        rows_of(EvidenceFile, **{"case_id = 1 OR 1": 1})


def test_a_row_is_written_once_and_then_changed():
    case, person, at = make_case(), make_person(), timezone.now()
    for place in ("laws", "size"):
        put_row(
            Presence, unique=("case", "person"), case=case.pk, person=person.pk, place=place, at=at
        )
    put_row(
        Presence, unique=("case", "person"), case=make_case().pk, person=person.pk, place="x", at=at
    )

    found = Presence.objects.get(case=case)
    assert (found.person, found.place, found.at) == (person, "size", at)
    assert Presence.objects.count() == 2


def test_a_connection_goes_with_its_thread():
    wrappers = []

    def ask():
        rows_of(Presence, case=uuid4())
        wrappers.append(weakref.ref(connections["default"]))
        connections["default"].close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    del thread
    gc.collect()
    assert [wrapper() for wrapper in wrappers] == [None]
