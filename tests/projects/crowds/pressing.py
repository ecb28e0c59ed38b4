"""Several people press a button at the same moment: a process and a connection for each."""

import json
import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from lxml import html

from projects.models import Person
from tests.factories import client_of

FORKED = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Press:
    """What `person` sends to `address`; `file` is the name and the bytes of an upload."""

    person: Person
    address: str
    fields: dict[str, Any] = field(default_factory=dict)
    file: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class Answer:
    """What the person saw in the end: the first status, where it led, and the words of the page."""

    person: str
    status: int
    where: str
    words: str


def at_once(presses: Sequence[Press]) -> list[Answer]:
    """Send all of them at the same moment; the answers in the order of the presses."""
    return [Answer(**found) for found in in_processes([_pressing(one) for one in presses])]


def in_processes(works: Sequence[Callable[[Any], Any]]) -> list[Any]:
    """Do each work in a process of its own, with connections of its own; what each returned.

    A work is given a barrier: what it does after waiting there, all of them do at once.
    """
    connections.close_all()  # a connection is not to be shared with a child
    gate, pipes, processes = FORKED.Barrier(len(works)), [], []
    for work in works:
        mine, theirs = FORKED.Pipe(duplex=False)
        process = FORKED.Process(target=_run, args=(work, gate, theirs))
        process.start()
        theirs.close()
        pipes.append(mine)
        processes.append(process)
    found = [json.loads(pipe.recv_bytes()) for pipe in pipes]
    for process in processes:
        process.join()
    return found


def _run(work: Callable[[Any], Any], gate: Any, pipe: Any) -> None:
    pipe.send_bytes(json.dumps(work(gate)).encode())
    connections.close_all()


def _pressing(press: Press) -> Callable[[Any], dict[str, Any]]:
    def work(gate: Any) -> dict[str, Any]:
        client = client_of(press.person)
        fields = dict(press.fields)
        if press.file:
            fields["file"] = SimpleUploadedFile(*press.file)
        client.get("/account/")  # so that everything is loaded, and the connection open
        gate.wait()
        response = client.post(press.address, fields)
        where = response.headers.get("Location", "")
        shown = client.get(where) if where else response
        return asdict(Answer(press.person.name, response.status_code, where, words_of(shown)))

    return work


def words_of(response: Any) -> str:
    """The words of a page's messages and main part."""
    page = html.fromstring(response.content)
    parts = page.xpath("//main") or [page]
    return " ".join(" ".join(part.text_content() for part in parts).split())
