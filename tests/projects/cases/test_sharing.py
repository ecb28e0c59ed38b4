"""Drafts that colleagues share: who is in one, copying it, deleting it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from projects.cases.timeline import timeline
from projects.models import Case, DeletedDraft, EvidenceFile, Presence
from projects.services import copying, deleting
from projects.services.evidence import EvidenceClosed, add_evidence
from projects.services.evidence_store import forget, storage_path
from projects.services.moves import MoveOvertaken, MoveRefused, make_move
from projects.services.submitting import submit
from projects.wizard import saving
from tests.factories import client_of, make_case
from tests.projects.cases import scenes

CONTENT = b"%PDF-1.7 a study"


def address(case, page, **more):
    return reverse(f"cases:{page}", kwargs={"pk": case.pk, **more})


def text_of(person, where, status=200):
    response = client_of(person).get(where)
    assert response.status_code == status
    return response.content.decode()


def evidence(case, actor, content=CONTENT, title="Study"):
    return add_evidence(
        case=case,
        actor=actor,
        file=BytesIO(content),
        name="study.pdf",
        size=len(content),
        title=title,
    )


def save(case, person, step="dates", **typed):
    fresh = Case.objects.get(pk=case.pk)
    version = fresh.draft_version
    return saving.save_step(case=fresh, person=person, version=version, changes={step: typed})


def pages_of(case):
    step = reverse("wizard:step", kwargs={"pk": case.pk, "step": "project"})
    return [reverse("cases:list"), address(case, "overview"), step]


# Who is in a draft


def test_who_saved_a_step_is_seen_by_colleagues_on_every_page_of_the_draft(proponent, colleague):
    case = scenes.drafted(proponent)
    save(case, proponent)

    for page in pages_of(case):
        assert f"{proponent.name} is in this draft, on “Dates”, just now." in text_of(
            colleague, page
        )
        assert "is in this draft" not in text_of(proponent, page)
    assert "is in this draft" in text_of(colleague, address(case, "delete"))


@pytest.mark.parametrize(
    ("ago", "words"), [(1.5, "1 minute ago."), (2.5, "2 minutes ago."), (9.9, "9 minutes ago.")]
)
def test_it_is_said_how_long_ago(proponent, colleague, ago, words):
    case = scenes.drafted(proponent)
    save(case, proponent)
    Presence.objects.update(at=timezone.now() - timedelta(minutes=ago))

    assert f"on “Dates”, {words}" in text_of(colleague, address(case, "overview"))


def test_whoever_was_not_seen_for_ten_minutes_has_left(proponent, colleague):
    case = scenes.drafted(proponent)
    save(case, proponent)
    Presence.objects.update(at=timezone.now() - timedelta(minutes=10))

    assert "is in this draft" not in text_of(colleague, address(case, "overview"))


def test_nobody_is_shown_in_a_case_that_is_submitted(proponent, colleague, reviewer):
    case = scenes.drafted(proponent)
    save(case, proponent)
    Case.objects.filter(pk=case.pk).update(status="submitted")

    assert "is in this draft" not in text_of(colleague, reverse("cases:list"))


def test_an_open_page_says_by_post_where_somebody_is(proponent, colleague):
    case = scenes.drafted(proponent)
    save(case, colleague)
    here = address(case, "here", step="laws")

    answer = client_of(proponent).post(here)
    assert f"{colleague.name} is in this draft" in answer.content.decode()
    assert proponent.name not in answer.content.decode()
    client_of(proponent).post(here)
    assert Presence.objects.filter(person=proponent).values_list("place").get() == ("laws",)
    assert "on “Laws found”" in text_of(colleague, address(case, "overview"))
    assert client_of(proponent).post(address(case, "here", step="nowhere")).status_code == 404


def test_opening_a_page_is_not_written(proponent):
    case = scenes.drafted(proponent)
    for page in pages_of(case):
        text_of(proponent, page)

    assert not Presence.objects.exists()


def test_a_file_taken_in_shows_its_uploader_at_the_evidence(proponent, colleague):
    case = scenes.drafted(proponent)
    evidence(case, proponent)

    assert "on “Evidence”" in text_of(colleague, address(case, "overview"))


# Copying


def test_a_copy_has_the_answers_and_the_evidence_and_nothing_else(proponent, colleague, reviewer):
    case = scenes.returned(proponent, reviewer)
    kept, removed = evidence(case, proponent), evidence(case, proponent, b"%PDF-1.7 other", "Other")
    EvidenceFile.objects.filter(pk=removed.pk).update(removed_at=timezone.now())

    response = client_of(colleague).post(address(case, "copy"))
    copy = Case.objects.exclude(pk=case.pk).get()
    assert response.headers["Location"] == address(copy, "overview")
    case.refresh_from_db()
    assert (copy.draft, copy.tier, copy.title) == (case.draft, case.tier, case.title)
    assert (copy.status, copy.prepared_by, copy.reviewer) == ("draft", colleague, None)
    assert (copy.submissions.count(), copy.moves.count()) == (0, 0)
    [row] = copy.evidence_files.all()
    assert (row.key, row.sha256, row.uploaded_by) == (kept.key, kept.sha256, colleague)
    assert row.file.open().read() == CONTENT
    assert timeline(copy)[0].title == f"Begun as a copy of {case.reference}"


def test_the_page_says_what_is_not_copied(proponent):
    case = scenes.drafted(proponent)
    evidence(case, proponent)
    text = text_of(proponent, address(case, "copy"))

    assert "1 evidence file, under the same number" in text
    assert "What is not copied" in text
    assert "Requests of reviewers and your answers to them" in text
    assert Case.objects.count() == 1


def test_what_is_changed_in_the_copy_leaves_the_case_alone(proponent):
    case = scenes.drafted(proponent)
    copy = copying.copy(case=case, actor=proponent).case
    save(copy, proponent, "project", name=["Another"])

    case.refresh_from_db()
    assert case.draft["project"]["name"] != ["Another"]


def test_a_file_that_is_not_there_waits_in_the_copy_to_be_uploaded(proponent):
    case = scenes.drafted(proponent)
    row = evidence(case, proponent)
    default_storage.delete(row.file.name)
    copy = copying.copy(case=case, actor=proponent)

    assert copy.without_file == (row,)
    text = text_of(proponent, address(copy.case, "overview"))
    assert "Files still to upload" in text
    back = evidence(copy.case, proponent)
    assert (back.key, back.title) == (row.key, row.title)


def test_pressing_copy_twice_makes_one_copy(proponent):
    case = scenes.drafted(proponent)
    client = client_of(proponent)
    for _ in range(2):
        client.post(address(case, "copy"))

    assert Case.objects.count() == 2


@pytest.mark.parametrize("who", ["stranger", "reviewer", "administrator"])
def test_nobody_else_copies_or_deletes(who, proponent, request):
    case, person = scenes.drafted(proponent), request.getfixturevalue(who)

    with pytest.raises(MoveRefused):
        copying.copy(case=case, actor=person)
    with pytest.raises(MoveRefused):
        deleting.delete_draft(case=case, actor=person, version=case.draft_version)
    assert Case.objects.count() == 1


# Deleting


def test_what_is_lost_is_named_before_a_draft_is_deleted(proponent):
    case = scenes.drafted(proponent)
    evidence(case, proponent, title="Study <b>")
    text = text_of(proponent, address(case, "delete"))

    assert "Name and place" in text
    assert "Cash flow" in text
    assert "E1 Study &lt;b&gt;" in text
    assert case.reference in text


def test_a_draft_is_gone_and_its_deletion_recorded(
    proponent, colleague, django_capture_on_commit_callbacks
):
    case = scenes.drafted(proponent)
    row = evidence(case, proponent)
    version = Case.objects.get().draft_version
    with django_capture_on_commit_callbacks(execute=True):
        response = client_of(colleague).post(address(case, "delete"), {"version": version})

    assert response.headers["Location"] == reverse("cases:list")
    assert not Case.objects.exists()
    assert not EvidenceFile.objects.exists()
    assert not Presence.objects.exists()
    assert not default_storage.exists(row.file.name)
    record = DeletedDraft.objects.get()
    assert (record.reference, record.deleted_by, record.files) == (case.reference, colleague, 1)
    text = text_of(proponent, reverse("cases:deleted"))
    assert case.reference in text
    assert f"by {colleague.name}" in text


def test_bytes_that_another_case_has_stay(proponent, django_capture_on_commit_callbacks):
    case = scenes.drafted(proponent)
    evidence(case, proponent)
    copy = copying.copy(case=case, actor=proponent).case
    version = Case.objects.get(pk=case.pk).draft_version
    with django_capture_on_commit_callbacks(execute=True):
        deleting.delete_draft(case=case, actor=proponent, version=version)

    row = copy.evidence_files.get()
    assert row.file.name == storage_path(row.sha256)
    assert row.file.open().read() == CONTENT
    forget(row.sha256, row.file.name)
    assert default_storage.exists(row.file.name)


@pytest.mark.parametrize("status", ["submitted", "returned", "withdrawn", "approved", "reopened"])
def test_what_was_submitted_once_is_not_deleted(proponent, reviewer, status):
    case = scenes.submitted(proponent)
    if status == "reopened":
        make_move(case=case, name="withdraw", actor=proponent)
        make_move(case=case, name="reopen", actor=proponent)
    else:
        Case.objects.filter(pk=case.pk).update(status=status)
    client = client_of(proponent)

    assert "Only a draft that was never submitted" in text_of(proponent, address(case, "delete"))
    answer = client.post(address(case, "delete"), {"version": case.draft_version})
    assert answer.status_code == 409
    assert Case.objects.exists()
    assert address(case, "delete") not in text_of(proponent, address(case, "overview"))


def test_a_draft_that_changed_meanwhile_is_shown_again(proponent, colleague):
    case = scenes.drafted(proponent)
    save(case, colleague)
    answer = client_of(proponent).post(address(case, "delete"), {"version": case.draft_version})

    assert answer.status_code == 409
    assert "the draft changed meanwhile" in answer.content.decode()
    assert colleague.name in answer.content.decode()
    assert Case.objects.exists()


def test_of_two_who_delete_one_deletes(proponent):
    case = scenes.drafted(proponent)
    deleting.delete_draft(case=case, actor=proponent, version=1)

    with pytest.raises(MoveOvertaken):
        deleting.delete_draft(case=case, actor=proponent, version=1)
    assert DeletedDraft.objects.count() == 1


def test_what_a_colleague_typed_into_a_deleted_draft_is_shown_to_be_copied(
    proponent, colleague, monkeypatch
):
    """The draft is deleted while the other one's form is on its way."""
    case = scenes.drafted(proponent)
    step = reverse("wizard:step", kwargs={"pk": case.pk, "step": "project"})
    save_step = saving.save_step

    def overtaken(**values):
        deleting.delete_draft(case=case, actor=proponent, version=1)
        return save_step(**values)

    monkeypatch.setattr(saving, "save_step", overtaken)
    answer = client_of(colleague).post(step, {"draft_version": 1, "name": "Typed in vain"})

    assert answer.status_code == 409
    assert "Typed in vain" in answer.content.decode()
    assert "A colleague deleted this draft" in answer.content.decode()


def test_nothing_else_is_done_to_a_deleted_draft(proponent):
    case = make_case(prepared_by=proponent)
    deleting.delete_draft(case=Case.objects.get(), actor=proponent, version=0)

    with pytest.raises(EvidenceClosed):
        evidence(case, proponent)
    with pytest.raises(MoveOvertaken):
        submit(case=case, actor=proponent, version=0, declaration="True.")


def test_an_organisation_sees_its_own_deleted_drafts_only(proponent, stranger):
    case = scenes.drafted(proponent)
    deleting.delete_draft(case=case, actor=proponent, version=1)

    assert "No draft of your organisation was deleted" in text_of(
        stranger, reverse("cases:deleted")
    )
