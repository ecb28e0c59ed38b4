"""Killed while a table is imported or a spreadsheet read: done once, and nothing of half a one is used."""

import os
from pathlib import Path

import pytest

from tests.postgresql import server
from tests.rounds import found_by

#: Of the points `make test` takes every so manieth, odd so that those before and after a step come; `make kill` all.
EVERY = {"sqlite": 5, "postgresql": 11}
#: What must have been written at points before and after which a process was killed.
WRITTEN = {
    "import": {"tableupload", "dataset", "activityrow", "rowreport", "activitycount"},
    "at once": {"spreadsheet", "spreadsheetsheet"},
    "by the worker": {"spreadsheet", "spreadsheetsheet"},
    "list": {"registrylist", "knownproject", "knownword"},
}
WHOLE = {
    "import": {
        "data_sets": 1,
        "usable": 7,
        "rows": [2, 3, 4, 5, 7, 8, 9],
        "reports": [[6, "capacity_missing"]],
        "counted": 7,
        "stage": [["done", 7, 1]],
        "open_jobs": 0,
    },
    "at once": (sheet := {
        "uploads": [["read", 1000]],
        "usable": 1,
        "sheets": [["S1", 73, 4]],
        "kept": 0,
        "open_jobs": 0,
    }),
    "by the worker": sheet,
    "list": {"lists": [[1, 2, 1]], "usable": 2, "words": 4},
}  # fmt: skip


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_killed_anywhere_a_table_is_taken_in_once_and_whole(database, tmp_path: Path):
    every = os.environ.get("KILL_EVERY", str(EVERY[database]))
    if database == "sqlite":
        found = rounds(every, tmp_path)
    else:
        with server() as make:
            found = rounds(every, tmp_path, DATABASE_URL=make("tables"))

    assert set(found) == set(WHOLE)
    for way, whole in WHOLE.items():
        check(found[way], whole, WRITTEN[way])


def rounds(every: str, folder: Path, **environment: str) -> dict:
    module = "tests.projects.faults.table_rounds"
    return found_by(module, every, folder=folder, seconds=900, **environment)


def check(found: dict, whole: dict, written: set[str]) -> None:
    assert found["whole"] == whole
    for one in found["rounds"]:
        assert one["killed"], one
        assert one["left"]["usable"] in (0, whole["usable"]), one
        assert one["found"] == whole, one
    assert any(one["left"]["usable"] == 0 for one in found["rounds"])
    assert {f"projects_{name}" for name in written} <= {
        point.split('"')[1] for point in found["points"] if '"' in point
    }
