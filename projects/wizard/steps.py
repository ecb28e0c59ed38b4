"""The steps in their order: which form each is, which part of the assessment it serves, when it is on the path."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.wizard.forms.alternative_flows import AlternativeFlowsForm
from projects.wizard.forms.alternatives import AlternativesForm, RouteForm
from projects.wizard.forms.barriers import BarriersForm
from projects.wizard.forms.benchmark import BenchmarkForm
from projects.wizard.forms.cash_flow import CashFlowForm
from projects.wizard.forms.common_practice import CommonPracticeForm
from projects.wizard.forms.financing import LoanForm, TaxForm
from projects.wizard.forms.first import FirstOfItsKindForm
from projects.wizard.forms.investment import (
    InvestmentForm,
    SensitivityForm,
)
from projects.wizard.forms.microscale import MicroscaleForm, PositiveListForm
from projects.wizard.forms.project import DatesForm, ProjectForm, SizeForm, TechnologyForm
from projects.wizard.forms.regulatory import ExclusionsForm, LawsForm, SearchForm
from projects.wizard.forms.step import StepForm

ALWAYS, SIZED, CHOICE, COMPARED = "always", "sized", "choice", "compared"
EXCLUDED, FIRST, LISTED = "excluded", "first", "listed"


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """One page of questions.

    `needs` says when it is on the path: always, once the size is known, where there is a choice of analyses, where
    barriers are compared with those of alternatives, where a first of its kind or a positive list may be claimed, or
    where an analysis must be passed; what excludes a project is asked first where the pack has a gate. `analysis` is
    the finding it leads to, or one of `instead` where the pack has that; `request_part` what reviewers call it.
    `optional` steps are complete even when nothing is answered, because nothing needs to be. `only` says for which
    answers to another step's question (step, field, answers) it is asked; an answer not given is "".
    """

    name: str
    title: Any
    group: str
    form: type[StepForm]
    needs: str
    analysis: str = ""
    request_part: str = "project"
    optional: bool = False
    only: tuple[str, str, tuple[str, ...]] | None = None
    instead: tuple[str, ...] = ()

    def answers_requests_on(self, part: str) -> bool:
        """Whether a request on this part of the case is answered here."""
        return part in (self.request_part, self.name, *self.instead)


BENCHMARKED = ("investment", "option", ("benchmark", ""))
ALTERNATIVES_COSTED = ("investment", "option", ("simple_cost", "comparison"))
TAXED = ("investment", "tax_basis", ("post_tax",))
GROUPS = {
    "project": _("The project"),
    "regulatory": _("Regulation"),
    "alternatives": _("Alternatives"),
    "investment": _("Investment analysis"),
    "barriers": _("Barrier analysis"),
    "common_practice": _("Common practice"),
    "evidence": _("Evidence"),
}

STEPS = (
    Step("project", _("Name and place"), "project", ProjectForm, ALWAYS),
    Step("technology", _("Technology"), "project", TechnologyForm, ALWAYS),
    Step("dates", _("Dates"), "project", DatesForm, ALWAYS, instead=("prior_consideration",)),
    Step("size", _("Yearly reductions"), "project", SizeForm, ALWAYS, request_part="size"),
    Step("first-of-its-kind", _("First of its kind"), "project", FirstOfItsKindForm, FIRST, "first_of_its_kind",
         "first_of_its_kind", optional=True),
    Step("search", _("Search of the law"), "regulatory", SearchForm, "regulatory", "regulatory", "regulatory"),
    Step("laws", _("Laws found"), "regulatory", LawsForm, "regulatory", "regulatory", "regulatory", optional=True),
    Step("exclusions", _("Special circumstances"), "regulatory", ExclusionsForm, EXCLUDED, "regulatory", "eligibility",
         optional=True, instead=("eligibility",)),
    Step("microscale", _("Conditions of the micro scale"), "regulatory", MicroscaleForm, "microscale", "microscale",
         "microscale"),
    Step("positive-list", _("Positive list"), "barriers", PositiveListForm, LISTED, "barriers", "barriers",
         optional=True),
    Step("alternatives", _("Alternatives to the project"), "alternatives", AlternativesForm, COMPARED, "regulatory",
         "alternatives"),
    Step("route", _("Choice of analysis"), "alternatives", RouteForm, CHOICE, "", "alternatives"),
    Step("investment", _("Basis of the calculation"), "investment", InvestmentForm, "investment", "investment",
         "investment"),
    Step("cash-flow", _("Cash flow"), "investment", CashFlowForm, "investment", "investment", "investment"),
    Step("loan", _("Loan"), "investment", LoanForm, "investment", "investment", "investment", optional=True),
    Step("tax", _("Tax"), "investment", TaxForm, "investment", "investment", "investment", optional=True, only=TAXED),
    Step("alternative-flows", _("Cash flows of the alternatives"), "investment", AlternativeFlowsForm, "investment",
         "investment", "investment", only=ALTERNATIVES_COSTED),
    Step("benchmark", _("Benchmark"), "investment", BenchmarkForm, "investment", "investment", "investment",
         only=BENCHMARKED),
    Step("sensitivity", _("Sensitivity"), "investment", SensitivityForm, "investment", "investment", "investment",
         optional=True),
    Step("barriers", _("Barriers"), "barriers", BarriersForm, "barriers", "barriers", "barriers"),
    Step("common-practice", _("Comparable plants"), "common_practice", CommonPracticeForm, "common_practice",
         "common_practice", "common_practice"),
)  # fmt: skip
BY_NAME = {step.name: step for step in STEPS}
