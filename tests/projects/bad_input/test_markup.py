"""HTML and template syntax in every text field: text in every page and in the PDF, and nothing fetched."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from django.urls import reverse
from lxml import html

from additionality.determination.render import RenderError, to_pdf
from projects.models import Case, Determination, Person
from projects.services import reviewing
from projects.services.answering import answer_request
from projects.services.deciding import decide
from projects.services.submitting import submit
from projects.wizard.facts import draft_from
from projects.wizard.fields import Text
from projects.wizard.path import Path, answers_in
from projects.wizard.steps import FIRST, LISTED, STEPS
from tests.determination.samples import DATED, RESOURCES, make_html
from tests.factories import client_of, make_case, make_organisation, make_person
from tests.projects.register.decided import large_by_barriers, published
from tests.projects.register.test_document import pdf_of, squeezed, text_of
from tests.projects.test_access import make_evidence, named_patterns

pytestmark = pytest.mark.django_db
#: Answered by a code, a name that other answers are compared with, or a unit, too short for a mark.
CODES = {
    "country",
    "currency",
    "territory",
    "area",
    "id",
    "output__unit",
    "dataset__sha256",
    "found_capacity",
    "found_started",
    "line",
}


@dataclass
class Listener:
    """A server that counts who calls, and answers nobody."""

    port: int
    calls: list[bytes] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    """What is typed points here; whoever fetches it is heard."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard = Listener(server.getsockname()[1])

        def listen() -> None:
            with suppress(OSError):
                while True:
                    caller, _address = server.accept()
                    heard.calls.append(caller.recv(100))
                    caller.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield heard
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


class Marks:
    """Hostile texts, each with a number of its own, and where each was typed."""

    def __init__(self, port: int) -> None:
        self.port, self.typed = port, dict[str, str]()

    def new(self, where: str) -> str:
        n = len(self.typed)
        self.typed[where] = f"<b id=m{n}>{{{{7*7}}}}{{%now 'Y'%}}<img src=//127.0.0.1:{self.port}>"
        return self.typed[where]

    def missing_in(self, text: str) -> list[str]:
        """Where those were typed that are not in `text` letter by letter."""
        there = squeezed(text)
        return [where for where, mark in self.typed.items() if squeezed(mark) not in there]


def draft_with(marks: Marks) -> dict:
    """A finished large draft with a mark in every text that is free."""
    data = published("wind-large") | {"route": "both"}
    data["barriers"] = large_by_barriers()["barriers"]
    draft = draft_from(data)
    del draft["evidence"]  # its file is uploaded
    draft["common-practice"] |= {"count": ["1"], "n_all": [""], "n_diff": [""]}
    draft["technology"] |= {"performance__intensity": ["1"], "performance__benchmark": ["2"]}
    for step in STEPS:
        if step.needs in (FIRST, LISTED, "microscale") or not Path(
            None, answers=answers_in(draft)
        ).is_asked(step):
            continue  # not on the path of this case
        typed = draft.setdefault(step.name, {})
        for name in free_texts(step.form.base_fields):
            typed[name] = [marks.new(f"{step.name} {name}")]
        if step.form.card:
            for name in free_texts(step.form.card.base_fields):
                key = f"{step.form.card_prefix}-0-{name}"
                typed[key] = [marks.new(f"{step.name} {key}")]
    return draft


def free_texts(fields: dict) -> list[str]:
    return [name for name, one in fields.items() if isinstance(one, Text) and name not in CODES]


@pytest.fixture
def story(listener: Listener) -> tuple[Determination, Marks]:
    """A case on its whole way, with a mark wherever anybody types."""
    marks = Marks(listener.port)
    ours = make_organisation(name=marks.new("name of the organisation"))
    proponent = make_person("proponent", ours, name=marks.new("name of the proponent"))
    reviewer = make_person("reviewer", name=marks.new("name of the reviewer"))
    case = make_case(prepared_by=proponent, draft=draft_with(marks))
    make_evidence(case)
    case.evidence_files.update(title=marks.new("title of the evidence"))
    for number in (1, 2):
        submit(case=case, actor=proponent, version=case.draft_version, declaration="I declare.")
        reviewing.take_up(case=case, actor=reviewer, declaration=marks.new(f"declaration {number}"))
        if number == 1:
            ask_and_answer(case, proponent, reviewer, marks)
    close(case, reviewer, marks)
    determination = decide(
        case=case,
        actor=reviewer,
        decision="refused",
        reasons=marks.new("reasons"),
        edition="zh-hant,en",
    )
    return determination, marks


