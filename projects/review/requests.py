"""Requests: raised on a part, closed with words, asked again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.review.access import case_for, sent_from_desk
from projects.review.desk import Forms, render_desk
from projects.review.forms import FollowForm, RequestForm
from projects.review.refused import overtaken, refused
from projects.services import reviewing
from projects.services.moves import MoveRefused


@sent_from_desk
def raise_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = case_for(request.user, pk)
    submission = case.latest_submission()
    form = RequestForm(request.POST, scenarios=list(submission.scenarios.all()))
    if not form.is_valid():
        return render_desk(request, case, forms=Forms(raising=form), status=422)
    typed = form.cleaned_data
    try:
        raised = reviewing.raise_request(
            case=case,
            actor=request.user,
            submission_number=typed["submission"],
            kind=typed["kind"],
            part=typed["part"],
            text=typed["text"],
            scenario=typed.get("scenario"),
        )
    except MoveRefused as error:
        fresh = case_for(request.user, pk)
        why = refused(error, fresh, typed["seen"])
        return render_desk(request, fresh, forms=Forms(raising=form), refused=why, status=409)
    messages.success(request, _("%(request)s is raised.") % {"request": raised.label})
    return redirect(f"{reverse('review:desk', kwargs={'pk': pk})}#request-{raised.pk}")


@sent_from_desk
def close(request: HttpRequest, pk: UUID, request_pk: int) -> HttpResponse:
    return _follow(request, pk, request_pk, reviewing.close_request)


@sent_from_desk
def reopen(request: HttpRequest, pk: UUID, request_pk: int) -> HttpResponse:
    return _follow(request, pk, request_pk, reviewing.reopen_request)


def _follow(request: HttpRequest, pk: UUID, request_pk: int, act) -> HttpResponse:
    case = case_for(request.user, pk)
    found = get_object_or_404(reviewing.case_requests(case), pk=request_pk)
    form = FollowForm(found, request.POST)
    forms = Forms(following={request_pk: form})
    if not form.is_valid():
        return render_desk(request, case, forms=forms, status=422)
    try:
        act(request=found, actor=request.user, text=form.cleaned_data["text"])
    except MoveRefused as error:
        fresh = case_for(request.user, pk)
        why = overtaken(error, found) if error.code == "overtaken" else refused(error, fresh, 0)
        return render_desk(request, fresh, forms=forms, refused=why, status=409)
    return redirect(f"{reverse('review:desk', kwargs={'pk': pk})}#request-{request_pk}")
