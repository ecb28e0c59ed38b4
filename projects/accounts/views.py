"""Logging in and out, the password, and the profile: Django's views with our forms."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.accounts.forms import (
    AskForNewPasswordForm,
    ChangePasswordForm,
    ChoosePasswordForm,
    LoginForm,
    ProfileForm,
)
from projects.accounts.limited import (
    LimitedPost,
    link_tries,
    login_tries,
    password_tries,
    reset_tries,
)
from projects.models import Person
from projects.security import known_browsers
from projects.security.cookies import set_cookie
from projects.security.events import Kind, record
from projects.security.limits import Try
from projects.security.refusals import refusal
from projects.security.sessions import begin, end_all
from projects.services.inviting import invitation_tokens

# Django's form views take a PUT for a POST, and the links of mails open to any method.
gets_and_posts = method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")


@gets_and_posts
class Login(LimitedPost, views.LoginView):
    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True
    advice = gettext_lazy(
        "If the account is yours, ask for a link to choose a new password: "
        "with it you can log in at once."
    )

    def tries(self) -> list[Try]:
        return login_tries(self.request)

    def form_valid(self, form: LoginForm) -> HttpResponse:
        self.it_was_right()
        response = super().form_valid(form)
        person = form.get_user()
        begin(self.request)
        record(Kind.LOGGED_IN, request=self.request, person=person, actor=person)
        known_browsers.remember(response, person.email)
        remember_language(response, person.language)
        return response

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        person = _person_of(form.cleaned_data.get("username", ""))
        record(Kind.LOGIN_FAILED, request=self.request, person=person)
        return super().form_invalid(form)


@gets_and_posts
class AskForNewPassword(LimitedPost, views.PasswordResetView):
    """Answers the same whether the address is known or not."""

    template_name = "accounts/password_reset.html"
    form_class = AskForNewPasswordForm
    subject_template_name = "mail/password_reset_subject.txt"
    email_template_name = "mail/password_reset.txt"
    success_url = reverse_lazy("accounts:password_reset_done")
    # The address of the site is a setting: the Host header of a request is not to be trusted.
    extra_email_context = {
        "base_url": settings.BASE_URL,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }

    def tries(self) -> list[Try]:
        return reset_tries(self.request)

    def form_valid(self, form: AskForNewPasswordForm) -> HttpResponse:
        person = _person_of(form.cleaned_data["email"])
        record(Kind.LINK_ASKED, request=self.request, person=person)
        return super().form_valid(form)


class NewPasswordAsked(views.PasswordResetDoneView):
    template_name = "accounts/password_reset_done.html"


@gets_and_posts
@method_decorator(login_not_required, name="dispatch")
class ChoosePassword(SuccessMessageMixin, views.PasswordResetConfirmView):
    """Open the link of a mail once, and set the password."""

    template_name = "accounts/choose_password.html"
    form_class = ChoosePasswordForm
    success_url = reverse_lazy("accounts:login")
    success_message = gettext_lazy("Your password is set. You can log in now.")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return refusal(request, *link_tries(request)) or super().dispatch(request, *args, **kwargs)

    def get_user(self, uidb64: str):
        person = super().get_user(uidb64)
        return person if person is not None and person.is_active else None

    def form_valid(self, form: ChoosePasswordForm) -> HttpResponse:
        """The mail has proved whose account it is: end what was open, and know this browser."""
        response = super().form_valid(form)
        if self.request.user == form.user:
            logout(self.request)
        end_all(form.user)
        record(Kind.PASSWORD_CHOSEN, request=self.request, person=form.user)
        known_browsers.remember(response, form.user.email)
        return response


class AcceptInvitation(ChoosePassword):
    """The same for a person who was invited and has no password yet."""

    token_generator = invitation_tokens
    extra_context = {"invited": True}


@method_decorator(login_not_required, name="dispatch")
class Logout(views.LogoutView):
    """By POST; whoever is logged out already ends on the same page."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        person = request.user
        response = super().post(request, *args, **kwargs)
        if person.is_authenticated:
            record(Kind.LOGGED_OUT, request=request, person=person, actor=person)
        return response


@gets_and_posts
class ChangePassword(LimitedPost, SuccessMessageMixin, views.PasswordChangeView):
    """Changing it ends every other session of the person."""

    template_name = "accounts/change_password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("accounts:profile")
    success_message = gettext_lazy("Your password is changed. Other devices are logged out.")

    def tries(self) -> list[Try]:
        return password_tries(self.request)

    def form_valid(self, form: ChangePasswordForm) -> HttpResponse:
        self.it_was_right()
        response = super().form_valid(form)
        end_all(form.user, but=self.request.session.session_key)
        record(Kind.PASSWORD_CHANGED, request=self.request, person=form.user, actor=form.user)
        return response


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name and language of the person; the role is an administrator's to give."""
    shown = request.user.language or get_language()
    form = ProfileForm(request.POST or None, instance=request.user, initial={"language": shown})
    if request.method != "POST" or not form.is_valid():
        # The form has written what was typed onto its person: the header shows the stored one.
        request.user.refresh_from_db(fields=["name", "language", "wants_mail"])
        return render(request, "accounts/profile.html", {"form": form})
    form.save()
    messages.success(request, _("Your profile is saved."))
    response = redirect("accounts:profile")
    remember_language(response, form.cleaned_data["language"])
    return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Put the language in the cookie by which Django chooses it; an unknown one is left out."""
    if language in dict(settings.LANGUAGES):
        set_cookie(response, settings.LANGUAGE_COOKIE_NAME, language, days=365)


def _person_of(email: str) -> Person | None:
    return Person.objects.filter(email=email.strip().lower()).first()
