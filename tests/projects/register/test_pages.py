"""The page of a determination and the download: who sees them, and what they say."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.models import Determination, Issuing, SignedDocument, Worker
from projects.services import issuing, workers
from tests.factories import client_of, make_person, micro_case_file
from tests.projects.register.decided import make_determination

pytestmark = pytest.mark.django_db
BYTES = b"%PDF-1.7 as issued"


@pytest.fixture
def determination(proponent, reviewer) -> Determination:
    return make_determination(micro_case_file(), proponent=proponent, reviewer=reviewer)


@pytest.fixture
def document(determination) -> SignedDocument:
    """A stored document; its content does not matter here."""
    name = default_storage.save("determinations/one.pdf", ContentFile(BYTES))
    Issuing.objects.update(stage="done")
    return SignedDocument.objects.create(
        determination=determination,
        file=name,
        sha256=hashlib.sha256(BYTES).hexdigest(),
        size=len(BYTES),
    )


def address(determination, name="determination") -> str:
    return reverse(f"register:{name}", kwargs={"number": determination.number})


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("proponent", 200),
        ("colleague", 200),
        ("reviewer", 200),
        ("another reviewer", 200),
        ("stranger", 404),
        ("administrator", 404),
    ],
)
@pytest.mark.parametrize("name", ["determination", "download"])
def test_who_sees_it(who, status, name, request, document):
    person = make_person("reviewer") if who == "another reviewer" else request.getfixturevalue(who)

    response = client_of(person).get(address(document.determination, name))

    assert response.status_code == status


@pytest.mark.parametrize("name", ["determination", "download"])
def test_without_a_login_one_is_sent_to_log_in(name, document):
    response = Client().get(address(document.determination, name))

    assert response.status_code == 302
    assert response.url.startswith(reverse("accounts:login"))


def test_a_number_that_was_never_given_is_not_found(proponent):
    url = reverse("register:determination", kwargs={"number": "TW-1999-0001"})

    assert client_of(proponent).get(url).status_code == 404


def test_the_download_is_exactly_what_was_issued(document, proponent):
    response = client_of(proponent).get(address(document.determination, "download"))

    assert response.content == BYTES
    assert response["Content-Type"] == "application/pdf"
    number = document.determination.number
    assert response["Content-Disposition"] == (
        f'attachment; filename="Coastal-wind-farm_determination_{number}.pdf"'
    )


def test_a_stored_file_that_was_changed_is_not_handed_out(document, proponent, settings):
    path = settings.DATA_DIR / "files" / document.file.name
    path.write_bytes(BYTES.replace(b"issued", b"forged"))

    response = client_of(proponent).get(address(document.determination, "download"))

    assert response.status_code == 500
    assert b"forged" not in response.content
    assert "not the one that was issued" in response.content.decode()


def test_a_stored_file_that_is_gone_is_said_to_be(document, proponent):
    default_storage.delete(document.file.name)

    response = client_of(proponent).get(address(document.determination, "download"))

    assert response.status_code == 500


def test_the_page_gives_the_hash_and_the_way_to_verify(document, proponent):
    page = client_of(proponent).get(address(document.determination)).content.decode()

    assert document.sha256 in page
    assert address(document.determination, "download") in page
    assert "python manage.py verify" in page


def test_before_there_is_a_document_there_is_nothing_to_download(determination, proponent):
    assert client_of(proponent).get(address(determination, "download")).status_code == 404


@pytest.mark.parametrize(
    ("stage", "done"), [("waiting", 0), ("rendering", 1), ("signing", 2), ("storing", 4)]
)
def test_the_progress_is_the_true_one(stage, done, determination, proponent):
    Issuing.objects.update(stage=stage, changed_at=timezone.now())
    workers.register("one", [])

    page = client_of(proponent).get(address(determination)).content.decode()

    assert f'value="{done}" max="5"' in page
    assert "You can leave this page" in page
    assert "No worker seems to be running" not in page


def test_without_a_worker_the_page_says_so_at_once(determination, proponent):
    page = client_of(proponent).get(address(determination)).content.decode()

    assert "No worker seems to be running" in page


def test_a_worker_that_was_not_seen_for_long_counts_as_none(determination, proponent):
    workers.register("one", [])
    Worker.objects.update(seen_at=timezone.now() - workers.LOST_AFTER)

    page = client_of(proponent).get(address(determination)).content.decode()

    assert "No worker seems to be running" in page


@pytest.mark.parametrize(
    ("stage", "error", "said"),
    [
        ("waiting", "", "The workers are busy"),
        ("waiting", "no_room", "The disk of the server is full"),
        ("rendering", "", "There has been no progress for a while"),
    ],
)
def test_what_holds_the_work_up_is_said(stage, error, said, determination, proponent):
    workers.register("one", [])
    long_ago = timezone.now() - timezone.timedelta(seconds=31)
    Issuing.objects.update(stage=stage, error=error, changed_at=long_ago)

    page = client_of(proponent).get(address(determination)).content.decode()

    assert said in page


def test_a_failure_says_what_happened_and_lets_a_reviewer_begin_again(
    determination, proponent, reviewer
):
    Issuing.objects.update(stage="failed", error="no_key")

    for person, can_retry in ((proponent, False), (reviewer, True)):
        page = client_of(person).get(address(determination)).content.decode()
        assert "no usable signing key" in page
        assert (address(determination, "retry") in page) is can_retry


def test_a_reviewer_begins_again_what_failed(determination, reviewer):
    Issuing.objects.update(stage="failed", error="no_key")

    response = client_of(reviewer).post(address(determination, "retry"))

    assert response.status_code == 302
    assert Issuing.objects.get().stage == "waiting"


def test_a_proponent_cannot_begin_it_again(determination, proponent):
    Issuing.objects.update(stage="failed", error="no_key")

    assert client_of(proponent).post(address(determination, "retry")).status_code == 403
    assert Issuing.objects.get().stage == "failed"


def test_looking_never_begins_anything_again(determination, reviewer):
    Issuing.objects.update(stage="failed", error="no_key")

    assert client_of(reviewer).get(address(determination, "retry")).status_code == 405
    assert Issuing.objects.get().stage == "failed"


def test_the_page_needs_few_queries(document, reviewer, django_assert_max_num_queries):
    client = client_of(reviewer)

    with django_assert_max_num_queries(6):
        assert client.get(address(document.determination)).status_code == 200


def test_every_failure_has_words():
    from projects.register import words

    codes = {"not_drawn", "pack_changed", "no_key", "development_key", "not_signed", "no_root"}
    codes |= {"not_intact", "not_trusted", "not_recomputed", "not_stored", "unexpected"}
    codes |= {"no_library", "no_font", "workers_killed"}
    assert set(words.FAILURES) == codes
    assert issuing.FINISHED == ("done", "failed")
