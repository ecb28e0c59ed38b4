"""Browsers in which somebody has proved to own an account, by its password or by its mail.

They have tries of their own. So a stranger who uses up the tries of an account keeps out other
strangers, never its owner: the owner's browsers are known, and a new one becomes known by the
link of the mail for a forgotten password. (OWASP: Slow Down Online Guessing Attacks with Device
Cookies.) The cookie opens nothing by itself.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from projects.security.cookies import set_cookie

SALT = "projects.security.known_browsers"
DAYS = 180


def remember(response: HttpResponse, email: str) -> None:
    """Make this browser a known one of the account."""
    said = {"account": _account(email), "browser": get_random_string(22)}
    value = signing.dumps(said, salt=SALT)
    set_cookie(response, settings.KNOWN_BROWSER_COOKIE_NAME, value, days=DAYS)


def known(request: HttpRequest, email: str) -> str | None:
    """The browser's name, if it is a known one of this account."""
    value = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, "")
    try:
        said = signing.loads(value, salt=SALT, max_age=DAYS * 86_400)
    except signing.BadSignature:
        return None
    return said["browser"] if constant_time_compare(said["account"], _account(email)) else None


def _account(email: str) -> str:
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()
