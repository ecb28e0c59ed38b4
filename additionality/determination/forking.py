"""Verifying in a process that is loaded already and forks for every document.

Loading pyHanko takes ten times as long as verifying. So each web process keeps one process beside
it that has loaded everything. For a document it forks a child, which sets its limits, gets the
document over a socket of its own, answers and ends. The parent is given that socket and never
reads from it: whatever a document does, it does to its child.

The parent ends when the web process does, and is started again when it has ended itself.
"""

import gc
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

STARTING = 30.0
"""Seconds in which the parent must have loaded and forked."""
LARGEST_ANSWER = 1_000_000
"""Bytes; what a child says beyond them is not read."""
_LIMITS = struct.Struct("!dQ")  # seconds, bytes of address space
_READY = b"!"

Answered = Callable[[bytes], bytes]


class Gone(Exception):
    """There is no parent, and none could be started."""


class Unanswered(Exception):
    """The child ended, or was ended, without a whole answer."""


class Parent:
    """The process beside this one, started with the first document."""

    def __init__(self, module: str, environment: Mapping[str, str], folder: Path) -> None:
        self._command = [sys.executable, "-m", module, "fork"]
        self._environment, self._folder = environment, folder
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._of = 0

    def ask(self, message: bytes, *, seconds: float, memory: int) -> bytes:
        """The answer of a child to `message`. Raises `Gone` or `Unanswered`."""
        try:
            child = self._child(seconds, memory)
        except Gone:
            self._end()
            child = self._child(seconds, memory)  # another parent
        with child:
            return _answer_of(child, message, time.monotonic() + seconds)

    def _child(self, seconds: float, memory: int) -> socket.socket:
        """A socket to a child that is ready. Raises `Gone`."""
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._lock:
                control = self._started()
                socket.send_fds(control, [_LIMITS.pack(seconds, memory)], [theirs.fileno()])
            ours.settimeout(STARTING)
            if ours.recv(1) != _READY:
                raise Gone
        except (OSError, Gone) as error:
            ours.close()
            raise Gone from error
        return ours

    def _started(self) -> socket.socket:
        if self._control is None or self._of != os.getpid():  # a fork starts a parent of its own
            ours, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
                    [*self._command, str(theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    env=dict(self._environment),
                    cwd=self._folder,
                    pass_fds=[theirs.fileno()],
                )
            self._control, self._of = ours, os.getpid()
        return self._control

    def _end(self) -> None:
        """Give up a parent that does not fork any more."""
        with self._lock:
            if self._control is not None:
                self._control.close()
            if self._process is not None and self._of == os.getpid():
                self._process.kill()
                self._process.wait()
            self._control = self._process = None


def _answer_of(child: socket.socket, message: bytes, until: float) -> bytes:
    answer = bytearray()
    try:
        _wait_at_most(child, until)
        child.sendall(message)
        child.shutdown(socket.SHUT_WR)
        while True:
            _wait_at_most(child, until)
            part = child.recv(65_536)
            if not part:
                break
            answer += part
            if len(answer) > LARGEST_ANSWER:
                raise Unanswered
    except OSError as error:
        raise Unanswered from error
    if not answer:
        raise Unanswered
    return bytes(answer)


def _wait_at_most(child: socket.socket, until: float) -> None:
    child.settimeout(max(until - time.monotonic(), 0.001))


def serve(control: socket.socket, answered: Answered) -> None:
    """Be the parent: fork a child for every socket that comes, until the web process has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with the web process, not before it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are not waited for
    gc.freeze()
    while True:
        limits, sockets, _flags, _address = socket.recv_fds(control, _LIMITS.size, 1)
        if not limits:
            return
        for handed in sockets:
            if os.fork() == 0:
                _be_child(control, socket.socket(fileno=handed), limits, answered)
            os.close(handed)


def _be_child(
    control: socket.socket, asked: socket.socket, limits: bytes, answered: Answered
) -> None:
    """Answer one document and end, whatever happens."""
    with suppress(BaseException):
        gc.disable()  # it would write to, and so copy, every page of the parent
        control.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        set_limits(*_LIMITS.unpack(limits))
        asked.sendall(_READY)
        message = bytearray()
        while part := asked.recv(1 << 20):
            message += part
        asked.sendall(answered(bytes(message)))
        asked.shutdown(socket.SHUT_RDWR)
    os._exit(0)


def set_limits(seconds: float, memory: int) -> None:
    """Let the kernel end this process after `seconds`, and refuse it more than `memory` bytes."""
    import resource

    signal.setitimer(signal.ITIMER_REAL, seconds)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
