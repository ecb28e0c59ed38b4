"""Run by the tests in a process of its own: four processes use up the same tries, all at once."""

import json
import os
import sys
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "additionality.settings"
django.setup()

from django.core.management import call_command  # noqa: E402

from projects.security.limits import Limit, Try, take  # noqa: E402
from tests.projects.crowds.pressing import in_processes  # noqa: E402

SHARED = Try(Limit("shared", 20, 3_600_000), "somebody")  # none comes back in between
PROCESSES, EACH = 4, 15


def guessing(gate: Any) -> int:
    gate.wait()
    return sum(take(SHARED) == 0 for _ in range(EACH))


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps(in_processes([guessing] * PROCESSES)))