def ask_and_answer(case: Case, proponent: Person, reviewer: Person, marks: Marks) -> None:
    acting = {"case": case, "actor": reviewer, "submission_number": 1}
    raised = reviewing.raise_request(
        **acting, kind="CAR", part="size", text=marks.new("text of the request")
    )
    reviewing.send_back(**acting, note=marks.new("note of the reviewer"))
    answer_request(case=case, actor=proponent, request_pk=raised.pk, text=marks.new("answer"))
    case.refresh_from_db()


def close(case: Case, reviewer: Person, marks: Marks) -> None:
    [raised] = reviewing.case_requests(case)
    reviewing.close_request(request=raised, actor=reviewer, text=marks.new("closing words"))
    case.refresh_from_db()


def test_the_pdf_prints_it_as_text_and_fetches_nothing(story, listener):
    determination, marks = story
    text = text_of(pdf_of(determination))

    assert marks.missing_in(text) == []
    assert "49" + "2026" not in squeezed(text)  # what the template syntax would have given
    assert listener.calls == []


@pytest.mark.parametrize(
    "wanted", ["http:{}/x.png", "{}/x", "file:///etc/passwd", "x.png", "data:,x"]
)
def test_the_renderer_refuses_what_it_was_not_given(listener, wanted):
    """Even markup that got into a document would fetch nothing."""
    address = wanted.format(f"//127.0.0.1:{listener.port}")
    for body in (f"<img src='{address}'>", f"<p style='background: url({address})'>x</p>"):
        with pytest.raises(RenderError, match="asks for files"):
            to_pdf(make_html(body), attachments=[], dated=DATED, resources=RESOURCES)
    assert listener.calls == []


def test_every_page_shows_it_as_text(story, listener):
    determination, marks = story
    case, shown = determination.submission.case, ""
    people = [case.prepared_by, determination.decided_by, make_person("administrator")]
    for person in people:
        client = client_of(person)
        for page in pages_of(case, determination):
            answer = client.get(page, follow=True)
            kind = answer.headers.get("Content-Type", "")
            if answer.status_code == 200 and kind.startswith("text/html"):
                source = answer.content.decode()
                assert "<b id=m" not in source, page
                assert f"//127.0.0.1:{listener.port}/" not in html_values(source), page
                shown += html.fromstring(source).text_content()

    assert marks.missing_in(shown) == []
    assert listener.calls == []


def test_the_cash_flows_of_alternatives_show_it_as_text(proponent, listener):
    marks = Marks(listener.port)
    data = published("flare-simple-cost")
    for alternative in data["alternatives"][1:]:  # the first is the project itself
        alternative["name"] = marks.new(f"alternative {alternative['id']}")
    for flow in data["investment"]["alternatives"]:
        for line in flow["lines"]:
            line["name"] = marks.new(f"{flow['id']} {line['name']}")
    case = make_case(prepared_by=proponent, draft=draft_from(data))
    client = client_of(proponent)
    for page in (
        reverse("wizard:step", args=[case.pk, "alternative-flows"]),
        reverse("cases:check", args=[case.pk]),
    ):
        source = client.get(page).content.decode()
        root = html.fromstring(source)
        typed = "".join(root.xpath("//input/@value")) + root.text_content()
        assert "<b id=m" not in source
        assert marks.missing_in(typed) == []
    assert listener.calls == []


def pages_of(case: Case, determination: Determination) -> list[str]:
    """Every page without a key, those of the case, and the two that show its people."""
    keys = {"pk": case.pk, "number": 1, "step": "project", "key": "E1"}
    found = []
    for name, wanted in named_patterns().items():
        if name.startswith("register:") and "number" in wanted:
            found.append(reverse(name, kwargs={"number": determination.number}))
        elif wanted <= set(keys) and not (name.startswith("administration:") and "pk" in wanted):
            found.append(reverse(name, kwargs={one: keys[one] for one in wanted}))
    steps = [reverse("wizard:step", args=[case.pk, step.name]) for step in STEPS]
    return [*found, *steps]


def html_values(source: str) -> str:
    """The texts of all attributes by which a browser fetches or opens something."""
    page = html.fromstring(source)
    return " ".join(page.xpath("//@src | //@href | //@action | //@data | //@srcset | //@poster"))
