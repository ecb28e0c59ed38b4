"""What was wrong in the sheets a cash flow was taken from, for the page: of a draft, or as it was frozen."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from projects.models import Case, Submission
from projects.spreadsheets.taken import Taken, standing
from projects.tables.faults import Fault
from projects.wording.table_faults import ShownFault, grouped


@dataclass(frozen=True, slots=True)
class TakenShown:
    """A sheet with its faults by what becomes of their cells. `can_be_read` says its reading is kept."""

    taken: Taken
    on: datetime
    groups: list[tuple[object, list[ShownFault]]]
    can_be_read: bool = False
    is_evidence: bool = False


def taken_of_draft(case: Case) -> list[TakenShown]:
    """Those of a draft; which of its uploads are kept is asked only where there is one."""
    found = standing(case.draft)
    wanted = [one.upload for one in found]
    kept = (
        set(case.spreadsheets.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else ()
    )
    return _shown(found, kept)


def taken_as_frozen(submission: Submission) -> list[TakenShown]:
    """Those of a submission, with what was told of them then, in the words of a record."""
    if not submission.sheets:
        return []
    keys = {one["id"] for one in submission.case_data().get("evidence", [])}
    return _shown([Taken(**one) for one in json.loads(submission.sheets)], (), keys, is_plain=True)


def _shown(
    found: list[Taken],
    kept: Collection[int],
    evidence: Collection[str] = (),
    *,
    is_plain: bool = False,
) -> list[TakenShown]:
    return [
        TakenShown(
            one,
            datetime.fromisoformat(one.on),
            grouped(map(Fault.from_dict, one.faults), is_plain=is_plain),
            one.upload in kept,
            one.evidence in evidence,
        )
        for one in found
    ]
