"""Run by a test in a process of its own, with a database file of its own.

Ten people of one organisation press "submit" at the same moment; prints what came of it.
"""

import json
import os
import threading
from collections import Counter

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "additionality.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from projects.models import Case, MoveRecord, Submission  # noqa: E402
from projects.services.beginning import begin_from  # noqa: E402
from projects.services.moves import MoveRefused  # noqa: E402
from projects.services.submitting import submit  # noqa: E402
from tests.factories import make_organisation, make_person, micro_case_file  # noqa: E402

PEOPLE = 10


def press(person, case_pk, gate, outcomes) -> None:
    case = Case.objects.get(pk=case_pk)
    gate.wait()
    try:
        submit(case=case, actor=person, version=1, declaration=person.name, number=1)
        outcomes.append("submitted")
    except MoveRefused as refused:
        outcomes.append(refused.code)
    except Exception as error:
        outcomes.append(repr(error))
    finally:
        connection.close()


def main() -> None:
    call_command("migrate", verbosity=0)
    organisation = make_organisation()
    people = [make_person("proponent", organisation) for _ in range(PEOPLE)]
    data = micro_case_file()
    data["evidence"], data["regulatory"]["laws"] = [], []
    case = begin_from(actor=people[0], text=json.dumps(data))
    gate, outcomes = threading.Barrier(PEOPLE), []
    threads = [
        threading.Thread(target=press, args=(person, case.pk, gate, outcomes)) for person in people
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = {
        "outcomes": dict(Counter(outcomes)),
        "submissions": Submission.objects.count(),
        "moves": MoveRecord.objects.count(),
        "status": Case.objects.get().status,
    }
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
