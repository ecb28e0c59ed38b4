"""The table of moves: who may do what in which status, and who wins when two press at once."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from projects import workflow
from projects.models import (
    Case,
    Determination,
    Edition,
    EntryKind,
    FragileAcceptance,
    MoveRecord,
    Person,
    RequestEntry,
    ReviewRequest,
    Status,
)
from projects.services.deciding import decide
from projects.services.moves import MoveOvertaken, MoveRefused, make_move
from projects.services.reviewing import raise_request
from tests.factories import case_file, make_case, make_organisation, make_person, make_submission
from tests.factories import micro_case_file as additional

PEOPLE = (
    "the proponent",
    "a colleague",
    "a proponent elsewhere",
    "the reviewer at work",
    "another reviewer",
    "a reviewer of the own organisation",
    "an administrator",
)
OURS = {"the proponent", "a colleague"}
THE_REVIEWER = {"the reviewer at work"}
OTHER_REVIEWERS = {"the reviewer at work", "another reviewer"}

# Written from the rules, not from the table: (status, move) -> who may, and where it leads.
EXPECTED: dict[tuple[str, str], tuple[set[str], str]] = {
    ("draft", "submit"): (OURS, "submitted"),
    ("returned", "submit"): (OURS, "submitted"),
    ("submitted", "withdraw"): (OURS, "withdrawn"),
    ("under_review", "withdraw"): (OURS, "withdrawn"),
    ("returned", "withdraw"): (OURS, "withdrawn"),
    ("withdrawn", "reopen"): (OURS, "draft"),
    ("submitted", "take_up"): (OTHER_REVIEWERS, "under_review"),
    ("under_review", "put_back"): (THE_REVIEWER, "submitted"),
    ("under_review", "send_back"): (THE_REVIEWER, "returned"),
    ("under_review", "approve"): (THE_REVIEWER, "approved"),
    ("under_review", "refuse"): (THE_REVIEWER, "refused"),
}
STATUSES = ("draft", "submitted", "under_review", "returned", "approved", "refused", "withdrawn")
MOVES = ("submit", "withdraw", "reopen", "take_up", "put_back", "send_back", "approve", "refuse")


def cast() -> dict[str, Person]:
    ours = make_organisation()
    return {
        "the proponent": make_person("proponent", ours),
        "a colleague": make_person("proponent", ours),
        "a proponent elsewhere": make_person("proponent"),
        "the reviewer at work": make_person("reviewer"),
        "another reviewer": make_person("reviewer"),
        "a reviewer of the own organisation": make_person("reviewer", ours),
        "an administrator": make_person("administrator"),
    }


def case_in(status: str, people: dict[str, Person]) -> Case:
    """An additional case of the proponent in that status, with a reviewer at work on it."""
    case = make_case(prepared_by=people["the proponent"])
    make_submission(case, additional())
    reviewer = people["the reviewer at work"]
    Case.objects.filter(pk=case.pk).update(status=status, reviewer=reviewer)
    return Case.objects.get(pk=case.pk)


def raise_on(case: Case, kind: str = "CL", *entries: EntryKind) -> ReviewRequest:
    raised = ReviewRequest.objects.create(
        submission=case.latest_submission(),
        kind=kind,
        number=1,
        part="regulatory",
        text="Which law?",
        raised_by=case.reviewer,
    )
    for entry in entries:
        RequestEntry.objects.create(request=raised, kind=entry, text="…", by=case.reviewer)
    return raised


def test_the_statuses_and_moves_are_those_of_the_expectation():
    assert set(Status.values) == set(STATUSES)
    assert set(workflow.MOVES) == set(MOVES)


@pytest.mark.django_db
@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("status", STATUSES)
def test_a_move_is_open_exactly_to_whom_the_rules_name(status, name, who):
    people = cast()
    case = case_in(status, people)
    if name == "send_back":
        raise_on(case)
    allowed, target = EXPECTED.get((status, name), (set(), ""))

    if who in allowed:
        record = make_move(case=case, name=name, actor=people[who], note="Because.")
        assert (record.source, record.target) == (status, target)
        assert Case.objects.get(pk=case.pk).status == target
    else:
        with pytest.raises(MoveRefused):
            make_move(case=case, name=name, actor=people[who], note="Because.")
        assert Case.objects.get(pk=case.pk).status == status
        assert not MoveRecord.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "name"), EXPECTED)
def test_nobody_whose_access_has_ended_moves_anything(status, name):
    people = cast()
    case = case_in(status, people)
    allowed, _ = EXPECTED[status, name]
    actor = people[sorted(allowed)[0]]
    actor.is_active = False

    assert workflow.refusal(name, case, actor) == "inactive"


@pytest.mark.django_db
@pytest.mark.parametrize("who", PEOPLE)
def test_where_the_reviewer_is_gone_another_one_frees_the_case(who):
    people = cast()
    case = case_in("under_review", people)
    Person.objects.filter(pk=people["the reviewer at work"].pk).update(is_active=False)
    people["the reviewer at work"].refresh_from_db()
    case = Case.objects.get(pk=case.pk)

    expected = {"another reviewer": {"put_back"}} | {one: {"withdraw"} for one in OURS}
    assert set(workflow.open_to(case, people[who])) == expected.get(who, set())


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "who"), [(s, w) for s in STATUSES for w in PEOPLE])
def test_the_buttons_are_the_moves_that_are_open(status, who):
    people = cast()
    case = case_in(status, people)
    raise_on(case, "FAR")  # neither holds up an approval nor is a reason to send back
    expected = {
        move for (s, move), (allowed, _) in EXPECTED.items() if s == status and who in allowed
    }

    assert set(workflow.open_to(case, people[who])) == expected - {"send_back"}


@pytest.mark.django_db
def test_nobody_takes_up_a_case_they_prepared_before_changing_sides():
    people = cast()
    case = case_in("submitted", people)
    turncoat = people["the proponent"]
    turncoat.role, turncoat.organisation = "reviewer", make_organisation()

    assert workflow.refusal("take_up", case, turncoat) == "other_organisation"


A, C, R = EntryKind.ANSWERED, EntryKind.CLOSED, EntryKind.REOPENED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "entries", "approve", "send_back"),
    [
        pytest.param("CAR", (), "requests_closed", "", id="a CAR just raised"),
        pytest.param("CL", (), "requests_closed", "", id="a CL just raised"),
        pytest.param("CL", (A,), "requests_closed", "requests_to_send", id="a CL answered"),
        pytest.param("CL", (A, C), "", "requests_to_send", id="a CL answered and closed"),
        pytest.param("CL", (A, R), "requests_closed", "", id="a CL answered and asked again"),
        pytest.param("CAR", (A, C, R), "requests_closed", "", id="a CAR closed and asked again"),
        pytest.param("FAR", (), "", "requests_to_send", id="a FAR"),
        pytest.param("FAR", (C,), "", "requests_to_send", id="a FAR closed"),
    ],
)
def test_requests_open_and_close_the_way(kind, entries, approve, send_back):
    people = cast()
    case = case_in("under_review", people)
    raise_on(case, kind, *entries)
    reviewer = people["the reviewer at work"]

    assert workflow.refusal("approve", case, reviewer) == approve
    assert workflow.refusal("send_back", case, reviewer) == send_back
    assert workflow.refusal("refuse", case, reviewer) == ""


@pytest.mark.django_db
def test_only_what_the_engine_found_additional_is_approved():
    people = cast()
    case = make_case(prepared_by=people["the proponent"])
    data = additional()
    data["regulatory"]["searched"] = ""
    data["regulatory"]["laws"] = []
    submission = make_submission(case, data)
    reviewer = people["the reviewer at work"]
    make_move(case=case, name="take_up", actor=reviewer)

    assert submission.conclusion == "inconclusive"
    assert workflow.refusal("approve", case, reviewer) == "found_additional"
    assert workflow.refusal("refuse", case, reviewer) == ""


def fragile_case() -> dict:
    """IRR 7.74 % against 8.25 %: a few per cent more revenue reach the benchmark."""
    data = case_file()
    lines = data["investment"]["lines"]
    lines[1]["amounts"] = ["0", *["290"] * 10]
    data["investment"]["sensitivity"]["explanation"] = "The tariff is fixed by contract."
    return data


@pytest.mark.django_db
def test_a_fragile_result_is_approved_only_once_somebody_accepted_it_by_name():
    people = cast()
    case = make_case(prepared_by=people["the proponent"])
    submission = make_submission(case, fragile_case())
    reviewer = people["the reviewer at work"]
    make_move(case=case, name="take_up", actor=reviewer)

    assert submission.is_fragile()
    assert submission.conclusion == "additional"
    assert workflow.refusal("approve", case, reviewer) == "fragile_accepted"

    FragileAcceptance.objects.create(
        submission=submission, reason="So it is.", accepted_by=reviewer
    )
    assert workflow.refusal("approve", Case.objects.get(pk=case.pk), reviewer) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["approve", "refuse"])
@pytest.mark.parametrize("note", ["", " \n\t"])
def test_a_decision_needs_words(name, note):
    people = cast()
    case = case_in("under_review", people)

    with pytest.raises(MoveRefused, match="note_missing"):
        make_move(case=case, name=name, actor=people["the reviewer at work"], note=note)
    assert Case.objects.get(pk=case.pk).status == "under_review"


@pytest.mark.django_db
def test_a_status_that_changed_meanwhile_overtakes_the_move():
    people = cast()
    case = case_in("submitted", people)
    Case.objects.filter(pk=case.pk).update(status="withdrawn")

    with pytest.raises(MoveOvertaken):
        make_move(case=case, name="take_up", actor=people["another reviewer"])
    assert Case.objects.get(pk=case.pk).status == "withdrawn"
    assert not MoveRecord.objects.exists()


@pytest.mark.django_db
def test_a_reviewer_who_changed_meanwhile_overtakes_the_move():
    people = cast()
    case = case_in("under_review", people)
    Case.objects.filter(pk=case.pk).update(reviewer=people["another reviewer"])

    with pytest.raises(MoveOvertaken):
        make_move(case=case, name="put_back", actor=people["the reviewer at work"])
    assert Case.objects.get(pk=case.pk).status == "under_review"


@pytest.mark.django_db
@pytest.mark.parametrize("first", [0, 1])
def test_of_two_reviewers_who_read_the_same_page_the_first_gets_the_case(first):
    people = cast()
    case = case_in("submitted", people)
    pair = [people["the reviewer at work"], people["another reviewer"]]
    winner, loser = pair[first], pair[1 - first]
    for_winner, for_loser = (Case.objects.get(pk=case.pk) for _ in pair)

    make_move(case=for_winner, name="take_up", actor=winner)
    with pytest.raises(MoveOvertaken):
        make_move(case=for_loser, name="take_up", actor=loser)
    assert Case.objects.get(pk=case.pk).reviewer == winner


# --- several at once, each with a connection of its own -----------------------------------------


@pytest.fixture
def file_database(tmp_path: Path, django_db_setup, django_db_blocker) -> Iterator[None]:
    """A database in a file, as in production, so that threads meet on a real lock."""
    settings = connections.settings["default"]
    name, before = settings["NAME"], connections["default"]
    with django_db_blocker.unblock():
        settings["NAME"] = str(tmp_path / "race.sqlite3")
        connections["default"] = connections.create_connection("default")
        call_command("migrate", verbosity=0)
        yield
        connections["default"].close()
        settings["NAME"] = name
        connections["default"] = before


# PostgreSQL has such locks in the database of the tests, too.
on_real_locks = (
    pytest.mark.usefixtures("file_database")
    if connection.vendor == "sqlite"
    else pytest.mark.django_db(transaction=True)
)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all of them at the same moment; the results, or the refusals, in their order."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


@on_real_locks
@pytest.mark.parametrize("repeat", range(3))
def test_two_reviewers_at_once_make_one_review(repeat):
    people = cast()
    case = case_in("submitted", people)
    pair = [people["the reviewer at work"], people["another reviewer"]]
    copies = [Case.objects.get(pk=case.pk) for _ in pair]

    results = at_once(
        *(
            lambda copy=copy, who=who: make_move(case=copy, name="take_up", actor=who)
            for copy, who in zip(copies, pair, strict=True)
        )
    )

    records = [one for one in results if isinstance(one, MoveRecord)]
    refusals = [one for one in results if isinstance(one, MoveRefused)]
    assert (len(records), len(refusals)) == (1, 1)
    assert Case.objects.get(pk=case.pk).reviewer == records[0].actor
    assert MoveRecord.objects.count() == 1


@on_real_locks
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("repeat", range(3))
def test_approval_and_withdrawal_at_once_exclude_each_other(repeat, order):
    people = cast()
    case = case_in("under_review", people)
    copies = [Case.objects.get(pk=case.pk) for _ in range(2)]
    acts = [
        lambda: decide(
            case=copies[0],
            actor=people["the reviewer at work"],
            decision="approved",
            reasons="In order.",
            edition=Edition.ENGLISH,
        ),
        lambda: make_move(case=copies[1], name="withdraw", actor=people["the proponent"]),
    ]

    results = at_once(*(acts[place] for place in order))

    refusals = [one for one in results if isinstance(one, MoveRefused)]
    assert len(refusals) == 1, results
    status = Case.objects.get(pk=case.pk).status
    assert status in {"approved", "withdrawn"}
    assert Determination.objects.count() == (1 if status == "approved" else 0)
    assert [record.target for record in MoveRecord.objects.all()] == [status]


@on_real_locks
def test_determinations_decided_at_once_get_numbers_of_their_own():
    people = cast()
    cases = [case_in("under_review", people) for _ in range(4)]

    results = at_once(
        *(
            lambda case=case: decide(
                case=case,
                actor=people["the reviewer at work"],
                decision="refused",
                reasons="Not shown.",
                edition=Edition.CHINESE,
            )
            for case in cases
        )
    )

    year = timezone.localtime().year
    assert {one.number for one in results} == {f"TW-{year}-{n:04}" for n in range(1, 5)}


@on_real_locks
@pytest.mark.parametrize("repeat", range(3))
def test_no_case_is_approved_over_a_request_raised_at_the_same_moment(repeat):
    people = cast()
    case = case_in("under_review", people)
    copies = [Case.objects.get(pk=case.pk) for _ in range(2)]
    reviewer = people["the reviewer at work"]

    at_once(
        lambda: decide(
            case=copies[0],
            actor=reviewer,
            decision="approved",
            reasons="In order.",
            edition=Edition.ENGLISH,
        ),
        lambda: raise_request(
            case=copies[1],
            actor=reviewer,
            submission_number=1,
            kind="CAR",
            part="size",
            text="Why these years?",
        ),
    )

    assert Determination.objects.count() + ReviewRequest.objects.count() == 1


@on_real_locks
def test_requests_raised_at_once_get_numbers_of_their_own():
    people = cast()
    case = case_in("under_review", people)

    results = at_once(
        *(
            lambda text=text: raise_request(
                case=Case.objects.get(pk=case.pk),
                actor=people["the reviewer at work"],
                submission_number=1,
                kind="CL",
                part="size",
                text=text,
            )
            for text in ("One?", "Two?", "Three?")
        )
    )

    assert {one.label for one in results} == {"CL 1", "CL 2", "CL 3"}
