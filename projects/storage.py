"""Files that are there whole or not at all."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.crypto import get_random_string

INCOMING = "incoming"
LEFT_BEHIND = 60 * 60  # seconds; no file takes so long to be written


class WholeFiles(FileSystemStorage):
    """Files on a disk that may fill up, of a machine that may stop at any moment.

    A file is written in the folder `incoming` and brought to the disk before it gets its name. So
    a row that names a file is never left with half of it, and what fails leaves nothing behind.
    The names need a file system with hard links.
    """

    def _save(self, name: str, content: Any) -> str:
        written = f"{INCOMING}/{get_random_string(30)}"
        part = Path(self.path(written))
        try:
            super()._save(written, content)
            _to_disk(part)
            name = self._link(part, name)
        finally:
            part.unlink(missing_ok=True)
        return name

    def remove_left_behind(self) -> None:
        """Remove what a process that was killed in the middle of writing has left."""
        for part in Path(self.path(INCOMING)).glob("*"):
            with suppress(FileNotFoundError):  # another process has just finished it
                if time.time() - part.stat().st_mtime > LEFT_BEHIND:
                    part.unlink()

    def _link(self, part: Path, name: str) -> str:
        """Give the written file its name, or another one where somebody took it meanwhile."""
        while True:
            place = Path(self.path(name))
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(part, place)
            except FileExistsError:
                name = self.get_available_name(name)
                continue
            folder = place.parent
            while folder.is_relative_to(self.location):
                _to_disk(folder)
                folder = folder.parent
            return name.replace("\\", "/")


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
