"""A hundred rounds from the decision to the stored document, with processes killed on the way."""

import os
from pathlib import Path

import pytest

from tests.postgresql import server
from tests.rounds import found_by

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


#: Of the hundred rounds on PostgreSQL `make test` does every twentieth, `make kill` all.
EVERY = int(os.environ.get("KILL_EVERY", "20"))


@pytest.mark.parametrize(("first", "last"), [(0, 50), (50, 100)], ids=["first half", "second half"])
def test_killed_anywhere_one_determination_results(first, last, tmp_path: Path):
    check(rounds_of(first, last, 1, tmp_path), first, last, 1)


def test_killed_anywhere_on_postgresql_one_determination_results(tmp_path: Path):
    with server() as make:
        found = rounds_of(0, 100, EVERY, tmp_path, DATABASE_URL=make("rounds"))
    check(found, 0, 100, EVERY)


def rounds_of(first: int, last: int, every: int, folder: Path, **environment: str) -> dict:
    given = (str(first), str(last), str(every))
    module = "tests.projects.faults.rounds"
    return found_by(module, *given, folder=folder, seconds=1800, **environment)


def check(found: dict, first: int, last: int, every: int) -> None:
    rounds = found["rounds"]
    assert [one["round"] for one in rounds] == list(range(first, last, every))
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
