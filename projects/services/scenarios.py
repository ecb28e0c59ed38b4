"""Keeping what a reviewer found out by changing inputs. The submission stays as it is."""

import hashlib
from collections.abc import Sequence

from django.db import transaction

from additionality.engine.analyses.investment import ANALYSIS
from additionality.engine.assess import Assessment
from additionality.engine.canonical import canonical_json
from additionality.engine.scenario import Change, judged
from projects.models import Case, Person, Scenario, Submission
from projects.services.judging import pack_of
from projects.services.reviewing import latest_read, must_be_reviewing


def assessed(submission: Submission, changes: Sequence[Change]) -> Assessment:
    """The submission with these inputs changed, judged by the same rules on the same day.

    Raises `OtherRules` where those rules are not here, and `MalformedCase`.
    """
    return judged(submission.case_data(), changes, pack_of(submission))


@transaction.atomic
def keep_scenario(
    *,
    case: Case,
    actor: Person,
    submission_number: int,
    name: str,
    reason: str,
    changes: Sequence[Change],
) -> Scenario:
    """Keep a scenario of the submission that was read, with the reviewer's reason.

    The same one of the same reviewer is kept once: the button was pressed twice. Raises
    MoveRefused, MoveOvertaken, `OtherRules`, `MalformedCase`, and ValueError without changes.
    """
    if not changes:
        raise ValueError("a scenario changes something")
    fresh, submission = latest_read(case, submission_number)
    must_be_reviewing(fresh, actor, reason)
    text = canonical_json(list(changes)).decode()
    same = {"name": name.strip(), "reason": reason.strip(), "changes": text, "kept_by": actor}
    if pressed_before := submission.scenarios.filter(**same).first():
        return pressed_before
    assessment = assessed(submission, changes)
    return Scenario.objects.create(
        submission=submission,
        finding=canonical_json(assessment.finding(ANALYSIS).to_dict()).decode(),
        conclusion=assessment.conclusion.value,
        case_sha256=hashlib.sha256(submission.case_file.encode()).hexdigest(),
        **same,
    )
