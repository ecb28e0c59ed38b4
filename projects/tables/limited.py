"""Reading a file from outside in a process of its own, with limits on time and memory.

The process gets the file as its standard input and none of our variables. Before it looks at the
first byte it gives up the right to open anything: no file, no connection. What it finds it writes
as lines, a word and a payload without line ends, so that whoever waits can show how far it is.
"""

import codecs
import gc
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Timer
from typing import IO, Any, BinaryIO

from projects.tables.encodings import ALL
from projects.tables.limits import TableRefused

SECONDS, MEMORY = 60, 1_500_000_000
LAST_WORDS = 2_000
REFUSED, DONE = "refused", "done"

logger = logging.getLogger(__name__)
_PROJECT = Path(__file__).resolve().parents[2]
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL")

#: A word and its payload, which has no line ends in it.
Message = tuple[str, bytes]
#: What a task is given to say a message with.
Say = Callable[[str, bytes], None]


def messages(
    task: str,
    file: IO[bytes],
    *,
    options: Mapping[str, Any] | None = None,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Iterator[Message]:
    """What `task` says of `file`, message by message, as it says it.

    `task` is `module:function` of ours: it is called with the file, `options` (JSON) and `Say`.
    `seconds` are those of the clock, from the start to the last message; `memory` is address space in
    bytes. Raises TableRefused: what the task raised, `too_slow`, or `not_readable` where the process
    failed in any other way.
    """
    limits = (str(memory), str(int(seconds) + 1))
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as last_words:
        file.seek(0)
        shutil.copyfileobj(file, source)  # a file the system knows, for another process to read
        source.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-m", __name__, task, json.dumps(options or {}), *limits],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=last_words,
            env={name: os.environ[name] for name in _KEPT if name in os.environ}
            | {"PYTHONPATH": str(_PROJECT)},
            cwd=_PROJECT,
        )
        clock = Timer(seconds, process.kill)
        clock.start()
        try:
            yield from _said(process, clock, last_words)
        finally:
            clock.cancel()
            process.kill()
            process.communicate()


def _said(
    process: subprocess.Popen[bytes], clock: Timer, last_words: IO[bytes]
) -> Iterator[Message]:
    assert process.stdout is not None  # noqa: S101
    for line in process.stdout:
        word, _, payload = line.rstrip(b"\n").partition(b" ")
        if word == DONE.encode():
            return
        if word == REFUSED.encode():
            found = json.loads(payload)
            raise TableRefused(found["code"], **found["params"])
        yield word.decode(), payload
    status = process.wait()
    was_slow = not clock.is_alive() or status == -signal.SIGXCPU
    last_words.seek(0)
    end = last_words.read()[-LAST_WORDS:].decode(errors="replace").strip()
    logger.warning("The process that read a table ended with %s: %s", status, end)
    raise TableRefused("too_slow" if was_slow else "not_readable")


def serve(task: str, options: dict[str, Any], source: BinaryIO, target: BinaryIO) -> None:
    """Write what `task` says of `source` to `target`, line by line, and how it ended."""
    module, _, name = task.partition(":")

    def say(word: str, payload: bytes) -> None:
        target.write(word.encode() + b" " + payload + b"\n")
        target.flush()

    try:
        getattr(import_module(module), name)(source, options, say)
    except TableRefused as refused:
        words = json.dumps({"code": refused.code, "params": refused.params})
        target.write(f"{REFUSED} {words}\n".encode())
    except MemoryError:
        target.write(f'{REFUSED} {{"code": "not_readable", "params": {{}}}}\n'.encode())
    else:
        target.write(f"{DONE}\n".encode())
    target.flush()


def give_up_rights(memory: int, seconds: int) -> None:
    """Limit this process: memory, processor time, no writing, and nothing is opened any more."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def main(task: str, options: str, memory: int, seconds: int) -> None:
    """Serve one task with standard input as its file."""
    import_module(task.partition(":")[0])
    for name in (*ALL, "ascii", "latin-1", "cp437"):  # loaded while files may still be opened
        codecs.lookup(name)
    gc.disable()  # the process ends soon, and what it reads has no circles
    give_up_rights(memory, seconds)
    serve(task, json.loads(options), sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
