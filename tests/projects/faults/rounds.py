"""Rounds of deciding and issuing in which the process is killed; run as a program of its own.

    python -m tests.projects.faults.rounds FIRST LAST EVERY

Prints one JSON object: the points there are, what each round left (of every so many of the hundred
rounds), and what five rounds left in which two workers begin at once. The database is the file in
DATA_DIR, or the one of DATABASE_URL, which is made anew in every round. Every decision and every
worker is a forked process that ends or is killed.

Two things are replaced, since they would take all the time: the pages are drawn once, by the real
`draw`, and given again in each round; and a signed document is verified in the process itself, not
in a limited one; the worker verified the bytes whose hash is compared here. The worker is the real
command. The time until a worker counts as dead is not waited for: its signs of life are dated back.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "additionality.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from additionality.determination import limited, verify  # noqa: E402
from additionality.determination.development_key import make_development_key  # noqa: E402
from projects.models import (  # noqa: E402
    Case,
    Determination,
    Issuing,
    MoveRecord,
    Notice,
    Person,
    SignedDocument,
    Worker,
)
from projects.register import issuing_steps as steps  # noqa: E402
from projects.services import reviewing  # noqa: E402
from projects.services.deciding import decide  # noqa: E402
from projects.services.issuing import issue_document  # noqa: E402
from tests.factories import make_case, make_person, make_submission, micro_case_file  # noqa: E402
from tests.projects.faults import base  # noqa: E402
from tests.projects.faults.killing import Points, put_points  # noqa: E402

FILES = Path(settings.DATA_DIR) / "files"


def prepare() -> None:
    """Make the key and a case that is being reviewed."""
    make_development_key(settings.SIGNING_DIR)
    call_command("migrate", verbosity=0)
    case = make_case(prepared_by=make_person("proponent"))
    make_submission(case, micro_case_file())
    reviewing.take_up(case=case, actor=make_person("reviewer"), declaration="No interest.")
    base.keep()


def approve() -> None:
    case = Case.objects.get()
    if case.status == "under_review":
        reviewer = Person.objects.get(role="reviewer")
        decide(case=case, actor=reviewer, decision="approved", reasons="Shown.", edition="en")


def work(name: str) -> None:
    options = {"batch": True, "startup_delay": False, "interval": 0.0, "verbosity": 0}
    call_command("db_worker", worker_id=name, patience=0.0, **options)


def draw_once() -> None:
    """Draw the document of this case really; every later drawing gives the same pages."""
    approve()
    pages = steps.draw(Determination.objects.get())
    steps.draw = lambda determination: pages
    limited.verify_limited = verify.verify


def one_round(points: Points, approve_at: int | None, work_at: list[int | None]) -> dict[str, Any]:
    """Decide and issue, killed at the given points; then once more without a kill."""
    begin()
    killed = [forked(points, approve_at, approve)]
    forked(points, None, approve)
    for number, point in enumerate([*work_at, None]):
        killed.append(forked(points, point, work, f"worker-{number}"))
        age()
    return found() | {"killed": sum(killed)}


def age() -> None:
    """Let a day pass for the workers and for what they left half written."""
    Worker.objects.update(seen_at=timezone.now() - timedelta(days=1))
    for part in (FILES / "incoming").glob("*"):
        os.utime(part, (0, 0))


def together(points: Points) -> dict[str, Any]:
    """Two workers at once, with a job for each: how often was the one document begun?"""
    begin()
    forked(points, None, approve)
    issue_document.enqueue(Determination.objects.get().pk)
    connections.close_all()
    children = [begun(points, None, work, f"worker-{number}") for number in range(2)]
    for child in children:
        ended(child)
    return found() | {"attempts": Issuing.objects.get().attempts}


def begin() -> None:
    base.put_back()
    shutil.rmtree(FILES, ignore_errors=True)


def forked(points: Points, point: int | None, task, *arguments: str) -> bool:
    """Do it in a process of its own, killed at that point; say whether it was killed."""
    connections.close_all()
    return ended(begun(points, point, task, *arguments))


def begun(points: Points, point: int | None, task, *arguments: str) -> int:
    child = os.fork()
    if not child:
        try:
            points.arm(point)
            task(*arguments)
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


def ended(child: int) -> bool:
    """Wait for the end of a process; whether it was killed."""
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    if os.WEXITSTATUS(status):
        raise SystemExit("a process failed instead of ending or being killed")
    return False


def found() -> dict[str, Any]:
    """What the round left behind, counted."""
    document = SignedDocument.objects.get()
    files = [path for path in FILES.rglob("*") if path.is_file()]
    data = default_storage.open(document.file.name).read()
    return {
        "numbers": list(Determination.objects.values_list("number", flat=True)),
        "documents": SignedDocument.objects.count(),
        "files": len(files),
        "is_the_file": [str(path.relative_to(FILES)) for path in files] == [document.file.name],
        "hash_is_right": hashlib.sha256(data).hexdigest() == document.sha256,
        "approvals": MoveRecord.objects.filter(move="approve").count(),
        "notices": sorted(Notice.objects.values_list("kind", "person__role")),
        "stage": Issuing.objects.get().stage,
        "open_jobs": DBTaskResult.objects.filter(task_path=issue_document.module_path)
        .exclude(status="SUCCESSFUL")
        .count(),
    }


def passed(points: Points, task, *arguments: str) -> list[str]:
    """The points of a task that is not killed."""
    points.arm(None)
    task(*arguments)
    connections["default"].execute_wrappers.clear()
    return points.passed


def main(first: int, last: int, every: int) -> None:
    prepare()
    draw_once()
    begin()
    points = put_points()
    approving, working = passed(points, approve), passed(points, work, "counting")
    total, chance = len(approving) + len(working), random.Random(20261121)
    rounds = []
    for number in range(100):
        again = [chance.randrange(len(working)) for _ in range(number // total)]
        if number in range(first, last, every):
            killed = killed_round(points, number % total, len(approving), again)
            rounds.append({"round": number} | killed)
    found = {"points": approving + working, "rounds": rounds}
    print(json.dumps(found | {"together": [together(points) for _ in range(5)]}))  # noqa: T201


def killed_round(points: Points, point: int, approving: int, again: list[int]) -> dict[str, Any]:
    """A round with a kill at this point. How often mail is looked for depends on the moment, so the
    last points may not be there: then at the one before."""
    while True:
        at = point if point < approving else None
        result = one_round(points, at, [*([] if at is not None else [point - approving]), *again])
        if result["killed"]:
            return result
        point -= 1


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
