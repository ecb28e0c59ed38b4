"""The whole way on PostgreSQL: the other database that `DATABASE_URL` may name."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import psycopg
import pytest

from tests.postgresql import server

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def new_database():
    with server() as make:
        yield make


def run(url: str, folder: Path, *command: str) -> str:
    """Run Python with this database and this folder, and give what it printed."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url, "DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_from_a_draft_to_a_determination_that_verifies(new_database, tmp_path: Path):
    url = new_database("journey")
    commands = ("migrate", "make_development_key", "load_demo", "load_demo")
    for command in commands:
        run(url, tmp_path, "manage.py", command)
    run(url, tmp_path, "manage.py", "db_worker", "--batch", "--interval", "0.1")

    with psycopg.connect(url) as connection:
        statuses = Counter(row[0] for row in connection.execute("SELECT status FROM projects_case"))
        issued = connection.execute("SELECT file, size FROM projects_signeddocument").fetchall()
    assert statuses == {"draft": 1, "submitted": 1, "returned": 1, "approved": 1}
    assert len(issued) == 1
    pdf = tmp_path / "files" / issued[0][0]
    assert pdf.stat().st_size == issued[0][1]
    answers = json.loads(run("", tmp_path, "manage.py", "verify", str(pdf)))
    assert answers["recomputed"] == "identical"
    assert answers["trusted"] is True
