"""Cases of every rule pack are shown, decided and written, whatever their findings are."""

import pytest
from django.urls import reverse

from projects.register.document import write
from tests.factories import client_of, make_case, make_person, make_submission
from tests.projects.register.decided import make_determination, published

pytestmark = pytest.mark.django_db

#: Example -> a sentence that the page of the submission and the document must hold.
SAID = {
    "solar-voluntary": "No circumstance applies that keeps a project out under these rules.",
    "hydro-cdm": "The notice of 15 June 2026 came in time: it was due by 1 October 2026.",
    "tidal-cdm-first-of-its-kind": "The project is the first of its kind in its area",
    "digesters-cdm-micro": "the host is a least developed country",
}


@pytest.mark.parametrize(("name", "said"), SAID.items(), ids=SAID)
def test_the_page_of_a_submission_shows_the_findings_of_its_pack(name, said):
    person = make_person("reviewer")
    submission = make_submission(make_case(), published(name))
    address = reverse("cases:submission", args=[submission.case_id, submission.number])

    page = client_of(person).get(address)

    assert page.status_code == 200
    assert said in page.content.decode()
    assert submission.pack_key in ("tw-ver-2023", "cdm")


@pytest.mark.parametrize(("name", "said"), SAID.items(), ids=SAID)
def test_the_document_holds_the_findings_of_its_pack(name, said):
    document = write(make_determination(published(name)))

    assert said in document.html
    pack = next(one for one in document.attachments if one.name == "pack.yaml").data.decode()
    assert f"key: {published(name)['pack']}\n" in pack


def test_a_part_that_failed_without_deciding_is_named():
    html = write(make_determination(published("hydro-cdm"))).html

    assert (
        "Not passed, but not decisive, because another analysis is enough: Investment analysis."
        in html
    )


def test_regulation_is_judged_again_where_the_pack_says_so():
    assert (
        "At every issuance of credits"
        in write(make_determination(published("solar-voluntary"))).html
    )
    assert "At every issuance of credits" not in write(make_determination()).html


def test_a_failed_gate_is_not_eligible():
    data = published("solar-voluntary")
    data["regulatory"]["exclusions"]["rec_applied"] = True
    html = write(make_determination(data, decision="refused")).html

    assert "The project is not eligible, so that its additionality is not decided." in html
    assert "A circumstance keeps the project out under these rules: " in html
