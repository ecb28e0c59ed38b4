"""The floor of the web's rows: a bare view with the same middleware, login and durability."""

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
    """Put what was posted into the JSON of the case, which has to be read for that, and redirect."""
    assert request.user.is_authenticated
    typed = {name: request.POST.getlist(name) for name in request.POST}
    case = Case.objects.get(pk=pk)
    with transaction.atomic():
        Case.objects.filter(pk=pk).update(draft={**case.draft, step: typed})
    return HttpResponseRedirect("/")


urlpatterns = [
    path("bare/", shown),
    path("bare/<uuid:pk>/<str:step>/", saved),
    *ours,
]
