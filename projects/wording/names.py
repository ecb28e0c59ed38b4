"""Names of codes: tiers, outcomes, analyses, kinds of lines and barriers, moves and statuses."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from additionality.engine.sensitivity import ALL_CAPEX
from projects.models import Decision, Role, Status
from projects.wizard.forms.alternatives import RouteForm
from projects.wizard.forms.barriers import BARRIER_KINDS, EVIDENCE_KINDS
from projects.wizard.forms.cash_flow import KINDS
from projects.wizard.forms.common_practice import CARBON_STATUS
from projects.wizard.forms.investment import BASES, PRICE_BASES, TAX_BASES
from projects.wizard.forms.project import ENERGY_SOURCES, MEASURES, UNITS
from projects.wording.phrases import listed, quoted

Words = Mapping[str, str | Promise]

TIERS: Words = {
    "large": _("Large scale"),
    "small": _("Small scale"),
    "micro": _("Micro scale"),
}
OUTCOMES: Words = {
    "passed": _("Passed"),
    "failed": _("Not passed"),
    "insufficient": _("Not enough supplied"),
    "not_required": _("Not required"),
}
CONCLUSIONS: Words = {
    "additional": _("Additional"),
    "not_additional": _("Not additional"),
    "inconclusive": _("Inconclusive"),
    "not_eligible": _("Not eligible"),
}
SEVERITIES: Words = {
    "high": _("High concern"),
    "medium": _("Medium concern"),
    "notice": _("Notice"),
}
ANALYSES: Words = {
    "eligibility": _("Eligibility"),
    "prior_consideration": _("Prior consideration"),
    "regulatory": _("Regulatory additionality"),
    "first_of_its_kind": _("First of its kind"),
    "investment": _("Investment analysis"),
    "barriers": _("Barrier analysis"),
    "common_practice": _("Common practice analysis"),
    "microscale": _("Micro scale conditions"),
}
STATIONS: Words = {
    "size": _("Size"),
    "eligibility": _("Eligibility"),
    "prior_consideration": _("Prior consideration"),
    "regulatory": _("Regulation"),
    "first_of_its_kind": _("First of its kind"),
    "investment": _("Investment analysis"),
    "barriers": _("Barrier analysis"),
    "common_practice": _("Common practice"),
    "microscale": _("Micro scale"),
    "decision": _("Decision"),
}
PARTS: Words = {
    "project": _("Project"),
    "size": _("Size"),
    "eligibility": _("Eligibility"),
    "prior_consideration": _("Prior consideration"),
    "regulatory": _("Regulation"),
    "alternatives": _("Alternatives"),
    "investment": _("Investment analysis"),
    "barriers": _("Barrier analysis"),
    "common_practice": _("Common practice"),
    "first_of_its_kind": _("First of its kind"),
    "microscale": _("Micro scale"),
    "evidence": _("Evidence"),
    "radar": _("Similar projects"),
}
TASK_STATES: Words = {
    "not_started": _("Not started"),
    "in_progress": _("In progress"),
    "problem": _("Needs correction"),
    "complete": _("Complete"),
}
MOVES: Words = {
    "submit": _("Submitted"),
    "withdraw": _("Withdrawn"),
    "reopen": _("Opened again as a draft"),
    "take_up": _("Taken up for review"),
    "put_back": _("Put back for another reviewer"),
    "send_back": _("Sent back with requests"),
    "approve": _("Approved"),
    "refuse": _("Refused"),
}
LAW_EFFECTS: Words = {
    "mandates": _("Mandates the activity"),
    "excused": _("Mandates the activity, but is neither enforced nor complied with"),
    "harmless": _("Does not mandate the activity"),
    "elsewhere": _("Does not apply at the site"),
    "law_not_assessed": _("Not assessed"),
    "law_territory_unclear": _("Not clear whether it applies at the site"),
    "enforcement_not_stated": _("Enforcement not stated"),
    "enforcement_not_evidenced": _("Lack of enforcement not evidenced"),
}
EXCLUSIONS: Words = {
    "rec_applied": _("renewable energy certificates are applied for"),
    "carbon_fee_source": _("the source pays the carbon fee"),
    "inventory_batch_1_2": _("the source has to report its emissions (batch 1 or 2)"),
    "cap_and_trade_source": _("the source is under a cap-and-trade system"),
    "older_than_3_years": _("the measure was carried out more than three years ago"),
    "new_hcfc22_capacity": _("it destroys HFC-23 at new HCFC-22 capacity"),
}
#: What a claim to be the first of its kind may lack.
CLAIM_GAPS: Words = {
    "grounds": _("the grounds"),
    "others": _("the other technologies in the area, each with whether it is different"),
    "evidence": _("the evidence"),
    "area_reason": _("why the area is smaller than the country"),
    "crediting.kind": _("the kind of the crediting period"),
    "crediting.years": _("the years of the crediting period"),
}
MICROSCALE_CONDITIONS: Words = {
    "host": _("the host is a least developed country, a small island state or a special zone"),
    "off_grid": _("it supplies households or communities without a dependable grid"),
    "distributed_units": _("it consists of small units of households, communities or small firms"),
    "recommended_technology": _("the national authority recommends its technology"),
}
#: Why an entry of a positive list does not count.
POSITIVE_LIST_GAPS: Words = {
    "entry": _("these rules have no such entry"),
    "energy_source": _("the entry is about another energy source"),
    "capacity": _("the capacity is not within that of the entry"),
    "grounds": _("no grounds are given"),
    "evidence": _("no evidence is given"),
}
BARRIER_ANSWERS: Words = {
    "prevents_project": _("whether it stops the project without credits"),
    "alleviated_by_credits": _("whether credits alleviate it"),
    "alternative_emits_more": _("whether the alternative emits more"),
    "alternatives_not_prevented": _("which alternative would happen instead"),
    "kind": _("its kind"),
    "evidence_kind": _("the kind of the evidence"),
    "evidence": _("the evidence"),
    "description": _("what the barrier is"),
}
DATES: Words = {
    "decision_date": _("investment decision"),
    "financing_date": _("financing"),
    "start_date": _("start"),
    "notified_on": _("notice"),
    "notice_due": _("last day for the notice"),
}


def tier(code: str) -> str:
    return str(TIERS[code])


def outcome(code: str) -> str:
    return str(OUTCOMES[code])


def conclusion(code: str) -> str:
    return str(CONCLUSIONS[code])


def severity(code: str) -> str:
    return str(SEVERITIES[code])


def analysis(code: str) -> str:
    return str(ANALYSES[code])


def station(key: str) -> str:
    """The short name of a stop on the path: `size`, an analysis, `decision`."""
    return str(STATIONS[key])


def part(code: str) -> str:
    """What a request is bound to."""
    return str(PARTS[code])


def task_state(code: str) -> str:
    return str(TASK_STATES[code])


def move(name: str) -> str:
    """What a move did, for a timeline."""
    return str(MOVES[name])


def status(code: str) -> str:
    return str(Status(code).label)


def decision(code: str) -> str:
    return str(Decision(code).label)


def role(code: str) -> str:
    return str(Role(code).label)


def law_effect(code: str) -> str:
    return str(LAW_EFFECTS[code])


def exclusion(code: str) -> str:
    """A circumstance that excludes a project elsewhere, as a clause."""
    return str(EXCLUSIONS[code])


def claim_gap(code: str) -> str:
    return str(CLAIM_GAPS[code])


def microscale_condition(code: str) -> str:
    return str(MICROSCALE_CONDITIONS[code])


def positive_list_gap(code: str) -> str:
    return str(POSITIVE_LIST_GAPS[code])


SEARCH_PARTS = {
    "range": _("the range of capacities"),
    "started_before": _("the cut-off date"),
    "measure": _("the measure"),
    "energy_source": _("the energy source"),
    "output": _("the output"),
}


def search_part(code: str) -> str:
    """A part of the search of a data set, as a clause."""
    return str(SEARCH_PARTS[code])


ROW_PARTS = {
    "capacity": _("the capacity"),
    "energy_source": _("the energy source"),
    "started": _("the start"),
    "carbon_status": _("whether it is a carbon project"),
}


def row_stated(row: Mapping[str, str]) -> str:
    """A row of a data set and what is stated of it, beside what the data set says."""
    words = {
        "row": row["row"],
        "name": quoted(row["name"] or "–"),
        "part": str(ROW_PARTS[row["part"]]),
        "stated": _row_value(row["part"], row["stated"]),
    }
    if "data_set" not in row:
        return gettext("row %(row)s, %(name)s, %(part)s: %(stated)s") % words
    words["data_set"] = _row_value(row["part"], row["data_set"])
    sentence = gettext("row %(row)s, %(name)s, %(part)s: %(stated)s, in the data set %(data_set)s")
    return sentence % words


def _row_value(part: str, value: str) -> str:
    if part == "carbon_status":
        return carbon_status(value)
    if part == "energy_source":
        return energy_source(value)
    return value.replace("/", "–") if part == "started" else value


def barrier_answer(code: str) -> str:
    """An answer about a barrier that is missing or speaks against it, as a clause."""
    return str(BARRIER_ANSWERS[code])


def measure(code: str) -> str:
    return _chosen(MEASURES, code)


def energy_source(code: str) -> str:
    return _chosen(ENERGY_SOURCES, code)


def capacity_unit(code: str) -> str:
    return _chosen(UNITS, code)


def barrier_kind(code: str) -> str:
    return _chosen(BARRIER_KINDS, code)


def evidence_kind(code: str) -> str:
    return _chosen(EVIDENCE_KINDS, code)


def carbon_status(code: str) -> str:
    return _chosen(CARBON_STATUS, code)


INDICATORS: Words = {
    "project_irr": _("project IRR"),
    "equity_irr": _("equity IRR"),
    "npv": _("net present value"),
    "levelised_cost": _("levelised cost"),
    "benefit_cost": _("benefit-cost ratio"),
}
#: What a tax block or the terms of a loan may lack.
TERMS: Words = {
    "rate": _("the rate"),
    "depreciation.method": _("the method of depreciation"),
    "depreciation.years": _("the years of depreciation"),
    "depreciation.rate": _("the rate of depreciation"),
    "drawdowns": _("the amounts drawn down"),
    "grace_years": _("the years of grace"),
    "years": _("the years of repayment"),
    "repayment": _("how it is repaid"),
    "construction_interest": _("what happens to interest during construction"),
}
SECTORS: Words = {
    "energy": _("energy"),
    "manufacturing": _("manufacturing"),
    "chemicals": _("chemicals"),
    "metals": _("metals"),
    "mining": _("mining"),
    "transport": _("transport"),
    "construction": _("construction"),
    "waste": _("waste"),
    "agriculture": _("agriculture"),
    "forestry": _("forestry"),
    "all": _("every sector"),
}


def indicator(code: str) -> str:
    return str(INDICATORS[code])


def term(code: str) -> str:
    return str(TERMS[code])


def sector(code: str) -> str:
    return str(SECTORS[code])


def line_kind(code: str) -> str:
    return _chosen(KINDS, code)


def benchmark_basis(code: str) -> str:
    return _chosen(BASES, code)


def tax_basis(code: str) -> str:
    return _chosen(TAX_BASES, code)


def price_basis(code: str) -> str:
    return _chosen(PRICE_BASES, code)


def route(code: str) -> str:
    return _chosen(RouteForm.base_fields["route"].choices, code)


def line(name: str) -> str:
    """A line of the cash flow by its name; all capital expenditure together has none of its own."""
    return str(_("all capital expenditure together")) if name == ALL_CAPEX else quoted(name)


def alternative(key: str, case: Mapping[str, Any]) -> str:
    """An alternative by its id and name, as far as the case gives one."""
    named = {one.get("id"): one.get("name") for one in case.get("alternatives") or []}
    return f"{key} {named.get(key) or ''}".strip()


def required(parts: Iterable[Any]) -> list[str]:
    """What a tier must pass: an analysis, or several of which one is chosen, in words."""
    words = []
    for one in parts:
        names = [one] if isinstance(one, str) else list(one)
        titles = [analysis(name) for name in names]
        if len(titles) == 1:
            words += titles
        else:
            one_of = _("one of: %(analyses)s")
            words.append(str(one_of) % {"analyses": listed(titles)})
    return words


def _chosen(choices: Iterable[tuple[str, Any]], code: str) -> str:
    return str(dict(choices)[code])
