"""Where in a document a claim is shown: one line a place, such as `E1, page 12: the words there`.

The id comes first, then the page, then after a colon the words. A line that begins with a space goes on with the words
above it. An id or a page that would read otherwise stands between double quotation marks.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.wizard.question import EVIDENCE_ID, Question, check_readable
from projects.wizard.typed import ascii_form

Place = dict[str, str]

MOST_PLACES, LONGEST_ID, LONGEST_PAGE, LONGEST_QUOTE = 100, 100, 100, 20_000
_MARKED = r'"(?:[^"]|"")*"'
LINE = re.compile(
    rf"(?P<id>{_MARKED}|[^\s,，、:：\"]+)\s*[,，、]?\s*"
    rf"(?:(?:pp?\.?(?=[\s0-9])|pages?\b|頁|第)\s*)?(?P<page>{_MARKED}|[^:：\"]*?)\s*頁?\s*(?:[:：]\s*(?P<quote>.*))?",
    re.IGNORECASE | re.DOTALL,
)
CLOSED = re.compile(r"“(.*)”|「(.*)」", re.DOTALL)


class Places(Question, forms.CharField):
    """Places in documents, cleaned to a list of objects with `id`, and `page` and `quote` where given."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(*args, strip=False, **options)

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return [read_place(line) for line in whole_lines(text)]

    def validate(self, value: list[Place]) -> None:
        super().validate(value)
        if len(value) > MOST_PLACES:
            message = _("Enter at most %(most)s places.")
            raise ValidationError(message, code="too_many", params={"most": MOST_PLACES})
        for text in (text for place in value for text in place.values()):
            check_readable(text)

    def to_case(self, value: list[Place]) -> list[Place] | None:
        return value or None

    def to_typed(self, value: Any) -> list[str]:
        return ["\n".join(typed_place(place) for place in value)]

    def understood(self, value: list[Place], text: str) -> str:
        written = self.to_typed(value)[0]
        return "" if written == text.strip().replace("\r\n", "\n") else written


def places(label: Any = None) -> Places:
    """The question that stands below a choice of evidence."""
    return Places(
        label or _("Where in it? Page and words"),
        _("One line for each place: number, page, words. Such as E1, page 12: “the words there”."),
    )


def whole_lines(text: str) -> list[str]:
    """The lines that name a place, each with the lines that go on with it."""
    found: list[str] = []
    for line in text.split("\n"):
        if found and line[:1].isspace():
            found[-1] += "\n" + line.strip()
        elif line.strip():
            found.append(line.strip())
    return [line.strip() for line in found]


def read_place(line: str) -> Place:
    """The place that a line names. Raises `ValidationError`."""
    match = LINE.fullmatch(line)
    if match is None:
        message = _(
            "This line cannot be read: %(line)s. Write it such as E1, page 12: “the words there”."
        )
        raise ValidationError(message, code="place", params={"line": line[:60]})
    name, page = unmarked(match["id"]), unmarked(match["page"])
    number = ascii_form(name)
    quote = (match["quote"] or "").strip()
    if closed := CLOSED.fullmatch(quote):
        quote = (closed[1] or closed[2] or "").strip()
    for text, most in ((name, LONGEST_ID), (page, LONGEST_PAGE), (quote, LONGEST_QUOTE)):
        if len(text) > most:
            message = _("This is too long: %(line)s. Enter at most %(most)s characters.")
            raise ValidationError(message, code="place", params={"line": text[:60], "most": most})
    found = {"id": number.upper() if EVIDENCE_ID.fullmatch(number) else name}
    return found | {key: text for key, text in (("page", page), ("quote", quote)) if text}


def typed_place(place: Place) -> str:
    """The line that is read as `place`."""
    name, page, quote = (str(place.get(key) or "") for key in ("id", "page", "quote"))
    quote = "\n".join(line.strip() for line in quote.strip().split("\n"))
    plainly = f"{name}, {page}" if page else name
    wanted = {"id": name} | ({"page": page} if page else {})
    try:
        head = plainly if read_place(plainly) == wanted and "\n" not in plainly else ""
    except ValidationError:
        head = ""
    head = head or ", ".join(marked(text) for text in (name, page) if text)
    if CLOSED.fullmatch(quote):
        quote = f"“{quote}”"
    return f"{head}: {quote}".replace("\n", "\n  ") if quote else head


def marked(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def unmarked(text: str) -> str:
    if text.startswith('"'):
        return text[1:-1].replace('""', '"').strip()
    return text.strip()
