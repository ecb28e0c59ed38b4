"""A full disk: whoever types is told and loses nothing, nothing is half stored, work waits."""

import html
import re
import resource
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from additionality.determination.development_key import make_development_key
from projects.models import Case, EvidenceFile, Issuing, LoginSession, SignedDocument
from projects.register import issuing_steps as steps
from tests.factories import make_case, micro_case_file
from tests.projects.faults.full import FULL, FullStore, full_database, nothing_written
from tests.projects.faults.installation import ROOT, Installation
from tests.projects.register.decided import make_determination

HERE = {"Origin": "http://testserver", "Accept-Language": "en"}
PDF = b"%PDF-1.7\n" + b"1 0 obj\n<< >>\nendobj\n" * 20


@pytest.fixture
def full_store(settings, tmp_path):
    store = {"BACKEND": "tests.projects.faults.full.FullStore"}
    options = {"OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": store | options}
    FullStore.is_full = True
    return tmp_path / "files"


@pytest.fixture
def case(proponent) -> Case:
    return make_case(prepared_by=proponent, draft={})


@pytest.fixture
def client(proponent) -> Client:
    client = Client(headers=HERE)
    client.force_login(proponent)
    return client


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def kept(page: str) -> dict[str, str]:
    """What the page would send again."""
    areas = re.findall(r'<textarea name="([^"]+)">\n(.*?)</textarea>', page, re.S)
    return {name: html.unescape(text) for name, text in areas}


def upload(client: Client, case: Case, data: bytes = PDF):
    file = SimpleUploadedFile("study.pdf", data, content_type="application/pdf")
    typed = {"title": "Feasibility <study>", "dated": "2025-02-10", "file": file}
    return client.post(reverse("cases:evidence", kwargs={"pk": case.pk}), typed)


@pytest.mark.django_db
def test_an_upload_without_room_is_answered_and_what_was_typed_is_kept(case, client, full_store):
    answer = upload(client, case)

    page = answer.content.decode()
    assert answer.status_code == 507
    assert "The disk of the server is full, so nothing was saved." in page
    assert "Files are not kept; choose them again." in page
    assert kept(page) == {"title": "Feasibility <study>", "dated": "2025-02-10"}
    assert not EvidenceFile.objects.exists()
    assert files_in(full_store) == []

    FullStore.is_full = False
    assert upload(client, case).status_code == 302
    assert EvidenceFile.objects.get().title == "Feasibility <study>"


@pytest.mark.django_db
def test_an_upload_too_large_for_the_folder_of_uploads_is_answered(case, client, monkeypatch):
    from django.core.files.uploadedfile import TemporaryUploadedFile

    real = TemporaryUploadedFile.__init__

    def on_a_full_disk(self, *args, **kwargs):
        real(self, *args, **kwargs)
        self.file.close()
        self.file.file = open("/dev/full", "wb", buffering=0)  # noqa: SIM115

    monkeypatch.setattr(TemporaryUploadedFile, "__init__", on_a_full_disk)

    answer = upload(client, case, PDF + b"%" * 3_000_000)

    assert answer.status_code == 507
    assert kept(answer.content.decode())["title"] == "Feasibility <study>"
    assert not EvidenceFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_step_that_a_full_database_does_not_take_is_kept_on_the_page(case, client):
    step = reverse("wizard:step", kwargs={"pk": case.pk, "step": "technology"})
    typed = {"draft_version": str(case.draft_version), "technology": "wind " * 40_000, "do": "list"}
    client.get(step)

    with full_database():
        answer = client.post(step, typed)
    page = answer.content.decode()
    assert answer.status_code == 507
    assert kept(page) == typed
    assert Case.objects.get(pk=case.pk).draft == {}

    assert client.post(step, kept(page)).status_code == 302
    assert Case.objects.get(pk=case.pk).draft["technology"]["technology"] == [typed["technology"]]


