"""A load test of what is used most: showing a step, saving it, the list of cases.

Bounded in requests and time, on the loopback only, against a server of its own: a busy port is
refused, and every answer must hold a word that only this run knows. An answer that leads to the
login is a failure. At the end the saves that are in the database are held against those sent.

    python -m tests.bench.load [--postgresql] [--port 8765]
"""

import argparse
import os
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from tests.bench.place import ROOT, own_place

CLIENTS = (1, 8, 32)
REQUESTS = 256  # of each kind at each number of clients
SECONDS = 60  # after which a client sends nothing more
WORKERS = 2
LAYOUT = "{:16} {:>7} {:>8} {:>8} {:>9} {:>9} {:>9} {:>11}"


class Failed(Exception):
    """An answer was not the one that was asked for."""


@dataclass
class Client:
    """One person with one case, known by a word that is in its title and nowhere else."""

    port: int
    case: str
    word: str
    cookies: dict[str, str]
    token: str
    fields: dict[str, list[str]]
    saved: int = 0

    def show(self) -> None:
        self._expect_page(f"/cases/{self.case}/steps/project/")

    def list(self) -> None:
        self._expect_page("/cases/")

    def save(self) -> None:
        """Type something new. Leading to the page of the case is the answer to a save."""
        from urllib.parse import urlencode

        control = {
            "draft_version": [str(self.saved)],
            "do": ["list"],
            "csrfmiddlewaretoken": [self.token],
        }
        typed = self.fields | {"name": [f"{self.word} {self.saved}"]} | control
        body = urlencode(typed, doseq=True)
        status, headers, _page = self._ask("POST", f"/cases/{self.case}/steps/project/", body)
        if status != 302 or headers.get("Location") != f"/cases/{self.case}/":
            raise Failed(f"a save was answered with {status} {headers.get('Location', '')}")
        self.saved += 1

    def _expect_page(self, address: str) -> None:
        status, headers, page = self._ask("GET", address)
        if status != 200:
            raise Failed(f"{address}: {status} {headers.get('Location', '')}")
        if self.word not in page:
            raise Failed(f"{address}: the page is not of this run and person")

    def _ask(self, method: str, address: str, body: str = "") -> tuple[int, dict[str, str], str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept-Language": "en",
        }
        try:
            connection.request(method, address, body.encode() or None, headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()


@dataclass(frozen=True, slots=True)
class Result:
    milliseconds: list[float]
    failures: list[str]
    seconds: float


def press(clients: list[Client], act: Callable[[Client], None]) -> Result:
    """Every client acts again and again, until all have sent `REQUESTS` together."""
    share = REQUESTS // len(clients)
    begun = time.perf_counter()

    def one(client: Client) -> tuple[list[float], list[str]]:
        took, failures = [], []
        for _ in range(share):
            at = time.perf_counter()
            if at - begun > SECONDS:
                failures.append("not sent: the time was over")
                break
            try:
                act(client)
                took.append((time.perf_counter() - at) * 1000)
            except (Failed, OSError) as error:
                failures.append(str(error))
        return took, failures

    with ThreadPoolExecutor(len(clients)) as pool:
        parts = list(pool.map(one, clients))
    return Result(
        [one for took, _ in parts for one in took],
        [one for _, failures in parts for one in failures],
        time.perf_counter() - begun,
    )


def line(kind: str, clients: int, result: Result) -> str:
    cuts = statistics.quantiles(result.milliseconds, n=100) if result.milliseconds[1:] else [0] * 99
    return LAYOUT.format(
        kind, clients, len(result.milliseconds), len(result.failures),
        *(f"{cuts[n - 1]:.1f} ms" for n in (50, 95, 99)),
        f"{len(result.milliseconds) / result.seconds:.1f}/s",
    )  # fmt: skip


def refuse_busy(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit(f"Port {port} is in use by another program; choose another with --port.")


@contextmanager
def serving(port: int) -> Iterator[None]:
    """The application as `make run` serves it, without a worker."""
    refuse_busy(port)
    command = [
        sys.executable, "-m", "gunicorn", "additionality.wsgi", "--bind", f"127.0.0.1:{port}",
        "--workers", str(WORKERS), "--worker-class", "sync", "--log-level", "critical",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, server)
        yield
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if server.poll() is not None:
            sys.exit("The server did not start.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("The server did not answer within 30 seconds.")


def make_clients(port: int) -> list[Client]:
    """As many people as there are clients at most, each with a large draft of their own."""
    from django.conf import settings

    from projects.wizard.facts import draft_from
    from tests.bench.large import large_case
    from tests.bench.visitor import Visitor
    from tests.factories import make_case, make_person

    made = []
    for _ in range(max(CLIENTS)):
        person, word, draft = make_person(), secrets.token_hex(12), draft_from(large_case())
        draft["project"]["name"] = [word]
        case = make_case(prepared_by=person, title=word, draft=draft)
        cookies = Visitor.of(person).cookies
        token = cookies[settings.CSRF_COOKIE_NAME]
        made.append(Client(port, str(case.pk), word, cookies, token, draft["project"]))
    return made


def saved_in_database(clients: list[Client]) -> int:
    from projects.models import Case

    cases = Case.objects.filter(pk__in=[client.case for client in clients])
    return sum(cases.values_list("draft_version", flat=True))


def database(use_postgresql: bool) -> Any:
    from tests.postgresql import server

    return server() if use_postgresql else nullcontext()


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--postgresql", action="store_true")
    asked.add_argument("--port", type=int, default=8765)
    given = asked.parse_args()
    refuse_busy(given.port)
    with database(given.postgresql) as make, own_place(make("load") if make else "") as folder:
        os.environ["DATA_DIR"] = str(folder)
        clients = make_clients(given.port)
        print(f"{'PostgreSQL' if given.postgresql else 'SQLite'}, {WORKERS} sync workers")
        print(LAYOUT.format("", "clients", "answers", "failed", "p50", "p95", "p99", "throughput"))
        failures: list[str] = []
        with serving(given.port):
            for number in CLIENTS:
                for kind in ("show", "save", "list"):
                    result = press(clients[:number], getattr(Client, kind))
                    print(
                        line(f"{kind} a step" if kind != "list" else "case list", number, result),
                        flush=True,
                    )
                    failures += result.failures
        sent, kept = sum(client.saved for client in clients), saved_in_database(clients)
    print(f"Saves answered: {sent}; saves in the database: {kept}.")
    for failure in sorted(set(failures))[:5]:
        print(f"{failures.count(failure)} times: {failure}")
    return 0 if not failures and sent == kept else 1


if __name__ == "__main__":
    sys.exit(main())
