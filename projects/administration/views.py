"""The first page of administration."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.administration.access import administrators_only
from projects.administration.health import work_state
from projects.models import Organisation, Person, Role


@administrators_only
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How many people and organisations there are, and whether anything waits too long."""
    active = Q(is_active=True)
    context = {
        "people": Person.objects.aggregate(
            active=Count("pk", filter=active),
            inactive=Count("pk", filter=~active),
            proponents=Count("pk", filter=active & Q(role=Role.PROPONENT)),
            reviewers=Count("pk", filter=active & Q(role=Role.REVIEWER)),
            administrators=Count("pk", filter=active & Q(role=Role.ADMINISTRATOR)),
        ),
        "organisation_count": Organisation.objects.count(),
        "work": work_state(timezone.now()),
    }
    return render(request, "administration/overview.html", context)
