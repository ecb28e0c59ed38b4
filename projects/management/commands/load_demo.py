"""Load the demonstration and print its logins."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from projects.demo.load import PASSWORD, PEOPLE, load


class Command(BaseCommand):
    help = "Load demonstration people and cases once, and print the logins."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demonstration has public passwords; production refuses it.")
        made = load()
        self.stdout.write(
            "Demonstration loaded." if made else "The demonstration is there already."
        )
        self.stdout.write(f"Logins (password for all: {PASSWORD}):")
        for role, (email, name, organisation) in PEOPLE.items():
            self.stdout.write(f"  {role.label:15} {email:30} {name}, {organisation}")
