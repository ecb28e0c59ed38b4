"""Installations of their own for tests: a folder, a database, and the commands run in them."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Installation:
    """`folder` has its files and keys; without `url` also its database."""

    folder: Path
    url: str = ""

    @property
    def variables(self) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return inherited | {"DATA_DIR": str(self.folder), "DATABASE_URL": self.url}

    def start(self, *command: str, **more: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.variables | more,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str, **more: str) -> tuple[int, str, str]:
        """Run Python in this installation: its status, what it printed, what it complained of."""
        process = self.start(*command, **more)
        printed, complaint = process.communicate(timeout=300)
        return process.returncode, printed, complaint

    def manage(self, *command: str, **more: str) -> str:
        """Run a command that must succeed, and give what it printed."""
        status, printed, complaint = self.run("manage.py", *command, **more)
        assert status == 0, complaint
        return printed

    def files(self) -> dict[str, bytes]:
        """The stored files by name."""
        store = self.folder / "files"
        found = (path for path in store.rglob("*") if path.is_file())
        return {str(path.relative_to(store)): path.read_bytes() for path in found}


def issued(folder: Path, url: str = "") -> Installation:
    """The demonstration, with its determination issued."""
    made = Installation(folder, url)
    made.manage("migrate", "--verbosity", "0")
    made.manage("make_development_key")
    made.manage("load_demo")
    made.manage("db_worker", "--batch", "--interval", "0", "--no-startup-delay")
    return made
