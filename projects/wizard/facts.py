"""Between the draft and the case file: `case_data` gives the file, `draft_from` what would have been typed for it."""

from datetime import date
from typing import Any

from additionality.engine.case import read_case
from projects.models import Case
from projects.wizard.answers import LISTED, LISTED_KEYS, Answers
from projects.wizard.forms.step import Typed
from projects.wizard.steps import STEPS


def case_data(case: Case, *, assessed_on: date) -> dict[str, Any]:
    """The case file of a draft, from the steps on its path only, with the evidence of the case.

    Answers that cannot be read are left out, so an unfinished draft gives a file the engine may refuse.
    """
    return Answers.of(case, on=assessed_on).case_data


def draft_from(data: dict[str, Any]) -> dict[str, Typed]:
    """The draft for a case file: step -> field -> texts. Raises `MalformedCase` when the file is malformed.

    Evidence is kept as listed; the files themselves have to be uploaded.
    """
    canonical = read_case(data).to_dict()
    found = {step.name: step.form.typed_from(canonical) for step in STEPS}
    if canonical.get("evidence"):
        rows = canonical["evidence"]
        found[LISTED] = {key: [_text(row.get(key, "")) for row in rows] for key in LISTED_KEYS}
    return {name: typed for name, typed in found.items() if typed}


def _text(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
