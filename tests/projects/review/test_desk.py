"""The pages of the review: what they show, to whom, and what they do with what is typed."""

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from projects.models import (
    Case,
    Determination,
    EntryKind,
    EvidenceFile,
    FragileAcceptance,
    Person,
    RequestEntry,
    ReviewRequest,
)
from projects.services import reviewing
from projects.services.moves import make_move
from tests.factories import (
    case_file,
    client_of,
    make_case,
    make_person,
    make_submission,
    micro_case_file,
)

pytestmark = pytest.mark.django_db
WORDS = "The contract of 2025 fixes the tariff."


def page_of(client, name: str, case: Case, **kwargs) -> str:
    return reverse(f"review:{name}", kwargs={"pk": case.pk} | kwargs)


@pytest.fixture
def submitted(proponent: Person) -> Case:
    case = make_case(prepared_by=proponent)
    make_submission(case, case_file())
    return case


@pytest.fixture
def case(submitted: Case, reviewer: Person) -> Case:
    reviewing.take_up(case=submitted, actor=reviewer, declaration="No consultancy.")
    return submitted


@pytest.fixture
def client(reviewer: Person):
    return client_of(reviewer)


def fragile_data() -> dict:
    data = case_file()
    data["investment"]["lines"][1]["amounts"] = ["0", *["290"] * 10]
    data["investment"]["sensitivity"]["explanation"] = "The tariff is fixed by contract."
    return data


def post(client, name: str, case: Case, data: dict | None = None, **kwargs):
    newest = case.moves.order_by("pk").last()
    hidden = {"submission": case.submissions.count(), "seen": newest.pk if newest else 0}
    return client.post(page_of(client, name, case, **kwargs), hidden | (data or {}))


def raised(case: Case, reviewer: Person, kind: str = "CL", text: str = "Which law?"):
    return reviewing.raise_request(
        case=case,
        actor=reviewer,
        submission_number=case.submissions.count(),
        kind=kind,
        part="regulatory",
        text=text,
    )


# --- taking up ----------------------------------------------------------------------------------


def test_taking_up_asks_for_the_declaration_and_records_its_words(client, submitted):
    address = page_of(client, "take_up", submitted)
    assert "five threats" in client.get(address).content.decode()

    answer = client.post(
        address, {"no_consultancy": "on", "no_threats": "on", "remarks": "Met in 2019."}
    )
    assert answer["Location"] == page_of(client, "desk", submitted)
    note = submitted.moves.get().note
    for word in ("advice", "Self-interest", "Self-review", "Familiarity", "Intimidation"):
        assert word in note
    assert note.endswith("Met in 2019.")


@pytest.mark.parametrize("missing", ["no_consultancy", "no_threats"])
def test_without_a_declaration_the_review_does_not_begin(client, submitted, missing):
    data = {"no_consultancy": "on", "no_threats": "on", "remarks": "Kept."} | {missing: ""}
    page = client.post(page_of(client, "take_up", submitted), data)

    assert page.context["form"].errors[missing]
    assert "Kept." in page.content.decode()
    assert Case.objects.get(pk=submitted.pk).status == "submitted"


def test_whoever_presses_twice_to_take_up_is_at_the_desk(client, submitted):
    declared = {"no_consultancy": "on", "no_threats": "on"}
    for _ in range(2):
        answer = client.post(page_of(client, "take_up", submitted), declared)
        assert answer["Location"] == page_of(client, "desk", submitted)
    assert submitted.moves.count() == 1


@pytest.fixture
def again(client, submitted, reviewer, proponent):
    """A case that its reviewer has taken up, and that is on the work list again."""
    reviewing.take_up(case=submitted, actor=reviewer, declaration="None of the five threats.")
    make_move(case=submitted, name="put_back", actor=reviewer)
    return submitted


