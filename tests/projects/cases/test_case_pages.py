"""The overview, checking, declaring, answering and moving: what is shown, to whom, and once."""

import json

import pytest
from django.urls import reverse

from projects.models import Case, EntryKind, RequestEntry, Status, Submission
from projects.services import reviewing
from projects.services.moves import make_move
from projects.services.submitting import submit
from tests.factories import (
    case_file,
    client_of,
    make_case,
    make_person,
    micro_case_file,
    typed_anew,
)
from tests.projects.cases import scenes


def address(case, page, **more):
    return reverse(f"cases:{page}", kwargs={"pk": case.pk, **more})


def text_of(person, where, status=200):
    response = client_of(person).get(where)
    assert response.status_code == status, response
    return response.content.decode()


def micro_without_search():
    data = micro_case_file()
    data["regulatory"] = {}
    data["evidence"] = []
    return data


# Overview


def test_a_draft_shows_tier_reason_path_and_tasks(proponent):
    text = text_of(proponent, address(scenes.drafted(proponent), "overview"))

    assert "66,000" in text
    assert "60,000" in text
    assert "What is asked, and why" in text
    assert 'class="path"' in text
    assert "Comparable plants" in text


def test_a_new_draft_says_what_comes_first(proponent):
    case = make_case(prepared_by=proponent)

    text = text_of(proponent, address(case, "overview"))

    assert "Describe the project and its yearly reductions first" in text
    assert reverse("wizard:step", kwargs={"pk": case.pk, "step": "project"}) in text


def test_files_still_to_upload_are_named(proponent):
    case = scenes.drafted(proponent, case_file())

    assert "Files still to upload" in text_of(proponent, address(case, "overview"))


@pytest.mark.parametrize("name", ["overview", "check", "declare", "evidence", "requests"])
@pytest.mark.parametrize("who", ["stranger", "reviewer", "administrator"])
def test_a_draft_is_open_to_its_organisation_only(proponent, name, who, request):
    text_of(request.getfixturevalue(who), address(scenes.drafted(proponent), name), 404)


def test_a_reviewer_never_sees_the_draft(proponent, reviewer):
    case = scenes.returned(proponent, reviewer)
    Case.objects.filter(pk=case.pk).update(title="Coastal wind farm")
    case.refresh_from_db()
    typed_anew(case, "project", name_zh=["only in the draft"])
    typed_anew(case, "size", **{"year-0-tco2e": ["77777"]})
    case.save()

    text = text_of(reviewer, address(case, "overview"))

    assert "77,777" not in text
    assert "Tasks" not in text
    for name in ("check", "declare", "export", "requests", "evidence"):
        text_of(reviewer, address(case, name), 404)
    text_of(reviewer, address(case, "move", name="withdraw"), 404)


@pytest.mark.parametrize("who", ["proponent", "reviewer"])
def test_both_sides_see_the_history(proponent, reviewer, who, request):
    case = scenes.returned(proponent, reviewer)

    text = text_of(request.getfixturevalue(who), address(case, "submission", number=1))
    assert "Coastal wind farm" in text
    text = text_of(reviewer, address(case, "overview"))
    for words in ("Submission 1", "Taken up for review", "Sent back with requests"):
        assert words in text


@pytest.mark.parametrize(
    ("status", "moves"),
    [
        (Status.SUBMITTED, ["withdraw"]),
        (Status.UNDER_REVIEW, ["withdraw"]),
        (Status.WITHDRAWN, ["reopen"]),
        (Status.APPROVED, []),
        (Status.REFUSED, []),
    ],
)
def test_the_moves_open_to_the_proponent_are_drawn(proponent, reviewer, status, moves):
    case = scenes.submitted(proponent)
    Case.objects.filter(pk=case.pk).update(status=status, reviewer=reviewer)

    text = text_of(proponent, address(case, "overview"))

    drawn = [n for n in ("withdraw", "reopen") if address(case, "move", name=n) in text]
    assert drawn == moves


