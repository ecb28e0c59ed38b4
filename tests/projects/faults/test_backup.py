"""What was backed up is restored: every row, every file, every determination; or nothing is."""

import hashlib
import io
import json
import tarfile
import time
from pathlib import Path

import pytest

from projects.backup.contents import models
from projects.backup.restoring import CannotRestore, restore
from tests.postgresql import server
from tests.projects.faults.installation import Installation, issued

WRITING = """
import django; django.setup()
import io, itertools, sys
from projects.models import Case, EvidenceFile
from projects.services.evidence import keep, sha256_of
case = Case.objects.first()
print("writing", flush=True)
for number in itertools.count():
    file = io.BytesIO(b"%d" % number)
    sha256 = sha256_of(file)
    EvidenceFile.objects.create(
        case=case, key=f"X{number}", title="x", file=keep(file, sha256), original_name="x",
        content_type="text/plain", size=1, sha256=sha256, uploaded_by=case.prepared_by,
    )
"""
ANOTHER_ROW = """
from projects.models import Organisation
print("pk", Organisation.objects.create(name="Another").pk)
"""


@pytest.fixture(scope="module")
def old(tmp_path_factory) -> Installation:
    """The demonstration, and rows of every kind that it has none of."""
    made = issued(tmp_path_factory.mktemp("old"))
    status, _, complaint = made.run(
        "-m", "tests.projects.faults.everything", DJANGO_SETTINGS_MODULE="additionality.settings"
    )
    assert status == 0, complaint
    return made


@pytest.fixture(scope="module")
def backup(old, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("backups") / "one.tar"
    old.manage("backup", str(path))
    return path


def contents(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive}


def comparable(found: dict[str, bytes]) -> dict:
    """All that two backups must share: not their moment, nor the order in which PostgreSQL keeps
    the keys of a JSON object."""
    manifest = json.loads(found.pop("manifest.json")) | {"made_at": ""}
    manifest["entries"].pop("database.jsonl")
    found.pop("manifest.sha256")
    rows = [json.loads(line) for line in found.pop("database.jsonl").splitlines()]
    return found | {"manifest": manifest, "rows": rows}


def verifies(installation: Installation) -> list[str]:
    """The numbers of the determinations that verify, every question answered well."""
    found = []
    for pdf in sorted((installation.folder / "files" / "determinations").rglob("*.pdf")):
        answers = json.loads(installation.manage("verify", str(pdf)))
        assert (answers["trusted"], answers["recomputed"]) == (True, "identical")
        found.append(answers["determination"])
    return found


def test_restored_on_sqlite_and_postgresql_nothing_differs(old, backup, tmp_path):
    with server() as new_database:
        restored = [
            Installation(tmp_path / "sqlite"),
            Installation(tmp_path / "postgresql", new_database("restored")),
        ]
        for one in restored:
            one.folder.mkdir()
            assert "signer.key was not in the backup" in one.manage("restore", str(backup))
            again = one.folder / "again.tar"
            one.manage("backup", str(again))

            assert comparable(contents(again)) == comparable(contents(backup))
            assert one.files() == old.files()
            assert verifies(one) == ["TW-2026-0001"]
            assert "pk 4" in one.manage("shell", "-c", ANOTHER_ROW)


def test_every_kind_of_row_is_in_it(backup):
    rows = contents(backup)["database.jsonl"].splitlines()

    assert {json.loads(row)["model"] for row in rows} == {
        model._meta.label_lower for model in models()
    }


def test_the_private_key_is_in_no_backup(old, backup):
    key = (old.folder / "signing" / "signer.key").read_bytes()
    secret = b"".join(key.splitlines()[1:3])

    assert len(secret) > 60
    assert secret[:60] not in backup.read_bytes()
    assert b"PRIVATE KEY" not in backup.read_bytes()
    assert "certificates/root.pem" in contents(backup)
    assert backup.stat().st_mode & 0o777 == 0o600


def test_where_anything_is_there_nothing_is_restored(old, backup, tmp_path):
    status, _, complaint = old.run("manage.py", "restore", str(backup))
    assert (status, "The database is not empty" in complaint) == (1, True)

    other_root = Installation(tmp_path)
    other_root.manage("make_development_key")
    status, _, complaint = other_root.run("manage.py", "restore", str(backup))
    assert (status, "another root certificate" in complaint) == (1, True)
    assert other_root.files() == {}

    other_file = Installation(tmp_path / "files")
    (tmp_path / "files" / "files").mkdir(parents=True)
    (tmp_path / "files" / "files" / "mine.txt").write_text("mine")
    status, _, complaint = other_file.run("manage.py", "restore", str(backup))
    assert (status, "mine.txt is no file of this backup" in complaint) == (1, True)
    assert not (tmp_path / "files" / "additionality.sqlite3").exists()


def test_interrupted_between_files_and_rows_it_is_begun_again(old, backup, tmp_path):
    once = Installation(tmp_path)
    for name, data in list(old.files().items())[:2]:
        place = tmp_path / "files" / name
        place.parent.mkdir(parents=True)
        place.write_bytes(data)

    once.manage("restore", str(backup))

    assert once.files() == old.files()


@pytest.mark.parametrize(
    "part", ["database", "determinations", "root.pem", "manifest.json", ".sha256"]
)
def test_one_changed_byte_is_noticed_before_anything_is_written(part, backup, tmp_path):
    data = bytearray(backup.read_bytes())
    with tarfile.open(backup) as archive:
        member = next(one for one in archive if part in one.name)
    data[member.offset_data + member.size // 2] ^= 1
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(data)

    with pytest.raises(CannotRestore, match="The backup is damaged"):
        restore(damaged)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.99])
