"""The security record: who got in or did not, whose access changed, which files were taken out."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projects.administration.access import administrators_only
from projects.models import SecurityEvent
from projects.security.devices import called

PER_PAGE = 50


class FindEventsForm(forms.Form):
    """What to look for; everything where nothing is said, or nothing that can be read."""

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[("", _("Everything")), *SecurityEvent.Kind.choices],
        required=False,
    )
    who = forms.CharField(
        label=_("Who"),
        help_text=_("A part of the name or the e-mail address."),
        max_length=200,
        required=False,
    )

    def found(self):
        events = SecurityEvent.objects.select_related("person", "actor")
        said = self.cleaned_data if self.is_valid() else {}
        if kind := said.get("kind"):
            events = events.filter(kind=kind)
        if who := said.get("who"):
            names = Q(person__name__icontains=who) | Q(person__email__icontains=who)
            events = events.filter(
                names | Q(actor__name__icontains=who) | Q(actor__email__icontains=who)
            )
        return events


@administrators_only
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """The latest events first."""
    form = FindEventsForm(request.GET)
    page = Paginator(form.found(), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [(event, called(event.device)) for event in page],
        "query": query.urlencode(),
    }
    return render(request, "administration/security.html", context)
