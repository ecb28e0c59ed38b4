"""Who may log in: inviting people, and ending and restoring their access."""

from functools import partial

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from projects.models import Organisation, Person, Role
from projects.security.events import Kind, record
from projects.security.sessions import end_all


class AccessRefused(Exception):
    """The change of access is not allowed; `code` says why: `oneself`, `last_administrator`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class InvitationTokens(PasswordResetTokenGenerator):
    """Tokens that end when a password is set, and after `PASSWORD_RESET_TIMEOUT`."""

    key_salt = "projects.services.inviting.InvitationTokens"


invitation_tokens = InvitationTokens()


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    role: str,
    language: str,
    by: Person | None = None,
) -> Person:
    """Make an account without a password and mail the link by which its owner sets one.

    The mail goes out once the account is committed, in `language`, which is the person's from
    then on. An error of the mail server is raised then, and the account stays.
    """
    person = Person.objects.create_person(
        email=email, name=name, organisation=organisation, role=role
    )
    Person.objects.filter(pk=person.pk).update(language=language)
    person.language = language
    record(Kind.INVITED, person=person, actor=by, about=role)
    send_invitation(person=person, language=language)
    return person


def send_invitation(*, person: Person, language: str) -> None:
    """Mail the link again; links sent before stay valid until one of them is used."""
    transaction.on_commit(partial(_mail_invitation, person, language))


@transaction.atomic
def deactivate(*, person: Person, by: Person) -> None:
    """End somebody's access at once, sessions included. Their name stays on what they did.

    Raises AccessRefused for oneself and for the last administrator who can log in.
    """
    if person.pk == by.pk:
        raise AccessRefused("oneself")
    administrators = Person.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR, is_active=True
    )
    remaining = [one.pk for one in administrators if one.pk != person.pk]
    if person.is_administrator and not remaining:
        raise AccessRefused("last_administrator")
    Person.objects.filter(pk=person.pk).update(is_active=False)
    person.is_active = False
    end_all(person)
    record(Kind.DEACTIVATED, person=person, actor=by)


@transaction.atomic
def end_sessions(*, person: Person, by: Person) -> int:
    """Log somebody out everywhere, such as after a device was lost; say of how many sessions."""
    number = end_all(person)
    record(Kind.SESSIONS_ENDED, person=person, actor=by)
    return number


@transaction.atomic
def reactivate(*, person: Person, by: Person | None = None) -> None:
    """Let somebody log in again, with the password they had. No session comes back."""
    Person.objects.filter(pk=person.pk).update(is_active=True)
    person.is_active = True
    record(Kind.REACTIVATED, person=person, actor=by)


def invitation_link(person: Person) -> str:
    """Where the person sets the first password. It ends when that is done, and after some days."""
    path = reverse(
        "accounts:accept",
        kwargs={
            "uidb64": urlsafe_base64_encode(force_bytes(person.pk)),
            "token": invitation_tokens.make_token(person),
        },
    )
    return f"{settings.BASE_URL}{path}"


def _mail_invitation(person: Person, language: str) -> None:
    context = {
        "person": person,
        "link": invitation_link(person),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    with translation.override(language):
        subject = render_to_string("mail/invitation_subject.txt", context).strip()
        body = render_to_string("mail/invitation.txt", context)
    send_mail(subject, body, None, [person.email])
