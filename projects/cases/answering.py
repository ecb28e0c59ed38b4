"""Answering the requests of the reviewer, each by itself."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from projects.cases.access import own_case
from projects.cases.requests import RequestShown, requests_of
from projects.models import Case, RequestEntry, ReviewRequest
from projects.services.answering import answer_request
from projects.services.moves import MoveOvertaken, MoveRefused
from projects.showing.numbers import moment
from projects.wizard.fields import Text


class AnswerForm(forms.Form):
    """One answer; `last_entry` is the newest entry of the request the person saw."""

    use_required_attribute = False
    request = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    last_entry = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = Text(
        gettext_lazy("Your answer"),
        gettext_lazy("What you changed and where, or why nothing needs to change."),
        max_length=10_000,
        lines=4,
        required=True,
        error_messages={"required": gettext_lazy("Write what you answer.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = own_case(request, pk)
    if request.method != "POST":
        return _page(request, case)
    pressed = request.POST.get("request", "")
    form = AnswerForm(request.POST, prefix=f"r{pressed}" if pressed.isdecimal() else None)
    if not form.is_valid():
        return _page(request, case, form, pressed, status=422)
    return _answer(request, case, form, pressed)


def _answer(request: HttpRequest, case: Case, form: AnswerForm, pressed: str) -> HttpResponse:
    typed = form.cleaned_data
    try:
        answer_request(
            case=case,
            actor=request.user,
            request_pk=typed["request"],
            text=typed["text"],
            last_entry=typed["last_entry"],
        )
    except ReviewRequest.DoesNotExist:
        raise Http404 from None
    except MoveOvertaken:
        form.add_error("text", _overtaken(typed["request"]))
        return _page(request, case, form, pressed, status=409)
    except MoveRefused:
        form.add_error("text", _("The case is not with you now; requests cannot be answered."))
        return _page(request, case, form, pressed, status=409)
    messages.success(request, _("Your answer is saved. The reviewer sees it once you submit."))
    return redirect(f"{reverse('cases:requests', kwargs={'pk': case.pk})}#request-{pressed}")


def _overtaken(request_pk: int) -> str:
    """Who did what to the request meanwhile, and when."""
    newest = RequestEntry.objects.filter(request=request_pk).select_related("by").last()
    if newest is None:  # the form knew an entry that is none of this request
        return _("This request was answered or closed meanwhile. See what it says now.")
    words = _("%(name)s was faster: “%(what)s”, on %(moment)s. See what the request says now.")
    what = {"name": newest.by.name, "what": newest.get_kind_display(), "moment": moment(newest.at)}
    return words % what


def _page(
    request: HttpRequest,
    case: Case,
    filled: AnswerForm | None = None,
    pressed: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    case.refresh_from_db(fields=["status"])
    rows, found = [], requests_of(case)
    for shown in found:
        is_filled = filled is not None and str(shown.request.pk) == pressed
        form = filled if is_filled else _empty(shown)
        rows.append((shown, form if case.is_editable and not shown.is_closed else None))
    context = {
        "case": case,
        "rows": rows,
        "form": filled,
        "unanswered": any(one.hinders for one in found),
    }
    return render(request, "cases/requests.html", context, status=status)


def _empty(shown: RequestShown) -> AnswerForm:
    newest = shown.entries[-1].pk if shown.entries else 0
    initial = {"request": shown.request.pk, "last_entry": newest}
    return AnswerForm(prefix=f"r{shown.request.pk}", initial=initial)
