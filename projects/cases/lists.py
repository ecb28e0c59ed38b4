"""The list of cases: the own organisation's for proponents, the work list for reviewers."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projects import wording, workflow
from projects.models import Case, Person, Status, Submission
from projects.wizard.answers import Answers

PER_PAGE = 20
DECIDED = (Status.APPROVED, Status.REFUSED)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list. `is_reviewable` is false for the cases of the own organisation."""

    case: Case
    tier_label: str
    is_reviewable: bool = True


@dataclass(frozen=True, slots=True)
class Drawer:
    """One pile of the work list, with how many cases are in it."""

    name: str
    label: str
    count: int
    is_open: bool


DRAWERS: dict[str, tuple[Any, Any]] = {
    "waiting": (_("Waiting"), lambda person: Q(status=Status.SUBMITTED)),
    "mine": (_("With me"), lambda person: Q(status=Status.UNDER_REVIEW, reviewer=person)),
    "others": (
        _("With other reviewers"),
        lambda person: Q(status=Status.UNDER_REVIEW) & ~Q(reviewer=person),
    ),
    "returned": (_("Answers requested"), lambda person: Q(status=Status.RETURNED)),
    "decided": (_("Decided"), lambda person: Q(status__in=DECIDED)),
}


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Draw the list for the role; an administrator has no cases and goes to the administration."""
    person = request.user
    if person.is_administrator:
        return redirect("administration:overview")
    return _work_list(request) if person.is_reviewer else _own_cases(request)


def _own_cases(request: HttpRequest) -> HttpResponse:
    cases = _with_tier(Case.objects.visible_to(request.user))
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(case, request.user) for case in page]
    return render(request, "cases/list.html", {"rows": rows, "page": page})


def _work_list(request: HttpRequest) -> HttpResponse:
    person = request.user
    shown = request.GET.get("show", "waiting")
    shown = shown if shown in DRAWERS else "waiting"
    visible = Case.objects.filter(pk__in=Case.objects.visible_to(person).values("pk"))
    counts = visible.aggregate(
        **{name: Count("pk", filter=which(person)) for name, (_label, which) in DRAWERS.items()}
    )
    drawers = [
        Drawer(name, str(label), counts[name], name == shown)
        for name, (label, _which) in DRAWERS.items()
    ]
    order = "changed_at" if shown == "waiting" else "-changed_at"
    cases = _with_tier(visible.filter(DRAWERS[shown][1](person)).order_by(order, "pk"))
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(case, person) for case in page]
    context = {"rows": rows, "page": page, "drawers": drawers, "shown": shown}
    return render(request, "cases/work_list.html", context)


def _with_tier(cases: QuerySet[Case]) -> QuerySet[Case]:
    newest = Submission.objects.filter(case=OuterRef("pk")).order_by("-number")
    return cases.select_related("organisation", "draft_saved_by", "reviewer").annotate(
        submitted_tier=Subquery(newest.values("tier")[:1])
    )


def _row(case: Case, person: Person) -> CaseRow:
    tier = case.submitted_tier or ""
    if person.is_proponent and case.is_editable:
        tier = Answers.of(case, on=timezone.localdate()).path.tier
    return CaseRow(
        case,
        wording.tier(tier) if tier else "",
        is_reviewable=workflow.other_organisation(case, person),
    )
