"""A database, files and keys of the benchmark's own, on the disk the project is on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def own_place(database: str = "") -> Iterator[Path]:
    """Django set up on an empty database with the settings that users get; SQLite by default.

    Models can be imported only after this. The addresses are those of the application and, for
    the floors, those of `bare`.
    """
    parent = ROOT / "var"
    parent.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="bench-", dir=parent) as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "additionality.settings",
            "DATA_DIR": folder,
            "DATABASE_URL": database or f"sqlite:///{folder}/bench.sqlite3",
            "LOG_LEVEL": "ERROR",
        }
        import django
        from django.conf import settings
        from django.core.management import call_command

        django.setup()
        settings.ROOT_URLCONF = "tests.bench.bare"
        call_command("migrate", verbosity=0)
        call_command("make_development_key", verbosity=0)
        yield Path(folder)
