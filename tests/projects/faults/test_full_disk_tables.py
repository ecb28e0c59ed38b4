"""A full disk while a table is taken in: whoever sends it is told, and none of it is stored."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projects.models import (
    ActivityRow,
    BenchmarkClaim,
    Case,
    ClaimsTable,
    DataSet,
    EvidenceFile,
    KnownProject,
    RegistryList,
    Spreadsheet,
    SpreadsheetSheet,
    TableUpload,
)
from projects.services import importing, spreadsheets, workers
from tests.factories import make_case
from tests.projects.activities.data import begin, plant, table
from tests.projects.faults.full import FullStore
from tests.projects.faults.test_full_disk import HERE, files_in, full_store, kept  # noqa: F401
from tests.projects.spreadsheets import models as calculation

TOLD = "The disk of the server is full"
MANY = 5
CLAIMS = "country,energy_source,benchmark,basis,project,source\n" + "".join(
    f"TW,wind,{8 + place % 5} %,WACC,Project {place},Design document\n" for place in range(MANY)
)
LISTED = "name,country,latitude,longitude\n" + "".join(
    f"Wind farm number {place},TW,24.5,{119 + place / MANY:.4f}\n" for place in range(MANY)
)


def client_of(person) -> Client:
    client = Client(headers=HERE)
    client.force_login(person)
    return client


@pytest.fixture
def case(proponent) -> Case:
    return make_case(prepared_by=proponent)


def csv_file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("table.csv", text.encode(), content_type="text/csv")


@pytest.mark.django_db
def test_a_data_set_without_room_for_its_file_is_not_begun(proponent, full_store):  # noqa: F811
    client = client_of(proponent)

    def sent():
        file = SimpleUploadedFile("plants.csv", table(plant()), content_type="text/csv")
        return client.post(reverse("activities:new"), {"file": file})

    answer = sent()
    assert answer.status_code == 507
    assert TOLD in answer.content.decode()
    assert not TableUpload.objects.exists()
    assert not DataSet.objects.exists()
    assert files_in(full_store) == []

    FullStore.is_full = False
    assert sent().status_code == 302
    assert TableUpload.objects.get().stage == TableUpload.Stage.MAPPING


@pytest.mark.django_db(transaction=True)
def test_a_data_set_that_a_full_database_does_not_note_leaves_no_file(proponent, tmp_path):
    client = client_of(proponent)

    with connection.execute_wrapper(no_room_for("projects_tableupload")):
        file = SimpleUploadedFile("plants.csv", table(plant()), content_type="text/csv")
        answer = client.post(reverse("activities:new"), {"file": file})

    assert answer.status_code == 507
    assert TOLD in answer.content.decode()
    assert not TableUpload.objects.exists()
    assert files_in(tmp_path / "files") == []


@pytest.mark.django_db(transaction=True)
def test_an_import_for_which_the_disk_is_full_waits_and_goes_on(proponent, monkeypatch, caplog):
    """What was read stays, nothing of it is used, the page says so, and the rest comes by itself."""
    monkeypatch.setattr(importing, "BATCH", 2)
    data_set = begin(proponent, table(*[plant()] * MANY))
    page = reverse("activities:data_set", args=[data_set.pk])
    workers.register("a worker", [])

    with connection.execute_wrapper(no_room_for("projects_activityrow", after=1)):
        importing.import_rows.func(str(data_set.pk))
    later = DBTaskResult.objects.get()
    assert str(data_set.pk) in caplog.text
    assert data_set.title not in caplog.text
    assert ActivityRow.objects.count() == 2
    assert not DataSet.objects.complete().exists()
    assert TOLD in client_of(proponent).get(page).content.decode()
    assert later.run_after > timezone.now() + timedelta(seconds=50)

    importing.import_rows.func(*later.args_kwargs["args"])
    assert ActivityRow.objects.count() == MANY
    assert DataSet.objects.complete().get() == data_set
    assert TOLD not in client_of(proponent).get(page).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_spreadsheet_for_which_the_disk_is_full_waits_and_is_read(proponent, case, monkeypatch):
    monkeypatch.setattr(spreadsheets, "READ_AT_ONCE", 10)
    row = calculation.uploaded(client_of(proponent), case, calculation.wind())
    DBTaskResult.objects.all().delete()

    with connection.execute_wrapper(no_room_for("projects_spreadsheetsheet")):
        assert spreadsheets.read_spreadsheet.func(row.pk) == ""
    later = DBTaskResult.objects.get()
    assert later.run_after > timezone.now() + timedelta(seconds=50)
    assert not SpreadsheetSheet.objects.exists()

    assert spreadsheets.read_spreadsheet.func(*later.args_kwargs["args"]) == "read"
    assert SpreadsheetSheet.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stored_in", ["projects_spreadsheet", "projects_spreadsheetsheet"])
def test_a_spreadsheet_without_room_is_not_kept_in_part(stored_in, proponent, case):
    client = client_of(proponent)

    with connection.execute_wrapper(no_room_for(stored_in)):
        answer = calculation.upload(client, case, calculation.wind())

    assert answer.status_code == 507
    assert TOLD in answer.content.decode()
    assert not Spreadsheet.objects.exists()
    assert not SpreadsheetSheet.objects.exists()

    calculation.take_over(client, calculation.uploaded(client, case, calculation.wind()))
    case.refresh_from_db()
    assert case.draft["cash-flow"]["count"] == ["4"]


@pytest.mark.django_db
def test_a_spreadsheet_is_read_though_there_is_no_room_to_keep_it_as_evidence(
    proponent,
    case,
    full_store,  # noqa: F811
):
    client = client_of(proponent)

    answer = calculation.upload(client, case, calculation.wind(), is_evidence="on")

    assert answer.status_code == 302
    assert TOLD in client.get(answer["Location"]).content.decode()
    assert Spreadsheet.objects.get().evidence_key == ""
    assert not EvidenceFile.objects.exists()
    assert files_in(full_store) == []


@pytest.mark.django_db(transaction=True)
def test_a_registry_list_without_room_is_taken_in_whole_or_not_at_all(administrator):
    client = client_of(administrator)

    def sent():
        typed = {"name": "A registry <1>", "file": csv_file(LISTED)}
        return client.post(reverse("administration:registries"), typed)

    with connection.execute_wrapper(no_room_for("projects_knownword")):
        answer = sent()
    assert answer.status_code == 507
    assert TOLD in answer.content.decode()
    assert kept(answer.content.decode()) == {"name": "A registry <1>"}
    assert not RegistryList.objects.exists()
    assert not KnownProject.objects.exists()

    assert sent().status_code == 302
    assert RegistryList.objects.get().taken == KnownProject.objects.count() == MANY


@pytest.mark.django_db(transaction=True)
def test_a_table_of_claims_without_room_is_taken_in_whole_or_not_at_all(administrator):
    client = client_of(administrator)
    typed = {"title": "Projects <1>", "source": "Database, 2026", "text": CLAIMS}

    with connection.execute_wrapper(no_room_for("projects_benchmarkclaim")):
        answer = client.post(reverse("administration:claims"), typed)
    again = kept(answer.content.decode())
    assert answer.status_code == 507
    assert TOLD in answer.content.decode()
    assert again == typed
    assert not ClaimsTable.objects.exists()
    assert not BenchmarkClaim.objects.exists()

    assert client.post(reverse("administration:claims"), again).status_code == 302
    assert ClaimsTable.objects.get().count == BenchmarkClaim.objects.count() == MANY


def no_room_for(name: str, *, after: int = 0):
    """A wrapper of execution with which SQLite has no room for rows of one table after so many inserts."""
    done = 0

    def full(execute, sql, params, many, context):
        nonlocal done
        if sql.startswith(f'INSERT INTO "{name}"'):
            done += 1
            if done > after:
                raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    return full
