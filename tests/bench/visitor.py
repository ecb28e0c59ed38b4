"""Somebody logged in, who asks the application as a web server does: through its WSGI callable."""

import io
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string

from projects.models import Person
from tests.factories import client_of


def served() -> Any:
    """The application as a server loads it, once in the process."""
    from additionality.wsgi import application

    return application


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Visitor:
    """The cookies of one browser. Nothing of a request is prepared while it is answered."""

    cookies: dict[str, str]
    application: Any = field(default_factory=served)

    @classmethod
    def of(cls, person: Person) -> "Visitor":
        logged_in = client_of(person).cookies[settings.SESSION_COOKIE_NAME].value
        return cls(
            {
                settings.SESSION_COOKIE_NAME: logged_in,
                settings.CSRF_COOKIE_NAME: _get_new_csrf_string(),
            }
        )

    def get(self, address: str) -> Answer:
        return self.ask("GET", address, b"")

    def post(self, address: str, body: bytes) -> Answer:
        return self.ask("POST", address, body)

    def form(self, fields: dict[str, list[str]]) -> bytes:
        """The body that a browser posts for `fields`."""
        token = {"csrfmiddlewaretoken": [self.cookies[settings.CSRF_COOKIE_NAME]]}
        return urlencode(fields | token, doseq=True).encode()

    def ask(self, method: str, address: str, body: bytes) -> Answer:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost", "HTTP_ACCEPT_LANGUAGE": "en",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(), "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http", "wsgi.multithread": False, "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }  # fmt: skip
        begun: list[Any] = []
        response = self.application(environ, lambda *given: begun.append(given))
        content = b"".join(response)
        response.close()
        status, headers = begun[0][:2]
        for name, value in headers:
            if name == "Set-Cookie":
                self._take(value.strip())
        return Answer(int(status.split()[0]), dict(headers), content)

    def _take(self, text: str) -> None:
        for name, cookie in SimpleCookie(text).items():
            self.cookies.pop(name, None)
            if cookie["max-age"] != 0:
                self.cookies[name] = cookie.value
