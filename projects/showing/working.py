"""The working of a finding: its figures as rows and tables, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from additionality.engine.valuation import RATES_OF_RETURN
from projects import wording
from projects.activities.words import step_label
from projects.showing import benchmark_working
from projects.showing.answers import Table
from projects.showing.compared import best_alternative, is_reached
from projects.showing.law_tables import barrier_matrix, of_law
from projects.showing.numbers import change, day, figure, money, percent, small_money
from projects.showing.performance_working import performance_table
from projects.showing.residual_working import residual_rows, residual_table
from projects.wording.phrases import listed
from projects.wording.reasons import npv, units, worth

Figures = Mapping[str, Any]
Case = Mapping[str, Any]


#: The price of a credit as entered, by what it follows from.
PRICES = {
    "price": gettext_lazy("Price of a credit, as entered"),
    "quantity": gettext_lazy("Price of a credit on average, by the quantities entered"),
    "reductions": gettext_lazy("Price of a credit on average, by the estimated reductions"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with what it is."""

    label: str
    value: str


def rows(analysis: str, figures: Figures, case: Case) -> list[Row]:
    """The single figures of a finding; none where nothing was computed."""
    if analysis == "investment" and "as_printed" in figures:
        return list(_investment(figures, case))
    if analysis == "regulatory" and figures.get("judged_again_at") == "issuance":
        return [Row(_("Judged again"), _("At every issuance of credits"))]
    if analysis == "barriers" and "free_alternatives" in figures:
        return [_free(figures, case)]
    if analysis == "common_practice" and "n_all" in figures:
        return [*_countries(case), *_common_practice(figures)]
    return []


def tables(analysis: str, figures: Figures, case: Case) -> list[Table]:
    """The tables of a finding; a table without rows is left out."""
    makers = {
        "regulatory": lambda: [_laws(figures), *of_law(figures, case)],
        "investment": lambda: [
            _alternatives(figures, case),
            benchmark_working.built_table(figures, case),
            benchmark_working.claims_table(figures),
            _sensitivity(figures, case),
            _break_even(figures, case),
            _two_way(figures, case),
            _flows(figures, case),
            _loan(figures, case),
            _tax(figures, case),
            residual_table(figures, _currency(case)),
        ],
        "barriers": lambda: [_barriers(figures), barrier_matrix(figures, case)],
        "common_practice": lambda: [_funnel(figures)],
    }
    found = makers.get(analysis, list)()
    if "performance" in figures:
        found.append(performance_table(figures["performance"]))
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
        return worth(shown[key], kind, *units(case)) if shown.get(key) else none

    yield Row(_("Without credits: %(indicator)s") % {"indicator": name}, value("indicator"))
    best = best_alternative(figures, case)
    compared = _("The best alternative (%(name)s)") % {"name": best} if best else _("Benchmark")
    yield Row(compared, value("benchmark"))
    if figures.get("margin") is not None and kind in RATES_OF_RETURN:
        margin = percent(figures["margin"], sign=True).removesuffix("\N{NO-BREAK SPACE}%")
        words = _("%(margin)s percentage points")
        label = _("Margin to the best alternative") if best else _("Margin to the benchmark")
        yield Row(label, words % {"margin": margin})
    if shown.get("with_credits") is not None:
        yield Row(_("With credits: %(indicator)s") % {"indicator": name}, value("with_credits"))
    yield from _credits(figures, case)
    present = _("Net present value at the benchmark")
    if best:
        present = _("Net present value at the rate of return of the best alternative")
    if kind not in RATES_OF_RETURN:
        present = _("Net present value at the discount rate")
    yield Row(present, npv(figures["npv_at_benchmark"], currency))
    if figures.get("simple_payback_years") is not None:
        yield Row(_("Simple payback, in years"), figure(figures["simple_payback_years"], 2))
    for label, words in benchmark_working.built_rows(figures):
        yield Row(label, words)
    for label, words in residual_rows(figures, currency):
        yield Row(label, words)