@pytest.mark.parametrize("submissions", [1, 6])
def test_the_overview_asks_the_database_as_often_for_a_long_history(
    proponent, reviewer, submissions, django_assert_num_queries
):
    case = scenes.submitted(proponent)
    for _ in range(submissions - 1):
        make_move(case=case, name="withdraw", actor=proponent)
        make_move(case=case, name="reopen", actor=proponent)
        submit(case=case, actor=proponent, version=case.draft_version, declaration="Again.")
    client = client_of(proponent)
    client.get(address(case, "overview"))

    with django_assert_num_queries(7):
        client.get(address(case, "overview"))


@pytest.mark.parametrize("requests", [1, 8])
def test_a_returned_case_asks_as_often_for_many_requests(
    proponent, reviewer, requests, django_assert_num_queries
):
    case = returned_with(proponent, reviewer, requests)
    client = client_of(proponent)

    for name, number in (("overview", 16), ("requests", 10)):
        client.get(address(case, name))
        with django_assert_num_queries(number):
            client.get(address(case, name))


def returned_with(proponent, reviewer, count):
    case = scenes.submitted(proponent)
    make_move(case=case, name="take_up", actor=reviewer)
    for number in range(count):
        reviewing.raise_request(
            case=case,
            actor=reviewer,
            submission_number=1,
            kind="CAR",
            part="regulatory",
            text=f"Request {number}",
        )
    reviewing.send_back(case=case, actor=reviewer, submission_number=1)
    case.refresh_from_db()
    return case


def test_the_path_of_a_submitted_case_leads_to_its_findings(proponent):
    case = scenes.submitted(proponent)

    text = text_of(proponent, address(case, "overview"))

    assert f'href="{address(case, "submission", number=1)}#finding-investment"' in text


# Check your answers


def test_checking_shows_the_answers_with_a_link_to_change_each(proponent):
    case = scenes.drafted(proponent)

    text = text_of(proponent, address(case, "check"))

    for step in ("project", "size", "search", "laws", "alternatives", "cash-flow", "benchmark"):
        assert reverse("wizard:step", kwargs={"pk": case.pk, "step": step}) in text
    assert "8.25 %" in text
    assert address(case, "declare") in text


def test_checking_shows_the_assessment_as_it_stands(proponent):
    text = text_of(proponent, address(scenes.drafted(proponent), "check"))

    assert "The assessment as it stands" in text
    assert 'id="finding-investment"' in text
    assert "8.25" in text


def test_claims_without_support_are_listed_and_do_not_hinder(proponent):
    case = scenes.drafted(proponent)

    text = text_of(proponent, address(case, "check"))

    assert "The amounts of “Power sales” in the cash flow" in text
    assert "No evidence file is uploaded." in text
    assert address(case, "declare") in text


def test_problems_lead_to_their_question(proponent):
    case = scenes.drafted(proponent)
    case.draft["benchmark"]["tax_basis"] = ["post_tax"]
    case.save()

    text = text_of(proponent, address(case, "check"))

    step = reverse("wizard:step", kwargs={"pk": case.pk, "step": "benchmark"})
    assert f'{step}#id_tax_basis"' in text
    assert address(case, "declare") not in text


def test_missing_answers_lead_to_their_step(proponent):
    case = make_case(prepared_by=proponent)

    text = text_of(proponent, address(case, "check"))

    for step in ("project", "technology", "size"):
        assert f'href="{reverse("wizard:step", kwargs={"pk": case.pk, "step": step})}"' in text


@pytest.mark.parametrize(
    ("without", "place"),
    [
        ("technology", "What kind of measure is it?"),
        ("investment", "By which indicator is it compared?"),
        ("cash-flow", "Cash flow"),
        ("benchmark", "Benchmark"),
    ],
)
def test_what_is_not_answered_is_named_by_its_question_without_a_code(proponent, without, place):
    case = scenes.drafted(proponent, case_file())
    del case.draft[without]
    case.save()

    problems = client_of(proponent).get(address(case, "check")).context["problems"]

    assert place in [one.place for one in problems]
    for one in problems:
        assert one.sentence == "This is not answered yet."
        assert f"/steps/{without}/" in one.url


