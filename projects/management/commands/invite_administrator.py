"""Make the account of an administrator, such as the first one of an installation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from projects.models import Organisation, Person, Role
from projects.security.events import Kind, record
from projects.services.inviting import invitation_link


class Command(BaseCommand):
    help = (
        "Make the account of an administrator and print the link by which its owner chooses a "
        "password. Nothing is mailed. Run again for the same address, it prints a new link."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", help="as it should stand in the record")
        parser.add_argument("organisation", help="made where there is none of this name")

    def handle(self, *args: Any, email: str, name: str, organisation: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is no e-mail address.") from error
        person = Person.objects.filter(email=email.lower()).first() or _make(
            email, name, organisation
        )
        if not (person.is_administrator and person.is_active):
            raise CommandError(f"{email} has an account that is not an administrator's.")
        if person.has_usable_password():
            raise CommandError(f"{email} has chosen a password and can log in.")
        self.stdout.write(invitation_link(person))


@transaction.atomic
def _make(email: str, name: str, organisation: str) -> Person:
    where, _made = Organisation.objects.get_or_create(name=organisation)
    person = Person.objects.create_person(
        email=email, name=name, organisation=where, role=Role.ADMINISTRATOR
    )
    record(Kind.INVITED, person=person, actor=None, about=Role.ADMINISTRATOR)
    return person
