"""Run by a test in a process that is set up as in production: log in, and print the cookies."""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "additionality.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from tests.factories import PASSWORD, make_person  # noqa: E402

HOST = "additionality.example"


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    person = make_person("proponent")
    client = Client(SERVER_NAME=HOST)
    page = client.get(reverse("accounts:login"), secure=True)
    told = page.cookies.copy()
    answer = client.post(
        reverse("accounts:login"),
        {"username": person.email, "password": PASSWORD},
        secure=True,
    )
    told.update(answer.cookies)
    profile = {"name": "New name", "language": "en"}
    told.update(client.post(reverse("accounts:profile"), profile, secure=True).cookies)
    plain = Client(SERVER_NAME=HOST).get("/")
    found = {
        "cookies": {name: told[name].OutputString() for name in told},
        "strict_transport": answer["Strict-Transport-Security"],
        "plain_http": [plain.status_code, plain["Location"]],
    }
    sys.stdout.write(json.dumps(found))


main()
