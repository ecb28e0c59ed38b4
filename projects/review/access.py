"""Which cases a reviewer may open, and where what is sent from the desk goes."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect

from projects.models import Case, Person

View = Callable[..., HttpResponse]


def reviewable_by(person: Person) -> QuerySet[Case]:
    """Submitted cases of other organisations: requests not sent yet are no business of their own.

    Whoever is not a reviewer gets none.
    """
    if not person.is_reviewer:
        return Case.objects.none()
    cases = Case.objects.visible_to(person)
    return cases.exclude(organisation_id=person.organisation_id).exclude(prepared_by=person)


def case_for(person: Person, pk: UUID) -> Case:
    """The case, or Http404 for everybody who may not review it."""
    cases = reviewable_by(person).select_related("organisation", "reviewer__organisation")
    return get_object_or_404(cases, pk=pk)


def sent_from_desk(view: View) -> View:
    """A view that answers POST; whoever comes by address gets the desk it belongs to."""

    @wraps(view)
    def answered(request: HttpRequest, pk: UUID, **kwargs) -> HttpResponse:
        if request.method == "POST":
            return view(request, pk, **kwargs)
        if request.method in ("GET", "HEAD"):
            return redirect("review:desk", pk=case_for(request.user, pk).pk)
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])

    return answered
