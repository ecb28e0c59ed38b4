"""Concerns about the project as a whole: size, dates, exclusions, evidence.

The regulatory finding carries them where the tier asks for it, else the first finding that is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from decimal import Decimal, localcontext
from itertools import pairwise

from additionality.engine.analyses.prior_consideration import days_of, due_day, months_after
from additionality.engine.case import Case
from additionality.engine.decimals import EXACT, fixed, plain
from additionality.engine.findings import Concern
from additionality.engine.pathway import TierDecision, tier_of
from additionality.engine.project_facts import Project
from additionality.engine.rulepack import RulePack
from additionality.engine.tiers import CAPACITY, REDUCTIONS, SAVED, WEIGHT, lightest

HOURS_A_YEAR = 8760
MWH_A_GWH = 1000
#: Sources whose reductions come from the electricity or heat they deliver alone.
_CLEAN = ("wind", "solar", "hydro", "geothermal", "marine")


def concerns_about_project(case: Case, pack: RulePack, tier: TierDecision) -> tuple[Concern, ...]:
    """Everything a reviewer should look at that belongs to no single analysis."""
    return (
        *_size(case, pack, tier),
        *_crediting(case, pack),
        *_proportion(case, pack),
        *_proportion_to_saving(case, pack, tier),
        *_dates(case, pack),
        *_claims(case, pack),
    )


#: Metric -> the keys under which value and limit stand in the concern about a tier limit.
NEAR_LIMIT: Mapping[str, tuple[str, str]] = {
    REDUCTIONS: ("value", "limit"),
    CAPACITY: ("capacity_kw", "limit_kw"),
    SAVED: ("saved_gwh", "limit_gwh"),
}


def _size(case: Case, pack: RulePack, tier: TierDecision) -> Iterator[Concern]:
    """Just below a limit.

    At or under it by at most 5 %, where a little more would make the tier heavier.
    """
    share = pack.number("tier.near_limit_share", case.assessed_on)
    for criterion in tier.criteria:
        others = [one.tier for one in tier.criteria if one is not criterion]
        for limit in reversed(criterion.limits):
            bound = limit.value.number
            with localcontext(EXACT):
                is_near = criterion.value >= bound * (1 - share)
            would_be = lightest([limit.beyond, *others])
            is_decisive = WEIGHT[would_be] > WEIGHT[tier.tier]
            if is_near and is_decisive and not limit.is_exceeded_by(criterion.value):
                value_key, limit_key = NEAR_LIMIT[criterion.metric]
                detail = {value_key: plain(criterion.value), limit_key: plain(bound)}
                yield Concern("just_below_tier_limit", detail)


def _crediting(case: Case, pack: RulePack) -> Iterator[Concern]:
    """Fewer years estimated than the period has, and a period longer than the pack allows."""
    crediting = case.project.crediting
    years, period = len(case.project.annual_reductions), crediting.years
    if period is None:
        return
    if years < period:
        yield Concern(
            "fewer_years_than_crediting_period", {"years": str(years), "period": str(period)}
        )
    kind = "removals" if case.project.removals else "reductions"
    name = f"crediting.{kind}.{crediting.kind}_most"
    most = pack.number_if_any(name, case.assessed_on)
    if most is not None and period > most:
        yield Concern(
            "crediting_period_too_long", {"period": str(period), "period_most": plain(most)}
        )


def _proportion(case: Case, pack: RulePack) -> Iterator[Concern]:
    """Reductions no plant of this capacity can reach, or far below what it would.

    The bounds are physical; the pack's NOTES.md derives them.
    """
    project, day = case.project, case.assessed_on
    megawatts = megawatts_of(project)
    if not megawatts:
        return
    clean, intensity = _is_clean(project), _tonnes_per_mwh_most(case, pack)
    least_intensity = pack.number("proportion.tonnes_per_mwh_of_capacity_least", day)
    largest = max(year.tco2e for year in project.annual_reductions)
    with localcontext(EXACT):
        most = _mwh_most(case, pack, megawatts) * intensity
        least = megawatts * HOURS_A_YEAR * least_intensity if clean else Decimal(0)
    if not least <= largest <= most:
        yield Concern("out_of_proportion_to_capacity", {
            "value": plain(largest), "megawatts": plain(megawatts),
            "least": fixed(least, 0), "most": fixed(most, 0),
        })  # fmt: skip


def output_proportion(case: Case, output_mwh: Decimal, pack: RulePack) -> Iterator[Concern]:
    """An output no plant of this capacity delivers, or too small for the reductions of its best year."""
    megawatts = megawatts_of(case.project)
    if not megawatts:
        return
    largest = max(year.tco2e for year in case.project.annual_reductions)
    with localcontext(EXACT):
        most = _mwh_most(case, pack, megawatts)
        least = largest / _tonnes_per_mwh_most(case, pack)
    if not least <= output_mwh <= most:
        yield Concern("output_out_of_proportion", {
            "output": plain(output_mwh), "megawatts": plain(megawatts),
            "least": fixed(least, 0), "most": fixed(most, 0),
        })  # fmt: skip


def _proportion_to_saving(case: Case, pack: RulePack, tier: TierDecision) -> Iterator[Concern]:
    """Reductions that the electricity saved cannot give, where the tier is lighter for that saving alone."""
    project = case.project
    if not project.energy_saving_gwh:
        return
    largest = max(year.tco2e for year in project.annual_reductions)
    with localcontext(EXACT):
        most = project.energy_saving_gwh * MWH_A_GWH * _tonnes_per_mwh_most(case, pack)
    if largest <= most:
        return
    otherwise = tier_of(replace(project, energy_saving_gwh=None), pack, case.assessed_on)
    if WEIGHT[otherwise.tier] > WEIGHT[tier.tier]:
        yield Concern("out_of_proportion_to_saving", {
            "value": plain(largest), "saved_gwh": plain(project.energy_saving_gwh), "most": fixed(most, 0),
        })  # fmt: skip


def _is_clean(project: Project) -> bool:
    return project.energy_source in _CLEAN and not project.measure.startswith("methane")


def _tonnes_per_mwh_most(case: Case, pack: RulePack) -> Decimal:
    """The most that a MWh generated or saved can displace, with what may be destroyed beside it."""
    suffix = "" if _is_clean(case.project) else "_with_methane"
    return pack.number(f"proportion.tonnes_per_mwh_most{suffix}", case.assessed_on)


def _mwh_most(case: Case, pack: RulePack, megawatts: Decimal) -> Decimal:
    name, day = f"proportion.capacity_factor_most_{case.project.energy_source}", case.assessed_on
    factor = pack.number(name, day) if name in pack.parameters else Decimal(1)
    with localcontext(EXACT):
        return megawatts * HOURS_A_YEAR * factor


def megawatts_of(project: Project) -> Decimal | None:
    """The capacity stated, where it is stated in MW or kW."""
    value = project.capacity.value
    if value is None or project.capacity.unit not in ("MW", "kW"):
        return None
    return value if project.capacity.unit == "MW" else value.scaleb(-3, EXACT)


def _dates(case: Case, pack: RulePack) -> Iterator[Concern]:
    """The timeline decision - financing - start - notice in order, and the notice in time.

    Judged as far as dates are given. Where prior consideration decides, its finding says that the
    notice is late.
    """
    project, day = case.project, case.assessed_on
    start, notified = project.start_date, project.prior_consideration.notified_on
    given = days_of(project)
    for (first, earlier), (second, later) in pairwise(given):
        if later < earlier:
            yield Concern("timeline_out_of_order", {
                "first": first, "first_date": earlier.isoformat(),
                "second": second, "second_date": later.isoformat(),
            })  # fmt: skip
    yield from _age(case, pack)
    if start is None or notified is None or "prior_consideration" in pack.analyses:
        return
    due = due_day(start, pack, day)
    if start >= pack.value("prior_consideration.applies_from", day).day and notified > due:
        yield Concern("notice_late", {
            "start_date": start.isoformat(),
            "due": due.isoformat(), "notified_on": notified.isoformat(),
        })  # fmt: skip


def _age(case: Case, pack: RulePack) -> Iterator[Concern]:
    """Said to be young enough, while the start lies further back than the pack allows."""
    name, start = "eligibility.years_before_application_most", case.project.start_date
    most = pack.number_if_any(name, case.assessed_on)
    if most is None or start is None or case.regulatory.exclusions.older_than_3_years is not False:
        return
    if months_after(start, 12 * int(most)) < case.assessed_on:
        yield Concern("older_by_its_dates", {"start_date": start.isoformat(), "years": plain(most)})


def _claims(case: Case, pack: RulePack) -> Iterator[Concern]:
    exclusions = case.regulatory.exclusions
    answered_yes = [
        f.name
        for f in fields(exclusions)
        if getattr(exclusions, f.name) and f.name not in pack.gate.excluded_by
    ]
    if answered_yes:
        yield Concern("excluded_source", {"answers": answered_yes})
    if not case.evidence:
        yield Concern("no_evidence")
