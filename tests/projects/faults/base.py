"""The rows that every round begins with: kept once, put back before each."""

import shutil
from pathlib import Path
from typing import Any

from django.db import connection, connections


def keep() -> None:
    """Remember the database as it is."""
    _of_this_database()[0]()


def put_back() -> None:
    """Make the database again as it was kept, whoever is still connected to it."""
    _of_this_database()[1]()


def _of_this_database() -> Any:
    return {
        "sqlite": (_keep_file, _put_back_file),
        "postgresql": (_keep_template, _put_back_template),
    }[connection.vendor]


def _file() -> Path:
    return Path(connection.settings_dict["NAME"])


def _keep_file() -> None:
    connection.cursor().execute(f"VACUUM INTO '{_file().with_name('base.sqlite3')}'")
    connections.close_all()


def _put_back_file() -> None:
    connections.close_all()
    for leftover in _file().parent.glob(f"{_file().name}*"):
        leftover.unlink()
    shutil.copy(_file().with_name("base.sqlite3"), _file())


def _keep_template() -> None:
    name = connection.settings_dict["NAME"]
    # Processes are killed here, not the server: it need not wait for the disk.
    _beside(
        "ALTER SYSTEM SET fsync = off",
        "SELECT pg_reload_conf()",
        f'CREATE DATABASE "{name}_base" TEMPLATE "{name}"',
    )


def _put_back_template() -> None:
    name = connection.settings_dict["NAME"]
    # Of a process that was killed the server may not have noticed yet that it is gone.
    _beside(
        f'DROP DATABASE "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{name}_base"'
    )


def _beside(*statements: str) -> None:
    """Carry out statements from another database, where nobody is connected to this one."""
    import psycopg

    connections.close_all()
    there = connection.settings_dict
    address = {
        "host": there["HOST"], "port": there["PORT"], "user": there["USER"],
        "password": there["PASSWORD"], "dbname": "postgres",
    }  # fmt: skip
    given = {name: value for name, value in address.items() if value} | there["OPTIONS"]
    with psycopg.connect(**given, autocommit=True) as other:
        for statement in statements:
            other.execute(statement)
