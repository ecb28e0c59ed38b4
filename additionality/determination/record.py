"""The machine-readable determination: what was decided, from what, by which rules.

The shape is described in docs/determination-format.md. The record travels inside the PDF as
`determination.json`; the case, the findings and the rules used travel beside it as files of their
own, for those who want only one of them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from additionality.determination.attachments import Attachment

FORMAT = "additionality-determination/1"
RECORD, CASE, ASSESSMENT = "determination.json", "case.json", "assessment.json"
DECISIONS = ("approved", "refused")

_JSON, _YAML = "application/json", "application/yaml"


class RecordError(Exception):
    """The parts do not make one determination; the message says why."""


def build_record(
    *,
    number: str,
    issued_on: date,
    decision: str,
    reasons: Sequence[str],
    case: Mapping[str, Any],
    assessment: Mapping[str, Any],
    pack_files: Mapping[str, str],
    submission: Mapping[str, Any],
    review_history: Sequence[Mapping[str, Any]],
    evidence: Sequence[Mapping[str, Any]],
    language: str,
) -> dict[str, Any]:
    """Put the parts of one determination together.

    `case` is the canonical case file, `assessment` what the engine printed for it, `pack_files`
    the exact text of the rule pack's files by name (`pack.yaml`), `evidence` the files handed in
    with their SHA-256, `language` `zh-Hant`, `en` or `zh-Hant+en`. All values are plain JSON;
    numbers become text, as everywhere in canonical output. Raises `RecordError`.
    """
    if decision not in DECISIONS:
        raise RecordError(f"A determination is {' or '.join(DECISIONS)}, not {decision!r}.")
    if decision == "approved" and assessment.get("conclusion") != "additional":
        raise RecordError("Only a project found additional can be approved.")
    taken = {RECORD, CASE, ASSESSMENT} & set(pack_files)
    if taken:
        raise RecordError(f"A file of the rule pack cannot be named {', '.join(sorted(taken))}.")
    record = {
        "format": FORMAT,
        "number": number,
        "issued_on": issued_on.isoformat(),
        "language": language,
        "decision": decision,
        "reasons": list(reasons),
        "conclusion": assessment.get("conclusion"),
        "pack": {**assessment["pack"], "files": dict(pack_files)},
        "case": dict(case),
        "assessment": dict(assessment),
        "submission": dict(submission),
        "review_history": [dict(one) for one in review_history],
        "evidence": [dict(one) for one in evidence],
    }
    return {key: _without_numbers(value) for key, value in record.items()}


def _without_numbers(value: Any) -> Any:
    """Copy a JSON value with every number written as text, so that every reader sees the same."""
    if isinstance(value, Mapping):
        return {str(key): _without_numbers(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_numbers(item) for item in value]
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(repr(value) if isinstance(value, float) else value):f}"
    raise RecordError(f"A record holds text and numbers, not {type(value).__name__}.")


def record_attachments(record: Mapping[str, Any]) -> list[Attachment]:
    """The files that carry `record` inside the PDF, sorted by name."""
    from additionality.engine.canonical import canonical_json

    files = [
        Attachment(RECORD, canonical_json(record), "The determination, complete", _JSON),
        Attachment(CASE, canonical_json(record["case"]), "The case as submitted", _JSON),
        Attachment(
            ASSESSMENT, canonical_json(record["assessment"]), "The findings of the engine", _JSON
        ),
    ]
    files += [
        Attachment(name, text.encode(), "The rules that were applied", _YAML)
        for name, text in record["pack"]["files"].items()
    ]
    return sorted(files, key=lambda one: one.name)
