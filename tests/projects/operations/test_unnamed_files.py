"""Files of processes that were killed before they wrote their rows are found, and removed when asked."""

import io
import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from projects.models import TableUpload
from projects.services import evidence_store, importing
from tests.projects.activities.data import plant, table

pytestmark = pytest.mark.django_db
DAY = 24 * 60 * 60


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    place = Path(default_storage.path("."))
    assert place == tmp_path / "files"


def aged(name: str, seconds: int) -> str:
    moment = time.time() - seconds
    os.utime(default_storage.path(name), (moment, moment))
    return name


@pytest.fixture
def upload(proponent) -> TableUpload:
    file = io.BytesIO(table(plant()))
    upload = importing.take_in(actor=proponent, file=file, name="plants.csv")
    aged(upload.file.name, 3 * DAY)
    return upload


def test_a_file_whose_process_was_killed_is_listed_and_removed_when_asked(
    proponent, upload, monkeypatch, capsys
):
    def killed(**values):
        raise SystemExit

    monkeypatch.setattr(TableUpload.objects, "create", killed)
    with pytest.raises(SystemExit):
        importing.take_in(actor=proponent, file=io.BytesIO(table(plant(), plant())), name="x.csv")
    [left] = {
        f"data-sets/{path.parent.name}/{path.name}"
        for path in Path(default_storage.path("data-sets")).glob("*/*")
    } - {upload.file.name}

    call_command("unnamed_files", "--remove")
    assert "0 files" in capsys.readouterr()[0]  # it may be of a request that goes on

    aged(left, DAY + 60)
    call_command("unnamed_files")
    assert f"{left}: " in capsys.readouterr()[0]
    assert default_storage.exists(left)
    call_command("unnamed_files", "--remove")
    assert "1 files" in capsys.readouterr()[0]
    assert not default_storage.exists(left)
    assert default_storage.exists(upload.file.name)


def test_evidence_and_what_is_being_written_are_dealt_with_too(upload, capsys):
    sha256 = evidence_store.sha256_of(io.BytesIO(b"left"))
    evidence = aged(evidence_store.keep(io.BytesIO(b"left"), sha256), 2 * DAY)
    writing = aged(default_storage.save("incoming/part", ContentFile(b"x")), 2 * DAY)
    call_command("unnamed_files", "--remove")

    assert not default_storage.exists(evidence)
    assert default_storage.exists(writing)
    assert "1 files, 4 bytes, removed." in capsys.readouterr()[0]


def test_with_a_database_that_names_no_file_nothing_is_removed():
    left = aged(default_storage.save("determinations/1/a.pdf", ContentFile(b"signed")), 9 * DAY)

    with pytest.raises(CommandError, match="names no file at all"):
        call_command("unnamed_files", "--remove")
    assert default_storage.exists(left)
