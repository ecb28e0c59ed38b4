"""Reading a request to its end, so that whoever sent too much gets to read the answer."""

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError

MIB = 1024 * 1024
#: The largest file that is taken, and as much again as a file that is too large is usually over. A
#: proxy has to let through as much (`client_max_body_size` of docs/deploy/nginx.conf).
MOST = (settings.DATA_SET_LIMIT_MB + 128) * MIB
BLOCK = 64 * 1024

Handler = Callable[[HttpRequest], HttpResponse]


def read_to_the_end(get_response: Handler) -> Handler:
    """Middleware: throw away what a view left unread of a body, up to `MOST` bytes.

    A server that answers and hangs up in the middle of an upload resets the connection, and the
    browser then shows its own error in place of the page that says what is wrong.
    """

    def answered(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        with suppress(UnreadablePostError):  # the sender has gone
            left = MOST
            while left > 0 and (block := request.read(BLOCK)):
                left -= len(block)
        return response

    return answered


def only_utf8(get_response: Handler) -> Handler:
    """Middleware: refuse a body that says it is in another encoding than UTF-8.

    Browsers send what the page is in, and it is in UTF-8. Django would take any codec that Python
    knows, also those that decode no text and fail.
    """

    def answered(request: HttpRequest) -> HttpResponse:
        if request.content_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            raise BadRequest("The body is in another encoding than UTF-8.")
        return get_response(request)

    return answered
