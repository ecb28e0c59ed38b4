"""Health, readiness and figures, as a monitor asks for them."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from additionality.determination.development_key import make_development_key
from projects.models import Worker
from projects.services.issuing import issue_document
from projects.services.workers import LOST_AFTER

pytestmark = pytest.mark.django_db
TOKEN = "a token of twenty characters or more"


@pytest.fixture
def installed(settings, tmp_path) -> Path:
    """Everything is in order."""
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.PUBLISHED_ROOT = settings.SIGNING_DIR / "root.pem"
    make_development_key(settings.SIGNING_DIR)
    Worker.objects.create(name="one")
    return settings.SIGNING_DIR


@pytest.fixture
def no_database(monkeypatch):
    def refuse(*args: object):
        raise OperationalError("connection to server at 10.1.2.3 failed: secret-user")

    monkeypatch.setattr(connection, "cursor", refuse)


def figures(client: Client) -> dict[str, float]:
    """Every sample by its name with its labels, ordered by their names."""
    text = client.get("/metrics/").content.decode()
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def make_job(status: str, **changes: object) -> DBTaskResult:
    job = DBTaskResult.objects.get(pk=issue_document.enqueue(1).id)
    DBTaskResult.objects.filter(pk=job.pk).update(status=status, **changes)
    return job


def test_health_asks_nothing_of_the_database(client: Client, no_database):
    response = client.get("/health/")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_ready_when_everything_is_in_order(client: Client, installed):
    response = client.get("/ready/")

    assert (response.status_code, response.json()) == (200, {"status": "ready"})
    assert list(Path(default_storage.location).iterdir()) == []


def no_worker(keys: Path) -> None:
    Worker.objects.update(seen_at=timezone.now() - LOST_AFTER)


def no_font_at_the_worker(keys: Path) -> None:
    Worker.objects.update(hindrances=[{"code": "no_font"}])


def no_key(keys: Path) -> None:
    (keys / "signer.key").unlink()


def an_open_migration(keys: Path) -> None:
    MigrationRecorder.Migration.objects.filter(app="projects").delete()


def a_file_where_the_store_should_be(keys: Path) -> None:
    Path(default_storage.location).write_text("")


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        (no_worker, "workers"),
        (no_font_at_the_worker, "workers"),
        (no_key, "signing_key"),
        (an_open_migration, "migrations"),
        (a_file_where_the_store_should_be, "files"),
    ],
)
def test_what_is_missing_is_named_and_nothing_else(client: Client, installed, fault, name: str):
    fault(installed)

    response = client.get("/ready/")

    assert response.status_code == 503
    assert list(response.json()["reasons"]) == [name]
    assert str(installed.parent) not in response.content.decode()


def test_without_a_database_the_rest_is_still_told(client: Client, installed, no_database):
    no_key(installed)

    response = client.get("/ready/")

    assert response.status_code == 503
    assert list(response.json()["reasons"]) == ["database", "signing_key"]
    assert "secret" not in response.content.decode()
    assert figures(client)["additionality_database_up"] == 0


def test_figures_of_the_work(client: Client, installed):
    now = timezone.now()
    make_job(TaskResultStatus.READY, enqueued_at=now - timedelta(seconds=90))
    make_job(TaskResultStatus.READY)
    put_off = {"enqueued_at": now - timedelta(hours=1), "run_after": now - timedelta(seconds=9)}
    make_job(TaskResultStatus.READY, **put_off)  # it waits since it is due
    make_job(TaskResultStatus.RUNNING, started_at=now)
    make_job(TaskResultStatus.FAILED, started_at=now, finished_at=now)
    for seconds in (2, 5):
        ended = now + timedelta(seconds=seconds)
        make_job(TaskResultStatus.SUCCESSFUL, started_at=now, finished_at=ended)
    client.get("/health/")

    found = figures(client)

    assert found["additionality_jobs waiting issue_document"] == 3
    assert found["additionality_jobs running issue_document"] == 1
    assert found["additionality_jobs_failed_total issue_document"] == 1
    assert found["additionality_job_seconds_count issue_document"] == 2
    assert found["additionality_job_seconds_sum issue_document"] == 7
    assert 90 <= found["additionality_jobs_waiting_seconds"] < 120
    assert found["additionality_workers"] == 1
    assert found["additionality_worker_seen_timestamp_seconds"] == pytest.approx(
        now.timestamp(), abs=60
    )
    assert found["additionality_database_up"] == 1
    assert found["additionality_requests_total GET 200 health"] >= 1
    assert found["additionality_request_seconds_bucket +Inf health"] >= 1
    five_years = timedelta(days=5 * 365).total_seconds()
    assert found["additionality_signing_certificate_expiry_timestamp_seconds"] == pytest.approx(
        now.timestamp() + five_years, abs=600
    )


def test_a_new_installation_has_figures_too(client: Client, settings, tmp_path):
    settings.SIGNING_DIR = tmp_path / "none"

    found = figures(client)

    assert found["additionality_workers"] == 0
    assert found["additionality_jobs_waiting_seconds"] == 0
    assert "additionality_worker_seen_timestamp_seconds" not in found


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param({}, 403, id="without a token"),
        pytest.param({"authorization": "Bearer "}, 403, id="an empty token"),
        pytest.param({"authorization": f"Bearer {TOKEN[:-1]}"}, 403, id="most of the token"),
        pytest.param({"authorization": f"Basic {TOKEN}"}, 403, id="another scheme"),
        pytest.param({"authorization": f"Bearer {TOKEN}"}, 200, id="the token"),
    ],
)
def test_from_elsewhere_figures_need_the_token(client: Client, settings, sent, status: int):
    settings.METRICS_TOKEN = TOKEN
    asked = {"x-forwarded-for": "203.0.113.9"} | sent  # as the proxy passes it on

    assert client.get("/metrics/", headers=asked).status_code == status
    if status == 403:
        settings.METRICS_TOKEN = ""
        assert client.get("/metrics/", headers=asked).status_code == 403


def test_nobody_gets_the_figures_by_saying_he_is_here(client: Client):
    said = {"x-forwarded-for": "127.0.0.1, 203.0.113.9"}

    assert client.get("/metrics/", headers=said).status_code == 403
    assert client.get("/metrics/", REMOTE_ADDR="203.0.113.9").status_code == 403
