"""Determinations for tests: submitted, taken up and decided by the real services."""

import json
from pathlib import Path
from typing import Any

from projects.models import Determination, MoveRecord, Submission
from projects.services import reviewing
from projects.services.deciding import decide
from tests.factories import make_case, make_person, make_submission

CASES = Path(__file__).resolve().parents[3] / "docs" / "cases"


def published(name: str) -> dict[str, Any]:
    """One of the case files the project publishes."""
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def large_by_barriers() -> dict[str, Any]:
    """The published large wind case, shown by barriers instead of by an investment analysis."""
    data = published("wind-large")
    data.pop("investment")
    data["route"] = "barriers"
    data["barriers"] = [
        {
            "kind": "technological",
            "description": "No trained staff for this turbine in the country.",
            "prevents_project": True,
            "alleviated_by_credits": True,
            "alternatives_not_prevented": ["A1"],
            "evidence_kind": "sector_study",
            "evidence": ["E1"],
        }
    ]
    return data


def make_determination(
    data: dict[str, Any] | None = None,
    *,
    edition: str = "en",
    decision: str = "approved",
    reasons: str = "The evidence supports the claims.",
    proponent=None,
    reviewer=None,
    **submission: Any,
) -> Determination:
    """Decide one case; its Issuing row waits, and nothing is in the queue yet."""
    proponent = proponent or make_person("proponent", name="林佩珊")
    reviewer = reviewer or make_person("reviewer", name="陳瑞玲")
    frozen = make_submission(make_case(prepared_by=proponent), data, **submission)
    _record_submission(frozen)
    case = frozen.case
    reviewing.take_up(case=case, actor=reviewer, declaration="No interest in this project.")
    if frozen.is_fragile():
        reviewing.accept_fragile(
            case=case, actor=reviewer, submission_number=1, reason="The tariff is fixed."
        )
    case.refresh_from_db()
    return decide(case=case, actor=reviewer, decision=decision, reasons=reasons, edition=edition)


def _record_submission(frozen: Submission) -> None:
    MoveRecord.objects.create(
        case=frozen.case,
        submission=frozen,
        move="submit",
        source="draft",
        target="submitted",
        actor=frozen.submitted_by,
    )