def test_who_declared_for_a_case_is_asked_only_whether_it_still_holds(client, again):
    address = page_of(client, "take_up", again)
    page = client.get(address).content.decode()
    assert "None of the five threats." in page
    assert "no_consultancy" not in page

    refused = client.post(address, {"remarks": "Kept."})
    assert refused.context["form"].errors["unchanged"]
    assert "Kept." in refused.content.decode()
    for _ in range(2):  # pressed twice
        answer = client.post(address, {"unchanged": "on", "remarks": "Met again."})
        assert answer["Location"] == page_of(client, "desk", again)

    notes = list(again.moves.filter(move="take_up").values_list("note", flat=True))
    assert len(notes) == 2
    assert "has changed since" in notes[1]
    assert notes[1].endswith("Met again.")


def test_another_reviewer_declares_it_all(client, again):
    other = client_of(make_person("reviewer"))
    assert "no_consultancy" in other.get(page_of(client, "take_up", again)).content.decode()


def test_who_comes_second_reads_who_was_first(client, submitted):
    first = make_person("reviewer", name="Faster Reviewer")
    reviewing.take_up(case=submitted, actor=first, declaration="No consultancy.")
    page = client.post(
        page_of(client, "take_up", submitted), {"no_consultancy": "on", "no_threats": "on"}
    )

    assert page.status_code == 409
    assert "Faster Reviewer" in page.content.decode()


# --- the desk -----------------------------------------------------------------------------------


def test_the_desk_shows_answers_findings_and_the_declaration(client, case):
    text = client.get(page_of(client, "desk", case)).content.decode()

    for words in (
        "Renewable Energy Development Act",
        "Power from the grid",
        "I declare that this is true.",
        case_file()["evidence"][0]["sha256"],
        "Feasibility study",
    ):
        assert words in text


def test_the_desk_reads_the_frozen_submission_and_never_the_draft(client, case):
    before = client.get(page_of(client, "desk", case)).content
    Case.objects.filter(pk=case.pk).update(draft={"project": {"name": ["Another name"]}})
    after = client.get(page_of(client, "desk", case)).content

    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
    assert token.sub(b"", before) == token.sub(b"", after)


def test_every_rule_a_finding_cites_opens_its_text(client, case):
    rules = reverse("administration:packs")
    cited = set(
        re.findall(
            rf'href="{rules}#(rule-[^"]+)"',
            client.get(page_of(client, "desk", case)).content.decode(),
        )
    )
    places = set(re.findall(r'id="(rule-[^"]+)"', client.get(rules).content.decode()))

    assert len(cited) > 3
    assert cited <= places


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"investment": None, "route": None}, id="no investment analysis"),
        pytest.param({"evidence": None}, id="no evidence"),
        pytest.param({"regulatory": None, "alternatives": None}, id="no law, no alternatives"),
    ],
)
def test_a_case_with_gaps_has_a_desk_and_a_draft(client, proponent, reviewer, changes):
    data = case_file(**changes)
    if "evidence" in changes:
        data["regulatory"]["laws"][0]["evidence"] = []
        data["investment"]["benchmark"]["source"] = None
        data["investment"]["lines"][0]["source"] = None
    gappy = make_case(prepared_by=proponent)
    make_submission(gappy, data)
    reviewing.take_up(case=gappy, actor=reviewer, declaration="No consultancy.")

    assert client.get(page_of(client, "desk", gappy)).status_code == 200
    assert client.get(page_of(client, "refuse", gappy)).status_code == 200


def test_only_what_was_uploaded_with_the_same_hash_is_offered(client, case):
    data = case.latest_submission().case_data()["evidence"][0]
    text = client.get(page_of(client, "desk", case)).content.decode()
    download = reverse("cases:evidence_file", kwargs={"pk": case.pk, "key": "E1"})
    assert download not in text

    EvidenceFile.objects.create(
        case=case,
        key="E1",
        title="Feasibility study",
        file=ContentFile(b"", name="study.pdf"),
        original_name="study.pdf",
        content_type="application/pdf",
        size=0,
        sha256=data["sha256"],
        uploaded_by=case.prepared_by,
    )
    assert download in client.get(page_of(client, "desk", case)).content.decode()


@pytest.mark.parametrize("role", ["proponent", "administrator"])
def test_nobody_but_a_reviewer_sees_the_desk(case, role):
    assert client_of(make_person(role)).get(page_of(None, "desk", case)).status_code == 404


