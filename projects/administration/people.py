"""The pages about people: list, invite, end and restore access."""

import logging

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.administration.access import administrators_only
from projects.administration.forms import FindPeopleForm, InvitationForm
from projects.models import Person
from projects.services import inviting
from projects.wording import refusal_sentence

PER_PAGE = 50
log = logging.getLogger(__name__)


@administrators_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    form = FindPeopleForm(request.GET)
    found = form.found(Person.objects.select_related("organisation"))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode()}
    return render(request, "administration/people.html", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(
        request.POST if request.method == "POST" else None,
        initial={"language": request.LANGUAGE_CODE},
    )
    if request.method != "POST" or not form.is_valid():
        return render(request, "administration/invite.html", {"form": form})
    try:
        _telling_of_mail(request, lambda: inviting.invite(**form.cleaned_data, by=request.user))
    except IntegrityError:  # somebody invited the same person while this page was open
        form = InvitationForm(request.POST)  # which now finds the account
        return render(request, "administration/invite.html", {"form": form})
    return redirect("administration:people")


@administrators_only
@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the link again to somebody who has not chosen a password yet."""
    person = get_object_or_404(Person, pk=pk, is_active=True)
    if person.has_usable_password():
        messages.info(request, _("This person has chosen a password and can log in."))
        return redirect("administration:people")
    language = person.language or request.LANGUAGE_CODE
    _telling_of_mail(request, lambda: inviting.send_invitation(person=person, language=language))
    return redirect("administration:people")


@administrators_only
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    try:
        inviting.deactivate(person=person, by=request.user)
    except inviting.AccessRefused as refused:
        messages.error(request, refusal_sentence(refused.code))
    else:
        text = _("%(name)s can no longer log in. Everything they did stays on record.")
        messages.success(request, text % {"name": person.name})
    return redirect("administration:people")


@administrators_only
@require_POST
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.exclude(pk=request.user.pk), pk=pk)
    inviting.end_sessions(person=person, by=request.user)
    text = _("%(name)s is logged out everywhere, and can log in again.")
    messages.success(request, text % {"name": person.name})
    return redirect("administration:people")


@administrators_only
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    inviting.reactivate(person=person, by=request.user)
    messages.success(request, _("%(name)s can log in again.") % {"name": person.name})
    return redirect("administration:people")


def _telling_of_mail(request: HttpRequest, send) -> None:
    """Say what became of the mail: the account is there even where the mail is not."""
    try:
        send()
    except OSError:  # SMTPException is one, too
        log.exception("An invitation could not be mailed")
        text = _("The account is made, but the mail could not be sent. Send the invitation again.")
        messages.error(request, text)
    else:
        messages.success(request, _("The invitation is on its way."))
