"""The lines of a worker say whose work they are about."""

import json
import logging

import pytest
from django.core.management import call_command
from django_tasks import task

from additionality.logs import JSONLine
from projects.services import issuing
from tests.factories import make_person
from tests.projects.test_access import make_determination

pytestmark = pytest.mark.django_db(transaction=True)


@task()
def whistle() -> None:
    logging.getLogger("projects.whistling").warning("heard")
    raise ValueError


@pytest.fixture
def lines(monkeypatch) -> list[dict[str, str]]:
    """What the log holds, line by line."""
    written: list[dict[str, str]] = []
    handler = logging.Handler()
    handler.setFormatter(JSONLine())
    handler.emit = lambda record: written.append(json.loads(handler.format(record)))
    monkeypatch.setattr(logging.root, "handlers", [*logging.root.handlers, handler])
    return written


def test_lines_of_a_job_carry_its_id_and_name(lines):
    jobs = [whistle.enqueue().id for _ in range(2)]
    call_command("db_worker", batch=True, interval=0, startup_delay=False)
    logging.getLogger("projects.whistling").warning("after")

    heard = [line for line in lines if line["logger"] == "projects.whistling"]
    assert [(line["message"], line.get("job"), line.get("task")) for line in heard] == [
        ("heard", jobs[0], "whistle"),
        ("heard", jobs[1], "whistle"),
        ("after", None, None),
    ]


def test_lines_about_a_document_carry_its_number(lines, settings):
    _case, determination = make_determination(make_person("proponent"), make_person("reviewer"))
    logger = logging.getLogger(issuing.__name__)
    issuing_stopped = logger.name

    determination.issuing.stage = "waiting"
    determination.issuing.save()
    with pytest.raises(issuing.NotIssued):
        issuing.issue(determination.pk)

    numbers = {line.get("determination") for line in lines if line["logger"] == issuing_stopped}
    assert numbers == {determination.number}
