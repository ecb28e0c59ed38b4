"""The public verify page: plain answers about a good file, and about what was done to one."""

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from projects.models import SignedDocument
from projects.register import verifying
from projects.register.issuing_steps import read_document
from tests.determination import attacks

pytestmark = pytest.mark.django_db
ADDRESS = "/verify/"
#: All good, but signed with the key for development.
TRIAL = ["passed", "passed", "passed", "notice", "passed", "passed"]
QUESTIONS = (
    "Is it unchanged since it was signed?",
    "Does the signature cover the whole document?",
    "Is the signer the one of this register?",
    "Who signed, and when?",
    "Does deciding again give the same result?",
    "Was it decided by released rules?",
    "Is it the very file we issued?",
)


def ask(data: bytes, name: str = "file.pdf"):
    client = Client(headers={"accept-language": "en"})
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, data, "application/pdf")})


def kinds(response) -> list[str]:
    return [answer.kind for answer in response.context["result"].answers]


@pytest.fixture
def pdf(issued) -> bytes:
    data = read_document(issued.document)
    assert data is not None
    return data


def test_the_addresses_are_public_and_short():
    assert reverse("register:verify") == ADDRESS
    assert Client().get(ADDRESS).status_code == 200


def test_an_issued_document_gets_good_answers_to_all_questions(issued, pdf):
    response = ask(pdf)

    page = response.content.decode()
    assert response.status_code == 200
    assert all(question in page for question in QUESTIONS)
    assert kinds(response) == [*TRIAL, "passed"]
    assert response.context["result"].is_good
    assert issued.number in page
    assert issued.document.sha256 in page


def test_a_good_document_of_elsewhere_is_good_but_not_known_here(pdf):
    SignedDocument.objects.all()._raw_delete("default")

    response = ask(pdf)

    assert kinds(response) == [*TRIAL, "insufficient"]
    assert response.context["result"].is_good


def test_a_flipped_byte_in_signed_content_is_reported(pdf):
    response = ask(attacks.flipped(pdf, pdf.index(b"stream\n") + 40))

    result = response.context["result"]
    assert not result.is_good
    assert kinds(response)[0] == "failed"
    assert kinds(response)[-1] == "failed" or result.number == ""
    assert "Do not rely on this document" in response.content.decode()


def test_an_appended_annotation_is_reported(pdf):
    response = ask(attacks.with_an_annotation(pdf))

    assert not response.context["result"].is_good
    assert kinds(response)[:2] == ["passed", "failed"]
    assert kinds(response)[-1] == "failed"
    assert "Something was added after the signature." in response.content.decode()


def test_the_same_pages_signed_by_another_are_not_trusted(pdf, settings, tmp_path):
    from additionality.determination.development_key import make_development_key

    make_development_key(tmp_path / "another")
    settings.PUBLISHED_ROOT = tmp_path / "another" / "root.pem"

    response = ask(pdf)

    assert kinds(response)[:3] == ["passed", "passed", "failed"]
    assert not response.context["result"].is_good


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a not at all", "This is not a PDF file."),
        (b"%PDF-1.7\n%%EOF", "damaged"),
    ],
)
def test_what_is_no_determination_is_answered_clearly(data, said):
    response = ask(data)

    assert response.status_code == 200
    assert said in response.content.decode()
    assert response.context["result"].answers == []


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose a PDF file."),
        ({"file": SimpleUploadedFile("empty.pdf", b"")}, "The file is empty."),
    ],
)
def test_a_missing_or_empty_file_is_an_error_at_the_field(sent, said):
    response = Client(headers={"accept-language": "en"}).post(ADDRESS, sent)

    assert response.status_code == 422
    assert said in response.content.decode()


def test_a_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(verifying, "LIMIT", 10)

    response = ask(b"%PDF-1.7 longer than ten bytes")

    assert response.status_code == 422
    assert "larger than 20 MB" in response.content.decode()


def test_a_body_announced_as_too_large_is_not_even_read(monkeypatch):
    monkeypatch.setattr(verifying, "LIMIT", 10)
    monkeypatch.setattr(verifying, "FORM_AROUND_FILE", 10)

    response = ask(b"%PDF-1.7")

    assert response.status_code == 413
    assert "larger than 20 MB" in response.content.decode()


def test_a_post_needs_its_token():
    client = Client(enforce_csrf_checks=True)

    response = client.post(ADDRESS, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})

    assert response.status_code == 403


def test_nothing_is_kept(pdf):
    before = default_storage.listdir("determinations")
    rows = SignedDocument.objects.count()

    ask(attacks.with_an_annotation(pdf))

    assert default_storage.listdir("determinations") == before
    assert SignedDocument.objects.count() == rows


def test_the_name_of_the_file_is_shown_as_text():
    page = ask(b"GIF89a", name="<script>alert(1)</script>.pdf").content.decode()

    assert "<script>alert(1)" not in page


def test_without_a_published_root_the_page_says_so(settings, tmp_path):
    settings.PUBLISHED_ROOT = tmp_path / "none.pem"

    response = ask(b"%PDF-1.7")

    assert response.status_code == 503
    assert "no root certificate" in response.content.decode()
    assert Client().get(reverse("register:root")).status_code == 404


def test_the_root_certificate_is_public(keys):
    response = Client().get("/root.pem")

    assert response.content == (keys / "root.pem").read_bytes()


def test_the_hash_is_the_one_of_the_file():
    data = b"%PDF-1.7\n%%EOF"

    assert ask(data).context["result"].sha256 == hashlib.sha256(data).hexdigest()


def test_every_code_of_the_verifier_has_words():
    """The codes stand in the source of the verifier; each one met there is known here."""
    import re
    from pathlib import Path

    from additionality.determination import recompute, signature
    from projects.register import words

    known = {*words.UNREADABLE, *words.PROBLEMS, *words.NOT_RECOMPUTED}
    sources = [Path(module.__file__).read_text() for module in (recompute, signature)]
    raised = {
        code
        for text in sources
        for code in re.findall(r'(?:Unreadable|NotPossible)\("(\w+)"\)', text)
    }
    assert raised
    assert raised <= known
