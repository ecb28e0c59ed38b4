"""The pages about organisations."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.administration.access import administrators_only
from projects.administration.forms import OrganisationForm
from projects.models import Organisation


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def organisations(request: HttpRequest) -> HttpResponse:
    """List them, and add one."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The organisation is added."))
        return redirect("administration:organisations")
    rows = Organisation.objects.annotate(people_count=Count("people"))
    context = {"form": form, "organisations": rows}
    return render(request, "administration/organisations.html", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a name. Documents that were issued keep the name they were issued with."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The name is changed."))
        return redirect("administration:organisations")
    return render(request, "administration/organisation.html", {"form": form, "pk": pk})
