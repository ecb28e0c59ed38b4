"""The data that a determination carries: the frozen submission, its review and the decision."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from projects.models import (
    Determination,
    Edition,
    EvidenceFile,
    Person,
    ReviewRequest,
    Submission,
)
from projects.radar.looking import seen_by_proponent

LANGUAGE_OF = {
    Edition.CHINESE: "zh-Hant",
    Edition.ENGLISH: "en",
    Edition.BILINGUAL: "zh-Hant+en",
}


class PackChanged(Exception):
    """This installation has no edition of the rule pack that the submission was judged by."""


def determination_record(determination: Determination) -> dict[str, Any]:
    """The complete record, as described in docs/determination-format.md. Raises PackChanged.

    It is made of rows that never change, so making it again gives the same record.
    """
    from additionality.determination.record import build_record

    submission = determination.submission
    return build_record(
        number=determination.number,
        issued_on=timezone.localdate(determination.decided_at),
        decision=determination.decision,
        reasons=[determination.reasons],
        case=submission.case_data(),
        assessment=submission.assessment_data(),
        pack_files={"pack.yaml": pack_text(submission.pack_key, submission.pack_sha256)},
        submission={
            "case": str(submission.case_id),
            "number": submission.number,
            "submitted_at": _moment(submission.submitted_at),
            "submitted_by": submission.submitted_by.name,
            "organisation": submission.case.organisation.name,
            "declaration": submission.declaration,
            "decided_at": _moment(determination.decided_at),
            "decided_by": determination.decided_by.name,
            "decided_for": determination.decided_by.organisation.name,
            **_radar(submission),
        },
        review_history=sorted(_history(determination), key=lambda entry: entry["at"]),
        evidence=evidence_list(determination),
        language=LANGUAGE_OF[Edition(determination.edition)],
    )


def _radar(submission: Submission) -> dict[str, Any]:
    """What the radar found when the case was submitted, without what is not public."""
    found = submission.radar_data()
    return {"radar": seen_by_proponent(found)} if found else {}


def pack_text(key: str, sha256: str) -> str:
    """The `pack.yaml` of the edition, current or earlier, with that hash. Raises PackChanged."""
    from additionality.engine.rulepack import UnknownPack, edition_file

    try:
        return edition_file(key, sha256).read_text(encoding="utf-8")
    except UnknownPack as error:
        raise PackChanged(key) from error


def evidence_list(determination: Determination) -> list[dict[str, Any]]:
    """The evidence of the frozen case file, with size and type of the files that are kept here."""
    submission = determination.submission
    kept = {
        (file.key, file.sha256): file
        for file in EvidenceFile.objects.filter(case_id=submission.case_id)
    }
    return [
        item | _of_file(kept.get((item.get("id"), item.get("sha256"))))
        for item in submission.case_data().get("evidence") or []
    ]


def requests_of(determination: Determination) -> list[ReviewRequest]:
    """Every request raised up to the decision, oldest first, each with its entries."""
    return list(determination.submission.all_requests())


def _of_file(file: EvidenceFile | None) -> dict[str, Any]:
    return {"size": file.size, "content_type": file.content_type} if file else {}


def _history(determination: Determination) -> Iterator[dict[str, Any]]:
    submission = determination.submission
    for move in submission.case.moves.select_related("actor"):
        if move.at <= determination.decided_at:
            yield _event(move.move, move.at, move.actor, move.note)
    for request in requests_of(determination):
        about = {"request": request.label, "part": request.part}
        raised = _event("request_raised", request.raised_at, request.raised_by, request.text)
        yield raised | about | _attached(request, submission)
        for entry in request.entries.all():
            yield _event(f"request_{entry.kind}", entry.at, entry.by, entry.text) | about
    acceptance = getattr(submission, "fragile_acceptance", None)
    if acceptance is not None:
        yield _event(
            "fragile_accepted", acceptance.accepted_at, acceptance.accepted_by, acceptance.reason
        )


def _attached(request: ReviewRequest, decided: Submission) -> dict[str, Any]:
    """The scenario attached to a request, so that it can be computed again from the record alone.

    The case it was made of is in the record already, unless it is an earlier submission.
    """
    kept = request.scenario
    if kept is None:
        return {}
    base = request.submission
    found = {
        "name": kept.name,
        "reason": kept.reason,
        "at": _moment(kept.kept_at),
        "by": kept.kept_by.name,
        "submission": base.number,
        "case_sha256": kept.case_sha256,
        "pack_sha256": base.pack_sha256,
        "changes": kept.changes_data(),
        "finding": kept.finding_data(),
        "conclusion": kept.conclusion,
    }
    return {"scenario": found if base == decided else found | {"case": base.case_data()}}


def _event(what: str, at: datetime, who: Person, text: str) -> dict[str, Any]:
    return {"event": what, "at": _moment(at), "by": who.name, "text": text}


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
