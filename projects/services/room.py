"""Whether an error means that a disk is full, and how long work waits for room on it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError

FULL = {errno.ENOSPC, errno.EDQUOT}
DISK_FULL = "53100"  # the SQLSTATE of PostgreSQL
SAID_BY_SQLITE = "database or disk is full"
TRIED_AGAIN = timedelta(seconds=60)
"""After how long a worker tries again what had no room."""


def is_no_room(error: BaseException | None) -> bool:
    """Tell whether this error, or one it came from, is a full disk of the files or the database."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if isinstance(error, DatabaseError) and SAID_BY_SQLITE in str(error):
            return True
        if getattr(error, "sqlstate", None) == DISK_FULL:
            return True
        error = error.__cause__ or error.__context__
    return False


@contextmanager
def unless_full() -> Iterator[None]:
    """Leave out what is written inside where there is no room for it."""
    try:
        yield
    except (OSError, DatabaseError) as error:
        if not is_no_room(error):
            raise
