"""Forms that arrive after the login or their token has ended: nothing typed is lost.

The page carries what was sent in a form of its own, with a new token. It is shown only where the
browser says that the form stood on a page of this site, so that no other site can fill it in.
"""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


def sent_again(request: HttpRequest, *, is_full: bool = False) -> HttpResponse | None:
    """The page that sends the form again, or None where there is nothing to be kept.

    `is_full`: it was not done for a full disk, not for a login that had ended.
    """
    fields = [(k, text) for k, texts in request.POST.lists() for text in texts if k != TOKEN]
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not is_ours or not fields or any("password" in name for name, _text in fields):
        return None
    context = {
        "fields": fields,
        "here": request.get_full_path(),
        "had_files": request.content_type == "multipart/form-data",
        "is_full": is_full,
    }
    return render(request, "send_again.html", context, status=507 if is_full else 403)


class LoginKeepsForms(LoginRequiredMiddleware):
    """Asks whoever is not logged in to log in; of a form that was sent, keeps what was typed."""

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:
        kept = sent_again(request) if request.method == "POST" else None
        return kept or super().handle_no_permission(request, view_func)
