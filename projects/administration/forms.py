"""The forms of an administrator: finding and inviting people, naming organisations."""

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from projects.models import Organisation, Person, Role, SecurityEvent
from projects.showing.numbers import moment
from projects.wizard.fields import check_readable


class FindPeopleForm(forms.Form):
    search = forms.CharField(
        label=_("Name, e-mail address or organisation"), required=False, max_length=200
    )
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices]
    )

    def found(self, people: QuerySet[Person]) -> QuerySet[Person]:
        """Those of `people` that match; what cannot be read does not narrow the list."""
        if not self.is_valid():
            return people
        if role := self.cleaned_data["role"]:
            people = people.filter(role=role)
        for word in self.cleaned_data["search"].split():
            people = people.filter(
                Q(name__icontains=word)
                | Q(email__icontains=word)
                | Q(organisation__name__icontains=word)
            )
        return people


class InvitationForm(forms.Form):
    TAKEN = _("Somebody with this e-mail address has an account.")

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The person logs in with it. The invitation is sent there."),
        error_messages={"required": _("Enter the e-mail address.")},
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As it should stand in the record and in determinations."),
        validators=[check_readable],
        error_messages={"required": _("Enter the name of the person.")},
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.all(),
        empty_label=_("Choose"),
        help_text=_("Nobody reviews a case of the own organisation."),
        error_messages={"required": _("Choose the organisation.")},
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the role.")},
    )
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if taken := Person.objects.filter(email=email).first():
            raise forms.ValidationError(already_invited(taken))
        return email


def already_invited(person: Person) -> str:
    """Why nobody can be invited under the address of `person`: who did it before, and when."""
    invited = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.INVITED, person=person)
    first = invited.select_related("actor").last()
    if first is None or first.actor is None:
        return str(_("Somebody with this e-mail address has an account."))
    words = _("%(actor)s invited %(name)s under this e-mail address on %(moment)s.")
    return words % {"actor": first.actor.name, "name": person.name, "moment": moment(first.at)}


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ("name",)
        labels = {"name": _("Name of the organisation")}
        error_messages = {
            "name": {"unique": _("An organisation with this name is listed already.")}
        }

    def clean_name(self) -> str:
        """Two names that differ only in their case or spaces are one organisation."""
        name = " ".join(self.cleaned_data["name"].split())
        check_readable(name)
        others = Organisation.objects.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("An organisation with this name is listed already."))
        return name