def _credits(figures: Figures, case: Case) -> Iterator[Row]:
    """Whether the credits decide, and how much of them the project needs."""
    decisive, currency = figures.get("credits_decisive"), _currency(case)
    if decisive is not None:
        yield Row(_("Are the credits decisive?"), _("Yes") if decisive else _("No"))
    best = {"name": best_alternative(figures, case)}
    revenue, with_price = (
        _("Credit revenue with which the benchmark is reached"),
        _("Price of a credit with which the benchmark is reached"),
    )
    if best["name"]:
        revenue, with_price = (
            _("Credit revenue with which the best alternative (%(name)s) is reached") % best,
            _("Price of a credit with which the best alternative (%(name)s) is reached") % best,
        )
    needed = figures.get("credits_needed")
    price = figures.get("credit_price")
    if needed:
        yield Row(revenue, percent(needed["share"]))
    elif price:
        yield Row(revenue, _no_credits(figures))
    if price:
        yield Row(str(PRICES[price["from"]]), small_money(price["entered"], currency))
    # Records made before the average price was computed hold one only where it was entered.
    break_even = price["needed"] if price else needed and needed["price"]
    if break_even:
        yield Row(with_price, small_money(break_even, currency))


def _no_credits(figures: Figures) -> str:
    """Why no share of the credits is needed, or none is enough."""
    return _("Already reached without credits") if is_reached(figures) else _("Not reached")


def _alternatives(figures: Figures, case: Case) -> Table:
    kind = figures.get("indicator_kind", "project_irr")
    found = tuple(
        (
            wording.alternative(one["id"], case),
            percent(one["indicator"])
            if kind in RATES_OF_RETURN
            else worth(one["indicator"], kind, *units(case)),
        )
        for one in figures.get("alternatives") or []
    )
    head = (_("Alternative"), capfirst(wording.indicator(kind)))
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
    yield Row(_("F = 1 − N_diff / N_all"), exact_f(figures))
    yield Row(_("Limit of F"), figure(figures["f_limit"]))
    yield Row(_("Gap = N_all − N_diff"), figure(figures["gap"]))
    yield Row(_("Limit of the gap"), figure(figures["gap_limit"]))
    if "unclear" in figures:
        yield Row(_("Plants not clear whether comparable"), figure(figures["unclear"]))
        yield Row(_("Plants not clear whether different"), figure(figures["unclear_difference"]))
        yield Row(_("Plants counted if started before"), day(figures["cut_off"]))
        yield from _with_carbon(figures["with_carbon_projects"])


def exact_f(figures: Figures) -> str:
    """F as the fraction it is, with its decimals: `3/20 = 0.15`."""
    if figures["f"] is None:
        return figure(None)
    n_all = int(figures["n_all"])
    fraction = Fraction(n_all - int(figures["n_diff"]), n_all)
    if fraction.denominator == 1:
        return figure(fraction.numerator)
    sign = (
        "=" if Decimal(figures["f"]) == Decimal(fraction.numerator) / fraction.denominator else "≈"
    )
    return f"{fraction} {sign} {figure(figures['f'])}"


def _funnel(figures: Figures) -> Table:
    found = tuple(
        (step_label(one["step"]), figure(one["count"])) for one in figures.get("funnel") or []
    )
    head = (_("Step"), _("Rows"))
    return Table(_("From all rows of the data set to N_all and N_diff"), head, found)


def _countries(case: Case) -> Iterator[Row]:
    """Under which names the country was searched, where the data set has several, or some not known."""
    query = case.get("common_practice", {}).get("query", {})
    if names := query.get("spellings"):
        yield Row(_("Names of the country in the data set, all searched"), names)
    if names := query.get("countries_unknown"):
        yield Row(_("Countries of the data set that are not known, not searched"), names)


