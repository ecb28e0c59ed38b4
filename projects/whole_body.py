"""Reading a request to its end, so that whoever sent too much gets to read the answer."""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse, UnreadablePostError

MOST = 128 * 1024 * 1024
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
