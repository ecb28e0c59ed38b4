"""What a reviewer does short of deciding: who may, what is written, what is refused."""

import pytest

from projects.models import Case, EntryKind, FragileAcceptance, Person, ReviewRequest, Submission
from projects.services import reviewing
from projects.services.moves import MoveOvertaken, MoveRefused, make_move
from tests.factories import case_file, make_case, make_person, make_submission, micro_case_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(proponent: Person, reviewer: Person) -> Case:
    """Submitted, and taken up by the reviewer."""
    case = make_case(prepared_by=proponent)
    make_submission(case, micro_case_file())
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")
    return case


def ask(case: Case, reviewer: Person, kind: str = "CL", **changes) -> ReviewRequest:
    values = {"submission_number": 1, "part": "regulatory", "text": "Which law?"}
    return reviewing.raise_request(case=case, actor=reviewer, kind=kind, **values | changes)


def submit_again(case: Case, proponent: Person) -> Submission:
    submission = make_submission(case, micro_case_file())
    make_move(case=case, name="submit", actor=proponent)
    return submission


def test_taking_up_records_the_declaration(case, reviewer):
    record = case.moves.get()

    assert (record.move, record.actor, record.note) == ("take_up", reviewer, "No consultancy.")
    assert Case.objects.get(pk=case.pk).reviewer == reviewer


def test_nobody_takes_up_without_declaring(proponent, reviewer):
    case = make_case(prepared_by=proponent)
    make_submission(case, micro_case_file())

    with pytest.raises(MoveRefused, match="note_missing"):
        reviewing.take_up(case=case, actor=reviewer, declaration=" ")
    assert Case.objects.get(pk=case.pk).status == "submitted"


def test_requests_are_numbered_by_kind_through_the_whole_case(case, proponent, reviewer):
    labels = [
        ask(case, reviewer, kind, text=f"Which law, {n}?").label
        for n, kind in enumerate(("CAR", "CL", "CAR", "FAR"))
    ]
    reviewing.send_back(case=case, actor=reviewer, submission_number=1)
    case.refresh_from_db()
    submit_again(case, proponent)
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")
    labels.append(ask(case, reviewer, "CAR", submission_number=2).label)

    assert labels == ["CAR 1", "CL 1", "CAR 2", "FAR 1", "CAR 3"]


def test_numbers_begin_anew_in_another_case(case, reviewer):
    ask(case, reviewer)
    other = make_case()
    make_submission(other, micro_case_file())
    reviewing.take_up(case=other, actor=reviewer, declaration="No consultancy.")

    assert ask(other, reviewer).label == "CL 1"


@pytest.mark.parametrize(("kind", "part"), [("XX", "regulatory"), ("CL", "nowhere"), ("", "")])
def test_an_unknown_kind_or_part_is_refused(case, reviewer, kind, part):
    with pytest.raises(ValueError, match="no such request"):
        ask(case, reviewer, kind, part=part)


def test_only_the_reviewer_at_work_asks(case):
    with pytest.raises(MoveRefused, match="took_it_up"):
        ask(case, make_person("reviewer"))


def test_nobody_asks_once_the_case_has_moved_on(case, proponent, reviewer):
    make_move(case=Case.objects.get(pk=case.pk), name="withdraw", actor=proponent)

    with pytest.raises(MoveRefused, match="wrong_status"):
        ask(case, reviewer)


def test_nobody_asks_about_a_submission_that_is_no_longer_the_newest(case, proponent, reviewer):
    ask(case, reviewer)
    reviewing.send_back(case=case, actor=reviewer, submission_number=1)
    case.refresh_from_db()
    submit_again(case, proponent)
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")

    with pytest.raises(MoveOvertaken):
        ask(case, reviewer, submission_number=1)


def test_a_request_is_closed_asked_again_and_closed(case, reviewer):
    raised = ask(case, reviewer)
    reviewing.close_request(request=raised, actor=reviewer, text="Settled.")
    reviewing.reopen_request(request=raised, actor=reviewer, text="Not yet after all.")
    reviewing.close_request(request=raised, actor=reviewer, text="Now it is.")

    kinds = [entry.kind for entry in raised.entries.all()]
    assert kinds == [EntryKind.CLOSED, EntryKind.REOPENED, EntryKind.CLOSED]
    assert ReviewRequest.objects.get(pk=raised.pk).is_closed


