"""What keeps determinations from being issued is said, with what mends it: page, log and worker."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from django.urls import reverse
from django.utils import timezone, translation

from additionality.determination.development_key import make_development_key
from projects.models import Issuing, Worker
from projects.register.issuing_steps import NotIssued
from projects.services import issuing, readiness, workers
from tests.factories import client_of, micro_case_file
from tests.projects.faults.installation import ROOT, Installation
from tests.projects.register.decided import make_determination

HEALTH = "administration:health"


@pytest.fixture
def keys(settings, tmp_path) -> Path:
    folder = tmp_path / "signing"
    make_development_key(folder)
    settings.SIGNING_DIR, settings.PUBLISHED_ROOT = folder, folder / "root.pem"
    return folder


def missing(folder: Path, settings) -> None:
    (folder / "signer.key").unlink()


def unreadable(folder: Path, settings) -> None:
    (folder / "signer.key").unlink()
    (folder / "signer.key").mkdir()  # also root cannot read this one


def no_pem(folder: Path, settings) -> None:
    (folder / "signer.pem").write_text("no certificate")


def locked(folder: Path, settings) -> None:
    """Encrypt the key; the passphrase that is set is another one."""
    key = serialization.load_pem_private_key((folder / "signer.key").read_bytes(), None)
    (folder / "signer.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"right"),
        )
    )
    settings.SIGNING_PASSPHRASE = "wrong"


def without_passphrase(folder: Path, settings) -> None:
    locked(folder, settings)
    settings.SIGNING_PASSPHRASE = ""


def of_another(folder: Path, settings) -> None:
    make_development_key(folder / "other")
    shutil.copy(folder / "other" / "signer.key", folder / "signer.key")


def at(years: int):
    def made(folder: Path, settings) -> None:
        shutil.rmtree(folder)
        make_development_key(folder, now=datetime.now(UTC) + timedelta(days=366 * years))

    return made


def without_root(folder: Path, settings) -> None:
    (folder / "root.pem").unlink()


def in_production(folder: Path, settings) -> None:
    settings.PRODUCTION = True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("harm", "code", "mended"),
    [
        (missing, "key_missing", "Put the file there"),
        (unreadable, "key_unreadable", "the right to read it"),
        (no_pem, "key_not_pem", "in PEM form"),
        (locked, "key_passphrase", "Set SIGNING_PASSPHRASE"),
        (without_passphrase, "key_passphrase", "Set SIGNING_PASSPHRASE"),
        (of_another, "key_mismatch", "of the same signer"),
        (at(-6), "key_expired", "Get the next certificate"),
        (at(1), "key_not_yet_valid", "Check the clock"),
        (without_root, "root_missing", "as root.pem"),
        (in_production, "key_development", "of your own"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_key_that_cannot_sign_is_named_with_what_mends_it(
    harm, code, mended, keys, settings, administrator, caplog
):
    client = client_of(administrator)
    harm(keys, settings)

    found = readiness.of_signing()
    readiness.log(found)
    page = client.get(reverse(HEALTH)).content.decode() if code != "key_development" else ""

    assert [one.code for one in found] == [code]
    assert mended in caplog.text
    with translation.override("en"):  # the log is in English, whoever reads the page
        assert found[0].what in caplog.text
    if page:
        assert found[0].what in page
        assert mended in page
        assert "no determination can be issued" in page


@pytest.mark.django_db
def test_in_order_nothing_is_named(keys, administrator):
    page = client_of(administrator).get(reverse(HEALTH)).content.decode()

    assert readiness.hindrances() == []
    assert "This machine has all that the issuing needs." in page


@pytest.mark.django_db
def test_a_disk_without_room_and_a_folder_of_others_are_named(keys, administrator, monkeypatch):
    monkeypatch.setattr(readiness, "LEAST_ROOM", 2**62)
    monkeypatch.setattr(readiness.os, "access", lambda *asked: False)

    page = client_of(administrator).get(reverse(HEALTH)).content.decode()

    assert {one.code for one in readiness.of_storing()} == {"no_room", "not_writable"}
    assert "Make room on this disk." in page
    assert "cannot be written to" in page


def asked_with(**variables: str) -> list[str]:
    """What a process with these variables finds; fonts and libraries are looked for anew."""
    program = (
        "import django; django.setup();"
        "from projects.services.readiness import of_drawing, log;"
        "found = of_drawing(); log(found); print(*(one.code for one in found))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "additionality.settings"}
        | variables,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return [done.stdout.strip(), done.stderr]


def test_a_missing_font_is_named_with_its_package(tmp_path):
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        f'<?xml version="1.0"?><fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>'
    )

    codes, log = asked_with(FONTCONFIG_FILE=str(configuration))

    assert codes == "no_font"
    assert "apt-get install fontconfig fonts-noto-cjk" in log


@pytest.mark.parametrize(
    ("name", "package"),
    [("libpango-1.0.so.0", "libpango-1.0-0"), ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0")],
)
def test_a_library_that_cannot_be_loaded_is_named_with_its_package(name, package, tmp_path):
    (tmp_path / name).write_bytes(b"")  # found first, and no library

    codes, log = asked_with(LD_LIBRARY_PATH=str(tmp_path))

    assert "no_library" in codes
    assert f"The library {name} is missing" in log
    assert f"apt-get install {package}." in log


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["no_font", "no_library"])
def test_without_fonts_or_libraries_nothing_is_drawn_and_the_page_says_why(
    code, keys, monkeypatch, proponent
):
    hindrance = readiness.Hindrance(code, {"name": "libpango-1.0.so.0", "package": "x"})
    monkeypatch.setattr("projects.register.issuing_steps.of_drawing", lambda: [hindrance])
    determination = make_determination(micro_case_file(), proponent=proponent)

    with pytest.raises(NotIssued, match=code):
        issuing.issue(determination.pk)

    address = reverse("register:determination", kwargs={"number": determination.number})
    page = client_of(proponent).get(address).content.decode()
    assert "An administrator" in page
    assert Issuing.objects.get().error == code


def test_a_worker_says_at_its_start_what_it_lacks_and_does_the_rest(tmp_path):
    one = Installation(tmp_path)
    one.manage("migrate", "--verbosity", "0")

    status, _, log = one.run("manage.py", "db_worker", "--batch", "--no-startup-delay")

    assert status == 0
    assert "signer.pem is missing, so nothing can be signed. Put the file there" in log
    assert "root.pem is missing or cannot be read. Put the root certificate" in log


@pytest.mark.django_db
def test_the_health_page_tells_what_each_worker_lacks(keys, administrator):
    lacking = readiness.Hindrance(
        "no_library", {"name": "libpango-1.0.so.0", "package": "libpango"}
    )
    workers.register("far-away", [lacking.to_dict(), {"code": "of a later version"}])

    page = client_of(administrator).get(reverse(HEALTH)).content.decode()

    assert "far-away" in page
    assert "The library libpango-1.0.so.0 is missing" in page
    assert "apt-get install libpango." in page
    assert "No worker is running" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["overview", "health"])
def test_without_a_worker_administration_says_so(address, keys, administrator):
    client = client_of(administrator)
    page = client.get(reverse(f"administration:{address}")).content.decode()
    assert "No worker is running" in page

    workers.register("one", [])
    page = client.get(reverse(f"administration:{address}")).content.decode()
    assert "No worker is running" not in page

    Worker.objects.update(seen_at=timezone.now() - workers.LOST_AFTER)
    page = client.get(reverse(f"administration:{address}")).content.decode()
    assert "No worker is running" in page


def test_every_hindrance_has_words_for_what_it_is_and_what_mends_it():
    assert readiness.WHAT.keys() == readiness.MENDED.keys()


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_given_up_and_said_to_be():
    determination = make_determination(micro_case_file())
    issuing.enqueue(determination)
    names = [f"killed-{number}" for number in range(workers.MOST_STARTS)]
    issuing.DBTaskResult.objects.update(
        status="RUNNING", started_at=timezone.now(), worker_ids=names
    )

    assert issuing.take_up_lost() == 0

    row = Issuing.objects.get()
    assert (row.stage, row.error) == ("failed", "workers_killed")
    assert issuing.DBTaskResult.objects.get().status == "FAILED"
    assert issuing.take_up_lost() == 0
