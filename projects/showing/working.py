"""The working of a finding: its figures as rows and tables, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from additionality.engine.valuation import RATES_OF_RETURN
from projects import wording
from projects.showing.answers import Table
from projects.showing.comparing import barrier_matrix, of_law
from projects.showing.numbers import change, day, figure, money, percent
from projects.wording.phrases import listed
from projects.wording.reasons import npv, worth

Figures = Mapping[str, Any]
Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with what it is."""

    label: str
    value: str


def rows(analysis: str, figures: Figures, case: Case) -> list[Row]:
    """The single figures of a finding; none where nothing was computed."""
    if analysis == "investment" and "as_printed" in figures:
        return list(_investment(figures, case))
    if analysis == "barriers" and "free_alternatives" in figures:
        return [_free(figures, case)]
    if analysis == "common_practice" and "n_all" in figures:
        return list(_common_practice(figures))
    return []


def tables(analysis: str, figures: Figures, case: Case) -> list[Table]:
    """The tables of a finding; a table without rows is left out."""
    makers = {
        "regulatory": lambda: [_laws(figures), *of_law(figures, case)],
        "investment": lambda: [
            _alternatives(figures, case),
            _sensitivity(figures, case),
            _break_even(figures),
            _flows(figures, case),
            _loan(figures, case),
            _tax(figures, case),
        ],
        "barriers": lambda: [_barriers(figures), barrier_matrix(figures, case)],
    }
    found = makers.get(analysis, list)()
    return [table for table in found if table.rows]


def _investment(figures: Figures, case: Case) -> Iterator[Row]:
    shown, kind, currency = (
        figures["as_printed"],
        figures.get("indicator_kind", "project_irr"),
        _currency(case),
    )
    name = wording.indicator(kind)
    none = _("No single rate of return")

    def value(key: str) -> str:
        return worth(shown[key], kind, currency) if shown.get(key) else none

    yield Row(_("Without credits: %(indicator)s") % {"indicator": name}, value("indicator"))
    compared = (
        _("Benchmark")
        if figures.get("option", "benchmark") == "benchmark"
        else _("The best alternative")
    )
    yield Row(compared, value("benchmark"))
    if figures.get("margin") is not None and kind in RATES_OF_RETURN:
        margin = percent(figures["margin"], sign=True).removesuffix("\N{NO-BREAK SPACE}%")
        words = _("%(margin)s percentage points")
        yield Row(_("Margin to the benchmark"), words % {"margin": margin})
    if shown.get("with_credits") is not None:
        yield Row(_("With credits: %(indicator)s") % {"indicator": name}, value("with_credits"))
    yield from _needed(figures, currency)
    present = _("Net present value at the benchmark")
    if kind not in RATES_OF_RETURN:
        present = _("Net present value at the discount rate")
    yield Row(present, npv(figures["npv_at_benchmark"], currency))
    if figures.get("simple_payback_years") is not None:
        yield Row(_("Simple payback, in years"), figure(figures["simple_payback_years"], 2))


def _needed(figures: Figures, currency: str) -> Iterator[Row]:
    """How much of the credit revenue the project needs."""
    if needed := figures.get("credits_needed"):
        yield Row(_("Credit revenue with which the benchmark is reached"), percent(needed["share"]))
        if needed["price"] is not None:
            yield Row(
                _("Price of a credit with which the benchmark is reached"),
                money(needed["price"], currency),
            )


def _alternatives(figures: Figures, case: Case) -> Table:
    kind, currency = figures.get("indicator_kind", "project_irr"), _currency(case)
    found = tuple(
        (
            wording.alternative(one["id"], case),
            percent(one["indicator"])
            if kind in RATES_OF_RETURN
            else worth(one["indicator"], kind, currency),
        )
        for one in figures.get("alternatives") or []
    )
    head = (_("Alternative"), wording.indicator(kind))
    return Table(_("The alternatives by the same indicator"), head, found)


def _loan(figures: Figures, case: Case) -> Table:
    found = tuple(
        (one["year"], *(money(one[key]) for key in ("drawdown", "interest", "principal")))
        for one in figures.get("loan") or []
    )
    head = (_("Year"), _("Drawn down"), _("Interest"), _("Repaid"))
    return Table(_("The loan, computed from its terms"), head, found, _currency(case))


def _tax(figures: Figures, case: Case) -> Table:
    found = tuple(
        (one["year"], *(money(one[key]) for key in ("depreciation", "base", "loss_used", "tax")))
        for one in figures.get("tax") or []
    )
    head = (_("Year"), _("Depreciation"), _("Taxable income"), _("Losses used"), _("Tax"))
    return Table(_("The tax, computed from its terms"), head, found, _currency(case))


