"""Deciding: everything is written together, once, under a number of its own."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projects.models import Case, Determination, Edition, Issuing, MoveRecord, Person
from projects.services import deciding, issuing, reviewing
from projects.services.deciding import decide, next_number
from projects.services.moves import MoveOvertaken, MoveRefused, make_move
from tests.factories import make_case, make_submission, micro_case_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(proponent: Person, reviewer: Person) -> Case:
    return under_review(proponent, reviewer)


def under_review(proponent: Person, reviewer: Person) -> Case:
    case = make_case(prepared_by=proponent)
    make_submission(case, micro_case_file())
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")
    return case


def approve(case: Case, reviewer: Person, **changes) -> Determination:
    values = {"decision": "approved", "reasons": " In order. ", "edition": "zh-hant,en"}
    return decide(case=case, actor=reviewer, **values | changes)


@pytest.mark.parametrize(("decision", "move"), [("approved", "approve"), ("refused", "refuse")])
def test_a_decision_is_move_determination_and_work_to_issue_it(
    case, reviewer, decision, move, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        determination = approve(case, reviewer, decision=decision)

    record = MoveRecord.objects.last()
    assert (record.move, record.target, record.note) == (move, decision, "In order.")
    assert determination.submission == case.latest_submission()
    assert determination.decision == decision
    assert determination.reasons == "In order."
    assert determination.edition == Edition.BILINGUAL
    assert determination.decided_by == reviewer
    assert determination.decided_at == record.at
    assert determination.issuing.stage == Issuing.Stage.WAITING
    job = DBTaskResult.objects.get(task_path__startswith=issuing.__name__)
    assert job.args_kwargs["args"] == [determination.pk]


def test_the_job_is_enqueued_after_the_commit_only(
    case, reviewer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        approve(case, reviewer)

    assert len(callbacks) == 2  # the issuing, and the mails of the decision
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("reasons", ["", "  \n"])
def test_without_reasons_nothing_is_written(case, reviewer, reasons):
    with pytest.raises(MoveRefused, match="note_missing"):
        approve(case, reviewer, reasons=reasons)

    assert Case.objects.get(pk=case.pk).status == "under_review"
    assert not Determination.objects.exists()


@pytest.mark.parametrize("changes", [{"edition": "fr"}, {"decision": "maybe"}])
def test_an_unknown_edition_or_decision_is_refused(case, reviewer, changes):
    with pytest.raises(ValueError, match="is not a valid"):
        approve(case, reviewer, **changes)

    assert Case.objects.get(pk=case.pk).status == "under_review"


def test_the_second_press_decides_nothing(case, reviewer):
    approve(case, reviewer)

    with pytest.raises(MoveRefused, match="wrong_status"):
        approve(case, reviewer)
    assert Determination.objects.count() == 1


def test_a_submission_that_was_not_read_is_not_decided(case, proponent, reviewer):
    fresh = Case.objects.get(pk=case.pk)
    make_move(case=fresh, name="withdraw", actor=proponent)
    make_move(case=fresh, name="reopen", actor=proponent)
    make_submission(fresh, micro_case_file())
    Case.objects.filter(pk=case.pk).update(status="submitted")
    fresh.refresh_from_db()
    reviewing.take_up(case=fresh, actor=reviewer, declaration="No consultancy.")

    with pytest.raises(MoveOvertaken):
        approve(fresh, reviewer, submission_number=1)
    assert approve(fresh, reviewer, submission_number=2).submission.number == 2


def numbered(number: str, proponent: Person, reviewer: Person) -> None:
    Determination.objects.create(
        submission=make_submission(make_case(prepared_by=proponent), micro_case_file()),
        number=number,
        decision="refused",
        reasons="No.",
        edition="en",
        decided_by=reviewer,
    )


NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        pytest.param([], "TW-2026-0001", id="the first of the year"),
        pytest.param(["TW-2026-0001"], "TW-2026-0002", id="the one after"),
        pytest.param(["TW-2026-0007"], "TW-2026-0008", id="gaps stay gaps"),
        pytest.param(["TW-VER-2026-0009"], "TW-2026-0001", id="nor those of other rules"),
        pytest.param(["TW-2025-0009"], "TW-2026-0001", id="last year's do not count"),
        pytest.param(
            ["TW-2026-9999", "TW-2026-10000"], "TW-2026-10001", id="more than four digits"
        ),
    ],
)
def test_the_next_number(taken, expected, proponent, reviewer):
    for number in taken:
        numbered(number, proponent, reviewer)

    assert next_number(NOON, "TW") == expected


@pytest.mark.parametrize(
    ("series", "expected"), [("TW", "TW-2026-0008"), ("TW-VER", "TW-VER-2026-0003"), ("CDM", "CDM-2026-0001")]
)  # fmt: skip
def test_a_number_given_before_a_restoration_is_not_given_again(
    series, expected, proponent, reviewer, settings
):
    settings.NUMBERS_AFTER = ["TW-2026-0007", "TW-VER-2026-0001", "CDM-2025-0009"]
    numbered("TW-2026-0003", proponent, reviewer)
    numbered("TW-VER-2026-0002", proponent, reviewer)

    assert next_number(NOON, series) == expected


@pytest.mark.parametrize(
    ("pack", "prefix"), [("tw-offset", "TW-"), ("tw-ver-2023", "TW-VER-"), ("cdm", "CDM-")]
)
def test_the_rules_name_the_row_of_numbers(pack, prefix, proponent, reviewer):
    numbered(f"{prefix}{timezone.localtime().year}-0007", proponent, reviewer)
    case = make_case(prepared_by=proponent)
    make_submission(case, micro_case_file() | {"pack": pack})
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")

    determination = approve(case, reviewer, decision="refused")

    assert determination.number == f"{prefix}{timezone.localtime().year}-0008"


def test_rules_that_are_no_longer_kept_still_give_a_number(proponent):
    kept = make_submission(make_case(prepared_by=proponent), micro_case_file())
    kept.pack_key, kept.pack_sha256 = "gone", "0" * 64

    assert deciding.series_of(kept) == "GONE"


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        pytest.param(
            datetime(2026, 12, 31, 15, 59, tzinfo=UTC), 2026, id="a minute before midnight"
        ),
        pytest.param(datetime(2026, 12, 31, 16, 0, tzinfo=UTC), 2027, id="midnight in Taipei"),
    ],
)
def test_the_year_of_a_number_is_the_year_in_taipei(moment, year):
    assert next_number(moment, "TW") == f"TW-{year}-0001"


def test_a_number_taken_meanwhile_is_followed_by_the_next(case, proponent, reviewer, monkeypatch):
    """What was looked up is stale: somebody else has written the number since."""
    look = deciding.next_number
    stale = look(timezone.now(), "TW")
    numbered(stale, proponent, reviewer)
    answers = iter([stale])
    monkeypatch.setattr(deciding, "next_number", lambda *which: next(answers, None) or look(*which))

    determination = approve(case, reviewer)

    assert (stale[-4:], determination.number[-4:]) == ("0001", "0002")
    assert determination.submission == case.latest_submission()