def test_a_reviewer_of_the_own_organisation_sees_no_desk(case, proponent):
    insider = make_person("reviewer", proponent.organisation)

    assert client_of(insider).get(page_of(None, "desk", case)).status_code == 404


def test_another_reviewer_reads_but_has_no_buttons(case, reviewer):
    raised(case, reviewer)
    page = client_of(make_person("reviewer")).get(page_of(None, "desk", case))

    text = page.content.decode()
    assert page.status_code == 200
    assert "Which law?" in text
    for name in ("raise_request", "send_back", "put_back", "accept_fragile"):
        assert page_of(None, name, case) not in text


def test_a_case_never_submitted_is_not_there(client):
    assert client.get(page_of(client, "desk", make_case())).status_code == 404


def test_the_desk_takes_as_many_queries_whatever_there_is_to_show(
    client, case, reviewer, django_assert_max_num_queries
):
    address = page_of(client, "desk", case)
    one = raised(case, reviewer)
    reviewing.close_request(request=one, actor=reviewer, text="Settled.")
    with django_assert_max_num_queries(40) as first:
        client.get(address)
    for number in range(5):
        one = raised(case, reviewer, text=f"Question {number}")
        reviewing.close_request(request=one, actor=reviewer, text="Settled.")
    with django_assert_max_num_queries(len(first)):
        client.get(address)


# --- requests -----------------------------------------------------------------------------------


def test_a_request_is_raised_on_a_part(client, case, reviewer):
    answer = post(
        client, "raise_request", case, {"kind": "CAR", "part": "investment", "text": WORDS}
    )

    one = ReviewRequest.objects.get()
    assert answer["Location"] == f"{page_of(client, 'desk', case)}#request-{one.pk}"
    assert (one.label, one.part, one.text) == ("CAR 1", "investment", WORDS)
    assert (one.raised_by, one.submission.number) == (reviewer, 1)


def test_a_request_sent_twice_is_raised_once(client, case):
    sent = {"kind": "CAR", "part": "investment", "text": WORDS}
    first, second = (post(client, "raise_request", case, sent) for _ in range(2))

    assert ReviewRequest.objects.count() == 1
    assert first["Location"] == second["Location"]
    post(client, "raise_request", case, sent | {"part": "size"})
    assert ReviewRequest.objects.count() == 2


def test_the_part_comes_with_the_link(client, case):
    page = client.get(page_of(client, "desk", case), {"part": "barriers"})

    assert page.context["raising"]["part"].value() == "barriers"


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "XX"), ("part", "nowhere"), ("text", " "), ("text", "\u202e")]
)
def test_a_wrong_request_comes_back_as_typed(client, case, field, value):
    data = {"kind": "CL", "part": "size", "text": WORDS} | {field: value}
    page = post(client, "raise_request", case, data)

    assert page.status_code == 422
    assert page.context["raising"].errors[field]
    if field != "text":
        assert WORDS in page.content.decode()
    assert not ReviewRequest.objects.exists()


def test_a_request_on_a_case_withdrawn_meanwhile_says_so_and_keeps_the_words(
    client, case, proponent
):
    newest = case.moves.get().pk
    make_move(case=case, name="withdraw", actor=proponent, note="We sell the site.")
    page = client.post(
        page_of(client, "raise_request", case),
        {"submission": 1, "seen": newest, "kind": "CL", "part": "size", "text": WORDS},
    )

    text = page.content.decode()
    assert page.status_code == 409
    assert WORDS in text
    assert proponent.name in text
    assert "We sell the site." in text
    assert not ReviewRequest.objects.exists()


def test_a_request_is_closed_and_asked_again_with_words(client, case, reviewer):
    one = raised(case, reviewer)
    field = f"request-{one.pk}-text"
    post(client, "close_request", case, {field: "Settled."}, request_pk=one.pk)
    post(client, "reopen_request", case, {field: "Not quite."}, request_pk=one.pk)

    assert [(entry.kind, entry.text) for entry in one.entries.all()] == [
        (EntryKind.CLOSED, "Settled."),
        (EntryKind.REOPENED, "Not quite."),
    ]


def test_closing_without_words_comes_back(client, case, reviewer):
    one = raised(case, reviewer)
    page = post(client, "close_request", case, request_pk=one.pk)

    assert page.status_code == 422
    assert f"{one.label}: Your words" in page.content.decode()
    assert not one.entries.exists()


