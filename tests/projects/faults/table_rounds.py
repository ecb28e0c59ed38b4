"""Rounds of importing a data set or a list and of reading a spreadsheet in which the process is killed.

    python -m tests.projects.faults.table_rounds EVERY

Prints one JSON object: the points there are, and what every so manieth of them left, once when the
process was killed there and once when it was begun again. The database is that of `DATABASE_URL`.
Each act and each worker is a forked process that ends or is killed, as in `rounds`.

One thing is replaced, since it would take all the time: the process that opens the spreadsheet says
what it has to say once, really; in each round the same is said again.
"""

import io
import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "additionality.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import Sum  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from projects.activities.mapping import read_mapping  # noqa: E402
from projects.models import (  # noqa: E402
    ActivityCount,
    ActivityRow,
    Case,
    DataSet,
    KnownProject,
    KnownWord,
    Person,
    RegistryList,
    RowReport,
    Spreadsheet,
    SpreadsheetSheet,
    TableUpload,
)
from projects.radar.importing import import_list  # noqa: E402
from projects.services import importing, spreadsheets  # noqa: E402
from tests.factories import make_case, make_person  # noqa: E402
from tests.projects.activities.data import MAPPING, plant, table  # noqa: E402
from tests.projects.faults import base  # noqa: E402
from tests.projects.faults.killing import Points, put_points  # noqa: E402
from tests.projects.faults.rounds import age, forked, passed, work  # noqa: E402
from tests.projects.spreadsheets import models as calculation  # noqa: E402

ROWS = [plant(name=f"Plant {n}", mw="" if n == 4 else str(10 + n)) for n in range(8)]

LIST = b"name,country\nNorth wind,TW\nSouth wind,TW\n,TW\n"


def prepare() -> None:
    """Somebody with a draft, and with a file of activities whose columns are being chosen."""
    call_command("migrate", verbosity=0)
    proponent = make_person("proponent")
    make_case(prepared_by=proponent)
    importing.take_in(actor=proponent, file=io.BytesIO(table(*ROWS)), name="plants.csv")
    importing.BATCH = 3
    read_once()
    base.keep()


def read_once() -> None:
    """Have the process that opens spreadsheets say what it finds; it says the same in every round."""
    file = io.BytesIO(calculation.wind())
    said = list(spreadsheets.messages(spreadsheets.TASK, file, options={"name": "model.xlsx"}))
    spreadsheets.messages = lambda *args, **kwargs: iter(said)


def import_it() -> None:
    """Press the button of the import, unless it was pressed."""
    if not DataSet.objects.exists():
        importing.begin(
            upload=TableUpload.objects.get(), actor=Person.objects.get(), title="Plants",
            mapping=read_mapping(MAPPING), licence="CC0", attribution="A register",
        )  # fmt: skip


def send_it() -> None:
    """Send the spreadsheet, unless it is there."""
    if not Spreadsheet.objects.exists():
        spreadsheets.take_in(
            case=Case.objects.get(), actor=Person.objects.get(),
            file=io.BytesIO(calculation.wind()), name="model.xlsx",
        )  # fmt: skip


def imported() -> dict[str, Any]:
    """What is there of the data set. `usable` are the rows that anybody can search."""
    complete = DataSet.objects.complete()
    return {
        "data_sets": DataSet.objects.count(),
        "usable": ActivityRow.objects.filter(data_set__in=complete).count(),
        "rows": sorted(ActivityRow.objects.values_list("number", flat=True)),
        "reports": sorted(RowReport.objects.values_list("number", "code")),
        "counted": ActivityCount.objects.aggregate(sum=Sum("rows"))["sum"],
        "stage": list(TableUpload.objects.values_list("stage", "usable", "refused")),
        "open_jobs": open_jobs(importing.import_rows),
    }


def sent() -> dict[str, Any]:
    """What is there of the spreadsheet. `usable` are the sheets that anybody can choose."""
    sheets = SpreadsheetSheet.objects.filter(spreadsheet__stage=Spreadsheet.Stage.READ)
    return {
        "uploads": list(Spreadsheet.objects.values_list("stage", "done")),
        "usable": sheets.count(),
        "sheets": list(SpreadsheetSheet.objects.values_list("name", "cells", "lines")),
        "kept": sum(len(one.content) for one in Spreadsheet.objects.all()),
        "open_jobs": open_jobs(spreadsheets.read_spreadsheet),
    }


def take_list() -> None:
    """Take the registry list in, unless it is there."""
    if not RegistryList.objects.exists():
        import_list(
            name="Registry", file=io.BytesIO(LIST), file_name="list.csv", size=len(LIST),
            actor=Person.objects.get(),
        )  # fmt: skip


def taken() -> dict[str, Any]:
    """What is there of the list. `usable` are the projects that the radar looks at."""
    return {
        "lists": list(RegistryList.objects.values_list("version", "taken", "refused")),
        "usable": KnownProject.objects.count(),
        "words": KnownWord.objects.count(),
    }


def open_jobs(task: Any) -> int:
    jobs = DBTaskResult.objects.filter(task_path=task.module_path)
    return jobs.exclude(status="SUCCESSFUL").count()


def let_time_pass() -> None:
    """A day, for workers that were killed and for jobs that are to come later."""
    age()
    due = DBTaskResult.objects.filter(run_after__lt=timezone.now() + spreadsheets.LOOKED_AFTER)
    due.update(run_after=timezone.now())


def round_of(
    points: Points, act: Callable[[], None], point: int, acting: int, found: Callable[[], Any]
) -> dict[str, Any]:
    """Act and work, killed at one point; then again without a kill."""
    base.put_back()
    in_act = point < acting
    was_killed = forked(points, point if in_act else None, act)
    if not in_act:
        let_time_pass()
        was_killed = forked(points, point - acting, work, "killed")
    left = found()
    let_time_pass()
    forked(points, None, act)  # whoever was not told that it is there presses again
    let_time_pass()
    forked(points, None, work, "later")
    return {"point": point, "killed": was_killed, "left": left, "found": found()}


def rounds_of(
    points: Points, act: Callable[[], None], found: Callable[[], Any], every: int
) -> dict[str, Any]:
    """Rounds over the points of an act and of the worker after it, and what comes without a kill."""
    base.put_back()
    acting = passed(points, act)
    let_time_pass()
    working = passed(points, work, "counting")
    whole, there = found(), [*acting, *working]
    numbers = range(0, len(there), every)
    return {
        "points": there,
        "whole": whole,
        "rounds": [round_of(points, act, number, len(acting), found) for number in numbers],
    }


def main(every: int) -> None:
    prepare()
    points = put_points()
    found = {"import": rounds_of(points, import_it, imported, every)}
    found["at once"] = rounds_of(points, send_it, sent, every)
    found["list"] = rounds_of(points, take_list, taken, every)
    spreadsheets.READ_AT_ONCE = 0
    found["by the worker"] = rounds_of(points, send_it, sent, every)
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]))
