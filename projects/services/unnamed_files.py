"""Stored files that no row names: what a process left that was killed before it wrote its row.

A file comes before its row, so that no row is without its file. Whoever stores one writes the row within
the same request or job; none of these lasts a day.
"""

import logging
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.core.files.storage import default_storage

from projects.backup import contents
from projects.services.evidence_store import forget, storage_path

AGE = timedelta(days=1)
logger = logging.getLogger(__name__)


class NothingIsNamed(Exception):
    """No row names any file: the database is hardly the one that these files belong to."""


def unnamed(now: datetime) -> list[str]:
    """The names of the stored files that no row names and that are older than a day.

    Raises NothingIsNamed.
    """
    old = [name for name in contents.stored() if _is_old(name, now)]
    named = {
        name
        for model in contents.models()
        for field in contents.file_fields(model)
        for name in model._base_manager.values_list(field, flat=True).iterator()
    }
    if old and not named:
        raise NothingIsNamed
    return sorted(name for name in old if name not in named)


def _is_old(name: str, now: datetime) -> bool:
    try:
        return now - default_storage.get_modified_time(name) > AGE
    except FileNotFoundError:  # somebody has just removed it
        return False


def remove(name: str) -> bool:
    """Remove a file unless a row names it by now; whether it is gone.

    Bytes of evidence are kept once under their hash: a new row may take up those that are there.
    """
    sha256 = PurePosixPath(name).name
    if name == storage_path(sha256):
        forget(sha256, name)
    elif not contents.is_named(name):
        try:
            default_storage.delete(name)
        except OSError:
            logger.exception("The file %s belongs to no row and could not be removed", name)
    return not default_storage.exists(name)