def _with_carbon(counted: Figures) -> Iterator[Row]:
    """What the counts would be with carbon projects left in; it decides nothing."""
    yield Row(
        _("For information, with carbon projects: N_all, N_diff"),
        listed([figure(counted["n_all"]), figure(counted["n_diff"])]),
    )
    yield Row(_("For information, with carbon projects: F"), exact_f(counted))
    yield Row(
        _("For information, with carbon projects: plants not clear whether comparable"),
        figure(counted.get("unclear")),
    )
    answers = {True: _("Yes"), False: _("No"), None: _("Not clear")}
    answer = answers[counted["common_practice"]]
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
    kind = figures.get("indicator_kind", "project_irr")

    def value(text: str | None) -> str:
        return percent(text) if kind in RATES_OF_RETURN else worth(text, kind, *units(case))

    ends: dict[str, list[Mapping[str, Any]]] = {}
    for one in figures.get("sensitivity") or []:
        ends.setdefault(one["line"], []).append(one)
    found = tuple(
        (line_name(name), *(value(end["indicator"]) for end in both)) for name, both in ends.items()
    )
    changes = [change(end["change"]) for end in next(iter(ends.values()), [])]
    title = _("Sensitivity: the %(indicator)s when a line changes")
    name = wording.indicator(kind)
    return Table(title % {"indicator": name}, (_("Line"), *changes), found)


def break_evens(figures: Figures) -> dict[str, str]:
    """Each line that is varied, and the change of it that reaches what the project is compared with."""
    evens = figures.get("break_even") or []
    none = ""
    if any(one["change"] is None for one in evens):
        none = _("Reached at every change") if is_reached(figures) else _("Not reached")
    return {
        line_name(one["line"]): change(one["change"]) if one["change"] else none for one in evens
    }


def break_even_title(figures: Figures, case: Case) -> str:
    """What the table of the break-evens is called."""
    if best := best_alternative(figures, case):
        words = _("Break-even: the change that reaches the best alternative (%(name)s)")
        return words % {"name": best}
    return _("Break-even: the change that reaches the benchmark")


def _break_even(figures: Figures, case: Case) -> Table:
    found = tuple(break_evens(figures).items())
    return Table(break_even_title(figures, case), (_("Line"), _("Change")), found)


def _two_way(figures: Figures, case: Case) -> Table:
    """The grid of the two strongest lines; a star where the target is reached."""
    grid = figures.get("two_way") or {"lines": ["", ""], "changes": [], "rows": []}
    kind, currency = figures.get("indicator_kind", "project_irr"), _currency(case)

    def value(cell: Mapping[str, Any]) -> str:
        text = cell["indicator"]
        said = percent(text) if kind in RATES_OF_RETURN else worth(text, kind, currency)
        return f"{said} *" if cell["reaches"] else said

    found = tuple(
        (change(when), *(value(cell) for cell in row))
        for when, row in zip(grid["changes"], grid["rows"], strict=True)
    )
    first, second = map(line_name, grid["lines"])
    title = _(
        "%(first)s (rows) and %(second)s (columns) changed together: the %(indicator)s; * reaches the benchmark"
    )
    best = best_alternative(figures, case)
    if best:
        title = _(
            "%(first)s (rows) and %(second)s (columns) changed together: the %(indicator)s; "
            "* reaches the best alternative (%(name)s)"
        )
    words = {"first": first, "second": second, "indicator": wording.indicator(kind), "name": best}
    return Table(title % words, (_("Change"), *map(change, grid["changes"])), found)


def _flows(figures: Figures, case: Case) -> Table:
    found = tuple(
        (one["year"], money(one["without_credits"]), money(one["with_credits"]))
        for one in figures.get("net_flows") or []
    )
    head = (_("Year"), _("Without credits"), _("With credits"))
    return Table(_("Net cash flow"), head, found, _currency(case))


def line_name(name: str) -> str:
    """The name of a line as it stands at the head of a row."""
    from additionality.engine.sensitivity import ALL_CAPEX

    return _("All capital expenditure together") if name == ALL_CAPEX else name


def _currency(case: Case) -> str:
    return str((case.get("investment") or {}).get("currency") or "")
