"""Which cases a reviewer may open, and the work list of a reviewer."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from projects.models import Case, Person


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