def test_a_submitted_case_is_not_checked_again(proponent):
    case = scenes.submitted(proponent)

    for name in ("check", "declare"):
        response = client_of(proponent).get(address(case, name))
        assert response.headers["Location"] == address(case, "overview")


# Declare and submit


def declaration(case, **changes):
    sent = {"version": case.draft_version, "number": 1, "declared": "on"} | changes
    return {key: value for key, value in sent.items() if value is not None}


def test_a_visit_submits_nothing_and_the_button_does(proponent):
    case = scenes.drafted(proponent)
    text = text_of(proponent, address(case, "declare"))
    assert proponent.name in text
    assert "Art. 20" in text
    assert not Submission.objects.exists()

    response = client_of(proponent).post(address(case, "declare"), declaration(case))

    assert response.headers["Location"] == address(case, "overview")
    submission = Submission.objects.get()
    assert proponent.name in submission.declaration
    assert "Art. 20" in submission.declaration


def test_what_is_declared_cites_the_rules_of_the_case_alone(proponent):
    case = scenes.drafted(proponent)
    Case.objects.filter(pk=case.pk).update(pack_key="cdm")
    scenes_text = text_of(proponent, address(case, "declare"))

    assert "Art. 20" not in scenes_text
    assert "a decision that rests on false data can be revoked" in scenes_text


def test_without_the_declaration_nothing_is_submitted(proponent):
    case = scenes.drafted(proponent)

    response = client_of(proponent).post(address(case, "declare"), declaration(case, declared=None))

    assert response.status_code == 422
    assert not Submission.objects.exists()


def test_the_second_press_lands_on_the_case_and_says_so(proponent):
    case = scenes.drafted(proponent)
    client = client_of(proponent)
    client.post(address(case, "declare"), declaration(case))
    client.get(address(case, "overview"))

    response = client.post(address(case, "declare"), declaration(case), follow=True)

    assert response.redirect_chain[-1][0] == address(case, "overview")
    assert "Already submitted by" in response.content.decode()
    assert Submission.objects.count() == 1


def test_a_change_meanwhile_leads_back_to_checking(proponent):
    case = scenes.drafted(proponent)
    sent = declaration(case)
    Case.objects.filter(pk=case.pk).update(draft_version=case.draft_version + 1)

    response = client_of(proponent).post(address(case, "declare"), sent, follow=True)

    assert "changed the answers meanwhile" in response.content.decode()
    assert not Submission.objects.exists()


def test_an_inconclusive_case_must_be_known_to_be_so(proponent):
    case = scenes.drafted(proponent, micro_without_search())
    assert "cannot be approved" in text_of(proponent, address(case, "declare"))
    client = client_of(proponent)

    refused = client.post(address(case, "declare"), declaration(case))
    assert refused.status_code == 422
    assert not Submission.objects.exists()

    client.post(address(case, "declare"), declaration(case, aware="on"))
    assert Submission.objects.get().conclusion == "inconclusive"


def test_what_cannot_be_read_is_not_declared(proponent):
    case = make_case(prepared_by=proponent)

    response = client_of(proponent).post(address(case, "declare"), declaration(case))

    assert response.headers["Location"] == address(case, "check")


@pytest.mark.parametrize("who", ["stranger", "reviewer", "administrator"])
def test_others_submit_nothing(proponent, who, request):
    case = scenes.drafted(proponent)
    client = client_of(request.getfixturevalue(who))

    assert client.post(address(case, "declare"), declaration(case)).status_code == 404
    assert not Submission.objects.exists()


# Submissions and changes


