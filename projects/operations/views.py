"""What machines ask: does it live, is it ready, and the figures. No login, and nothing secret."""

from hmac import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from projects.operations.figures import exposition
from projects.operations.readiness import unready
from projects.security.addresses import read_address


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nothing else, so that a database at rest restarts nobody."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether everything is there that the work needs: 200, or 503 with the reasons."""
    reasons = unready()
    answer = {"status": "not ready", "reasons": reasons} if reasons else {"status": "ready"}
    return JsonResponse(answer, status=503 if reasons else 200)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever has the token or asks on this machine and not through the proxy."""
    if not (_has_token(request) or _is_on_this_machine(request)):
        return HttpResponseForbidden("Only with the token, or from this machine.\n")
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").encode()
    expected = f"Bearer {settings.METRICS_TOKEN}".encode()
    return bool(settings.METRICS_TOKEN) and compare_digest(given, expected)


def _is_on_this_machine(request: HttpRequest) -> bool:
    """The address is the client's, not the proxy's: see `projects.security.addresses`."""
    address = read_address(request.META.get("REMOTE_ADDR", ""))
    return address is not None and address.is_loopback
