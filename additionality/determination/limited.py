"""Work that may run away, in a process of its own with limits on time and memory.

The worker that asks survives whatever happens: a page that never ends, a PDF made to exhaust a
parser, a crash in a native library. Both sides speak one line of JSON followed by raw bytes;
nothing is unpickled.

The process gets only the variables it needs to find fonts and Python: no passwords, no addresses.
Verifying, for which visitors wait, is done by the child of a process that is loaded already
(`forking`); where no such process can be started, by a process for each file.
"""

import functools
import importlib
import json
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from additionality.determination import forking
from additionality.determination.attachments import Attachment
from additionality.determination.render import RenderError, to_pdf
from additionality.determination.verify import Verification, verify

RENDER_SECONDS, RENDER_MEMORY = 120, 2_000_000_000
VERIFY_SECONDS, VERIFY_MEMORY = 30, 1_500_000_000
LAST_WORDS = 2_000
"""So many bytes of what a process that failed wrote to its standard error are logged."""

logger = logging.getLogger(__name__)
_PROJECT = Path(__file__).resolve().parents[2]
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE")

#: Loaded before the first document: what a child would load, every child would load again.
_USED_IN_VERIFYING = (
    "pyhanko.sign.validation", "pyhanko.pdf_utils.filters", "html.entities", "encodings.utf_16_be",
    "cryptography.hazmat.backends.openssl", "additionality.determination.appearance",
    "additionality.determination.recompute", "additionality.engine.assess",
    "additionality.engine.canonical",
)  # fmt: skip

Parts = Sequence[bytes]


class _Failed(Exception):
    """The process ended without an answer; the code is `too_slow` or `too_large`."""


def to_pdf_limited(
    html: str,
    *,
    attachments: Sequence[Attachment],
    dated: datetime,
    resources: Mapping[str, bytes],
    seconds: float = RENDER_SECONDS,
    memory: int = RENDER_MEMORY,
) -> bytes:
    """Do what `render.to_pdf` does, in at most `seconds` and `memory` bytes of address space.

    Raises `RenderError`, also when a limit is reached.
    """
    described = [
        {"name": one.name, "description": one.description, "mime": one.mime} for one in attachments
    ]
    head = {"dated": dated.isoformat(), "attachments": described, "resources": list(resources)}
    parts = [html.encode(), *(one.data for one in attachments), *resources.values()]
    try:
        answer, (pdf,) = _ask("render", head, parts, seconds, memory)
    except _Failed as why:
        what = "took too long" if str(why) == "too_slow" else "needed too much memory, or failed"
        raise RenderError(f"Making the document {what}.") from None
    if "error" in answer:
        raise RenderError(str(answer["error"]))
    return pdf


def verify_limited(
    pdf: bytes,
    *,
    root_pem: bytes,
    seconds: float = VERIFY_SECONDS,
    memory: int = VERIFY_MEMORY,
) -> Verification:
    """Do what `verify.verify` does, for a file that came from outside.

    A file that takes too long or too much memory is `unreadable` (`too_slow`, `too_large`).
    """
    try:
        answer, _ = _ask_child([pdf, root_pem], seconds, memory)
    except _Failed as why:
        return Verification(unreadable=str(why))
    return Verification(**{**answer, "problems": tuple(answer["problems"])})


def _ask_child(parts: Parts, seconds: float, memory: int) -> tuple[dict[str, Any], list[bytes]]:
    begun = time.monotonic()
    try:
        return _unpacked(_parent().ask(_packed({}, parts), seconds=seconds, memory=memory))
    except forking.Gone:
        logger.error("No process that verifies could be started; one is started for each file.")
        return _ask("verify", {}, parts, seconds, memory)
    except forking.Unanswered:
        took = time.monotonic() - begun
        logger.warning("The process for verify ended without an answer after %.1f s.", took)
        raise _Failed("too_slow" if took >= seconds else "too_large") from None


@functools.cache
def _parent() -> forking.Parent:
    return forking.Parent(__name__, _environment(), _PROJECT)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": str(_PROJECT)}


def _ask(
    task: str, head: Mapping[str, Any], parts: Parts, seconds: float, memory: int
) -> tuple[dict[str, Any], list[bytes]]:
    command = [sys.executable, "-m", __name__, task, str(memory), str(int(seconds) + 1)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command,
            input=_packed(head, parts),
            capture_output=True,
            env=_environment(),
            cwd=_PROJECT,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _Failed("too_slow") from None
    if done.returncode != 0:
        last_words = done.stderr[-LAST_WORDS:].decode(errors="replace").strip()
        logger.warning("The process for %s ended with %s: %s", task, done.returncode, last_words)
        raise _Failed("too_large")
    return _unpacked(done.stdout)


def _packed(head: Mapping[str, Any], parts: Parts) -> bytes:
    line = json.dumps({"head": head, "sizes": [len(part) for part in parts]})
    return b"".join([line.encode(), b"\n", *parts])


def _unpacked(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    line, _, rest = message.partition(b"\n")
    described = json.loads(line)
    parts = []
    for size in described["sizes"]:
        parts.append(rest[:size])
        rest = rest[size:]
    return described["head"], parts


def _render(head: dict[str, Any], parts: list[bytes]) -> bytes:
    html, *files = parts
    attachments = [
        Attachment(data=data, **described)
        for described, data in zip(head["attachments"], files, strict=False)
    ]
    resources = dict(zip(head["resources"], files[len(attachments) :], strict=True))
    try:
        pdf = to_pdf(
            html.decode(),
            attachments=attachments,
            dated=datetime.fromisoformat(head["dated"]),
            resources=resources,
        )
    except RenderError as error:
        return _packed({"error": str(error)}, [b""])
    return _packed({}, [pdf])


def _verify(head: dict[str, Any], parts: list[bytes]) -> bytes:
    pdf, root_pem = parts
    return _packed(asdict(verify(pdf, root_pem=root_pem)), [])


_TASKS: dict[str, Callable[[dict[str, Any], list[bytes]], bytes]] = {
    "render": _render,
    "verify": _verify,
}


def main(task: str, memory: int, seconds: int, source: BinaryIO, target: BinaryIO) -> None:
    """Serve one task with the limits set; the answer goes to `target`."""
    forking.set_limits(seconds, memory)
    head, parts = _unpacked(source.read())
    target.write(_TASKS[task](head, parts))


def fork(control: int) -> None:
    """Load what verifying needs, and fork for every document that is asked about at `control`."""
    for name in _USED_IN_VERIFYING:
        importlib.import_module(name)
    from additionality.engine import case, rulepack

    case.schema()
    for release in rulepack.released_packs():
        rulepack.load_pack(release.key)
    forking.serve(socket.socket(fileno=control), lambda message: _verify(*_unpacked(message)))


if __name__ == "__main__":
    if sys.argv[1] == "fork":
        fork(int(sys.argv[2]))
    else:
        main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.stdin.buffer, sys.stdout.buffer)
