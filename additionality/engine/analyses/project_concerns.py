"""Concerns about the project as a whole: size, dates, exclusions, evidence.

The regulatory finding carries them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise

from additionality.engine.case import Case, Project
from additionality.engine.decimals import EXACT, fixed, plain
from additionality.engine.findings import Concern
from additionality.engine.rulepack import RulePack

HOURS_A_YEAR = 8760
#: Sources whose reductions come from the electricity or heat they deliver alone.
_CLEAN = ("wind", "solar", "hydro", "geothermal", "marine")


def concerns_about_project(case: Case, pack: RulePack) -> tuple[Concern, ...]:
    """Everything a reviewer should look at that belongs to no single analysis."""
    return (*_size(case, pack), *_proportion(case, pack), *_dates(case, pack), *_claims(case))


def _size(case: Case, pack: RulePack) -> Iterator[Concern]:
    """Just below a limit.

    At or under it by at most 5 %, where a little more would be a heavier tier.
    """
    day, project = case.assessed_on, case.project
    largest = max(year.tco2e for year in project.annual_reductions)
    upper, lower = pack.number("tier.large_above", day), pack.number("tier.small_from", day)
    share = pack.number("tier.near_limit_share", day)
    with localcontext(EXACT):
        for limit, is_below in ((upper, largest <= upper), (lower, largest < lower)):
            if is_below and largest >= limit * (1 - share):
                yield Concern(
                    "just_below_tier_limit", {"value": plain(largest), "limit": plain(limit)}
                )
    years, period = len(project.annual_reductions), project.crediting.years
    if period is not None and years < period:
        yield Concern(
            "fewer_years_than_crediting_period", {"years": str(years), "period": str(period)}
        )


def _proportion(case: Case, pack: RulePack) -> Iterator[Concern]:
    """Reductions no plant of this capacity can reach, or far below what it would.

    The bounds are physical; the pack's NOTES.md derives them.
    """
    project, day = case.project, case.assessed_on
    megawatts = _megawatts(project)
    if not megawatts:
        return
    clean = project.energy_source in _CLEAN and not project.measure.startswith("methane")
    suffix = "" if clean else "_with_methane"
    intensity = pack.number(f"proportion.tonnes_per_mwh_most{suffix}", day)
    factor_name = f"proportion.capacity_factor_most_{project.energy_source}"
    factor = pack.number(factor_name, day) if factor_name in pack.parameters else Decimal(1)
    least_intensity = pack.number("proportion.tonnes_per_mwh_of_capacity_least", day)
    largest = max(year.tco2e for year in project.annual_reductions)
    with localcontext(EXACT):
        most = megawatts * HOURS_A_YEAR * factor * intensity
        least = megawatts * HOURS_A_YEAR * least_intensity if clean else Decimal(0)
    if not least <= largest <= most:
        yield Concern("out_of_proportion_to_capacity", {
            "value": plain(largest), "megawatts": plain(megawatts),
            "least": fixed(least, 0), "most": fixed(most, 0),
        })  # fmt: skip


def _megawatts(project: Project) -> Decimal | None:
    value = project.capacity.value
    if value is None or project.capacity.unit not in ("MW", "kW"):
        return None
    return value if project.capacity.unit == "MW" else value.scaleb(-3, EXACT)


def _dates(case: Case, pack: RulePack) -> Iterator[Concern]:
    """The timeline decision - financing - start - notice in order, and the notice in time.

    Judged as far as dates are given.
    """
    project = case.project
    notified = project.prior_consideration.notified_on
    given = _days(project)
    for (first, earlier), (second, later) in pairwise(given):
        if later < earlier:
            yield Concern("timeline_out_of_order", {
                "first": first, "first_date": earlier.isoformat(),
                "second": second, "second_date": later.isoformat(),
            })  # fmt: skip
    due = _notice_due(case, pack)
    if project.start_date and notified and due and notified > due:
        yield Concern("notice_late", {
            "start_date": project.start_date.isoformat(),
            "due": due.isoformat(), "notified_on": notified.isoformat(),
        })  # fmt: skip


def timeline_of(case: Case, pack: RulePack) -> list[dict[str, str]]:
    """The days given, in the order they should have, and the last day for the notice.

    Each as `event` and `date`; `notice_due` is left out where no notice is due.
    """
    found = [{"event": name, "date": on.isoformat()} for name, on in _days(case.project)]
    if due := _notice_due(case, pack):
        found.append({"event": "notice_due", "date": due.isoformat()})
    return found


def _days(project: Project) -> list[tuple[str, date]]:
    days = (
        ("decision_date", project.decision_date),
        ("financing_date", project.financing_date),
        ("start_date", project.start_date),
        ("notified_on", project.prior_consideration.notified_on),
    )
    return [(name, on) for name, on in days if on is not None]


def _notice_due(case: Case, pack: RulePack) -> date | None:
    """The last day for the notice; none where the start is not known or too early for the rule."""
    start, day = case.project.start_date, case.assessed_on
    if start is None or start < pack.value("prior_consideration.applies_from", day).day:
        return None
    return months_after(start, int(pack.number("prior_consideration.months", day)))


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    year = min(year, date.max.year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _claims(case: Case) -> Iterator[Concern]:
    exclusions = case.regulatory.exclusions
    answered_yes = [f.name for f in fields(exclusions) if getattr(exclusions, f.name)]
    if answered_yes:
        yield Concern("excluded_source", {"answers": answered_yes})
    if not case.evidence:
        yield Concern("no_evidence")
