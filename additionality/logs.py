"""Lines of the log: for people as text, for machines as one JSON object a line.

What every line of a piece of work shares, such as the id of the request, is set once by `about`.
No line holds personal data or a way in: e-mail addresses and links that open an account are masked,
and so are the rows that a database quotes in its errors. What is logged must name people by nothing
else.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

FORMATS = ("text", "json")
REQUEST_LINES = "additionality.requests"
"""The logger that has one line for every request that was answered."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(/account/(?:forgotten|invitation)/)[^/\s]+/[^/\s]+")
_ROW = re.compile(r"^DETAIL:.*(?:\n(?=\S).*)*", re.M)
_shared: ContextVar[Mapping[str, Any] | None] = ContextVar("shared", default=None)


@contextmanager
def about(**fields: Any) -> Iterator[None]:
    """Give these fields to every line that is logged inside, beside those set around it."""
    token = _shared.set({**(_shared.get() or {}), **fields})
    try:
        yield
    finally:
        _shared.reset(token)


def configuration(form: str, level: str) -> dict[str, Any]:
    """What `logging.config.dictConfig` takes; `form` is one of FORMATS.

    The line of every request is there in JSON only: a person who reads along has no use for it.
    """
    quiet = {"weasyprint": "WARNING", "fontTools": "WARNING"}
    # What is wrong with a PDF that somebody hands in is the answer, and no event of ours.
    quiet["pyhanko"] = "CRITICAL"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": f"{__name__}.{'JSONLine' if form == 'json' else 'TextLine'}"}
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {name: {"level": least} for name, least in quiet.items()}
        | {
            REQUEST_LINES: {} if form == "json" else {"level": "WARNING"},
            "django.request": {"level": "ERROR"},  # the refused ones are in our own lines
        },
    }


class TextLine(logging.Formatter):
    """`time level logger message`, and after it the fields as `name=value`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - named by logging
        pairs = "".join(f" {name}={value}" for name, value in _fields(record).items())
        return super().formatMessage(record) + pairs

    def format(self, record: logging.LogRecord) -> str:
        return _masked(super().format(record))


class JSONLine(logging.Formatter):
    """`time` (UTC), `level`, `logger`, `message`, the fields, and `exception` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _masked(record.getMessage()),
            **_fields(record),
        }
        if record.exc_info:
            line["exception"] = _masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    """What `about` has set, what the call gave as `extra={"fields": …}`, and the request's id.

    Django logs an answer with an error after the last middleware, outside `about`, but with the
    request.
    """
    fields = {**(_shared.get() or {}), **getattr(record, "fields", {})}
    if identity := getattr(getattr(record, "request", None), "request_id", None):
        fields["request_id"] = identity
    return fields


def _masked(text: str) -> str:
    text = _LINK.sub(r"\1…/…", text)
    return _EMAIL.sub("(e-mail address)", _ROW.sub("DETAIL: (not logged)", text))
