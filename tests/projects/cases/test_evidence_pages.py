"""The evidence page: uploads by form, downloads by visibility."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from projects.models import Case, EvidenceFile, Status
from projects.services.submitting import submit
from tests.factories import case_file, client_of, make_case, make_person
from tests.projects.cases import files, scenes


@pytest.fixture
def case(proponent):
    return make_case(prepared_by=proponent)


def address(case, name="evidence", **more):
    return reverse(f"cases:{name}", kwargs={"pk": case.pk, **more})


def upload(person, case, content=files.PDF, name="study.pdf", to="evidence", **fields):
    sent = {"file": SimpleUploadedFile(name, content, "application/x-anything"), **fields}
    return client_of(person).post(address(case, to), sent)


def test_a_file_is_uploaded_and_its_hash_shown(case, proponent):
    response = upload(proponent, case, title="Study", dated="民國114年2月10日")

    assert response.headers["Location"] == address(case)
    row = EvidenceFile.objects.get()
    assert (row.key, row.title, str(row.dated)) == ("E1", "Study", "2025-02-10")
    text = client_of(proponent).get(address(case)).content.decode()
    assert hashlib.sha256(files.PDF).hexdigest() in text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", files.PROGRAM, "not taken"),
        ("a.png", files.SVG, "code"),
        ("a.txt", files.HTML, "code"),
        ("a.docx", files.zip_bomb(), "unpacks"),
        ("a.docx", files.PDF, "another kind"),
        ("a.xlsx", files.locked(), "password"),
    ],
)
def test_hostile_uploads_are_refused_with_a_reason(case, proponent, name, content, words):
    response = upload(proponent, case, content, name, title="What I typed")

    assert response.status_code == 422
    text = response.content.decode()
    assert words in text
    assert "What I typed" in text
    assert not EvidenceFile.objects.exists()


def test_too_large_is_refused_with_the_limit(case, proponent, settings):
    settings.EVIDENCE_LIMIT_MB = 1

    response = upload(proponent, case, files.PDF + bytes(1024 * 1024))

    assert "larger than 1 MB" in response.content.decode()
    assert not EvidenceFile.objects.exists()


def test_nothing_chosen_is_told(case, proponent):
    response = client_of(proponent).post(address(case), {"title": "x"})

    assert response.status_code == 422
    assert "Choose a file." in response.content.decode()


def test_a_duplicate_names_the_one_that_is_there(case, proponent):
    upload(proponent, case, title="Study")

    response = upload(proponent, case, name="copy.pdf")

    assert response.status_code == 422
    assert "here already, as E1 Study" in response.content.decode()


@pytest.mark.parametrize("name", ["../../x\n.pdf", "長" * 300 + ".pdf", "‮fdp.pdf", '"><b>.pdf'])
def test_hostile_names_harm_nothing(case, proponent, name):
    response = upload(proponent, case, name=name)

    assert response.status_code == 302
    row = EvidenceFile.objects.get()
    assert row.file.name.startswith("evidence/")
    download = client_of(proponent).get(address(case, "evidence_file", key="E1"))
    assert "\n" not in download["Content-Disposition"]
    assert "<b>" not in client_of(proponent).get(address(case)).content.decode()


def test_a_download_is_inert(case, proponent):
    upload(proponent, case, b"a,b\n", "table.csv")

    response = client_of(proponent).get(address(case, "evidence_file", key="E1"))

    assert b"".join(response.streaming_content) == b"a,b\n"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Content-Type"] == "text/csv"


def with_evidence(proponent):
    case = scenes.drafted(proponent)
    upload(proponent, case)
    return case


def status_of(person, case, key="E1"):
    return client_of(person).get(address(case, "evidence_file", key=key)).status_code


@pytest.mark.parametrize(
    ("who", "status"),
    [("colleague", 200), ("stranger", 404), ("reviewer", 404), ("administrator", 404)],
)
def test_a_draft_shows_its_files_to_its_organisation_only(proponent, who, status, request):
    assert status_of(request.getfixturevalue(who), with_evidence(proponent)) == status


def test_reviewers_get_what_was_submitted_and_nothing_later(proponent, reviewer):
    case = with_evidence(proponent)
    submit(case=case, actor=proponent, version=case.draft_version, declaration="I declare.")
    Case.objects.filter(pk=case.pk).update(status=Status.RETURNED)
    upload(proponent, case, b"later\n", "later.txt")

    assert status_of(reviewer, case, "E1") == 200
    assert status_of(reviewer, case, "E2") == 404
    assert status_of(proponent, case, "E2") == 200


def test_a_removed_file_stays_where_it_was_submitted(proponent, reviewer):
    case = with_evidence(proponent)
    submit(case=case, actor=proponent, version=case.draft_version, declaration="I declare.")
    Case.objects.filter(pk=case.pk).update(status=Status.RETURNED)
    client_of(proponent).post(address(case, "evidence_remove"), {"key": "E1"})

    assert EvidenceFile.objects.get().removed_at
    assert status_of(reviewer, case) == 200
    assert status_of(proponent, case) == 200


def test_a_removed_file_that_was_never_submitted_is_gone(case, proponent):
    upload(proponent, case)
    client_of(proponent).post(address(case, "evidence_remove"), {"key": "E1"})

    assert status_of(proponent, case) == 404


def test_removing_what_answers_name_is_refused_and_says_where(proponent):
    case = scenes.drafted(proponent, case_file())
    text = (
        client_of(proponent).post(address(case, "evidence_remove"), {"key": "E1"}).content.decode()
    )

    assert "E1 is not removed" in text
    for step in ("laws", "benchmark", "cash-flow"):
        assert reverse("wizard:step", kwargs={"pk": case.pk, "step": step}) in text


def test_an_imported_entry_takes_its_file(proponent):
    case = scenes.drafted(proponent, case_file())
    wrong = upload(proponent, case, to="evidence_put", key="E1")
    assert wrong.status_code == 422
    assert hashlib.sha256(files.PDF).hexdigest() in wrong.content.decode()

    upload(proponent, case, to="evidence_put", key="E1", use_instead="on")

    assert EvidenceFile.objects.get().key == "E1"
    assert upload(proponent, case, b"x\n", "x.txt", to="evidence_put", key="E9").status_code == 404


def test_an_entry_that_is_given_its_file_twice_keeps_the_first(proponent):
    case = scenes.drafted(proponent, case_file())
    upload(proponent, case, to="evidence_put", key="E1", use_instead="on")

    again = upload(proponent, case, b"x\n", "x.txt", to="evidence_put", key="E1")

    assert again.headers["Location"] == address(case)
    assert EvidenceFile.objects.get().size == len(files.PDF)


def test_the_title_of_an_imported_entry_reads_as_it_is_written(proponent):
    data = case_file()
    data["evidence"][0]["title"] = "Study \u202etfarD\u2066"
    case = scenes.drafted(proponent, data)
    upload(proponent, case, to="evidence_put", key="E1", use_instead="on")

    assert EvidenceFile.objects.get().title == "Study tfarD"


def test_a_file_that_the_storage_has_lost_is_told(case, proponent):
    upload(proponent, case)
    row = EvidenceFile.objects.get()
    row.file.storage.delete(row.file.name)

    answer = client_of(proponent).get(address(case, "evidence_file", key="E1"))

    assert answer.status_code == 500
    assert "tell an administrator" in answer.content.decode()


@pytest.mark.parametrize(
    ("target", "is_kept"),
    [
        ("/cases/1/", True),
        ("https://evil.example/", False),
        ("//evil.example/", False),
        ("/\\evil.example", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_the_way_back_stays_on_this_site(case, proponent, target, is_kept):
    text = client_of(proponent).get(address(case), {"next": target}).content.decode()
    sent = upload(proponent, case, next=target).headers["Location"]

    assert ("Back to the question" in text) == is_kept
    assert ("next=" in sent) == is_kept


@pytest.mark.parametrize("name", ["evidence", "evidence_put", "evidence_remove"])
@pytest.mark.parametrize("who", ["stranger", "reviewer", "administrator"])
def test_others_find_no_such_page(case, name, who, request):
    person = request.getfixturevalue(who)

    assert upload(person, case, to=name, key="E1").status_code == 404
    assert not EvidenceFile.objects.exists()


def test_a_submitted_case_has_no_evidence_page(proponent):
    case = scenes.submitted(proponent)

    assert client_of(proponent).get(address(case)).status_code == 302
    assert upload(proponent, case).status_code == 302
    assert not EvidenceFile.objects.exists()


def test_many_files_cost_no_further_queries(case, proponent, django_assert_num_queries):
    client = client_of(proponent)
    upload(proponent, case)
    client.get(address(case))
    with django_assert_num_queries(5):
        client.get(address(case))
    for number in range(20):
        person = make_person("proponent", proponent.organisation)
        upload(person, case, f"{number}\n".encode(), f"{number}.txt")

    with django_assert_num_queries(5):
        client.get(address(case))
