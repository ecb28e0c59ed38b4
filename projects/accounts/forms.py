"""The forms of the account: log in, ask for a new password, the profile."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
)
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from projects.models import Person
from projects.wizard.fields import check_readable

PASSWORD_HINT = _("At least 12 characters. A sentence you can remember is a good password.")


class LoginForm(AuthenticationForm):
    username = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    # The same words whether the account is unknown, deactivated or the password is wrong.
    error_messages = {
        "invalid_login": _("No active account has this e-mail address and password."),
        "inactive": _("No active account has this e-mail address and password."),
    }


class AskForNewPasswordForm(PasswordResetForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def send_mail(self, subject_template_name, email_template_name, context, *args, **kwargs):
        """Write in the language of the person who gets it, not of whoever asked."""
        with translation.override(context["user"].language or translation.get_language()):
            super().send_mail(subject_template_name, email_template_name, context, *args, **kwargs)


class ChoosePasswordForm(SetPasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _label_new_passwords(self)


class ChangePasswordForm(PasswordChangeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")
        _label_new_passwords(self)


class PresentPasswordForm(forms.Form):
    """The password of whoever is logged in, before something that somebody else may not do."""

    password = forms.CharField(
        label=_("Present password"),
        help_text=_("It is asked for, so that nobody else can end your sessions."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, person: Person, *args, **kwargs) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        if not self.person.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password."))
        return self.cleaned_data["password"]


class ProfileForm(forms.ModelForm):
    language = forms.ChoiceField(
        label=_("Language of the pages and of mail to you"), choices=settings.LANGUAGES
    )

    class Meta:
        model = Person
        fields = ("name", "language", "wants_mail")
        labels = {"name": _("Your name"), "wants_mail": _("Mail me when a case has news")}
        help_texts = {
            "name": _("It is shown in the record of a case and in determinations."),
            "wants_mail": _(
                "The mail names the case by its reference only. Your inbox has it all."
            ),
        }

    def clean_name(self) -> str:
        check_readable(self.cleaned_data["name"])
        return self.cleaned_data["name"]


def _label_new_passwords(form: forms.Form) -> None:
    form.fields["new_password1"].label = _("New password")
    form.fields["new_password1"].help_text = PASSWORD_HINT
    form.fields["new_password2"].label = _("New password again")
    form.fields["new_password2"].help_text = ""
