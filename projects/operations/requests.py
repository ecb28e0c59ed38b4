"""What is known of every request: an id that page, log and proxy share, a line and a measurement."""

import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from additionality import logs
from projects.operations import metrics

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")
METHODS = {"GET", "HEAD", "POST"}

Handler = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(logs.REQUEST_LINES)


def watched(get_response: Handler) -> Handler:
    """Middleware, the outermost: give the request its id, log and measure the answer.

    The line names the view and never the address: addresses hold the tokens of invitations.
    """

    def answered(request: HttpRequest) -> HttpResponse:
        request.request_id = identity = identity_of(request)
        began = perf_counter()
        with logs.about(request_id=identity):
            response = get_response(request)
            _note(request, response, perf_counter() - began)
        response[HEADER] = identity
        return response

    return answered


def identity_of(request: HttpRequest) -> str:
    """The id that the proxy has given, if it is one; a new one otherwise."""
    given = request.headers.get(HEADER, "")
    return given if WELL_FORMED.fullmatch(given) else uuid4().hex


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    method = request.method if request.method in METHODS else "other"
    view = _view(request)
    metrics.count(view=view, method=method, status=response.status_code, seconds=seconds)
    if view != "static":
        fields = {
            "method": method,
            "view": view,
            "status": response.status_code,
            "milliseconds": round(seconds * 1000, 1),
        }
        message = "%s %s %d"
        logger.info(message, method, view, response.status_code, extra={"fields": fields})


def _view(request: HttpRequest) -> str:
    """The name of the view; `none` for an address that leads nowhere or was not looked at."""
    if request.path.startswith(settings.STATIC_URL):
        return "static"
    return request.resolver_match.view_name if request.resolver_match else "none"
