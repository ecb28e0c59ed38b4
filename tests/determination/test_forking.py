"""A process that is loaded already forks for every document; a document can do no more than end its child."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from additionality.determination import forking, limited

MODULE = "tests.determination.forked_for_tests"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def parent():
    return forking.Parent(MODULE, {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}, ROOT)


def ask(parent, what, seconds=10.0, memory=1_500_000_000):
    return parent.ask(what.encode(), seconds=seconds, memory=memory).decode()


def test_every_document_gets_a_child_of_one_parent(parent):
    first, second = (ask(parent, "who").split() for _ in range(2))

    assert first[1] == second[1]
    assert first[0] != second[0]
    assert os.getpid() not in map(int, [*first, *second])


def test_a_child_knows_no_variable_it_was_not_given(parent, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "known to the web process alone")

    assert ask(parent, "environment").split() == ["LC_CTYPE", "PATH", "PYTHONPATH"]


@pytest.mark.parametrize(
    ("what", "limits"),
    [
        ("turn for ever", {"seconds": 0.3}),
        ("sleep for ever", {"seconds": 0.3}),
        ("grow", {"memory": 300_000_000}),
        ("crash", {}),
        ("raise", {}),
        ("talk for ever", {}),
        ("say nothing", {}),
    ],
)
def test_what_ends_a_child_ends_nothing_else(parent, what, limits):
    before = ask(parent, "who").split()[1]
    begun = time.monotonic()

    with pytest.raises(forking.Unanswered):
        ask(parent, what, **limits)

    assert time.monotonic() - begun < 8
    assert ask(parent, "who").split()[1] == before


def test_a_child_that_hangs_is_ended_by_the_kernel(parent):
    with pytest.raises(forking.Unanswered):
        ask(parent, "hang, as 4711.25 seconds of sleep", seconds=0.3)

    time.sleep(0.5)
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert "4711.25" not in listed.stdout


def test_another_parent_is_started_where_one_has_ended(parent):
    before = int(ask(parent, "who").split()[1])
    os.kill(before, signal.SIGKILL)

    assert int(ask(parent, "who").split()[1]) != before


def test_the_parent_ends_with_the_process_that_started_it():
    script = (
        "import os; from pathlib import Path; from additionality.determination import forking;"
        f"p = forking.Parent({MODULE!r}, os.environ, Path({str(ROOT)!r}));"
        "print(p.ask(b'who', seconds=10, memory=10**9).split()[1].decode())"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )

    for _ in range(50):
        if not Path(f"/proc/{int(said.stdout)}").exists():
            break
        time.sleep(0.1)
    else:
        pytest.fail("the parent is still there")


def test_where_none_can_be_started_it_says_so():
    broken = forking.Parent("no.such.module", {"PATH": os.environ["PATH"]}, ROOT)

    with pytest.raises(forking.Gone):
        ask(broken, "who")


def test_without_a_parent_a_file_is_verified_by_a_process_of_its_own(monkeypatch, caplog):
    broken = forking.Parent("no.such.module", {"PATH": os.environ["PATH"]}, ROOT)
    monkeypatch.setattr(limited, "_parent", lambda: broken)

    assert limited.verify_limited(b"%PDF-1.7", root_pem=b"").unreadable is not None
    assert "one is started for each file" in caplog.text
