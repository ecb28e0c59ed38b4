"""The list of cases: the own organisation's for proponents, the work list for reviewers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projects import wording, workflow
from projects.cases.access import proponents_only
from projects.cases.finding import Filter
from projects.cases.paging import Page, page_of
from projects.cases.presence import Seen, seen_in
from projects.models import Case, DeletedDraft, Person, Status, Submission

#: The work list counts so far; beyond, it says that there are more.
MOST_COUNTED = 99
#: The draft may be long, and no list shows anything of it.
UNSHOWN = ("draft",)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list: `rules` is the key of the pack by which the case is judged.

    `is_reviewable` is false for the cases of the own organisation.
    """

    case: Case
    tier_label: str
    rules: str
    is_reviewable: bool = True
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawer:
    """One pile of the work list, with how many cases are in it."""

    name: str
    label: str
    count: str
    is_open: bool


# No case comes into one of these states but by a submission: reviewers may see it.
Pile = Callable[[QuerySet[Case], Person], QuerySet[Case]]
DRAWERS: dict[str, tuple[Any, Pile]] = {
    "waiting": (_("Waiting"), lambda cases, person: cases.filter(status=Status.SUBMITTED)),
    "mine": (
        _("With me"),
        lambda cases, person: cases.filter(status=Status.UNDER_REVIEW, reviewer=person),
    ),
    "others": (
        _("With other reviewers"),
        lambda cases, person: cases.filter(status=Status.UNDER_REVIEW).exclude(reviewer=person),
    ),
    "returned": (
        _("Answers requested"),
        lambda cases, person: cases.filter(status=Status.RETURNED),
    ),
    "approved": (_("Approved"), lambda cases, person: cases.filter(status=Status.APPROVED)),
    "refused": (_("Refused"), lambda cases, person: cases.filter(status=Status.REFUSED)),
}


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Draw the list for the role; an administrator has no cases and goes to the administration."""
    person = request.user
    if person.is_administrator:
        return redirect("administration:overview")
    return _work_list(request) if person.is_reviewer else _own_cases(request)


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """The drafts of the organisation that were deleted, the latest first."""
    proponents_only(request)
    organisation = request.user.organisation_id
    rows = DeletedDraft.objects.filter(organisation=organisation).select_related(
        "begun_by", "deleted_by"
    )
    return render(request, "cases/deleted.html", {"rows": rows[:100]})


def _own_cases(request: HttpRequest) -> HttpResponse:
    person, wanted = request.user, Filter.of(request.GET)
    cases = Case.objects.visible_to(person).select_related("draft_saved_by").defer(*UNSHOWN)
    page = _found(request, cases, cases.filter(**wanted.indexed(person)), wanted)
    seen = seen_in(page.rows, person)
    rows = [
        CaseRow(case, _tier(case.tier), case.pack_key, seen=seen[case.pk]) for case in page.rows
    ]
    context = {"rows": rows, "page": page, "filter": wanted} | _links(page, wanted)
    return render(request, "cases/list.html", context)


def _work_list(request: HttpRequest) -> HttpResponse:
    person, wanted = request.user, Filter.of(request.GET)
    shown = request.GET.get("show", "waiting")
    shown = shown if shown in DRAWERS else "waiting"
    newest = Submission.objects.filter(case=OuterRef("pk")).order_by("-number")
    cases = Case.objects.select_related("organisation", "reviewer").defer(*UNSHOWN)
    # What a proponent changes of a case that was sent back is not for reviewers to see yet.
    cases = cases.annotate(
        submitted_tier=Subquery(newest.values("tier")[:1]),
        submitted_pack=Subquery(newest.values("pack_key")[:1]),
    )
    pile = DRAWERS[shown][1](cases, person)
    # What waits is taken up in turn; of everything else the latest is wanted.
    visible = cases.visible_to(person)
    page = _found(
        request, visible, pile, wanted, newest_first=shown != "waiting", tier_field="submitted_tier"
    )
    rows = [
        CaseRow(
            case,
            _tier(case.submitted_tier),
            case.submitted_pack,
            workflow.other_organisation(case, person),
        )
        for case in page.rows
    ]
    drawers = [
        Drawer(name, str(label), _count(pile(Case.objects.all(), person)), name == shown)
        for name, (label, pile) in DRAWERS.items()
    ]
    context = {"rows": rows, "page": page, "filter": wanted, "drawers": drawers, "shown": shown}
    return render(request, "cases/work_list.html", context | _links(page, wanted, shown))


def _found(
    request: HttpRequest,
    cases: QuerySet[Case],
    narrowed: QuerySet[Case],
    wanted: Filter,
    *,
    newest_first: bool = True,
    tier_field: str = "tier",
) -> Page:
    """The page of `narrowed` that was asked for; the reference of a case finds it among all."""
    reference = wanted.reference()
    if reference is not None:
        named = list(cases.filter(reference)[:1])
        if named:
            return Page(named)
    return page_of(
        narrowed,
        newest_first=newest_first,
        sought=wanted.sought(request.user, tier_field),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )


def _links(page: Page, wanted: Filter, shown: str = "") -> dict[str, str]:
    """The queries of the neighbouring pages; empty where there is none."""
    return {
        "newer": wanted.query_string(show=shown, before=page.before) if page.before else "",
        "older": wanted.query_string(show=shown, after=page.after) if page.after else "",
    }


def _count(cases: QuerySet[Case]) -> str:
    counted = cases.order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if counted > MOST_COUNTED else str(counted)


def _tier(tier: str | None) -> str:
    return wording.tier(tier) if tier else ""
