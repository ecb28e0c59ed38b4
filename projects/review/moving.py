"""Taking a case up, putting it back, and sending it back to the proponent."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import workflow
from projects.models import Case, MoveRecord, Person, Status
from projects.review.access import case_for, sent_from_desk
from projects.review.desk import Forms, render_desk
from projects.review.forms import (
    ConfirmForm,
    ImpartialityForm,
    SendBackForm,
    StillImpartialForm,
)
from projects.review.refused import refused
from projects.services import reviewing
from projects.services.moves import MoveRefused, make_move
from projects.wording import refusal_sentence
from projects.wording.declarations import THREATS


@require_http_methods(["GET", "HEAD", "POST"])
def take_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for the declaration of impartiality, or whether an earlier one still holds; then the review begins."""
    case = case_for(request.user, pk)
    form = _asked(request, case)(request.POST or None)
    if request.method != "POST":
        return _declare(request, case, form)
    if not form.is_valid():
        return _declare(request, case, form)
    try:
        reviewing.take_up(case=case, actor=request.user, declaration=form.declaration())
    except MoveRefused as error:
        case.refresh_from_db()
        is_mine = case.status == Status.UNDER_REVIEW and case.reviewer_id == request.user.pk
        if not is_mine:  # else the button was pressed twice
            return _declare(request, case, form, refused=refused(error, case, 0), status=409)
    messages.success(request, _("The review is yours now."))
    return redirect("review:desk", pk=pk)


@sent_from_desk
def put_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave the case to another reviewer; requests that were raised stay."""
    case = case_for(request.user, pk)
    try:
        make_move(case=case, name="put_back", actor=request.user)
    except MoveRefused as error:
        return _refused_desk(request, case, error)
    messages.success(request, _("The case is back on the work list."))
    return redirect("review:desk", pk=pk)


@sent_from_desk
def send_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = case_for(request.user, pk)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return render_desk(request, case, forms=Forms(sending=form), status=422)
    try:
        reviewing.send_back(
            case=case,
            actor=request.user,
            submission_number=form.cleaned_data["submission"],
            note=form.cleaned_data["note"],
        )
    except MoveRefused as error:
        return _refused_desk(request, case, error, Forms(sending=form))
    messages.success(request, _("The case is with the proponent, who sees your requests now."))
    return redirect("review:desk", pk=pk)


def _asked(request: HttpRequest, case: Case) -> type[ImpartialityForm] | type[StillImpartialForm]:
    """What is asked of the person; a whole declaration is taken at any time."""
    is_whole = "no_consultancy" in request.POST
    confirms = not is_whole and declared_before(case, request.user)
    return StillImpartialForm if confirms else ImpartialityForm


def declared_before(case: Case, person: Person) -> MoveRecord | None:
    """What the person declared on first taking up this case; later ones confirm it."""
    taken_up = case.moves.filter(move="take_up", actor=person)
    return taken_up.order_by("pk").first()


def _declare(
    request: HttpRequest, case: Case, form: forms.Form, *, refused=None, status: int = 200
) -> HttpResponse:
    why = workflow.refusal("take_up", case, request.user)
    context = {
        "case": case,
        "form": form,
        "earlier": declared_before(case, request.user),
        "threats": THREATS,
        "refused": refused,
        "hindrance": refusal_sentence(why) if why else "",
    }
    return render(request, "review/take_up.html", context, status=status)


def _refused_desk(
    request: HttpRequest, case: Case, error: MoveRefused, forms: Forms | None = None
) -> HttpResponse:
    """The desk as it is now, with what was typed, the reason, and what happened meanwhile."""
    form = ConfirmForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else 0
    fresh = case_for(request.user, case.pk)
    return render_desk(request, fresh, forms=forms, refused=refused(error, fresh, seen), status=409)
