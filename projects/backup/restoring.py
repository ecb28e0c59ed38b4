"""Restoring a backup into an installation that has nothing of its own.

The archive is read and compared with its manifest before anything is written. Files come first
and the rows in one transaction at the end: what is interrupted is simply begun again.
"""

import hashlib
import json
import os
import tarfile
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import serializers
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from projects.backup import contents
from projects.models.append_only import AppendOnly

Manifest = dict[str, Any]
#: Rows of the record that are written at once: a data set may have a million.
AT_ONCE = 2_000


class CannotRestore(Exception):
    """Nothing was restored; the message says why."""


@dataclass(frozen=True)
class Restored:
    """What was restored. `has_key` says whether the private key is there already."""

    rows: dict[str, int]
    files: int
    has_key: bool


def restore(path: Path) -> Restored:
    """Restore the backup at `path`. Raises CannotRestore."""
    with _opened(path) as archive:
        manifest = _checked(archive)
        _refuse_other_version(manifest)
        _refuse_taken_folders(archive, manifest)
        Path(settings.DATA_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_taken_database()
        call_command("migrate", verbosity=0)
        _put_files(archive, manifest)
        _put_certificates(archive, manifest)
        _put_rows(archive, manifest)
    files = sum(name.startswith(contents.FILES) for name in manifest["entries"])
    has_key = (Path(settings.SIGNING_DIR) / contents.PRIVATE).exists()
    return Restored(manifest["rows"], files, has_key)


def _opened(path: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(path, mode="r:")
    except OSError as error:
        raise CannotRestore(f"{path} cannot be read: {error.strerror or error}.") from error
    except tarfile.TarError as error:
        raise CannotRestore(f"{path} is not a backup, or it is damaged.") from error


def _checked(archive: tarfile.TarFile) -> Manifest:
    """The manifest, once all that it lists was found in the archive, and nothing else."""
    try:
        members = {member.name: member for member in archive}
        text = _read(archive, members[contents.MANIFEST])
        if hashlib.sha256(text).hexdigest().encode() != _read(archive, members[contents.SEAL]):
            raise ValueError(contents.SEAL)
        manifest = json.loads(text)
        entries = manifest["entries"]
        if manifest["format"] != contents.FORMAT:
            raise CannotRestore(f"The backup has the unknown format {manifest['format']}.")
        wrong = set(members) ^ {*entries, contents.MANIFEST, contents.SEAL}
        for name, entry in entries.items():
            if name not in wrong and not _is_whole(archive, members[name], entry):
                wrong.add(name)
    except (KeyError, TypeError, AttributeError, ValueError, OSError, tarfile.TarError) as error:
        raise CannotRestore("The backup is damaged: its manifest cannot be read.") from error
    if wrong:
        named = ", ".join(sorted(wrong)[:5])
        raise CannotRestore(f"The backup is damaged: not as its manifest says are {named}.")
    return dict(manifest)


def _is_whole(archive: tarfile.TarFile, member: tarfile.TarInfo, entry: dict[str, Any]) -> bool:
    file = archive.extractfile(member) if member.isreg() else None
    if file is None or member.size != entry["size"]:
        return False
    return contents.sha256_of(file) == entry["sha256"]


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo | str) -> bytes:
    file = archive.extractfile(member)
    if file is None:
        raise ValueError(member)
    return file.read()


def _refuse_other_version(manifest: Manifest) -> None:
    if manifest["shape"] != contents.shape():
        raise CannotRestore(
            "The backup was made by another version of the application, with other tables. "
            f"Restore it with the version of {manifest['made_at'][:10]}, then upgrade."
        )


def _refuse_taken_database() -> None:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for model in contents.models():
            table = model._meta.db_table
            if table in there:
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
                if cursor.fetchone():
                    raise CannotRestore(
                        f"The database is not empty: {table} has rows. "
                        "A backup is restored only into an installation without any."
                    )


def _refuse_taken_folders(archive: tarfile.TarFile, manifest: Manifest) -> None:
    """Files of the same bytes are there where a restoration was interrupted; others are not ours."""
    for name in contents.stored():
        entry = manifest["entries"].get(contents.FILES + name)
        with default_storage.open(name) as file:
            if entry is None or contents.sha256_of(file.file) != entry["sha256"]:
                raise CannotRestore(
                    f"The store of files is not empty: {name} is no file of this backup."
                )
    for name in contents.PUBLIC:
        place, entry = Path(settings.SIGNING_DIR) / name, contents.CERTIFICATES + name
        if place.exists() and entry in manifest["entries"]:
            if name != "root.pem" or place.read_bytes() == _read(archive, entry):
                continue
            raise CannotRestore(
                f"{place} is another root certificate than the one of the backup, by which the old "
                "determinations are verified. Put the right one there, or none."
            )


def _put_files(archive: tarfile.TarFile, manifest: Manifest) -> None:
    for entry in manifest["entries"]:
        name = entry.removeprefix(contents.FILES)
        if not entry.startswith(contents.FILES) or default_storage.exists(name):
            continue
        if default_storage.save(name, File(archive.extractfile(entry), name)) != name:
            raise CannotRestore(f"{name} could not be stored: somebody else stores files here.")


def _put_certificates(archive: tarfile.TarFile, manifest: Manifest) -> None:
    """Write those that are not there; what belongs to a key that is there stays with it."""
    folder = Path(settings.SIGNING_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in contents.PUBLIC:
        entry = contents.CERTIFICATES + name
        if entry in manifest["entries"] and not (folder / name).exists():
            with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT, 0o644), "wb") as file:
                file.write(_read(archive, entry))


@transaction.atomic
def _put_rows(archive: tarfile.TarFile, manifest: Manifest) -> None:
    file = archive.extractfile(contents.DATABASE)
    rows = serializers.deserialize("jsonl", file)
    for model, of_model in groupby(rows, key=lambda row: type(row.object)):
        if not issubclass(model, AppendOnly):
            for row in of_model:
                row.save(force_insert=True)
            continue
        while some := list(islice(of_model, AT_ONCE)):
            model._base_manager.bulk_create(row.object for row in some)
    for model in contents.models():
        expected = manifest["rows"].get(model._meta.label_lower, 0)
        if model._base_manager.count() != expected:
            raise CannotRestore(f"Not every row of {model._meta.label} could be restored.")
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), contents.models()):
            cursor.execute(statement)
