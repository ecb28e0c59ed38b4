"""Where a person is logged in, and ending it there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from projects.accounts.forms import PresentPasswordForm
from projects.accounts.limited import password_tries
from projects.models import LoginSession
from projects.security import sessions as all_sessions
from projects.security.devices import called
from projects.security.events import Kind, record
from projects.security.limits import give_back
from projects.security.refusals import refusal

OTHERS = "others"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions of the person; end one of them or all but this one, by the password."""
    if request.method != "POST":
        return _page(request, PresentPasswordForm(request.user))
    tries = password_tries(request)
    if refused := refusal(request, *tries):
        return refused
    form = PresentPasswordForm(request.user, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    give_back(*tries)
    number = _end(request, request.POST.get("end", ""))
    if number:
        record(Kind.SESSIONS_ENDED, request=request, person=request.user, actor=request.user)
        messages.success(request, _("It is ended. Whoever uses that device has to log in again."))
    else:
        messages.info(request, _("That session had ended already."))
    return redirect("accounts:sessions")


def _end(request: HttpRequest, which: str) -> int:
    here = request.session.session_key
    if which == OTHERS:
        return all_sessions.end_all(request.user, but=here)
    found = all_sessions.find(all_sessions.sessions_of(request.user), which)
    if found is None or found.session_key == here:
        return 0
    found.delete()
    return 1


def _page(request: HttpRequest, form: PresentPasswordForm, status: int = 200) -> HttpResponse:
    rows = [_row(one, request) for one in all_sessions.sessions_of(request.user)]
    rows.sort(key=lambda row: not row["is_here"])
    context = {"form": form, "rows": rows, "others": OTHERS}
    return render(request, "accounts/sessions.html", context, status=status)


def _row(one: LoginSession, request: HttpRequest) -> dict[str, object]:
    return {
        "name": all_sessions.name_of(one.session_key),
        "device": called(one.device),
        "begun_at": one.begun_at,
        "seen_at": one.seen_at,
        "is_here": one.session_key == request.session.session_key,
    }
