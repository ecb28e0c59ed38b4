"""Mails that were given up, and sending them again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.administration.access import administrators_only
from projects.models import Notice
from projects.services import mailing

PER_PAGE = 50


@administrators_only
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The mails given up, the latest first, each with what the mail server said."""
    given_up = Notice.objects.filter(mail=Notice.Mail.GIVEN_UP).order_by("-mail_settled_at", "-pk")
    rows = given_up.select_related("person", "case").defer("case__draft")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "administration/mail.html", {"page": page, "query": ""})


@administrators_only
@require_POST
def send_again(request: HttpRequest, notice_pk: int) -> HttpResponse:
    """Put one mail back among those that wait; who did so is on record."""
    notice = get_object_or_404(Notice.objects.select_related("person"), pk=notice_pk)
    name = {"name": notice.person.name}
    if mailing.send_again(notice=notice, by=request.user):
        messages.success(request, _("The mail to %(name)s will be sent again.") % name)
    else:
        messages.info(request, _("The mail to %(name)s is not among those given up.") % name)
    return redirect("administration:mail")
