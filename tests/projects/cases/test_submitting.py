"""Submitting: frozen, once, by the right person, and only when nothing stands against it."""

import json
from datetime import date

import pytest

from additionality.engine.rulepack import load_pack
from projects.models import (
    Case,
    EntryKind,
    EvidenceFile,
    MoveRecord,
    RequestEntry,
    ReviewRequest,
    Status,
    Submission,
)
from projects.services import reviewing
from projects.services.answering import answer_request
from projects.services.beginning import begin_from
from projects.services.moves import MoveOvertaken, MoveRefused, make_move
from projects.services.submitting import SubmitRefused, submit, unanswered
from tests.factories import case_file, make_case, micro_case_file


def with_files(case, actor):
    """Give every evidence entry of an imported case its row."""
    for entry in case_file()["evidence"]:
        EvidenceFile.objects.create(
            case=case,
            key=entry["id"],
            title=entry["title"],
            dated=entry["dated"],
            file="evidence/none",
            original_name=entry["file"],
            content_type="application/pdf",
            size=1,
            sha256=entry["sha256"],
            uploaded_by=actor,
        )


@pytest.fixture
def case(proponent):
    case = begin_from(actor=proponent, text=json.dumps(case_file()))
    with_files(case, proponent)
    return case


def send(case, actor, **fields):
    values = {"version": case.draft_version, "declaration": "I declare."} | fields
    return submit(case=case, actor=actor, **values)


def test_what_is_submitted_is_frozen(case, proponent):
    submission = send(case, proponent)

    assert (case.status, submission.number, submission.tier) == (Status.SUBMITTED, 1, "large")
    assert submission.conclusion == "additional"
    assert submission.case_data()["project"]["name"] == "Coastal wind farm"
    assert submission.case_data()["evidence"][0]["id"] == "E1"
    assert submission.assessment_data()["conclusion"] == "additional"
    assert submission.pack_sha256 == load_pack("tw-offset").sha256
    assert submission.declaration == "I declare."


def test_it_is_assessed_for_the_day_in_taipei(case, proponent, monkeypatch):
    from django.utils import timezone

    late = timezone.datetime(2027, 3, 1, 17, 30, tzinfo=timezone.get_fixed_timezone(0))
    monkeypatch.setattr(timezone, "now", lambda: late)

    submission = send(case, proponent)

    assert date.fromisoformat(submission.case_data()["assessed_on"]) == date(2027, 3, 2)


