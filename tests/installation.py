"""An installation as docs/deploy.md describes it: servers and workers of their own, in production."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from socket import socket
from urllib.parse import urlencode
from uuid import uuid4

from lxml import html

ROOT = Path(__file__).resolve().parents[1]
NAME = "additionality.example"
PASSPHRASES = {"SIGNING_PASSPHRASE": "of the signing key", "ROOT_PASSPHRASE": "of the root"}


@dataclass(frozen=True)
class Installation:
    """The ports of its servers, and what its commands run with."""

    ports: tuple[int, ...]
    variables: dict[str, str]

    @property
    def log(self) -> Path:
        """What all its processes have logged."""
        return Path(self.variables["DATA_DIR"]) / "log"

    def run(self, *command: str) -> str:
        """Run Python as the installation does, and give what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def installed(folder: Path, database: str) -> Iterator[Installation]:
    """Set up with a real certificate, and leave the starting to `serving`."""
    variables = PASSPHRASES | {
        "PATH": os.environ["PATH"],
        "ADDITIONALITY_MODE": "production",
        "SECRET_KEY": "x" * 60,
        "BASE_URL": f"https://{NAME}",
        "ALLOWED_HOSTS": f"{NAME},127.0.0.1",
        "DATA_DIR": str(folder / "data"),
        "DATABASE_URL": database,
        "SIGNING_DIR": str(folder / "signing"),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": "9",  # nobody takes a mail there
    }
    make_certificates(folder / "signing")
    installation = Installation(tuple(free_ports(2)), variables)
    for command in (("migrate", "--verbosity", "0"), ("collectstatic", "--noinput")):
        installation.run("manage.py", *command)
    yield installation


@contextmanager
def serving(installation: Installation, workers: tuple[str, ...]) -> Iterator[None]:
    """Run two servers and these workers, and end them all at the end."""
    gunicorn = (sys.executable, "-m", "gunicorn", "-c", "python:additionality.serving")
    commands = [
        [*gunicorn, "--bind", f"127.0.0.1:{port}", "--workers", "1"] for port in installation.ports
    ]
    worker = (sys.executable, "manage.py", "db_worker", "--interval", "0.1")
    commands += [[*worker, "--worker-id", name] for name in workers]
    log = installation.log
    with log.open("w") as lines:
        processes = [
            subprocess.Popen(
                command, cwd=ROOT, env=installation.variables, stdout=lines, stderr=lines
            )
            for command in commands
        ]
        try:
            until(lambda: all(_is_ready(port) for port in installation.ports), log.read_text)
            yield
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=60)


def make_certificates(folder: Path) -> None:
    """Make key, root and certificates with the very commands of docs/deploy.md."""
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    section = text.partition("## 5. ")[2].partition("## 6. ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```", section, re.S | re.M)
    lines = [line for block in blocks for line in block.splitlines()]
    elsewhere = ("cd ", "cp ", "set -a", "read ", "install ", "chown ")
    commands = [line for line in lines if not line.startswith(elsewhere)]
    folder.mkdir()
    for name in ("root.cnf", "signer.cnf"):
        (folder / name).write_bytes((ROOT / "docs" / "deploy" / name).read_bytes())
    for command in commands:
        subprocess.run(
            ["sh", "-ec", command.replace("/etc/additionality/signing/", "")],
            cwd=folder,
            env=PASSPHRASES | {"PATH": os.environ["PATH"]},
            capture_output=True,
            check=True,
        )


def free_ports(number: int) -> list[int]:
    with ExitStack() as bound:
        sockets = [bound.enter_context(socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def until(is_so, explain, seconds: float = 150) -> None:
    """Wait until it is so; fail with what `explain` gives after so many seconds."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, explain()
        time.sleep(0.1)


def _is_ready(port: int) -> bool:
    try:
        return Visitor().get(port, "/ready/")[0] == 200
    except OSError:
        return False


class Visitor:
    """A browser behind the proxy, which may come out at any of the servers."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        self.identity = uuid4().hex

    def get(self, port: int, address: str) -> tuple[int, bytes]:
        return self._ask(port, "GET", address)

    def send(self, port: int, page: str, **typed: str) -> tuple[int, bytes]:
        """Open a page here and send its form there: at `port`, which may be another server."""
        return self.press(port, page, self.filled_in(port, page, **typed))

    def filled_in(self, port: int, page: str, **typed: str) -> dict[str, str]:
        """The form of a page as it stands, its token included, with what was typed."""
        status, content = self.get(port, page)
        assert status == 200, (status, page)
        form = html.fromstring(content).xpath("//main//form[@method='post']")[0]
        return dict(form.form_values()) | typed

    def press(self, port: int, address: str, fields: dict[str, str]) -> tuple[int, bytes]:
        return self._ask(port, "POST", address, urlencode(fields))

    def _ask(self, port: int, method: str, address: str, body: str = "") -> tuple[int, bytes]:
        """The status of the answer, and its content or where it sends."""
        headers = {
            "Host": NAME,
            "Origin": f"https://{NAME}",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "203.0.113.9",
            "X-Request-ID": self.identity,
            "Accept-Language": "en",
            "Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items()),
        }
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie", []):
                for name, morsel in SimpleCookie(cookie).items():
                    self.cookies[name] = morsel.value
            content = response.read()
            return response.status, response.headers.get("Location", "").encode() or content
        finally:
            connection.close()