def test_closing_twice_writes_once(case, reviewer):
    raised = ask(case, reviewer)
    reviewing.close_request(request=raised, actor=reviewer, text="Settled.")

    with pytest.raises(MoveOvertaken):
        reviewing.close_request(request=raised, actor=reviewer, text="Settled.")
    assert raised.entries.count() == 1


def test_a_request_just_raised_need_not_be_asked_again(case, reviewer):
    raised = ask(case, reviewer)

    with pytest.raises(MoveOvertaken):
        reviewing.reopen_request(request=raised, actor=reviewer, text="Again.")


@pytest.mark.parametrize("act", [reviewing.close_request, reviewing.reopen_request])
def test_requests_are_followed_up_with_words_only(case, reviewer, act):
    raised = ask(case, reviewer)

    with pytest.raises(MoveRefused, match="note_missing"):
        act(request=raised, actor=reviewer, text=" ")


def test_only_the_reviewer_at_work_closes(case, reviewer):
    raised = ask(case, reviewer)

    with pytest.raises(MoveRefused, match="took_it_up"):
        reviewing.close_request(request=raised, actor=make_person("reviewer"), text="Fine.")


def test_requests_stay_with_the_reviewer_until_the_case_is_sent_back(case, reviewer):
    first = ask(case, reviewer)
    assert reviewing.sent_requests(case) == []
    assert reviewing.unsent([first], case.moves.all()) == {first.pk}

    reviewing.send_back(case=case, actor=reviewer, submission_number=1, note="Please see.")
    assert reviewing.sent_requests(case) == [first]
    assert reviewing.unsent([first], case.moves.all()) == set()


def test_requests_raised_after_sending_back_stay_private_again(case, proponent, reviewer):
    first = ask(case, reviewer)
    reviewing.send_back(case=case, actor=reviewer, submission_number=1)
    case.refresh_from_db()
    submit_again(case, proponent)
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")
    second = ask(case, reviewer, submission_number=2)

    assert reviewing.sent_requests(case) == [first]
    assert reviewing.unsent([first, second], case.moves.all()) == {second.pk}


def test_putting_back_sends_nothing(case, reviewer):
    ask(case, reviewer)
    make_move(case=Case.objects.get(pk=case.pk), name="put_back", actor=reviewer)

    assert reviewing.sent_requests(case) == []


def test_a_refusal_tells_of_the_requests(case, reviewer):
    raised = ask(case, reviewer)
    make_move(case=Case.objects.get(pk=case.pk), name="refuse", actor=reviewer, note="No.")

    assert reviewing.sent_requests(case) == [raised]


def fragile(proponent: Person, reviewer: Person) -> Case:
    data = case_file()
    data["investment"]["lines"][1]["amounts"] = ["0", *["290"] * 10]
    data["investment"]["sensitivity"]["explanation"] = "The tariff is fixed by contract."
    case = make_case(prepared_by=proponent)
    make_submission(case, data)
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")
    return case


def test_a_fragile_explanation_is_accepted_by_name_once(proponent, reviewer):
    case = fragile(proponent, reviewer)
    values = {"case": case, "actor": reviewer, "submission_number": 1}
    accepted = reviewing.accept_fragile(**values, reason="The contract is signed.")

    assert accepted.accepted_by == reviewer
    with pytest.raises(MoveOvertaken):
        reviewing.accept_fragile(**values, reason="Again.")
    assert FragileAcceptance.objects.count() == 1


def test_what_is_not_fragile_is_not_accepted(case, reviewer):
    with pytest.raises(MoveRefused, match="not_fragile"):
        reviewing.accept_fragile(case=case, actor=reviewer, submission_number=1, reason="Why not.")


def test_an_acceptance_needs_its_reviewer_and_words(proponent, reviewer):
    case = fragile(proponent, reviewer)
    with pytest.raises(MoveRefused, match="note_missing"):
        reviewing.accept_fragile(case=case, actor=reviewer, submission_number=1, reason=" ")
    with pytest.raises(MoveRefused, match="took_it_up"):
        reviewing.accept_fragile(
            case=case, actor=make_person("reviewer"), submission_number=1, reason="Yes."
        )
