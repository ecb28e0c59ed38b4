"""The inbox: what happened to the cases a person has to do with, the latest first."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.inbox.words import MARKS, SENTENCES
from projects.models import Case, Notice
from projects.services import notifying

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """A notice in words. `url` is empty where the person may not open the case any more."""

    notice: Notice
    sentence: str
    mark: str
    label: str
    url: str


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """One page; `before` is the notice after which the next page begins."""
    person = request.user
    notices = Notice.objects.filter(person=person).select_related("case").defer("case__draft")
    visible = Case.objects.visible_to(person).filter(pk=OuterRef("case"))
    notices = notices.annotate(may_open=Exists(visible))
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        notices = notices.filter(pk__lt=int(before))
    found = list(notices.order_by("-pk")[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    context = {
        "rows": [_shown(notice) for notice in shown],
        "has_unread": any(notice.read_at is None for notice in shown),
        "is_first": not before,
        "older": shown[-1].pk if len(found) > PER_PAGE else None,
    }
    return render(request, "inbox/inbox.html", context)


@require_POST
def read_one(request: HttpRequest, notice_pk: int) -> HttpResponse:
    """Mark a notice as read, and open its case."""
    notice = get_object_or_404(Notice, pk=notice_pk, person=request.user)
    notifying.read(Notice.objects.filter(pk=notice.pk))
    if not Case.objects.visible_to(request.user).filter(pk=notice.case_id).exists():
        messages.info(request, _("You cannot open this case any more."))
        return redirect("inbox:list")
    return redirect("cases:overview", pk=notice.case_id)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read that was there when the page was shown."""
    newest = request.POST.get("newest", "")
    if newest.isascii() and newest.isdigit() and len(newest) < 19:
        notifying.read(Notice.objects.filter(person=request.user, pk__lte=int(newest)))
    return redirect("inbox:list")


def _shown(notice: Any) -> NoticeShown:
    url = reverse("cases:overview", kwargs={"pk": notice.case_id}) if notice.may_open else ""
    sentence, mark = str(SENTENCES[notice.kind]), MARKS[notice.kind]
    return NoticeShown(notice, sentence, mark, notice.get_kind_display(), url)