def test_closing_what_was_closed_meanwhile_keeps_the_words(client, case, reviewer):
    one = raised(case, reviewer)
    reviewing.close_request(request=one, actor=reviewer, text="Settled.")
    page = post(client, "close_request", case, {f"request-{one.pk}-text": WORDS}, request_pk=one.pk)

    assert page.status_code == 409
    assert WORDS in page.content.decode()
    assert one.entries.count() == 1


def test_a_request_of_another_case_is_not_found_here(client, case, reviewer):
    other = make_case()
    make_submission(other, micro_case_file())
    reviewing.take_up(case=other, actor=reviewer, declaration="No consultancy.")
    one = raised(other, reviewer)

    answer = post(client, "close_request", case, request_pk=one.pk)
    assert answer.status_code == 404


def test_after_resubmission_the_answer_stands_beside_the_request_and_changes_are_shown(
    client, case, proponent, reviewer
):
    one = raised(case, reviewer, "CAR")
    reviewing.send_back(case=case, actor=reviewer, submission_number=1)
    RequestEntry.objects.create(request=one, kind="answered", text="Here is the law.", by=proponent)
    data = case_file()
    data["project"]["name"] = "Coastal wind farm, extended"
    make_submission(case, data)
    case.refresh_from_db()
    make_move(case=case, name="submit", actor=proponent)
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")

    page = client.get(page_of(client, "desk", case))
    text = page.content.decode()
    assert "Here is the law." in text
    heading = text.partition(f'id="request-{one.pk}"')[2].partition("Which law?")[0]
    assert "Answered" in heading
    assert "Open" not in heading
    assert [change.after for change in page.context["changes"]] == ["Coastal wind farm, extended"]
    assert reverse("cases:changes", kwargs={"pk": case.pk, "number": 2}) in text


# --- moving -------------------------------------------------------------------------------------


def test_sending_back_needs_something_to_answer(client, case, reviewer):
    assert post(client, "send_back", case).status_code == 409
    assert Case.objects.get(pk=case.pk).status == "under_review"

    raised(case, reviewer)
    answer = post(client, "send_back", case, {"note": "Please see below."})
    assert answer["Location"] == page_of(client, "desk", case)
    assert Case.objects.get(pk=case.pk).status == "returned"
    assert case.moves.last().note == "Please see below."


def test_putting_back_leaves_the_case_to_others(client, case):
    post(client, "put_back", case)
    assert Case.objects.get(pk=case.pk).status == "submitted"

    assert post(client, "put_back", case).status_code == 409


def test_another_reviewer_frees_a_case_whose_reviewer_is_gone(case, reviewer):
    other = client_of(make_person("reviewer"))
    assert post(other, "put_back", case).status_code == 409

    Person.objects.filter(pk=reviewer.pk).update(is_active=False)
    assert (
        page_of(None, "put_back", case) in other.get(page_of(None, "desk", case)).content.decode()
    )
    assert post(other, "put_back", case).status_code == 302
    assert Case.objects.get(pk=case.pk).status == "submitted"


# --- deciding -----------------------------------------------------------------------------------


def test_the_page_of_the_decision_shows_what_will_be_printed(client, case, reviewer):
    raised(case, reviewer, "FAR", "Check the meter.")
    page = client.get(page_of(client, "approve", case))

    text = page.content.decode()
    assert page.context["hindrances"] == []
    for words in ("Check the meter.", "FAR 1", reviewer.name, case.organisation.name):
        assert words in text
    assert not Determination.objects.exists()


def test_every_request_is_on_the_page_of_the_decision_once(client, case, reviewer):
    for part in ("regulatory", "evidence", "project"):
        one = reviewing.raise_request(
            case=case,
            actor=reviewer,
            submission_number=1,
            kind="CL",
            part=part,
            text=f"About {part}?",
        )
        reviewing.close_request(request=one, actor=reviewer, text=f"Settled {part}.")
    text = client.get(page_of(client, "approve", case)).content.decode()

    for part in ("regulatory", "evidence", "project"):
        assert text.count(f"About {part}?") == 1
        assert f"Closed: Settled {part}." in text