def test_a_submission_is_shown_from_its_snapshot(proponent, reviewer):
    case = scenes.submitted(proponent)
    Case.objects.filter(pk=case.pk).update(draft={})

    for person in (proponent, reviewer):
        text = text_of(person, address(case, "submission", number=1))
        assert "Coastal wind farm" in text
        assert "Answers, as submitted" in text
        assert "I declare." in text


@pytest.mark.parametrize("who", ["stranger", "administrator"])
def test_a_submission_is_closed_to_others(proponent, who, request):
    case = scenes.submitted(proponent)
    person = request.getfixturevalue(who)

    text_of(person, address(case, "submission", number=1), 404)
    text_of(person, address(case, "submission_export", number=1), 404)
    text_of(proponent, address(case, "submission", number=2), 404)


def twice_submitted(proponent, reviewer):
    case = scenes.returned(proponent, reviewer)
    typed_anew(case, "benchmark", rate=["9"])
    typed_anew(case, "cash-flow", **{"line-1-amounts__3": ["260"]})
    case.save()
    request = reviewing.sent_requests(case)[0]
    client_of(proponent).post(
        address(case, "requests"),
        {
            "request": request.pk,
            f"r{request.pk}-request": request.pk,
            f"r{request.pk}-last_entry": 0,
            f"r{request.pk}-text": "See page 3.",
        },
    )
    submit(case=case, actor=proponent, version=case.draft_version, declaration="Again.")
    return case


def test_what_changed_is_shown_by_part(proponent, reviewer):
    case = twice_submitted(proponent, reviewer)

    for person in (proponent, reviewer):
        text = text_of(person, address(case, "changes", number=2))
        assert "<del>8.25 %</del>" in text
        assert "<ins>9 %</ins>" in text
        assert "<ins>2029: 260</ins>" in text
        assert "Turbines" not in text
    text_of(proponent, address(case, "changes", number=1), 404)
    assert "8.25" in text_of(proponent, address(case, "changes", number=2) + "?since=1")
    text_of(proponent, address(case, "changes", number=2) + "?since=2", 404)


# Requests


def answering(request, text="See page 3.", last_entry=0):
    prefix = f"r{request.pk}"
    return {
        "request": request.pk,
        f"{prefix}-request": request.pk,
        f"{prefix}-last_entry": last_entry,
        f"{prefix}-text": text,
    }


def test_a_request_is_shown_with_its_part_and_answered(proponent, reviewer):
    case = scenes.returned(proponent, reviewer)
    (request,) = reviewing.sent_requests(case)
    assert "Show the source of the tariff." in text_of(proponent, address(case, "overview"))
    assert "CAR 1 asks about this" in text_of(proponent, address(case, "overview"))
    text = text_of(proponent, address(case, "requests"))
    assert "CAR 1" in text
    assert reverse("wizard:step", kwargs={"pk": case.pk, "step": "investment"}) in text

    client_of(proponent).post(address(case, "requests"), answering(request))

    entry = RequestEntry.objects.get()
    assert (entry.kind, entry.by, entry.text) == (EntryKind.ANSWERED, proponent, "See page 3.")


def test_an_empty_answer_keeps_the_page_and_says_so(proponent, reviewer):
    case = scenes.returned(proponent, reviewer)
    (request,) = reviewing.sent_requests(case)

    response = client_of(proponent).post(address(case, "requests"), answering(request, " "))

    assert response.status_code == 422
    assert "Write what you answer." in response.content.decode()


def test_an_answer_sent_twice_is_written_once_and_nothing_is_lost(proponent, reviewer):
    case = scenes.returned(proponent, reviewer)
    (request,) = reviewing.sent_requests(case)
    client = client_of(proponent)
    client.post(address(case, "requests"), answering(request))

    response = client.post(address(case, "requests"), answering(request, "My other words"))

    assert response.status_code == 409
    assert "My other words" in response.content.decode()
    assert RequestEntry.objects.count() == 1