def test_the_snapshot_is_canonical(case, proponent):
    submission = send(case, proponent)

    for text in (submission.case_file, submission.assessment):
        again = json.dumps(
            json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert text == again


def test_the_move_names_the_submission(case, proponent):
    submission = send(case, proponent)

    record = MoveRecord.objects.get()
    assert (record.move, record.submission, record.actor) == ("submit", submission, proponent)


def test_a_later_change_of_the_draft_leaves_the_submission(case, proponent):
    submission = send(case, proponent)
    Case.objects.filter(pk=case.pk).update(draft={})

    again = Submission.objects.get(pk=submission.pk)
    assert again.case_data()["project"]["name"] == "Coastal wind farm"


def test_another_version_than_the_one_declared_is_refused(case, proponent):
    with pytest.raises(SubmitRefused) as refused:
        send(case, proponent, version=case.draft_version - 1)

    assert refused.value.code == "stale"
    assert_nothing_happened(case)


def assert_nothing_happened(case):
    case.refresh_from_db()
    assert case.status == Status.DRAFT
    assert not Submission.objects.exists()
    assert not MoveRecord.objects.exists()


def test_an_unfinished_draft_is_refused_with_its_problems(proponent):
    case = make_case(prepared_by=proponent)

    with pytest.raises(SubmitRefused) as refused:
        send(case, proponent)

    assert refused.value.code == "unfinished"
    assert "project.name" in {problem.path for problem in refused.value.problems}
    assert_nothing_happened(case)


def test_an_answer_that_cannot_be_read_is_never_left_out_silently(case, proponent):
    """A benchmark in words would vanish from the case file, and the case would look complete."""
    case.draft["technology"]["capacity__value"] = ["about thirty"]
    case.save()

    with pytest.raises(SubmitRefused) as refused:
        send(case, proponent)

    assert refused.value.problems[0].path == "step:technology"
    assert_nothing_happened(case)


def test_an_entry_without_its_file_is_refused(proponent):
    case = begin_from(actor=proponent, text=json.dumps(case_file()))

    with pytest.raises(SubmitRefused) as refused:
        send(case, proponent)

    assert (refused.value.code, refused.value.names) == ("evidence_missing", ("E1",))
    assert_nothing_happened(case)


@pytest.mark.parametrize("who", ["stranger", "reviewer", "administrator"])
def test_others_do_not_submit(case, who, request):
    with pytest.raises(MoveRefused):
        send(case, request.getfixturevalue(who))

    assert_nothing_happened(case)


def test_a_colleague_submits_and_is_named(case, colleague):
    assert send(case, colleague).submitted_by == colleague


def test_an_inconclusive_case_may_be_submitted(proponent):
    data = micro_case_file()
    data["regulatory"]["searched"] = ""
    data["regulatory"]["laws"] = []
    data["evidence"] = []
    case = begin_from(actor=proponent, text=json.dumps(data))

    assert send(case, proponent).conclusion == "inconclusive"


def test_the_second_sending_of_a_form_finds_it_submitted(case, proponent):
    send(case, proponent, number=1)

    with pytest.raises(MoveRefused):
        send(case, proponent, number=1)

    assert case.submissions.count() == 1


def test_a_form_from_before_the_return_does_not_submit_again(case, proponent, reviewer):
    """Even where the draft's version is the same: it was another submission that was declared."""
    returned(case, proponent, reviewer)
    answer_all(case, proponent)

    with pytest.raises(MoveOvertaken):
        send(case, proponent, number=1)

    assert case.submissions.count() == 1
    assert send(case, proponent, number=2).number == 2


def returned(case, proponent, reviewer, kind="CAR"):
    send(case, proponent)
    make_move(case=case, name="take_up", actor=reviewer)
    request = reviewing.raise_request(
        case=case,
        actor=reviewer,
        submission_number=1,
        kind=kind,
        part="investment",
        text="Show the source of the tariff.",
    )
    reviewing.send_back(case=case, actor=reviewer, submission_number=1)
    case.refresh_from_db()
    return request


def answer_all(case, actor):
    for request in unanswered(case):
        answer_request(
            case=case,
            actor=actor,
            request_pk=request.pk,
            text="See E1, page 3.",
            last_entry=request.last_entry.pk if request.last_entry else 0,
        )


@pytest.mark.parametrize("kind", ["CAR", "CL"])
def test_requests_are_answered_before_it_is_submitted_again(case, proponent, reviewer, kind):
    request = returned(case, proponent, reviewer, kind)
    with pytest.raises(SubmitRefused) as refused:
        send(case, proponent)
    assert (refused.value.code, refused.value.names) == ("requests_open", (request.label,))

    answer_all(case, proponent)

    assert send(case, proponent).number == 2


def test_a_forward_action_request_hinders_nothing(case, proponent, reviewer):
    send(case, proponent)
    make_move(case=case, name="take_up", actor=reviewer)
    for kind in ("FAR", "CL"):
        reviewing.raise_request(
            case=case,
            actor=reviewer,
            submission_number=1,
            kind=kind,
            part="investment",
            text="Meter the output.",
        )
    reviewing.send_back(case=case, actor=reviewer, submission_number=1)
    case.refresh_from_db()

    assert [request.kind for request in unanswered(case)] == ["CL"]
    answer_all(case, proponent)
    assert send(case, proponent).number == 2


def test_a_request_asked_again_is_answered_again(case, proponent, reviewer):
    request = returned(case, proponent, reviewer)
    answer_all(case, proponent)
    send(case, proponent)
    make_move(case=case, name="take_up", actor=reviewer)
    reviewing.reopen_request(request=request, actor=reviewer, text="Which page?")
    reviewing.send_back(case=case, actor=reviewer, submission_number=2)

    case.refresh_from_db()
    assert unanswered(case) == [request]


def test_a_request_is_answered_once_by_one_form(case, proponent, reviewer):
    request = returned(case, proponent, reviewer)
    answer_all(case, proponent)

    with pytest.raises(MoveOvertaken):
        answer_request(
            case=case, actor=proponent, request_pk=request.pk, text="Again", last_entry=0
        )

    assert RequestEntry.objects.get().kind == EntryKind.ANSWERED


@pytest.mark.parametrize("who", ["stranger", "reviewer", "administrator"])
def test_others_do_not_answer(case, proponent, reviewer, who, request):
    raised = returned(case, proponent, reviewer)

    with pytest.raises(MoveRefused):
        answer_request(
            case=case, actor=request.getfixturevalue(who), request_pk=raised.pk, text="x"
        )

    assert not RequestEntry.objects.exists()


def test_a_request_that_was_not_sent_is_not_there(case, proponent, reviewer):
    send(case, proponent)
    make_move(case=case, name="take_up", actor=reviewer)
    raised = reviewing.raise_request(
        case=case,
        actor=reviewer,
        submission_number=1,
        kind="CAR",
        part="investment",
        text="Not sent.",
    )
    make_move(case=case, name="withdraw", actor=proponent)
    make_move(case=case, name="reopen", actor=proponent)

    with pytest.raises(ReviewRequest.DoesNotExist):
        answer_request(case=case, actor=proponent, request_pk=raised.pk, text="x")
    assert unanswered(case) == []


def test_an_empty_answer_is_refused(case, proponent, reviewer):
    raised = returned(case, proponent, reviewer)

    with pytest.raises(MoveRefused) as refused:
        answer_request(case=case, actor=proponent, request_pk=raised.pk, text=" \n")

    assert refused.value.code == "note_missing"
