"""The bytes of evidence: kept once under their SHA-256, and forgotten when no case has them."""

import hashlib
import logging
from pathlib import PurePosixPath
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction

from projects.models import EvidenceFile

BLOCK = 1024 * 1024
logger = logging.getLogger(__name__)


def sha256_of(file: BinaryIO) -> str:
    """The SHA-256 of a file, read block by block."""
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def storage_path(sha256: str) -> str:
    """Where bytes with this SHA-256 are kept: the same bytes are kept once."""
    return str(PurePosixPath("evidence", sha256[:2], sha256[2:4], sha256))


def keep(file: BinaryIO, sha256: str) -> str:
    """Store the bytes under their hash, unless they are there whole; the name they have."""
    path = storage_path(sha256)
    if default_storage.exists(path):
        with default_storage.open(path, "rb") as stored:
            if sha256_of(stored) == sha256:
                return path
    file.seek(0)
    return default_storage.save(path, File(file, name=path))


@transaction.atomic
def forget(sha256: str, name: str) -> None:
    """Remove bytes from the storage, unless a case has them."""
    hold(sha256)
    if EvidenceFile.objects.filter(file=name).exists():
        return
    try:
        default_storage.delete(name)
    except OSError:
        logger.exception("The file %s belongs to no case and could not be removed", name)


def hold(sha256: str) -> None:
    """Keep others from storing or forgetting the same bytes until the transaction ends.

    SQLite lets one transaction write at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])
