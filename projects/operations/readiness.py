"""What keeps this installation from doing its work, in sentences that give nothing away."""

import logging
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from projects.services import workers
from projects.services.readiness import log, of_signing

logger = logging.getLogger(__name__)


def unready() -> dict[str, str]:
    """The failed checks and what each means; empty when all is in order.

    Without a database nothing else about it is asked. The reason behind goes to the log.
    """
    if reason := database():
        found = {"database": reason}
    else:
        found = _failed({"migrations": migrations, "workers": living_workers})
    found |= _failed({"files": files, "signing_key": signing_key})
    for name, reason in found.items():
        logger.warning("Not ready: %s: %s", name, reason)
    return found


def _failed(checks: dict[str, Callable[[], str]]) -> dict[str, str]:
    return {name: reason for name, check in checks.items() if (reason := check())}


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return "The database does not answer."
    return ""


def migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} migrations are not applied: run migrate." if waiting else ""


def living_workers() -> str:
    """A worker that lives and says of itself that it can issue."""
    living = list(workers.living())
    if any(not one.hindrances for one in living):
        return ""
    if living:
        return "No worker can issue: its log and the page “Key and health” say why."
    seconds = int(workers.LOST_AFTER.total_seconds())
    return f"No worker was seen in the last {seconds} seconds: start one."


def files() -> str:
    try:
        Path(default_storage.location).mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=default_storage.location) as file:
            file.write(b"1")
    except OSError:
        logger.exception("The file store cannot be written")
        return "The file store cannot be written."
    return ""


def signing_key() -> str:
    found = of_signing()
    if not found:
        return ""
    log(found)
    return "The signing key cannot be used: the log and the page “Key and health” say why."
