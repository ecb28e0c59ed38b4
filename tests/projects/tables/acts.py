"""What tasks of the limited process might do, and must not be able to."""

import os
import socket
import time
from pathlib import Path
from typing import IO, Any

from projects.tables.limited import Say
from projects.tables.limits import TableRefused


def echo(file: IO[bytes], options: dict[str, Any], say: Say) -> None:
    say("said", file.read())
    say("options", repr(options).encode())


def refuse(file: IO[bytes], options: dict[str, Any], say: Say) -> None:
    raise TableRefused("no_table", limit=3)


def sleep(file: IO[bytes], options: dict[str, Any], say: Say) -> None:
    time.sleep(60)


def eat_memory(file: IO[bytes], options: dict[str, Any], say: Say) -> None:
    bytearray(4_000_000_000)


def fail(file: IO[bytes], options: dict[str, Any], say: Say) -> None:
    raise KeyError("what nobody foresaw")


def connect(file: IO[bytes], options: dict[str, Any], say: Say) -> None:
    tried = {"connect": socket.socket, "open": Path("/etc/hostname").read_bytes}
    for name, attempt in tried.items():
        try:
            attempt()
        except OSError as error:
            say(name, str(error.errno).encode())


def variables(file: IO[bytes], options: dict[str, Any], say: Say) -> None:
    say("variables", " ".join(os.environ).encode())
