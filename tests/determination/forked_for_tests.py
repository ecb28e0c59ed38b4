"""What children do in the tests of `forking`; run as the parent's module."""

import ctypes
import os
import socket
import sys
import time

from additionality.determination import forking


def answered(message: bytes) -> bytes:
    what = message.decode()
    if what == "who":
        return f"{os.getpid()} {os.getppid()}".encode()
    if what == "environment":
        return " ".join(sorted(os.environ)).encode()
    if what == "turn for ever":
        while True:
            pass
    if what == "sleep for ever":
        time.sleep(3600)
    if what.startswith("hang"):
        os.execvp("sleep", ["sleep", "4711.25"])  # nothing of Python is left to notice the time
    if what == "grow":
        return str(len(bytearray(400_000_000))).encode()
    if what == "crash":
        ctypes.string_at(0)
    if what == "talk for ever":
        return b"x" * (forking.LARGEST_ANSWER * 20)
    if what == "say nothing":
        return b""
    raise ValueError(what)


if __name__ == "__main__":
    forking.serve(socket.socket(fileno=int(sys.argv[2])), answered)
