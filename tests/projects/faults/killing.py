"""Points at which a process kills itself, really: SIGKILL, nothing is cleaned up.

Every writing statement, every commit, every step of the issuing and every file that gets its name
or goes is a point before it and a point after it. Nothing is replaced, only called around.
"""

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from projects.register import issuing_steps as steps
from projects.storage import WholeFiles

WRITES = ("INSERT", "UPDATE", "DELETE")


class Points:
    """Counts the points that are passed; at the armed one the process is killed."""

    def __init__(self) -> None:
        self.armed: int | None = None
        self.passed: list[str] = []

    def arm(self, number: int | None) -> None:
        self.armed, self.passed = number, []
        connection.execute_wrappers.append(self._statement)

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            self._pass(f"before {name}")
            result = call(*args, **kwargs)
            self._pass(f"after {name}")
            return result

        return called

    def _statement(self, execute, sql, params, many, context):
        if not sql.startswith(WRITES):
            return execute(sql, params, many, context)
        return self.around(" ".join(sql.split()[:3]), execute)(sql, params, many, context)

    def _pass(self, name: str) -> None:
        if self.armed == len(self.passed):
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed.append(name)


def put_points() -> Points:
    """Put the points into this process; none is armed."""
    points = Points()
    places = [
        (BaseDatabaseWrapper, "_commit"),
        (WholeFiles, "_save"),
        (WholeFiles, "_link"),
        (WholeFiles, "delete"),
        *((steps, name) for name in ("draw", "sign", "verify", "store")),
    ]
    for place, name in places:
        setattr(place, name, points.around(name, getattr(place, name)))
    return points
