"""Plain functions that use a step as a browser would: fetch the page, fill it in, press a button."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from projects.models import Case
from projects.wizard.steps import BY_NAME, FIRST, LISTED
from tests.factories import typed_anew


class Controls(HTMLParser):
    """The form controls of a page as a browser would post them, without the buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._select = self._area = ""
        self._text = ""

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        found = dict(attributes)
        name = found.get("name", "")
        chosen = "checked" in found or found.get("type") not in ("radio", "checkbox", "submit")
        if tag == "input" and name and chosen:
            self.values.setdefault(name, []).append(found.get("value") or "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in found:
            self.values.setdefault(self._select, []).append(found.get("value") or "")
        elif tag == "textarea":
            self._area, self._text = name, ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area:
            self.values.setdefault(self._area, []).append(self._text.removeprefix("\n"))
            self._area = ""


def bring_to(case: Case, name: str) -> None:
    """Put a finished large draft under the rules, and give the answers, by which a step is asked."""
    step = BY_NAME[name]
    if step.needs in (FIRST, LISTED, "microscale"):
        case.pack_key = "cdm"
    if step.needs in (LISTED, "microscale"):
        small = {"energy_source": ["wind"], "capacity__value": ["4"], "capacity__unit": ["MW"]}
        typed_anew(case, "technology", **small)
    if step.only:
        other, question, answers = step.only
        typed_anew(case, other, **{question: [answers[0]]})


def url_of(case: Case, step: str) -> str:
    return reverse("wizard:step", kwargs={"pk": case.pk, "step": step})


def controls(html: str) -> dict[str, list[str]]:
    """What the page would post, without tokens and the language switch."""
    parser = Controls()
    parser.feed(html)
    return {
        name: texts
        for name, texts in parser.values.items()
        if name not in ("csrfmiddlewaretoken", "language", "next")
    }


def press(client: Client, case: Case, step: str, button: str = "continue", **typed: Any):
    """Fill in the page of `step` and press `button`; `typed` names use `_x_` for the hyphen of a card's field."""
    page = client.get(url_of(case, step))
    assert page.status_code == 200, page
    values: dict[str, Any] = controls(page.content.decode())
    values |= {name.replace("_x_", "-"): text for name, text in typed.items()}
    response = client.post(url_of(case, step), values | {"do": button})
    case.refresh_from_db()
    return response
