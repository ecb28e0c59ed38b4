"""Prior consideration of credits (domain 10): decides where the pack has it as an analysis."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from additionality.engine.case import Case
from additionality.engine.findings import Finding, Outcome
from additionality.engine.project_facts import Project
from additionality.engine.rulepack import RulePack

ANALYSIS = "prior_consideration"


def judge(case: Case, pack: RulePack) -> Finding:
    """A start on or after the pack's first day needs a written notice within its months.

    The last day is included. A design document published before the start is notice enough. A
    notice that is missing while it is not due yet is insufficient, as one without a date is. What is
    dated after the assessment has not been given yet.
    """
    project, day = case.project, case.assessed_on
    start, notified = project.start_date, project.prior_consideration.notified_on
    applies_from = pack.value("prior_consideration.applies_from", day).day
    due = due_day(start, pack, day) if start else None
    figures = {
        "start_date": start.isoformat() if start else None,
        "due": due.isoformat() if due else None,
        "notified_on": notified.isoformat() if notified else None,
        "timeline": timeline_of(case, pack),
    }
    if start is None or due is None:
        outcome, reason = Outcome.INSUFFICIENT, "start_date_not_stated"
    elif start < applies_from:
        outcome, reason = Outcome.PASSED, "started_before_notice_was_due"
    elif project.published_date is not None and project.published_date <= min(start, day):
        outcome, reason = Outcome.PASSED, "published_before_start"
    elif notified is not None and notified > day:
        outcome, reason = Outcome.INSUFFICIENT, "notice_after_assessment"
    elif notified is not None:
        in_time = notified <= due
        outcome = Outcome.PASSED if in_time else Outcome.FAILED
        reason = "notice_in_time" if in_time else "notice_too_late"
    elif project.published_date is not None and project.published_date <= start:
        outcome, reason = Outcome.INSUFFICIENT, "notice_after_assessment"
    else:
        outcome, reason = Outcome.INSUFFICIENT, "notice_not_stated"
    return Finding(ANALYSIS, outcome, reason, figures, pack.cited_by[ANALYSIS])


def timeline_of(case: Case, pack: RulePack) -> list[dict[str, str]]:
    """The days given, in the order they should have, and the last day for the notice.

    Each as `event` and `date`; `notice_due` is left out where no notice is due.
    """
    start, day = case.project.start_date, case.assessed_on
    found = [{"event": name, "date": on.isoformat()} for name, on in days_of(case.project)]
    if start and start >= pack.value("prior_consideration.applies_from", day).day:
        found.append({"event": "notice_due", "date": due_day(start, pack, day).isoformat()})
    return found


def days_of(project: Project) -> list[tuple[str, date]]:
    """Decision, financing, start and notice in this order, as far as their days are given."""
    days = (
        ("decision_date", project.decision_date),
        ("financing_date", project.financing_date),
        ("start_date", project.start_date),
        ("notified_on", project.prior_consideration.notified_on),
    )
    return [(name, on) for name, on in days if on is not None]


def due_day(start: date, pack: RulePack, on: date) -> date:
    """The last day on which a notice is in time for a project that started on `start`."""
    return months_after(start, int(pack.number("prior_consideration.months", on)))


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    year = min(year, date.max.year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
