"""The sign of life of a worker, and its eye on work that nobody has in hand."""

import logging
import threading
from contextlib import suppress

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection

from projects.services import issuing, mailing, readiness, workers
from projects.storage import WholeFiles

logger = logging.getLogger(__name__)
LOOKED_EVERY = 12  # beats; opening an encrypted key takes a while


class Heartbeat:
    """While this lasts, the worker `name` is known to live. For a `with` statement.

    The beat has a thread of its own, since drawing a document takes longer than a worker may be
    silent. Whatever hinders the issuing is said in the log when it is first seen.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._hindrances: list[readiness.Hindrance] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> None:
        self._look()
        if isinstance(default_storage, WholeFiles):
            default_storage.remove_left_behind()
        workers.register(self.name, self._stored())
        issuing.take_up_lost()
        mailing.leave_job()
        self._thread.start()

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()
        with suppress(DatabaseError):
            workers.leave(self.name)

    def _beat(self) -> None:
        beats = 0
        try:
            while not self._ended.wait(workers.BEAT.total_seconds()):
                beats += 1
                if beats % LOOKED_EVERY == 0:
                    self._look()
                self._once()
        finally:
            connection.close()

    def _once(self) -> None:
        try:
            workers.renew(self.name, self._stored())
            issuing.take_up_lost()
            mailing.leave_job()
        except DatabaseError as error:
            logger.warning("The worker's sign of life could not be written: %s", error)
            connection.close()

    def _look(self) -> None:
        """Look what hinders the issuing here, and log what was not there the last time."""
        known = {one.about for one in self._hindrances}
        self._hindrances = readiness.hindrances()
        readiness.log([one for one in self._hindrances if one.about not in known])

    def _stored(self) -> list[dict[str, str]]:
        return [one.to_dict() for one in self._hindrances]
