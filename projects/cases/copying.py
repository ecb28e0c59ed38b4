"""Copying a case: a page that says what comes along and what does not, and a POST."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.cases.access import own_case
from projects.services import copying
from projects.services.evidence import in_use
from projects.wording.phrases import separated


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Any case of the own organisation; the copy is a draft of the person who asks for it."""
    case = own_case(request, pk)
    if request.method != "POST":
        context = {"case": case, "files": in_use(case)}
        return render(request, "cases/copy.html", context)
    made = copying.copy(case=case, actor=request.user)
    messages.success(request, _("This draft is the copy. What you change here changes it alone."))
    if made.without_file:
        words = _("These files were not found and have to be uploaded again: %(files)s.")
        names = separated(f"{row.key} {row.title}" for row in made.without_file)
        messages.warning(request, words % {"files": names})
    return redirect("cases:overview", pk=made.case.pk)
