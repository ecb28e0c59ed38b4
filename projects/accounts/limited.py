"""Views of the account in which something can be guessed, and whose tries they count."""

from django.http import HttpRequest, HttpResponse

from projects.security import known_browsers
from projects.security.addresses import neighbourhood
from projects.security.limits import (
    LINK_ADDRESS,
    LOGIN_ACCOUNT,
    LOGIN_ADDRESS,
    LOGIN_KNOWN_BROWSER,
    PRESENT_PASSWORD,
    RESET_ACCOUNT,
    RESET_ADDRESS,
    Try,
    give_back,
)
from projects.security.refusals import refusal


class LimitedPost:
    """Mixin of a form view: sending the form uses up tries, and what was right gives them back."""

    request: HttpRequest
    advice = ""

    def tries(self) -> list[Try]:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.tried = self.tries()
        refused = refusal(request, *self.tried, advice=self.advice)
        return refused or super().post(request, *args, **kwargs)

    def it_was_right(self) -> None:
        give_back(*self.tried)


def login_tries(request: HttpRequest) -> list[Try]:
    """A known browser of the account has tries of its own; all others share the account's."""
    email = _typed(request, "username")
    if browser := known_browsers.known(request, email):
        return [Try(LOGIN_KNOWN_BROWSER, browser)]
    return [Try(LOGIN_ADDRESS, neighbourhood(request)), Try(LOGIN_ACCOUNT, email)]


def reset_tries(request: HttpRequest) -> list[Try]:
    address = Try(RESET_ADDRESS, neighbourhood(request))
    return [address, Try(RESET_ACCOUNT, _typed(request, "email"))]


def link_tries(request: HttpRequest) -> list[Try]:
    return [Try(LINK_ADDRESS, neighbourhood(request))]


def password_tries(request: HttpRequest) -> list[Try]:
    """Whoever sits at somebody's open session may not guess the password there."""
    return [Try(PRESENT_PASSWORD, str(request.user.pk))]


def _typed(request: HttpRequest, field: str) -> str:
    return request.POST.get(field, "").strip().lower()
