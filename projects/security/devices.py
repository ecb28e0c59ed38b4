"""What a browser says of itself, and how a person would call it."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

LONGEST = 300
#: Looked for in this order: most browsers also name those they descend from.
BROWSERS = (
    ("Edg", "Microsoft Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(request: HttpRequest) -> str:
    """The browser's own words, cut, without control characters."""
    said = request.META.get("HTTP_USER_AGENT", "")
    return "".join(one for one in said if one.isprintable())[:LONGEST]


def called(device: str) -> str:
    """The browser and the system in words; what it says of itself is not proof of anything."""
    browser = _first(BROWSERS, device)
    system = _first(SYSTEMS, device)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def _first(names: tuple[tuple[str, str], ...], device: str) -> str:
    return next((name for mark, name in names if mark in device), "")
