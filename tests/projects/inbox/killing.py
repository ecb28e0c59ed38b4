"""Run by a test in a process of its own, with the database of `DATABASE_URL`.

First two workers at a time empty the outbox and are killed in the middle, round after round; then
four workers empty the rest at once. Prints how often each mail reached the mail server.
"""

import json
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "additionality.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.mail.backends.base import BaseEmailBackend  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.utils import timezone  # noqa: E402

from projects.models import Notice  # noqa: E402
from projects.services import mailing  # noqa: E402
from tests.factories import make_case, make_organisation, make_person  # noqa: E402

PEOPLE, EVENTS, ROUNDS = 10, 20, 10
MAILBOX = Path(settings.DATA_DIR) / "mailbox"


class Mailbox(BaseEmailBackend):
    """Writes the name of each mail into one file, and takes its time as a server does."""

    def send_messages(self, messages):
        time.sleep(0.002)
        for message in messages:
            line = f"{message.message()['Message-ID']}\n".encode()
            handle = os.open(MAILBOX, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            os.write(handle, line)
            os.close(handle)
        return len(messages)


def worker() -> int:
    """A process that empties the outbox; the number by which it can be killed."""
    connections.close_all()
    child = os.fork()
    if not child:
        while mailing.send_due():
            pass
        os._exit(0)
    return child


def lose_claims() -> None:
    """What a killed worker had taken up is due again, as it is after a while."""
    taken = Notice.objects.filter(Q(mail="waiting"), mail_due_at__gt=timezone.now())
    taken.update(mail_due_at=timezone.now())


def main() -> None:
    call_command("migrate", verbosity=0)
    settings.EMAIL_BACKEND = f"{__name__}.Mailbox"
    organisation = make_organisation()
    people = [make_person("proponent", organisation) for _ in range(PEOPLE)]
    case = make_case(prepared_by=people[0])
    told = [
        Notice(person=person, case=case, event=f"move:{event}", kind="requested")
        for event in range(EVENTS)
        for person in people
    ]
    for _ in range(2):  # an event that is told twice is told once
        Notice.objects.bulk_create(told, ignore_conflicts=True)
    kills = 0
    chance = random.Random(20261121)
    for _ in range(ROUNDS):
        children = [worker() for _ in range(2)]
        time.sleep(chance.uniform(0.01, 0.12))
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            kills += 1
        lose_claims()
    for child in [worker() for _ in range(4)]:
        os.waitpid(child, 0)
    times = Counter(MAILBOX.read_text().split())
    found = {
        "notices": Notice.objects.count(),
        "sent": Notice.objects.filter(mail="sent").count(),
        "mails": len(times),
        "sent_again": sum(times.values()) - len(times),
        "kills": kills,
    }
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
