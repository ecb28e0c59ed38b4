"""The floor of the web's rows: a bare view with the same middleware, login and durability."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from additionality.urls import urlpatterns as ours
from projects.models import Case

#: The pages to answer with, by the address of the page they were taken from.
PAGES: dict[str, str] = {}


def shown(request: HttpRequest) -> HttpResponse:
    """A page as one string, for whoever is logged in."""
    assert request.user.is_authenticated
    return HttpResponse(PAGES[request.GET["page"]])


def saved(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """Save what was posted as JSON in the row of the case, and redirect."""
    assert request.user.is_authenticated
    typed = {name: request.POST.getlist(name) for name in request.POST}
    with transaction.atomic():
        Case.objects.filter(pk=pk).update(draft={**DRAFT, step: typed})
    return HttpResponseRedirect("/")


#: The rest of the draft that is saved with the step.
DRAFT: dict[str, Any] = {}

urlpatterns = [
    path("bare/", shown),
    path("bare/<uuid:pk>/<str:step>/", saved),
    *ours,
]
