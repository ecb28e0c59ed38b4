"""Run by the tests in a process of its own: colleagues save steps of shared drafts, all at once.

WRITERS processes make SAVES saves, two on each draft; whoever is overtaken reads the draft again
and saves again, as the page offers. Prints what was confirmed and what is stored.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "additionality.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from projects.models import Case, Person  # noqa: E402
from projects.wizard.saving import Stale, save_step  # noqa: E402
from tests.factories import make_case, make_organisation, make_person  # noqa: E402
from tests.projects.crowds.pressing import in_processes  # noqa: E402

WRITERS, DRAFTS = 4, 40
STEP, FIELD = "search", "searched"


def writing(person: Person, drafts: list[Case], saves: int) -> Callable[[Any], dict[str, int]]:
    """Adds a line of this person's own to one draft after the other."""

    def work(gate: Any) -> dict[str, int]:
        gate.wait()
        overtaken = 0
        for number in range(saves):
            case = Case.objects.get(pk=drafts[number % len(drafts)].pk)
            while True:
                lines = [*case.draft.get(STEP, {}).get(FIELD, []), f"{person.pk}:{number}"]
                try:
                    save_step(
                        case=case,
                        person=person,
                        version=case.draft_version,
                        changes={STEP: {FIELD: lines}},
                    )
                    break
                except Stale as stale:
                    case, overtaken = stale.case, overtaken + 1
        return {"overtaken": overtaken}

    return work


def main(total: int) -> None:
    call_command("migrate", verbosity=0)
    organisation = make_organisation()
    people = [make_person("proponent", organisation) for _ in range(WRITERS)]
    drafts = [make_case(prepared_by=people[0]) for _ in range(DRAFTS)]
    half = DRAFTS // 2
    shared = [drafts[:half] if i % 2 else drafts[half:] for i in range(WRITERS)]
    each = total // WRITERS
    found = in_processes(
        [writing(one, mine, each) for one, mine in zip(people, shared, strict=True)]
    )
    stored = [line for case in Case.objects.all() for line in case.draft[STEP][FIELD]]
    confirmed = {f"{person.pk}:{number}" for person in people for number in range(each)}
    answer = {
        "confirmed": len(confirmed),
        "stored": len(stored),
        "lost": len(confirmed - set(stored)),
        "versions": sum(Case.objects.values_list("draft_version", flat=True)),
        "overtaken": sum(one["overtaken"] for one in found),
        "journal": journal(),
    }
    print(json.dumps(answer))  # noqa: T201


def journal() -> str:
    """How SQLite keeps what it is about to write; empty on PostgreSQL."""
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA journal_mode").fetchone()[0]


if __name__ == "__main__":
    main(int(sys.argv[1]))