@pytest.mark.django_db(transaction=True)
def test_after_a_while_a_session_is_read_and_told_though_it_cannot_be_noted(case, client):
    step = reverse("wizard:step", kwargs={"pk": case.pk, "step": "technology"})
    LoginSession.objects.update(seen_at=timezone.now() - timedelta(minutes=2))

    with connection.execute_wrapper(nothing_written):
        assert client.get(step).status_code == 200
        answer = client.post(step, {"draft_version": "0", "technology": "wind", "do": "list"})

    assert answer.status_code == 507
    assert kept(answer.content.decode())["technology"] == "wind"


@pytest.mark.django_db
def test_without_anything_typed_the_answer_is_a_plain_page(client, monkeypatch):
    def full(*args, **kwargs):
        raise FULL

    monkeypatch.setattr("projects.cases.lists.render", full)

    answer = client.get(reverse("cases:list"))

    assert answer.status_code == 507
    assert "The disk of the server is full" in answer.content.decode()


@pytest.fixture
def keys(settings, tmp_path):
    make_development_key(tmp_path / "signing")
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.PUBLISHED_ROOT = tmp_path / "signing" / "root.pem"


def work() -> None:
    call_command("db_worker", batch=True, startup_delay=False, interval=0.0, verbosity=0)


def due_now() -> None:
    """Let the minute pass after which the work is tried again."""
    waiting = DBTaskResult.objects.filter(status="READY", run_after__year__lt=9999)
    assert waiting.get().run_after > timezone.now() + timedelta(seconds=50)
    waiting.update(run_after=timezone.now())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["draw", "sign", "store"])
def test_work_on_a_full_disk_waits_and_is_done_when_there_is_room(
    step, full_store, keys, monkeypatch
):
    determination = make_determination(micro_case_file())
    FullStore.is_full = step == "store"
    with monkeypatch.context() as patched:
        if step != "store":
            patched.setattr(steps, step, raise_full)
        if step != "draw":
            patched.setattr(steps, "draw", drawn())
        work()

    row = Issuing.objects.get()
    assert (row.stage, row.error) == ("waiting", "no_room")
    assert not SignedDocument.objects.exists()
    assert files_in(full_store) == []

    FullStore.is_full = False
    due_now()
    monkeypatch.setattr(steps, "draw", drawn())
    work()

    assert Issuing.objects.get().stage == "done"
    assert steps.read_document(determination.document) is not None
    assert len(files_in(full_store)) == 1


PAGES: dict[str, bytes] = {}


def drawn():
    """Draw really, once: what is tested are the disks."""
    draw = steps.draw

    def remembered(determination):
        if determination.number not in PAGES:
            PAGES[determination.number] = draw(determination)
        return PAGES[determination.number]

    return remembered


def raise_full(*args, **kwargs):
    raise FULL


@pytest.mark.django_db
def test_drawing_and_verifying_write_to_no_disk_at_all(keys, settings, tmp_path):
    """With files limited to no bytes the pages are drawn all the same, as on a full disk."""
    determination = make_determination(micro_case_file())
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
        pdf = steps.draw(determination)
        signed = steps.sign(determination, pdf)
        steps.verify(determination, signed)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert signed.startswith(b"%PDF")


def test_a_worker_whose_database_is_full_waits_and_goes_on(tmp_path):
    one, flag, log = Installation(tmp_path), tmp_path / "full", tmp_path / "log"
    flag.touch()
    with log.open("w") as written:
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.projects.faults.full"],
            cwd=ROOT,
            env=one.variables | {"DJANGO_SETTINGS_MODULE": "additionality.settings"},
            stdout=written,
            stderr=written,
        )
    try:
        wait_until(lambda: "It is tried again in 0.2 seconds." in log.read_text(), worker, log)
        assert "The disk of the database is full" in log.read_text()
        assert one.files() == {}
        flag.unlink()
        wait_until(one.files, worker, log)
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    assert [name.split("/")[0] for name in one.files()] == ["determinations"]


def wait_until(is_so, worker: subprocess.Popen, log: Path) -> None:
    ends = time.monotonic() + 120
    while not is_so():
        assert worker.poll() is None, log.read_text()
        assert time.monotonic() < ends, log.read_text()
        time.sleep(0.1)
