"""Both databases, each with a file or a server of its own and connections that are truly parallel."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgresql import server

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def run(request, tmp_path_factory) -> Iterator[Callable[..., str]]:
    """A function that runs a module of the tests on a new database and gives what it printed."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        yield lambda *command: printed(f"sqlite:///{folder}/{command[0]}.sqlite3", folder, *command)
        return
    with server() as make:
        yield lambda *command: printed(make(command[0]), folder, *command)


def printed(url: str, folder: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url, "DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout
