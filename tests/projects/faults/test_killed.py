"""A hundred rounds from the decision to the stored document, with processes killed on the way."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
EXACTLY_ONE = {
    "numbers": 1,
    "documents": 1,
    "files": 1,
    "approvals": 1,
    "notices": [["approved", "proponent"], ["issued", "proponent"], ["issued", "reviewer"]],
    "is_the_file": True,
    "hash_is_right": True,
    "stage": "done",
    "open_jobs": 0,
}
#: Each must be among the points at which a process is killed, before and after.
STEPS = ("draw", "sign", "verify", "store", "_link", "_commit")
TABLES = ("case", "moverecord", "determination", "issuing", "signeddocument", "notice", "worker")


@pytest.mark.parametrize(("first", "last"), [(0, 50), (50, 100)], ids=["first half", "second half"])
def test_killed_anywhere_one_determination_results(first, last, tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.projects.faults.rounds", str(first), str(last)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    rounds = found["rounds"]

    assert [one["round"] for one in rounds] == list(range(first, last))
    assert all(one["killed"] for one in rounds)
    assert [one for one in rounds if counted(one) != EXACTLY_ONE] == []
    assert [one for one in found["together"] if counted(one) != EXACTLY_ONE] == []
    assert [one["attempts"] for one in found["together"]] == [1] * 5
    for step in STEPS:
        assert {f"before {step}", f"after {step}"} <= set(found["points"])
    written = {point.split('"')[1] for point in found["points"] if '"' in point}
    assert {f"projects_{table}" for table in TABLES} <= written
    assert len(found["points"]) <= 100


def counted(one: dict) -> dict:
    numbers = {"numbers": len(one["numbers"])}
    return {name: one[name] for name in EXACTLY_ONE if name != "numbers"} | numbers