@pytest.mark.parametrize(("name", "decision"), [("approve", "approved"), ("refuse", "refused")])
@pytest.mark.parametrize("edition", ["zh-hant", "en", "zh-hant,en"])
def test_a_decision_leads_to_its_determination(client, case, name, decision, edition):
    answer = post(client, name, case, {"reasons": WORDS, "edition": edition})

    determination = Determination.objects.get()
    assert answer["Location"] == reverse(
        "register:determination", kwargs={"number": determination.number}
    )
    assert (determination.decision, determination.edition) == (decision, edition)
    assert determination.reasons == WORDS


def test_whoever_presses_twice_to_decide_is_led_to_the_determination(client, case):
    sent = {"reasons": WORDS, "edition": "en"}
    first, second = (post(client, "approve", case, sent) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Determination.objects.count() == 1
    assert post(client, "refuse", case, sent).status_code == 409


@pytest.mark.parametrize(
    ("field", "value"), [("reasons", ""), ("reasons", "\x00"), ("edition", "fr")]
)
def test_a_decision_not_complete_comes_back_as_typed(client, case, field, value):
    page = post(client, "refuse", case, {"reasons": WORDS, "edition": "en"} | {field: value})

    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert not Determination.objects.exists()


def test_an_open_request_holds_up_the_approval_and_not_the_refusal(client, case, reviewer):
    raised(case, reviewer, "CAR")
    data = {"reasons": WORDS, "edition": "en"}
    page = post(client, "approve", case, data)

    assert page.status_code == 409
    assert WORDS in page.content.decode()
    assert page.context["hindrances"]
    assert post(client, "refuse", case, data).status_code == 302


def test_a_withdrawal_meanwhile_stops_the_decision_and_keeps_the_words(client, case, proponent):
    newest = case.moves.get().pk
    make_move(case=case, name="withdraw", actor=proponent)
    page = client.post(
        page_of(client, "approve", case),
        {"submission": 1, "seen": newest, "reasons": WORDS, "edition": "en"},
    )

    text = page.content.decode()
    assert page.status_code == 409
    assert WORDS in text
    assert proponent.name in text
    assert not Determination.objects.exists()


def test_a_new_submission_meanwhile_stops_the_decision(client, case, proponent, reviewer):
    make_move(case=case, name="withdraw", actor=proponent)
    make_submission(case, micro_case_file())
    Case.objects.filter(pk=case.pk).update(status="submitted")
    case.refresh_from_db()
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")
    data = {"submission": 1, "seen": 0, "reasons": WORDS, "edition": "en"}
    page = client.post(page_of(client, "approve", case), data)

    assert page.status_code == 409
    assert not Determination.objects.exists()
    assert page.context["form"]["submission"].value() == "2"


def test_the_fragile_explanation_is_accepted_by_name_before_an_approval(
    client, proponent, reviewer
):
    case = make_case(prepared_by=proponent)
    make_submission(case, fragile_data())
    reviewing.take_up(case=case, actor=reviewer, declaration="No consultancy.")
    page = client.get(page_of(client, "desk", case))
    assert "The tariff is fixed by contract." in page.content.decode()
    assert len(page.context["hindrances"]) == 1
    assert post(client, "accept_fragile", case, {"reason": ""}).status_code == 422

    post(client, "accept_fragile", case, {"reason": WORDS})
    accepted = FragileAcceptance.objects.get()
    assert (accepted.accepted_by, accepted.reason) == (reviewer, WORDS)
    assert WORDS in client.get(page_of(client, "approve", case)).content.decode()
    assert post(client, "accept_fragile", case, {"reason": WORDS}).status_code == 409
    assert post(client, "approve", case, {"reasons": WORDS, "edition": "en"}).status_code == 302


def test_a_decided_case_stays_readable_and_closed(client, case):
    post(client, "refuse", case, {"reasons": WORDS, "edition": "en"})
    page = client.get(page_of(client, "desk", case))

    assert Determination.objects.get().number in page.content.decode()
    assert page.context["open_moves"] == []
    assert not page.context["is_mine"]
