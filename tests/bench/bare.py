"""The floor of the web's rows: a bare view with the same middleware, login and durability."""

from uuid import UUID

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from additionality.urls import urlpatterns as ours
from projects.models import Case

#: The pages to answer with, by the address of the page they were taken from.
PAGES: dict[str, str] = {}
#: The draft that a save puts what was posted into, by case: nothing has to be read for it.
DRAFTS: dict[UUID, dict[str, dict[str, list[str]]]] = {}


class BareCase(models.Model):
    """The same table with a plain JSON column."""

    id = models.UUIDField(primary_key=True)
    draft = models.JSONField()

    class Meta:
        managed = False
        app_label = "projects"
        db_table = Case._meta.db_table


def shown(request: HttpRequest) -> HttpResponse:
    """A page as one string, for whoever is logged in."""
    assert request.user.is_authenticated
    return HttpResponse(PAGES[request.GET["page"]])


def saved(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """Save the JSON of the case with what was posted in it, and redirect."""
    assert request.user.is_authenticated
    typed = {name: request.POST.getlist(name) for name in request.POST}
    with transaction.atomic():
        BareCase.objects.filter(pk=pk).update(draft={**DRAFTS[pk], step: typed})
    return HttpResponseRedirect("/")


urlpatterns = [
    path("bare/", shown),
    path("bare/<uuid:pk>/<str:step>/", saved),
    *ours,
]
