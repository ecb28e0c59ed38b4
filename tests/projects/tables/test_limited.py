"""The process a file is read in: what it says is heard, and what it must not do it cannot."""

import errno
import io

import pytest

from projects.tables.limited import messages
from projects.tables.limits import TableRefused

ACTS = "tests.projects.tables.acts:"


def run(task: str, content: bytes = b"", **options) -> list[tuple[str, bytes]]:
    return list(messages(ACTS + task, io.BytesIO(content), **options))


def refusal(task: str, **options) -> TableRefused:
    with pytest.raises(TableRefused) as refused:
        run(task, **options)
    return refused.value


def test_the_task_gets_the_file_from_its_start_and_its_options():
    file = io.BytesIO(b"a table")
    file.read(3)

    said = list(messages(ACTS + "echo", file, options={"most": 3}))

    assert said == [("said", b"a table"), ("options", b"{'most': 3}")]


def test_a_refusal_comes_through_with_what_it_names():
    refused = refusal("refuse")

    assert (refused.code, refused.params) == ("no_table", {"limit": 3})


@pytest.mark.parametrize(
    ("task", "options", "code"),
    [
        pytest.param("sleep", {"seconds": 1}, "too_slow", id="never ends"),
        pytest.param("eat_memory", {"memory": 500_000_000}, "not_readable", id="eats memory"),
        pytest.param("fail", {}, "not_readable", id="fails"),
    ],
)
def test_whoever_waits_survives(task, options, code):
    assert refusal(task, **options).code == code


def test_the_process_can_open_no_connection_and_no_file():
    denied = str(errno.EMFILE).encode()

    assert run("connect") == [("connect", denied), ("open", denied)]


def test_the_process_has_none_of_our_variables(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret")

    ((_word, names),) = run("variables")

    assert b"PATH" in names
    assert b"SECRET_KEY" not in names
