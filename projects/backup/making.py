"""Making a backup of an installation that goes on working.

The rows are read in one snapshot of the database, then the files they name are copied. Files are
written once and before their rows, so each is there in full; one that was deleted with its row
meanwhile makes the backup begin again.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core import serializers
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from projects.backup import contents

TRIES = 3


class CannotBackUp(Exception):
    """There is no backup; the message says why."""


@dataclass
class Backup:
    """What a backup holds. `lost` and `changed` are files that are not as their rows say."""

    path: Path
    rows: dict[str, int] = field(default_factory=dict)
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    expected: dict[str, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def files(self) -> int:
        return sum(name.startswith(contents.FILES) for name in self.entries)


def back_up(target: Path, now: datetime | None = None) -> Backup:
    """Write a backup to `target`, or into it where it is a folder.

    Until it is complete it has another name. Raises CannotBackUp, also where the file exists, and
    OSError where it cannot be written; then nothing is left of it.
    """
    now = timezone.localtime(now)
    path = target / f"additionality-{now:%Y%m%d-%H%M%S}.tar" if target.is_dir() else target
    if path.exists():
        raise CannotBackUp(f"{path} exists; a backup never overwrites another file.")
    part = path.with_name(f".{path.name}.part")
    try:
        for _ in range(TRIES):
            backup = Backup(path)
            if _write(backup, part, now):
                os.link(part, path)
                return backup
    except FileExistsError:
        raise CannotBackUp(f"{part} or {path} exists: another backup may be running.") from None
    finally:
        part.unlink(missing_ok=True)
    raise CannotBackUp("Files were deleted again and again while they were copied. Try once more.")


def _write(backup: Backup, part: Path, now: datetime) -> bool:
    """Write the archive; False where a file was deleted with its row meanwhile."""
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
        with TemporaryFile(dir=part.parent) as rows:
            _dump(backup, rows)
            _add(backup, archive, contents.DATABASE, rows)
        for name in sorted(backup.expected):
            if not _add_file(backup, archive, name):
                if not contents.is_named(name):
                    return False
                backup.lost.append(name)
        for name in contents.PUBLIC:
            certificate = Path(settings.SIGNING_DIR) / name
            if certificate.is_file():
                with certificate.open("rb") as pem:
                    _add(backup, archive, contents.CERTIFICATES + name, pem)
        _add_manifest(backup, archive, now)
        archive.close()
        file.flush()
        os.fsync(file.fileno())
    return True


@contextmanager
def snapshot() -> Iterator[None]:
    """One state of the database for all that is read inside. Nobody is kept from writing."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # not atomic(), which would lock out every writer
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def _dump(backup: Backup, target: IO[bytes]) -> None:
    """Write every row, and note the files that rows name with the hashes they are to have."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="\n")
    with snapshot():
        for model in contents.models():
            noted = _noting(backup, model)
            serializers.serialize("jsonl", noted, stream=text, cls=contents.Exact)
    text.flush()
    text.detach()


def _noting(backup: Backup, model) -> Iterator[Any]:
    label, fields = model._meta.label_lower, contents.file_fields(model)
    backup.rows[label] = 0
    for row in model._base_manager.order_by("pk").iterator(chunk_size=500):
        backup.rows[label] += 1
        for name in fields:
            if stored := str(getattr(row, name)):
                backup.expected[stored] = getattr(row, "sha256", "")
        yield row


def _add(backup: Backup, archive: tarfile.TarFile, name: str, file: IO[bytes]) -> str:
    """Put a file into the archive as it is now; return its SHA-256."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    reading = _Hashed(file)
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    archive.addfile(info, reading)
    backup.entries[name] = {"size": size, "sha256": reading.digest.hexdigest()}
    return reading.digest.hexdigest()


def _add_file(backup: Backup, archive: tarfile.TarFile, name: str) -> bool:
    try:
        file = default_storage.open(name, "rb")
    except FileNotFoundError:
        return False
    with file:
        found = _add(backup, archive, contents.FILES + name, file.file)
    if backup.expected[name] not in ("", found):
        backup.changed.append(name)
    return True


def _add_manifest(backup: Backup, archive: tarfile.TarFile, now: datetime) -> None:
    manifest = {
        "format": contents.FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "shape": contents.shape(),
        "rows": backup.rows,
        "entries": backup.entries,
        "lost": backup.lost,
        "changed": backup.changed,
    }
    data = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False).encode()
    seal = hashlib.sha256(data).hexdigest().encode()
    for name, text in ((contents.MANIFEST, data), (contents.SEAL, seal)):
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(text), 0o600
        archive.addfile(info, io.BytesIO(text))


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        return block
