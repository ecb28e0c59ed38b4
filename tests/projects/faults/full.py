"""Full disks for tests: a store that has no room, and a worker whose database has none."""

import errno
import os
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.files.base import File
from django.db import OperationalError, connection

from projects.storage import WholeFiles

WRITES = ("INSERT", "UPDATE", "DELETE")
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class HalfWritten(File):
    """A file of which only the first bytes can be written."""

    def chunks(self, chunk_size=None):
        yield self.file.read(10)
        raise FULL


class FullStore(WholeFiles):
    """The store of a disk that becomes full in the middle of each file, while `is_full`."""

    is_full = True

    def _save(self, name, content):
        return super()._save(name, HalfWritten(content) if self.is_full else content)


@contextmanager
def full_database():
    """SQLite itself says that its disk is full: not one page more may be written."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


def nothing_written(execute, sql, params, many, context):
    """A wrapper of execution with which SQLite says of every statement that writes: no room."""
    if sql.startswith(WRITES):
        raise OperationalError("database or disk is full")
    return execute(sql, params, many, context)


def main(folder: Path) -> None:
    """A worker with one document to issue, for whom nothing can be written while `full` is there.

    SQLite's own error is said for every statement that writes: its limit on pages would still
    let through what fits into the pages there are.
    """
    make_development_key(settings.SIGNING_DIR)
    call_command("migrate", verbosity=0)
    make_determination(micro_case_file())
    flag = folder / "full"

    def full(execute, sql, params, many, context):
        if flag.exists():
            return nothing_written(execute, sql, params, many, context)
        return execute(sql, params, many, context)

    connection.close()
    connection_created.connect(
        lambda connection, **_: connection.execute_wrappers.append(full), weak=False
    )
    call_command("db_worker", startup_delay=False, interval=0.1, patience=0.2)


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command
    from django.db.backends.signals import connection_created

    from additionality.determination.development_key import make_development_key
    from tests.factories import micro_case_file
    from tests.projects.register.decided import make_determination

    main(Path(settings.DATA_DIR))
