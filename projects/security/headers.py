"""The headers that every answer carries: what a browser may load, run, keep and frame."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

#: Scripts, styles and pictures come from files of this site only; nothing inline runs.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)
#: A file that is opened on its own runs nothing, loads nothing, and belongs to no site.
FILE_POLICY = (
    "sandbox; default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)
UNUSED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
ALWAYS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
DRAWN = ("image/svg+xml", "application/pdf")


def security_headers(get_response: Handler) -> Handler:
    """Middleware: add the headers that a view has not set itself.

    It stands outside Django's own, so that refusals of theirs and static files carry them too.
    """

    def answered(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy = FILE_POLICY if is_file(response) else PAGE_POLICY
        for name, value in {**ALWAYS, "Content-Security-Policy": policy}.items():
            response.headers.setdefault(name, value)
        return response

    return answered


def is_file(response: HttpResponse) -> bool:
    """Whether the answer is a download, or a drawing or document that a browser would show."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    is_download = response.headers.get("Content-Disposition", "").startswith("attachment")
    return is_download or kind in DRAWN
