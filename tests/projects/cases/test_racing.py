"""Ten submits at once, on a database file with real connections."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_of_ten_submits_at_once_exactly_one_submits(tmp_path):
    environment = os.environ | {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'race.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.projects.cases.racing"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found == {
        "outcomes": {"submitted": 1, "wrong_status": 9},
        "submissions": 1,
        "moves": 1,
        "status": "submitted",
    }
