"""The pages for requests that fail: what happened, what is safe, what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from projects.sending_again import sent_again


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    identity = getattr(request, "request_id", "")
    context = {"title": title, "text": text, "request_id": identity}
    return render(request, "error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("What was sent is too large or cannot be read. Nothing was changed.")
    return _page(request, 400, _("This request could not be read"), text)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("Your role does not allow this. Nothing was changed.")
    return _page(request, 403, _("This is not open to you"), text)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("There is no such page, or it is not open to you. Check the address.")
    return _page(request, 404, _("Page not found"), text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if kept := sent_again(request):
        return kept
    text = _(
        "The form was open too long, or cookies are blocked. "
        "Go back, reload the page and send it again."
    )
    return _page(request, 403, _("The form could not be accepted"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    text = _(
        "An error on our side stopped this request. What was saved before is safe. "
        "Please try again."
    )
    return _page(request, 500, _("Something went wrong"), text)
