"""Whoever sends too much gets an answer: the server reads to the end before it hangs up."""

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

from projects.whole_body import BLOCK, read_to_the_end

LENGTH = 3 * BLOCK + 7


@pytest.fixture
def arriving() -> tuple[io.BytesIO, WSGIRequest]:
    """A POST whose body is arriving, with the first bytes of the next request behind it."""
    stream = io.BytesIO(b"x" * LENGTH + b"GET / HTTP/1.1")
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/",
        "CONTENT_LENGTH": str(LENGTH),
        "CONTENT_TYPE": "application/octet-stream",
        "wsgi.input": stream,
    }
    return stream, WSGIRequest(environ)


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("too large", status=413)


def test_what_a_view_left_unread_is_read_and_no_byte_more(arriving) -> None:
    stream, request = arriving
    assert read_to_the_end(answer)(request).status_code == 413
    assert stream.tell() == LENGTH


def test_reading_ends_somewhere(arriving, monkeypatch) -> None:
    stream, request = arriving
    monkeypatch.setattr("projects.whole_body.MOST", BLOCK)
    read_to_the_end(answer)(request)
    assert stream.tell() == BLOCK


def test_a_sender_who_has_gone_still_counts_as_answered() -> None:
    class Gone(io.RawIOBase):
        def readinto(self, buffer: bytearray) -> int:
            raise ConnectionResetError

        def read(self, size: int = -1) -> bytes:
            raise ConnectionResetError

    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "9", "wsgi.input": Gone()}
    assert read_to_the_end(answer)(WSGIRequest(environ)).status_code == 413


def test_a_body_that_the_view_has_read_stays_as_it_was(arriving) -> None:
    _, request = arriving
    assert (
        read_to_the_end(lambda seen: HttpResponse(len(seen.body)))(request).content
        == b"%d" % LENGTH
    )


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
@pytest.mark.django_db
def test_utf_8_is_read(client, charset) -> None:
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert client.generic("POST", "/language/", b"language=en", kind).status_code == 302


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "hex", "idna", "nothing", "ü"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_another_encoding_is_refused(client, kind, charset) -> None:
    kind = f"{kind}; boundary=x; charset={charset}"
    assert client.generic("POST", "/language/", b"language=en", kind).status_code == 400