def test_a_backup_that_was_cut_off_is_refused(share, backup, tmp_path):
    data = backup.read_bytes()
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(data[: int(len(data) * share)])

    with pytest.raises(CannotRestore, match="damaged"):
        restore(damaged)


@pytest.mark.parametrize("name", ["files/../../evil", "/etc/evil", "files/added"])
def test_a_backup_with_anything_more_in_it_is_refused(name, backup, tmp_path):
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(backup.read_bytes())
    with tarfile.open(damaged, "a") as archive:
        info = tarfile.TarInfo(name)
        info.size = 4
        archive.addfile(info, io.BytesIO(b"evil"))

    with pytest.raises(CannotRestore, match="not as its manifest says"):
        restore(damaged)


def test_a_backup_of_another_version_is_refused(backup, tmp_path):
    found = contents(backup)
    manifest = json.loads(found["manifest.json"])
    manifest["shape"]["fields"]["projects.case"].append("of_tomorrow")
    found["manifest.json"] = json.dumps(manifest).encode()
    found["manifest.sha256"] = hashlib.sha256(found["manifest.json"]).hexdigest().encode()
    other = tmp_path / "other.tar"
    with tarfile.open(other, "w") as archive:
        for name, data in found.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))

    with pytest.raises(CannotRestore, match="made by another version"):
        restore(other)


def test_while_people_work_a_backup_is_of_one_moment(old, tmp_path):
    writer = old.start("-c", WRITING, DJANGO_SETTINGS_MODULE="additionality.settings")
    assert writer.stdout.readline() == "writing\n"
    try:
        time.sleep(0.5)
        old.manage("backup", str(tmp_path / "live.tar"))
        assert writer.poll() is None
    finally:
        writer.kill()
        complaint = writer.communicate()[1]
    assert "Traceback" not in complaint

    found = contents(tmp_path / "live.tar")
    rows = [json.loads(line) for line in found["database.jsonl"].splitlines()]
    named = {row["fields"]["file"] for row in rows if "file" in row["fields"]}
    written = [row for row in rows if row["fields"].get("key", "").startswith("X")]
    assert written
    assert {f"files/{name}" for name in named} == {one for one in found if "files/" in one}
    one = Installation(tmp_path / "restored")
    one.manage("restore", str(tmp_path / "live.tar"))
    assert verifies(one) == ["TW-2026-0001"]


def test_a_file_that_is_lost_or_changed_is_told_and_the_rest_backed_up(backup, tmp_path):
    one = Installation(tmp_path / "damaged")
    one.manage("restore", str(backup))
    evidence = sorted((one.folder / "files" / "evidence").rglob("*"))
    lost, changed = [path for path in evidence if path.is_file()][:2]
    lost.unlink()
    changed.chmod(0o600)
    changed.write_bytes(b"changed")

    status, printed, complaint = one.run("manage.py", "backup", str(tmp_path))

    assert status == 1
    assert f"Files that are lost on this server: evidence/{lost.parent.parent.name}" in complaint
    assert f"Files that were changed on this server: evidence/{changed.parent.parent.name}" in (
        complaint
    )
    made = Path(printed.split(": ")[0])
    manifest = json.loads(contents(made)["manifest.json"])
    assert (len(manifest["lost"]), len(manifest["changed"])) == (1, 1)


def test_where_there_is_no_room_no_half_of_a_backup_is_left(old, backup, tmp_path):
    """The limit on the size of files stands for a full disk: both are errors of writing."""
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (99_999, 99_999));"
    command = "from django.core.management import execute_from_command_line as run; run(sys.argv)"
    one = Installation(old.folder)
    target = tmp_path / "backup.tar"

    status, _, complaint = one.run(
        "-c",
        limited + command,
        "backup",
        str(target),
        DJANGO_SETTINGS_MODULE="additionality.settings",
    )

    assert status == 1
    assert f"{target} cannot be written: File too large." in complaint
    assert list(tmp_path.iterdir()) == []

    status, _, complaint = old.run("manage.py", "backup", str(backup))
    assert (status, "never overwrites" in complaint) == (1, True)
