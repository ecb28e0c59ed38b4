"""The answers of one case as they stand: read once for a page, however many ask.

Everything that shows, checks or judges a draft goes through `Answers`, so that the step's page, the task list and the
case file agree. It reads the draft and the evidence, and writes nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from additionality.engine.case import Case as CaseFacts
from additionality.engine.problems import Problem
from additionality.engine.rulepack import load_pack
from projects.models import Case, EvidenceFile
from projects.models.rows import rows_of
from projects.wizard.forms.step import Given, StepForm, Typed
from projects.wizard.path import DECIDING, Path, path_for
from projects.wizard.readings import (
    Reading,
    Whole,
    alternatives_typed,
    named,
    reading_of,
    size_typed,
    whole_of,
)
from projects.wizard.steps import Step

#: What an imported case file says of its evidence, kept until the files themselves are uploaded.
LISTED = "evidence"
LISTED_KEYS = ("id", "title", "file", "sha256", "dated", "kind", "confidential")
#: The question of the loan that asks for one number a year.
DRAWN_DOWN = "investment.loan.drawdowns"
CONFIDENTIAL = {"yes": True, "no": False}


@dataclass
class Answers:
    """What was typed for `case`, read for the day `on` (Taipei)."""

    case: Case
    on: date
    draft: Mapping[str, Typed]

    @classmethod
    def of(
        cls, case: Case, *, on: date | None = None, draft: Mapping[str, Typed] | None = None
    ) -> "Answers":
        return cls(case, on or timezone.localdate(), case.draft if draft is None else draft)

    def after_saving(self, step: Step, form: StepForm) -> "Answers":
        """The answers of the case as it is saved now; `form` is that of `step` with what was typed last."""
        saved = Answers(self.case, self.on, self.case.draft)
        saved.evidence_files = self.evidence_files
        if step.name not in DECIDING:
            saved.path = self.path
            if step.name != "alternatives":
                saved.given = replace(self.given, draft=saved.draft)
        is_same = form.told_by(form.given) == form.told_by(saved.given)
        if is_same and form.typed() == saved.draft[step.name]:
            saved._forms[step.name] = form
        return saved

    @cached_property
    def evidence_files(self) -> list[EvidenceFile]:
        return rows_of(EvidenceFile, case=self.case.pk, removed_at=None)

    @cached_property
    def evidence(self) -> list[dict[str, Any]]:
        """The evidence of the case file: the files uploaded, then those only listed by an import."""
        rows = [
            {
                "id": file.key, "title": file.title, "file": file.original_name, "sha256": file.sha256,
                "dated": file.dated.isoformat() if file.dated else "", "kind": file.kind,
                "confidential": "yes" if file.confidential else "no",
            }
            for file in self.evidence_files
        ]  # fmt: skip
        known = {row["id"] for row in rows}
        rows += [row for row in listed_evidence(self.draft) if row["id"] not in known]
        return [entry_of(row) for row in rows]

    @cached_property
    def pack(self) -> Any:
        return load_pack(self.case.pack_key)

    @cached_property
    def path(self) -> Path:
        size = size_typed(self.draft.get("technology") or {}, self.draft.get("size") or {})
        route = (self.draft.get("route", {}).get("route") or [""])[-1]
        return path_for(size, route, self.pack, self.on, self.draft)

    @cached_property
    def given(self) -> Given:
        """What the forms are told of the rest of the case."""
        return Given(
            tier=self.path.tier,
            pack=self.case.pack_key,
            evidence=tuple(named(row, "title") for row in self.evidence if "id" in row),
            alternatives=alternatives_typed(self.draft.get("alternatives") or {}),
            draft=self.draft,
        )

    @cached_property
    def _forms(self) -> dict[str, StepForm]:
        return {}

    def form(self, step: Step) -> StepForm:
        """The step's form with what was typed, or unbound where nothing was saved yet."""
        if step.name not in self._forms:
            self._forms[step.name] = step.form(
                self.draft.get(step.name), given=self.given, prefix=""
            )
        return self._forms[step.name]

    def checked_form(self, step: Step) -> StepForm:
        """The step's form, with what the case format says against its answers at their fields."""
        form = self.form(step)
        if not self.is_saved(step) or not self.path.has(step):
            return form
        form.is_valid()
        for problem in self.problems:
            place = self.place(problem)
            if place is None or place[0] is not step:
                continue
            _step, part, name = place
            part.full_clean_once()
            if name not in part.errors and not (name == "" and part.errors):
                part.add_error(name or None, self.sentence(problem))
        return form

    def sentence(self, problem: Problem) -> str:
        """A problem of the case file in the reader's language, with what to type where that is plain."""
        from projects import wording
        from projects.wording.phrases import run_on

        told = wording.problem_of_answer(problem.code, problem.params)
        filled = self._drawn_down(problem)
        return run_on([told, filled]) if filled else told

    def _drawn_down(self, problem: Problem) -> str:
        """What to type where a loan is drawn down in the first years alone: nothing is filled in by itself."""
        if problem.code != "length_mismatch" or problem.path != DRAWN_DOWN:
            return ""
        missing = int(problem.params["expected"]) - int(problem.params["length"])
        typed = "".join(self.draft.get("loan", {}).get("drawdowns", [])).strip(" ;；")
        if missing < 1 or not typed:
            return ""
        words = _(
            "Where nothing is drawn down in the other years, type a 0 for each of them: %(text)s"
        )
        return words % {"text": typed + "; 0" * missing}

    def next_step(self, step: Step) -> Step | None:
        """The step after this one on the path, or None after the last."""
        following = [*self.path.steps(), None]
        return following[following.index(step) + 1] if step in following else None

    def is_saved(self, step: Step) -> bool:
        return step.name in self.draft

    def reading(self, step: Step) -> Reading:
        """What a saved step says."""
        if step.name not in self._readings:
            self._readings[step.name] = reading_of(
                step, self.draft[step.name], self.given, self._forms.get(step.name)
            )
        return self._readings[step.name]

    @cached_property
    def _readings(self) -> dict[str, Reading]:
        return {}

    @cached_property
    def whole(self) -> Whole:
        """The case file from the steps on the path; what cannot be read is left out."""
        return self._whole(self.claims)

    @cached_property
    def own(self) -> Whole:
        """The case file without the claims its benchmark is compared with: all that was typed."""
        return self._whole("")

    def _whole(self, claims: str) -> Whole:
        saved = [self.reading(step) for step in self.path.steps() if self.is_saved(step)]
        return whole_of(saved, self.evidence, self.case.pack_key, self.on, claims)

    @cached_property
    def claims(self) -> str:
        """What the benchmark is compared with, as JSON; looked up only where there is one."""
        from projects.services.claims import claims_for

        if "benchmark" not in self.draft:
            return ""
        country = self.given.typed("project", "country")
        return claims_for(country, self.given.typed("technology", "energy_source"))

    @property
    def case_data(self) -> dict[str, Any]:
        """The case file, shared with other pages and never to be changed."""
        return self.whole.data

    @property
    def facts(self) -> CaseFacts | None:
        """The case as the engine reads it, or None while it cannot."""
        return self.whole.facts if self.unreadable_step is None else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.own.problems

    @cached_property
    def unreadable_step(self) -> Step | None:
        """The first step on the path with an answer that cannot be read by itself."""
        return next(
            (s for s in self.path.steps() if self.is_saved(s) and not self.reading(s).is_readable),
            None,
        )

    def place(self, problem: Problem) -> tuple[Step, Any, str] | None:
        """Which step, form and field a problem of the case file belongs to, or None."""
        path = parts(problem.path)
        for step in self.path.steps():
            if not self.is_saved(step) or not step.form.may_answer(path):
                continue
            if found := self.form(step).field_at(path):
                return step, *found
        return None


def parts(path: str) -> list[str]:
    """`investment.lines[0].amounts[3]` as its keys and positions."""
    return re.findall(r"[^.\[\]]+", path)


def entry_of(row: Mapping[str, str]) -> dict[str, Any]:
    """An item of the case file's evidence from its texts; what is not given is left out."""
    return {
        key: CONFIDENTIAL.get(text, text) if key == "confidential" else text
        for key, text in row.items()
        if text
    }


def listed_evidence(draft: Mapping[str, Typed]) -> list[dict[str, str]]:
    """What an imported case file said of its evidence, in its order."""
    listed = draft.get(LISTED, {})
    count = max((len(texts) for texts in listed.values()), default=0)
    return [
        {
            key: (listed.get(key) or [])[i : i + 1][0] if i < len(listed.get(key) or []) else ""
            for key in LISTED_KEYS
        }
        for i in range(count)
    ]
