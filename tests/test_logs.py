"""Lines of the log: one JSON object each, with what they share and without people."""

import json
import logging
import sys

import pytest

from additionality.logs import JSONLine, TextLine, about, configuration

QUOTED = 'duplicate key\nDETAIL:  Failing row contains (7, lin@example.org, "Pei-Shan").\nof two lines\n\nmore'


def record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("projects.some", logging.WARNING, "file.py", 1, message, args, None)
    vars(made).update(extra)
    return made


def line(*args: object, **extra: object) -> dict[str, object]:
    return json.loads(JSONLine().format(record(*args, **extra)))


def test_a_line_is_one_object_on_one_line():
    text = JSONLine().format(record("%s\nand %d", "外加性", 2))

    assert "\n" not in text
    found = json.loads(text)
    assert found.pop("time").endswith("+00:00")
    assert found == {"level": "WARNING", "logger": "projects.some", "message": "外加性\nand 2"}


def test_lines_carry_what_is_set_around_them():
    with about(request_id="one"):
        with about(determination="TW-1"):
            both = line("a", fields={"status": 200})
        outer = line("b")
    alone = line("c")

    assert (both["request_id"], both["determination"], both["status"]) == ("one", "TW-1", 200)
    assert "determination" not in outer
    assert "request_id" not in alone


def test_a_line_written_after_the_answer_still_names_its_request():
    request = type("Request", (), {"request_id": "late"})()

    assert line("Service Unavailable", request=request)["request_id"] == "late"


def test_an_error_keeps_its_traceback_and_loses_its_people():
    try:
        raise ValueError(QUOTED)
    except ValueError:
        found = line("Not sent to %s", "lin@example.org", exc_info=sys.exc_info())

    assert found["message"] == "Not sent to (e-mail address)"
    assert "test_logs.py" in str(found["exception"])
    assert "ValueError: duplicate key\nDETAIL: (not logged)\n\nmore" in str(found["exception"])


def test_the_text_form_says_the_same():
    with about(request_id="one"):
        text = TextLine().format(record("Not sent to lin@example.org"))

    assert text.endswith("WARNING projects.some Not sent to (e-mail address) request_id=one")


@pytest.mark.parametrize(("form", "level"), [("text", logging.WARNING), ("json", logging.INFO)])
def test_requests_have_their_line_in_json_only(form: str, level: int):
    loggers = logging.Manager(logging.RootLogger(logging.INFO))
    settings = configuration(form, "INFO")["loggers"]["additionality.requests"]
    logger = loggers.getLogger("additionality.requests")
    logger.setLevel(settings.get("level", "NOTSET"))

    assert logger.getEffectiveLevel() == level


@pytest.mark.parametrize("kind", ["forgotten", "invitation"])
def test_a_link_that_opens_an_account_is_not_logged(kind: str):
    text = line("Internal Server Error: %s", f"/account/{kind}/NDI/abc-secret/")["message"]

    assert text == f"Internal Server Error: /account/{kind}/…/…/"
