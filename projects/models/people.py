"""Organisations, and the people who act for them."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A company, consultancy or body. Its proponents share their cases."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    PROPONENT = "proponent", _("Proponent")
    REVIEWER = "reviewer", _("Reviewer")
    ADMINISTRATOR = "administrator", _("Administrator")


class People(BaseUserManager):
    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find by e-mail, whatever its case."""
        return self.get(email=(username or "").lower())

    def create_person(
        self,
        *,
        email: str,
        name: str,
        organisation: Organisation,
        role: str,
        password: str | None = None,
    ) -> "Person":
        person = self.model(email=email.lower(), name=name, organisation=organisation, role=role)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody who logs in, with one role in one organisation."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    language = models.CharField(max_length=10, blank=True)
    wants_mail = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="person_email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="person_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_proponent(self) -> bool:
        return self.role == Role.PROPONENT

    @property
    def is_reviewer(self) -> bool:
        return self.role == Role.REVIEWER

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR
