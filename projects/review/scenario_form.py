"""Every input of an investment analysis as it was submitted, for a reviewer to change.

A field is named by its place in the case file, without `investment.`: `benchmark.rate`,
`lines[1].amounts` (the change of a whole line), `lines[1].amounts[3]` (one amount). The questions are
those of the wizard, so that they are read and explained as they were when they were answered.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from additionality.engine.decimals import plain
from additionality.engine.problems import Problem
from additionality.engine.scenario import MOST_YEARS, YEARS, Change, changed
from projects.showing.answers import answer, names_of
from projects.wizard.fields import Amount, Day, Number, OneOf, OneOrYearly, Rate
from projects.wizard.forms.benchmark import BenchmarkForm
from projects.wizard.forms.financing import LoanForm, TaxForm
from projects.wizard.forms.investment import InvestmentForm, SensitivityForm
from projects.wizard.forms.keys import at
from projects.wizard.forms.step import Asked, StepForm
from projects.wizard.steps import STEPS
from projects.wording.problems import problem as problem_sentence

ROOT = "investment."
FORMS: tuple[type[StepForm], ...] = (
    BenchmarkForm, SensitivityForm, InvestmentForm, TaxForm, LoanForm,
)  # fmt: skip
#: What a reviewer may change: figures, choices and days, but no words.
CHANGEABLE = (Number, OneOf, OneOrYearly, Day)
#: So many amounts are shown one by one; of a larger cash flow whole lines can be changed.
MOST_CELLS = 2000

Typed = dict[str, str]


@dataclass(frozen=True, slots=True)
class Input:
    """A field with what was submitted in its place, in words."""

    bound: forms.BoundField
    submitted: str
    meaning: str
    is_changed: bool

    @property
    def is_folded(self) -> bool:
        """Whether nothing was given here, neither by the submission nor by the reviewer."""
        return not self.submitted and not self.is_changed and not self.bound.errors


@dataclass(frozen=True, slots=True)
class Group:
    """The inputs of one page of the wizard; open where one was changed or is wrong."""

    title: str
    inputs: list[Input]
    is_open: bool

    @property
    def given(self) -> list[Input]:
        return [one for one in self.inputs if not one.is_folded]

    @property
    def folded(self) -> list[Input]:
        return [one for one in self.inputs if one.is_folded]


@dataclass(frozen=True, slots=True)
class LineInput:
    """A line of the cash flow: the change of all its amounts, and the amounts one by one."""

    name: str
    kind: str
    submitted: str
    change: Asked
    cells: list[Asked]


class ScenarioForm(forms.Form):
    """Bound always: to what was posted, or to what was submitted.

    `case` is the canonical case file of the submission, with an investment analysis.
    """

    use_required_attribute = False

    def __init__(self, typed: Mapping[str, str], *, case: Mapping[str, Any]) -> None:
        self.case = case
        self.submitted = {"timing": "start", **case["investment"]}
        self.questions = dict(_questions())
        data = typed_of(case) | dict(typed)
        self.horizon = _horizon(case, data.get("years"))
        super().__init__(data | self._cells_typed(data))
        self.fields.update(deepcopy(self.questions))
        for question in self.fields.values():
            if isinstance(question, OneOf):
                question.widget = forms.Select(choices=question.choices)
        self.fields["years"] = Number(
            gettext_lazy("How many years has the cash flow?"),
            gettext_lazy(
                "A shorter one loses its last years; a longer one repeats the last year without investment "
                "and loans. Residual value and recovery of working capital stay in the last year."
            ),
            least=1, most=MOST_YEARS, whole=True, required=True,
            error_messages={"required": gettext_lazy("Enter the number of years.")},
        )  # fmt: skip
        for path, line in lines_of(self.horizon):
            name = path.removeprefix(ROOT)
            label = _("%(line)s: change in percent") % {"line": line["name"]}
            self.fields[name] = Rate(label, least=-100)
            self.fields[name].widget.attrs |= {"class": "cell number", "aria-label": label}
        self.fields.update(self._cell_fields())

    # --- reading -----------------------------------------------------------------------------

    @cached_property
    def cells(self) -> dict[str, tuple[str, str]]:
        """Name of each amount shown by itself: its label, and the amount before it is changed."""
        found = list(lines_of(self.horizon))
        if sum(len(line["amounts"]) for _, line in found) > MOST_CELLS:
            return {}
        first = int(self.submitted["first_year"])
        return {
            f"{path.removeprefix(ROOT)}[{i}]": (f"{line['name']} {first + i}", amount)
            for path, line in found
            for i, amount in enumerate(line["amounts"])
        }

    def _cell_fields(self) -> dict[str, forms.Field]:
        shared = Amount("", currency=str(self.submitted.get("currency") or ""))
        made = {}
        for name, (label, _amount) in self.cells.items():
            made[name] = forms.Field.__deepcopy__(shared, {})
            made[name].label = label
        return made

    def _cells_typed(self, data: Mapping[str, str]) -> Typed:
        """The amounts as they are shown: an amount nobody changed follows the number of years.

        `drawn` is the number of years of the page on which they were typed.
        """
        drawn = _horizon(self.case, data.get("drawn"))
        before = {
            f"{path.removeprefix(ROOT)}[{i}]": amount
            for path, line in lines_of(drawn)
            for i, amount in enumerate(line["amounts"])
        }
        return {
            name: amount
            if name not in data or _is_amount(data[name], before.get(name))
            else data[name]
            for name, (_label, amount) in self.cells.items()
        }

    def clean(self) -> dict[str, Any]:
        for name in ("benchmark.rate", "discount_rate"):
            if (rate := self.cleaned_data.get(name)) is not None and rate <= -1:
                self.add_error(name, ValidationError(_("Enter a rate above −100 %.")))
        return self.cleaned_data

    @cached_property
    def changes(self) -> list[dict[str, Any]]:
        """What differs from the submission, in the order in which it is to be changed."""
        found: list[dict[str, Any]] = []
        read = self.cleaned_data
        years = int(read["years"])
        if years != len(self.submitted["lines"][0]["amounts"]):
            found.append({"path": YEARS, "value": str(years)})
        for path, _line in lines_of(self.horizon):
            if change := read.get(path.removeprefix(ROOT)):
                found.append({"path": path, "factor": plain(1 + change)})
        for name, (_label, amount) in self.cells.items():
            if (value := read.get(name) or Decimal(0)) != Decimal(amount):
                found.append({"path": ROOT + name, "value": plain(value)})
        for name, question in self.questions.items():
            value = question.to_case(read.get(name))
            if value != _value(self.submitted, name):
                found.append({"path": ROOT + name, "value": value})
        return found

    def note(self, problems: Sequence[Problem]) -> None:
        """Put what the engine finds wrong with the changed case at the fields it is about."""
        for found in problems:
            path = found.path.removeprefix(ROOT)
            inside = [name for name in self.fields if path.startswith(name)]
            below = [name for name in self.fields if name.startswith(f"{path}.")]
            place = max(inside, key=len) if inside else next(iter(below), None)
            self.add_error(place, problem_sentence(found.code, found.params))

    # --- showing -----------------------------------------------------------------------------

    @property
    def year_count(self) -> int:
        """How many years the cash flow on the page has."""
        return len(self.horizon["investment"]["lines"][0]["amounts"])

    @property
    def headings(self) -> list[str]:
        first = int(self.submitted["first_year"])
        return [str(first + i) for i in range(self.year_count)]

    @property
    def amounts_are_open(self) -> bool:
        """Whether a single amount was changed, or cannot be read."""
        made = {one["path"].removeprefix(ROOT) for one in self._changes_read()}
        return any(name in made or name in self.errors for name in self.cells)

    @cached_property
    def lines(self) -> list[LineInput]:
        """The lines of the project, then those of the alternatives."""
        names = names_of(self.case)
        submitted = dict(lines_of(self.case))
        kinds = _kinds()
        shown = []
        for path, line in lines_of(self.horizon):
            name = path.removeprefix(ROOT)
            total = sum(map(Decimal, submitted[path]["amounts"]), Decimal(0))
            cells = [f"{name}[{i}]" for i in range(self.year_count)] if self.cells else []
            of = line.get("alternative")
            title = f"{names.get(of, of)}: {line['name']}" if of else line["name"]
            change = Asked(self[name], self._meaning(name))
            asked = [Asked(self[cell], self._meaning(cell)) for cell in cells]
            shown.append(LineInput(title, kinds.get(line["kind"], ""), plain(total), change, asked))
        return shown

    @property
    def groups(self) -> list[Group]:
        """The single inputs, as the wizard groups them."""
        titles = {step.form: str(step.title) for step in STEPS}
        changed_now = {one["path"].removeprefix(ROOT) for one in self._changes_read()}
        groups = []
        for form in FORMS:
            names = [name for name, _question in _questions_of(form)]
            if form is InvestmentForm:
                names.insert(names.index("technical_life_years"), "years")
            inputs = [self._input(name, changed_now) for name in names]
            wrong = any(one.bound.errors for one in inputs)
            is_open = form is BenchmarkForm or wrong or any(one.is_changed for one in inputs)
            groups.append(Group(titles[form], inputs, is_open))
        return groups

    def _changes_read(self) -> list[dict[str, Any]]:
        return self.changes if self.is_valid() else []

    def _input(self, name: str, changed_now: set[str]) -> Input:
        if name == "years":
            submitted = str(len(self.submitted["lines"][0]["amounts"]))
        else:
            value = _value(self.submitted, name)
            question = self.questions[name]
            submitted = "" if value is None else answer(question, value, {})
        return Input(self[name], submitted, self._meaning(name), name in changed_now)

    def _meaning(self, name: str) -> str:
        """What was understood, where that reads otherwise than what was typed."""
        read = self.cleaned_data if not self.errors.get(name) else {}
        if name not in read or name in self.errors:
            return ""
        return self.fields[name].understood(read[name], self.data.get(name, ""))


def typed_of(case: Mapping[str, Any], changes: Sequence[Change] = ()) -> Typed:
    """What the fields hold for a case with these changes, as text."""
    years = [change for change in changes if change["path"] == YEARS]
    values = [change for change in changes if "factor" not in change]
    made = changed(case, values)["investment"]
    investment = {"timing": "start", **made}
    typed = {
        name: question.to_typed(value)[0] if (value := _value(investment, name)) is not None else ""
        for name, question in _questions()
    }
    typed["years"] = years[0]["value"] if years else str(len(made["lines"][0]["amounts"]))
    typed["drawn"] = typed["years"]
    for change in changes:
        if "factor" in change:
            percent = (Decimal(change["factor"]) - 1).scaleb(2)
            typed[change["path"].removeprefix(ROOT)] = f"{plain(percent)} %"
        elif change["path"].endswith("]"):
            typed[change["path"].removeprefix(ROOT)] = change["value"]
    return typed


def lines_of(case: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every line of the project and of the alternatives, after the place of its amounts.

    A line of an alternative names it under `alternative`.
    """
    investment = case["investment"]
    for i, line in enumerate(investment["lines"]):
        yield f"{ROOT}lines[{i}].amounts", line
    for a, item in enumerate(investment.get("alternatives") or []):
        for i, line in enumerate(item.get("lines") or []):
            path = f"{ROOT}alternatives[{a}].lines[{i}].amounts"
            yield path, {**line, "alternative": item["id"]}


def _questions() -> Iterator[tuple[str, Any]]:
    for form in FORMS:
        yield from _questions_of(form)


def _questions_of(form: type[StepForm]) -> Iterator[tuple[str, Any]]:
    """The questions of a page of the wizard whose answers can be changed, by place."""
    for name, question in form.base_fields.items():
        if isinstance(question, CHANGEABLE) and name != "years":
            yield ".".join([*form.path[1:], *name.split("__")]), question


def _kinds() -> dict[str, str]:
    from projects.wizard.forms.cash_flow import KINDS

    return {key: str(words) for key, words in KINDS}


def _value(investment: Mapping[str, Any], name: str) -> Any:
    *above, key = name.split(".")
    return at(investment, above).get(key)


def _horizon(case: Mapping[str, Any], typed: str | None) -> Mapping[str, Any]:
    """The case with so many years as were typed; as submitted where that cannot be read."""
    try:
        years = Number("", least=1, most=MOST_YEARS, whole=True).clean(typed or "")
    except ValidationError:
        years = None
    return changed(case, [{"path": YEARS, "value": str(years)}]) if years else case


def _is_amount(typed: str, amount: str | None) -> bool:
    """Whether the text says this amount; a blank cell says none, which is 0."""
    try:
        return amount is not None and (Amount("").clean(typed) or Decimal(0)) == Decimal(amount)
    except ValidationError:
        return False
