"""One case: its path and tasks while it is written, its state and history afterwards."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects import wording, workflow
from projects.cases.access import visible_case
from projects.cases.presence import seen_in
from projects.cases.requests import requests_of
from projects.cases.timeline import timeline
from projects.cases.words import asked
from projects.models import Case, Status
from projects.services.evidence import waiting
from projects.wizard.path import TIER_BEFORE
from projects.wording.phrases import listed

#: The moves with a page here; the others have theirs in the review.
OWN_MOVES = ("withdraw", "reopen")


@require_safe
def overview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A reviewer never sees the draft: while it is written, only what was submitted before."""
    case = visible_case(request, pk)
    person = request.user
    context: dict[str, Any] = {
        "case": case,
        "submissions": list(
            case.submissions.select_related(
                "submitted_by", "determination__document", "determination__issuing"
            ).order_by("-number")
        ),
        "timeline": timeline(case),
        "moves": [name for name in workflow.open_to(case, person) if name in OWN_MOVES],
    }
    if person.is_proponent and case.is_editable:
        tier_before = request.GET.get(TIER_BEFORE, "")
        context |= _draft(case, tier_before) | {
            "seen": seen_in([case], person)[case.pk],
            "can_be_deleted": case.status == Status.DRAFT and not context["submissions"],
        }
        return render(request, "cases/draft.html", context)
    newest = context["submissions"][0] if context["submissions"] else None
    context |= _submitted(newest) | {"requests": requests_of(case) if person.is_proponent else []}
    context["may_review"] = person.is_reviewer and workflow.other_organisation(case, person)
    return render(request, "cases/submitted.html", context)


def _draft(case: Case, tier_before: str) -> dict[str, Any]:
    """`tier_before` is the tier the case had until now, where saving the size has changed it."""
    from projects.showing.path import stations_of_tasks, stations_of_tier, with_changes
    from projects.wizard.gate import gate_of
    from projects.wizard.progress import task_list

    tasks, requests = task_list(case), requests_of(case)
    stations, tiers = stations_of_tasks(tasks), tasks.answers.pack.required
    if tasks.tier and tier_before in tiers:
        stations = with_changes(stations_of_tier(tiers[tier_before]), stations)
    return {
        "gate": gate_of(tasks.answers),
        "one_is_enough": [
            listed(wording.analysis(one) for one in group) for group in tasks.answers.path.any_of
        ],
        "tasks": tasks,
        "stations": stations,
        "asked": asked(tasks.tier.required) if tasks.tier else [],
        "requests": requests,
        "unanswered": [one for one in requests if one.hinders],
        "waiting": waiting(case),
    }


def _submitted(submission) -> dict[str, Any]:
    """The path as it was found; its stations lead to the findings of the submission."""
    if submission is None:
        return {}
    from projects.showing.path import stations_of_assessment

    page = reverse("cases:submission", args=[submission.case_id, submission.number])
    stations = stations_of_assessment(submission.assessment_data())
    return {
        "stations": [replace(one, url=one.url and page + one.url) for one in stations],
        "determination": getattr(submission, "determination", None),
    }
