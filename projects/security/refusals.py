"""The page for whoever has used up the tries: how long to wait, in the reader's language."""

from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.security.addresses import neighbourhood
from projects.security.events import Kind, record
from projects.security.limits import RECORD_REFUSAL, Try, take


def refusal(request: HttpRequest, *tries: Try, advice: str = "") -> HttpResponse | None:
    """Use up the tries; the page to answer with where one of them is used up already.

    `advice` says what else can be done. The record gets one entry for an address in a while, however often it knocks.
    """
    wait = take(*tries)
    if not wait:
        return None
    if not take(Try(RECORD_REFUSAL, neighbourhood(request))):
        person = request.user if request.user.is_authenticated else None
        about = ", ".join(one.limit.name for one in tries)
        record(Kind.LIMIT_REACHED, request=request, actor=person, about=about)
    return too_many_tries(request, wait, advice)


def too_many_tries(request: HttpRequest, wait: int, advice: str = "") -> HttpResponse:
    """Say when the next try is possible; `wait` is in seconds."""
    text = f"{_('Nothing was changed.')} {_when(wait)} {advice}".rstrip()
    page = {"title": _("Too many tries"), "text": text}
    response = render(request, "error.html", page, status=429)
    response["Retry-After"] = str(wait)
    return response


def _when(wait: int) -> str:
    if wait < 60:
        words = ngettext(
            "You can try again in %(count)s second.",
            "You can try again in %(count)s seconds.",
            wait,
        )
        return words % {"count": wait}
    minutes = ceil(wait / 60)
    words = ngettext(
        "You can try again in %(count)s minute.", "You can try again in %(count)s minutes.", minutes
    )
    return words % {"count": minutes}