def _free(figures: Figures, case: Case) -> Row:
    free = [wording.alternative(key, case) for key in figures["free_alternatives"]]
    return Row(_("Alternatives free of all barriers"), listed(free) or _("There is none"))


def _common_practice(figures: Figures) -> Iterator[Row]:
    yield Row(_("All comparable plants (N_all)"), figure(figures["n_all"]))
    yield Row(_("Those with a different technology (N_diff)"), figure(figures["n_diff"]))
    yield Row(_("F = 1 − N_diff / N_all"), figure(figures["f"]))
    yield Row(_("Limit of F"), figure(figures["f_limit"]))
    yield Row(_("Gap = N_all − N_diff"), figure(figures["gap"]))
    yield Row(_("Limit of the gap"), figure(figures["gap_limit"]))
    if "unclear" in figures:
        yield Row(_("Plants not clear whether comparable"), figure(figures["unclear"]))
        yield Row(_("Plants not clear whether different"), figure(figures["unclear_difference"]))
        yield Row(_("Plants counted if started before"), day(figures["cut_off"]))
        yield from _with_carbon(figures["with_carbon_projects"])


def _with_carbon(counted: Figures) -> Iterator[Row]:
    """What the counts would be with carbon projects left in; it decides nothing."""
    yield Row(
        _("For information, with carbon projects: N_all, N_diff"),
        listed([figure(counted["n_all"]), figure(counted["n_diff"])]),
    )
    yield Row(_("For information, with carbon projects: F"), figure(counted["f"]))
    answer = _("Yes") if counted["common_practice"] else _("No")
    yield Row(_("For information, with carbon projects: common practice"), answer)


def _laws(figures: Figures) -> Table:
    laws = tuple(
        (law["title"] or "–", law["clause"] or "–", wording.law_effect(law["effect"]))
        for law in figures.get("laws") or []
    )
    head = (_("Law"), _("Clause"), _("Effect on the project"))
    return Table(_("The laws found"), head, laws, numeric=False)


def _barriers(figures: Figures) -> Table:
    found = tuple(
        (
            str(number),
            wording.barrier_kind(one["kind"]) if one["kind"] else "–",
            wording.outcome(one["outcome"]),
            listed(wording.barrier_answer(key) for key in one["because"]) or "–",
        )
        for number, one in enumerate(figures.get("barriers") or [], start=1)
    )
    head = (_("Number"), _("Kind"), _("Outcome"), _("Missing or against it"))
    return Table(_("The barriers claimed"), head, found, numeric=False)


def _sensitivity(figures: Figures, case: Case) -> Table:
    """A row a line: the indicator at either end of the variation."""
    kind, currency = figures.get("indicator_kind", "project_irr"), _currency(case)

    def value(text: str | None) -> str:
        return percent(text) if kind in RATES_OF_RETURN else worth(text, kind, currency)

    ends: dict[str, list[Mapping[str, Any]]] = {}
    for one in figures.get("sensitivity") or []:
        ends.setdefault(one["line"], []).append(one)
    found = tuple(
        (_line(name), *(value(end["indicator"]) for end in both)) for name, both in ends.items()
    )
    changes = [change(end["change"]) for end in next(iter(ends.values()), [])]
    title = _("Sensitivity: the %(indicator)s when a line changes")
    name = wording.indicator(kind)
    return Table(title % {"indicator": name}, (_("Line"), *changes), found)


def _break_even(figures: Figures) -> Table:
    found = tuple(
        (_line(one["line"]), change(one["change"]) if one["change"] else _("Not reached"))
        for one in figures.get("break_even") or []
    )
    head = (_("Line"), _("Change"))
    return Table(_("Break-even: the change that reaches the benchmark"), head, found)


def _flows(figures: Figures, case: Case) -> Table:
    found = tuple(
        (one["year"], money(one["without_credits"]), money(one["with_credits"]))
        for one in figures.get("net_flows") or []
    )
    head = (_("Year"), _("Without credits"), _("With credits"))
    return Table(_("Net cash flow"), head, found, _currency(case))


def _line(name: str) -> str:
    """The name of a line as it stands at the head of a row."""
    from additionality.engine.sensitivity import ALL_CAPEX

    return _("All capital expenditure together") if name == ALL_CAPEX else name


def _currency(case: Case) -> str:
    return str((case.get("investment") or {}).get("currency") or "")