def test_a_request_of_another_case_is_not_answered_here(proponent, reviewer):
    case, other = scenes.returned(proponent, reviewer), scenes.returned(proponent, reviewer)
    (foreign,) = reviewing.sent_requests(other)

    assert (
        client_of(proponent).post(address(case, "requests"), answering(foreign)).status_code == 404
    )


def test_requests_are_not_shown_before_they_are_sent(proponent, reviewer):
    case = scenes.submitted(proponent)
    make_move(case=case, name="take_up", actor=reviewer)
    reviewing.raise_request(
        case=case,
        actor=reviewer,
        submission_number=1,
        kind="CL",
        part="size",
        text="A secret thought",
    )

    for name in ("overview", "requests"):
        assert "A secret thought" not in text_of(proponent, address(case, name))


def test_an_open_request_hinders_submitting(proponent, reviewer):
    case = scenes.returned(proponent, reviewer)

    assert "Requests to answer first" in text_of(proponent, address(case, "check"))
    response = client_of(proponent).get(address(case, "declare"))
    assert response.headers["Location"] == address(case, "check")


# Withdrawing and opening again


def test_withdrawing_asks_first(proponent):
    case = scenes.submitted(proponent)
    seen = case.moves.last().pk
    assert "The review ends" in text_of(proponent, address(case, "move", name="withdraw"))
    case.refresh_from_db()
    assert case.status == Status.SUBMITTED

    client_of(proponent).post(
        address(case, "move", name="withdraw"), {"seen": seen, "note": "Money ran out."}
    )

    case.refresh_from_db()
    assert case.status == Status.WITHDRAWN
    assert "Money ran out." in text_of(proponent, address(case, "overview"))


def test_a_withdrawn_case_is_opened_again_with_everything_typed(proponent):
    case = scenes.submitted(proponent)
    make_move(case=case, name="withdraw", actor=proponent)
    draft = case.draft

    client_of(proponent).post(
        address(case, "move", name="reopen"), {"seen": case.moves.last().pk, "note": ""}
    )

    case.refresh_from_db()
    assert (case.status, case.draft) == (Status.DRAFT, draft)


def test_who_was_faster_is_named(proponent, reviewer):
    """Withdrawing is still possible under review, but the person is told before it is done."""
    case = scenes.submitted(proponent)
    seen = case.moves.last().pk
    make_move(case=case, name="take_up", actor=reviewer)

    response = client_of(proponent).post(
        address(case, "move", name="withdraw"), {"seen": seen, "note": "Kept words"}
    )

    text = response.content.decode()
    assert response.status_code == 409
    assert f"{reviewer.name}: Taken up for review" in text
    assert "Kept words" in text
    case.refresh_from_db()
    assert case.status == Status.UNDER_REVIEW


def test_a_second_withdrawal_says_who_withdrew(proponent, colleague):
    case = scenes.submitted(proponent)
    seen = case.moves.last().pk
    make_move(case=case, name="withdraw", actor=colleague)

    response = client_of(proponent).post(
        address(case, "move", name="withdraw"), {"seen": seen, "note": ""}
    )

    assert response.status_code == 409
    assert f"{colleague.name}: Withdrawn" in response.content.decode()
    assert case.moves.count() == 2


@pytest.mark.parametrize("name", ["submit", "take_up", "approve", "nonsense"])
def test_other_moves_have_no_page_here(proponent, name):
    case = scenes.submitted(proponent)
    client = client_of(proponent)

    assert client.get(address(case, "move", name=name)).status_code == 404
    assert client.post(address(case, "move", name=name), {"seen": 0}).status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hant"])
@pytest.mark.parametrize("name", ["overview", "check", "declare", "evidence", "requests"])
def test_pages_carry_no_inline_code(proponent, reviewer, name, language):
    person = make_person("proponent", proponent.organisation, language=language)
    case = scenes.drafted(person)

    text = text_of(person, address(case, name))

    assert "<script>" not in text
    assert " style=" not in text
    assert " onclick=" not in text
    assert json.dumps(language == "en") == json.dumps('lang="en"' in text.split(">")[1])
