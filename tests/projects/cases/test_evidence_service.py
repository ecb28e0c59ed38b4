"""Taking evidence in, completing an import, removing."""

import hashlib
import io

import pytest
from django.core.files.storage import default_storage

from projects.models import Case, EvidenceFile, Status
from projects.services import evidence
from projects.services.beginning import begin_from
from projects.services.file_types import FileRefused
from tests.factories import case_file, make_case
from tests.projects.cases import files

SHA_OF_PDF = hashlib.sha256(files.PDF).hexdigest()


@pytest.fixture
def case(proponent):
    return make_case(prepared_by=proponent)


def add(case, actor, content=files.PDF, name="study.pdf", **fields):
    values = {"title": "Feasibility study", "size": len(content)} | fields
    return evidence.add_evidence(
        case=case, actor=actor, file=io.BytesIO(content), name=name, **values
    )


def imported(actor, sha256=SHA_OF_PDF):
    import json

    data = case_file()
    data["evidence"][0]["sha256"] = sha256
    return begin_from(actor=actor, text=json.dumps(data))


def test_a_file_gets_its_key_hash_and_place(case, proponent):
    row = add(case, proponent)

    assert (row.key, row.sha256, row.content_type) == ("E1", SHA_OF_PDF, "application/pdf")
    assert row.file.name == f"evidence/{SHA_OF_PDF[:2]}/{SHA_OF_PDF[2:4]}/{SHA_OF_PDF}"
    assert row.file.open("rb").read() == files.PDF


def test_the_same_bytes_are_stored_once(case, proponent):
    first = add(case, proponent)
    other = add(make_case(prepared_by=proponent), proponent)

    assert first.file.name == other.file.name
    folder = first.file.name.rsplit("/", 1)[0]
    assert default_storage.listdir(folder)[1] == [SHA_OF_PDF]


def test_a_torn_stored_file_is_not_trusted(case, proponent):
    torn = add(case, proponent)
    with open(torn.file.path, "r+b") as stored:
        stored.truncate(5)

    again = add(make_case(prepared_by=proponent), proponent)

    assert again.file.name != torn.file.name
    assert again.file.open("rb").read() == files.PDF


def test_the_same_file_twice_in_a_case_is_told(case, proponent):
    row = add(case, proponent)

    with pytest.raises(evidence.AlreadyThere) as told:
        add(case, proponent, name="copy.pdf")

    assert told.value.existing == row
    assert case.evidence_files.count() == 1


def test_a_removed_key_is_not_given_again(case, proponent):
    add(case, proponent)
    evidence.remove_evidence(case=case, actor=proponent, key="E1")

    assert add(case, proponent, b"other\n", "b.txt").key == "E2"
    assert [row.key for row in evidence.in_use(case)] == ["E2"]


def test_a_removed_file_can_be_uploaded_again(case, proponent):
    add(case, proponent)
    evidence.remove_evidence(case=case, actor=proponent, key="E1")

    assert add(case, proponent).key == "E2"


def test_too_large_is_refused_and_nothing_stored(case, proponent, settings):
    settings.EVIDENCE_LIMIT_MB = 1
    content = files.PDF + bytes(1024 * 1024)

    with pytest.raises(FileRefused, match="too_large"):
        add(case, proponent, content)

    assert not EvidenceFile.objects.exists()
    assert not default_storage.exists("evidence")


def test_a_file_named_in_answers_is_not_removed(case, proponent):
    add(case, proponent)
    case.draft = {
        "laws": {"law-0-evidence": ["E1"], "law-0-title": ["E1"]},
        "benchmark": {"source": ["E1"]},
        "search": {"searched": ["E1"]},
    }
    case.save()

    with pytest.raises(evidence.StillReferred) as kept:
        evidence.remove_evidence(case=case, actor=proponent, key="E1")

    assert kept.value.steps == ["laws", "benchmark"]
    assert evidence.in_use(case)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.DRAFT, Status.RETURNED}))
def test_nothing_changes_while_the_case_is_not_with_its_proponent(case, proponent, status):
    add(case, proponent)
    Case.objects.filter(pk=case.pk).update(status=status)

    with pytest.raises(evidence.EvidenceClosed):
        add(case, proponent, b"other\n", "b.txt")
    with pytest.raises(evidence.EvidenceClosed):
        evidence.remove_evidence(case=case, actor=proponent, key="E1")

    assert [row.key for row in evidence.in_use(case)] == ["E1"]


@pytest.mark.parametrize("who", ["stranger", "reviewer", "administrator"])
def test_others_add_nothing(case, who, request):
    with pytest.raises(evidence.EvidenceClosed):
        add(case, request.getfixturevalue(who))


def test_a_colleague_adds_and_is_named(case, colleague):
    assert add(case, colleague).uploaded_by == colleague
    case.refresh_from_db()
    assert (case.draft_saved_by, case.draft_version) == (colleague, 0)


def test_an_import_waits_for_its_files(proponent):
    case = imported(proponent)

    (entry,) = evidence.waiting(case)

    assert (entry.key, entry.title, entry.sha256) == ("E1", "Feasibility study", SHA_OF_PDF)
    assert evidence.in_use(case) == []


def test_the_expected_bytes_complete_the_imported_entry(proponent):
    case = imported(proponent)

    row = add(case, proponent, title="Ignored: the entry has its own")

    assert (row.key, row.title, str(row.dated)) == ("E1", "Feasibility study", "2025-02-10")
    assert evidence.waiting(case) == []


def test_other_bytes_are_another_document(proponent):
    case = imported(proponent)

    assert add(case, proponent, b"other\n", "b.txt").key == "E2"
    assert [entry.key for entry in evidence.waiting(case)] == ["E1"]


def put(case, actor, content, name="study.txt", **options):
    return evidence.put_bytes(
        case=case,
        actor=actor,
        key="E1",
        file=io.BytesIO(content),
        name=name,
        size=len(content),
        **options,
    )


def test_another_version_is_used_only_when_chosen(proponent):
    case = imported(proponent)
    with pytest.raises(evidence.OtherFile):
        put(case, proponent, b"newer\n")

    row = put(case, proponent, b"newer\n", use_instead=True)

    assert row.sha256 == hashlib.sha256(b"newer\n").hexdigest()
    assert evidence.waiting(case) == []
    with pytest.raises(evidence.NotWaiting):
        put(case, proponent, b"third\n", use_instead=True)


def test_an_imported_entry_can_be_removed_once_no_answer_names_it(proponent):
    case = imported(proponent)
    with pytest.raises(evidence.StillReferred):
        evidence.remove_evidence(case=case, actor=proponent, key="E1")
    case.draft = {"evidence": case.draft["evidence"]}
    case.save()

    evidence.remove_evidence(case=case, actor=proponent, key="E1")

    case.refresh_from_db()
    assert case.draft == {}
    assert case.draft_version == 2
    assert evidence.waiting(case) == []


def test_removing_a_completed_entry_removes_it_altogether(proponent):
    case = imported(proponent)
    put(case, proponent, files.PDF, "study.pdf")
    case.refresh_from_db()
    case.draft = {"evidence": case.draft["evidence"]}
    case.save()

    evidence.remove_evidence(case=case, actor=proponent, key="E1")

    case.refresh_from_db()
    assert evidence.waiting(case) == []
    assert evidence.in_use(case) == []
    assert add(case, proponent).key == "E2"


def test_a_case_holds_a_limited_number_of_files(case, proponent, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_FILES", 1)
    add(case, proponent)

    with pytest.raises(FileRefused, match="too_many"):
        add(case, proponent, b"other\n", "b.txt")
