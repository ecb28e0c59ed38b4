"""What a backup is made of: an archive with a manifest of everything in it.

An archive is a tar file with `database.jsonl` (one row a line, as Django serialises it), `files/…`
(under the names the rows give them), `certificates/…`, `manifest.json` with the SHA-256 of each, and
`manifest.sha256` with that of the manifest: they find damage, not forgery. The rows are those of
any database the application runs on, so a backup of SQLite restores on PostgreSQL.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.migrations.loader import MigrationLoader
from django.db.models import FileField, Model

from projects.storage import INCOMING

FORMAT = "additionality-backup/1"
DATABASE, FILES, CERTIFICATES = "database.jsonl", "files/", "certificates/"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
PUBLIC = ("root.pem", "signer.pem", "chain.pem")
"""The certificates. The private key is in no backup: whoever has one could sign in our name."""
PRIVATE = "signer.key"

#: What is made anew, or must not outlive a machine: logins, tries, signs of life.
LEFT_OUT_APPS = {"auth", "contenttypes", "sessions"}
LEFT_OUT = {"projects.loginsession", "projects.allowance", "projects.worker", "projects.presence"}
BLOCK = 1024 * 1024


class Exact(DjangoJSONEncoder):
    """Django's encoder, which keeps microseconds."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def models() -> list[type[Model]]:
    """The models whose rows are in a backup."""
    return [
        model
        for model in apps.get_models()
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_OUT_APPS
        and model._meta.label_lower not in LEFT_OUT
    ]


def shape() -> dict[str, Any]:
    """What the database looks like: rows go back only into the same."""
    migrations: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(None).disk_migrations or {}):
        migrations.setdefault(app, []).append(name)
    fields = {model._meta.label_lower: sorted(field_names(model)) for model in models()}
    return {"migrations": migrations, "fields": fields}


def field_names(model: type[Model]) -> list[str]:
    return [field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)]


def file_fields(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.fields if isinstance(field, FileField)]


def is_named(name: str) -> bool:
    """Whether a row names this file now."""
    return any(
        model._base_manager.filter(**{field: name}).exists()
        for model in models()
        for field in file_fields(model)
    )


def stored(folder: str = "") -> Iterator[str]:
    """The names of all stored files, but of those that are being written."""
    if not default_storage.exists(folder or "."):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}{name}" for name in files)
    for name in folders:
        if f"{folder}{name}" != INCOMING:
            yield from stored(f"{folder}{name}/")


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def sha256_of(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for block in blocks(file):
        digest.update(block)
    return digest.hexdigest()
