"""Pages that belong to no single use case: home, language."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from projects.accounts.views import remember_language
from projects.models import Person


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Strangers read what this is; everybody else goes to their work."""
    person = request.user
    if not person.is_authenticated:
        return render(request, "home.html")
    return redirect("administration:overview" if person.is_administrator else "cases:list")


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language, in the account and in a cookie, and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)  # redirect() would look for a view of this name
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        remember_language(response, language)
        Person.objects.filter(pk=request.user.pk).update(language=language)
    return response
