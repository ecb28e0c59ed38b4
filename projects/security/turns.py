"""Work that costs much is done by so many at once on one machine, in whatever processes.

Each turn is a lock on a file, which the system gives back even if a process dies.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn(folder: Path, *, at_once: int) -> Iterator[bool]:
    """Whether a turn was free. Nobody waits; a turn is held until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(at_once):
        with (folder / f"turn-{number}").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield True
            return
    yield False
