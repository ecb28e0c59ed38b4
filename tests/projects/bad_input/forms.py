"""The forms of the site as a browser finds them: where they go, what is in them, their buttons."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin

from django.test import Client
from lxml import html

from tests.factories import PASSWORD

WRITTEN = ("text", "email", "search", "password")
TOKEN = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Form:
    """One form: the names and texts it would send, and what else its controls offer.

    `choices` are the texts of its lists, radio buttons and check boxes; `files` the names of its
    file fields; `buttons` the (name, text) that pressing one of them adds.
    """

    address: str
    fields: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    buttons: tuple[tuple[str, str], ...] = field(default=(("do", "continue"),))

    @property
    def names(self) -> list[str]:
        """The names of all its controls."""
        found = [name for name, _text in (*self.fields, *self.choices)]
        return list(dict.fromkeys([*found, *self.texts, *self.files]))

    def filled_in(self) -> list[tuple[str, str]]:
        """What it would send once somebody has typed into every empty field and ticked every box."""
        there = [(name, text) for name, text in self.fields if text]
        done = {name for name, _text in there}
        offered = {name: text for name, text in self.choices if name not in done and text}
        typed = {name: plain(name) for name in self.texts if name not in done}
        return [*there, *(offered | typed).items()]


def plain(name: str) -> str:
    """A text that a field of this name takes, so that the others are looked at."""
    if "password" in name:
        return PASSWORD
    return "somebody@example.org" if name in ("email", "username") else "In plain words."


def forms_on(client: Client, page: str) -> list[Form]:
    """The forms that post, of a page and of wherever it leads; none where it does not open."""
    response = client.get(page, follow=True)
    kind = response.headers.get("Content-Type", "")
    if response.status_code != 200 or not kind.startswith("text/html"):
        return []
    chain = getattr(response, "redirect_chain", [])
    here = chain[-1][0] if chain else page
    found = html.fromstring(response.content)
    return [one for form in found.forms if form.method == "POST" for one in _seen(form, here)]


def _seen(form: html.FormElement, here: str) -> Iterator[Form]:
    """The form, and once more for each button that sends it elsewhere."""
    values = [(n, t.removeprefix("\n")) for n, t in form.form_values() if n != TOKEN]
    controls = [one for one in form.inputs if one.get("name") and one.get("name") != TOKEN]
    lists = [one for one in controls if one.tag == "select"]
    ticked = [one for one in controls if one.get("type") in ("radio", "checkbox")]
    choices = [(one.name, text) for one in lists for text in one.value_options]
    choices += [(one.name, one.get("value", "on")) for one in ticked]
    written = [one for one in controls if one.tag == "textarea" or is_written(one)]
    pressed = [one for one in form.iter("button") if one.get("type", "submit") == "submit"]
    buttons = [(one.get("name"), one.get("value", "")) for one in pressed if one.get("name")]
    for action in {form.get("action") or "", *(b.get("formaction") or "" for b in pressed)}:
        yield Form(
            address=urldefrag(urljoin(here, action or form.get("action") or "")).url,
            fields=tuple(values),
            texts=tuple(dict.fromkeys(one.name for one in written)),
            choices=tuple(choices),
            files=tuple(one.name for one in controls if one.get("type") == "file"),
            buttons=tuple(buttons) or (("", ""),),
        )


def is_written(control: html.HtmlElement) -> bool:
    """Whether people type into it."""
    return control.tag == "input" and control.get("type", "text") in WRITTEN
