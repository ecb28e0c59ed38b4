"""The ledger on pages and in print, and what a file is and who may read it."""

import pytest
from django.urls import reverse
from django.utils import translation

from projects.models import EvidenceFile
from projects.register.edition import write_edition
from projects.services.evidence import describe_evidence
from projects.showing.ledger import ledger
from tests.factories import case_file, client_of, make_case, make_submission
from tests.projects.test_access import make_determination, make_draft, make_evidence

pytestmark = pytest.mark.django_db


def page(person, name, *args):
    return client_of(person).get(reverse(name, args=args)).content.decode()


def quoting():
    """The large case, its law shown on two pages of its study, of which one is quoted."""
    data = case_file()
    at = [{"id": "E1", "page": "12", "quote": "shall install"}, {"id": "E1", "page": "Annex 3"}]
    data["regulatory"]["laws"][0]["evidence_at"] = at
    data["evidence"][0] |= {"kind": "technical_report", "confidential": True}
    return data


def test_the_desk_shows_page_and_words_beside_the_claim(proponent, reviewer):
    case = make_case(prepared_by=proponent)
    make_submission(case, quoting())
    for name, args in (
        ("review:desk", (case.pk,)),
        ("cases:submission_ledger", (case.pk, 1)),
    ):
        text = page(reviewer, name, *args)
        for words in ("page 12", "shall install", "Annex 3", "Technical report", "Confidential"):
            assert words in text


def test_the_draft_says_what_nothing_supports_and_where_it_is_claimed(proponent):
    case = make_draft(proponent)
    make_evidence(case)
    text = page(proponent, "cases:ledger", case.pk)

    assert "3 of 12 claims rest on a document of the case." in text.replace("\n", " ")
    assert reverse("wizard:step", args=[case.pk, "cash-flow"]) in text
    assert "Nothing supports it" in text


def test_a_long_list_of_plants_is_counted_and_not_all_shown():
    data = case_file()
    data["common_practice"] = {"activities": [{"name": f"Plant {i}"} for i in range(60)]}
    with translation.override("en"):
        found = ledger(data)
    group = found.of_step("common-practice")

    assert (len(group.claims), group.more) == (50, 11)
    assert found.total - found.supported >= 61


def test_the_manifest_of_a_determination_names_claims_pages_and_readers(proponent, reviewer):
    _case, determination = make_determination(proponent, reviewer)
    data = quoting()
    data["project"]["annual_reductions"] = [{"year": 2027, "tco2e": "4900"}]
    submission = make_submission(determination.submission.case, data)
    determination.submission = submission
    with translation.override("en"):
        body = write_edition(
            determination, language="en", attached={"record": "0" * 64}, record_name="record",
            is_first=True,
        ).body  # fmt: skip

    for words in (
        "page 12: “shall install”",
        "Confidential: the proponent and reviewers",
        "Claims that no document supports",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ):
        assert words in body


@pytest.mark.parametrize(
    ("posted", "confidential"),
    [({}, True), ({"confidential": "yes"}, True), ({"confidential": "no"}, False)],
)
def test_a_file_is_confidential_unless_it_is_said_to_be_public(proponent, posted, confidential):
    case = make_draft(proponent)
    row = make_evidence(case)
    address = reverse("cases:evidence_describe", args=[case.pk])
    answer = client_of(proponent).post(address, {"key": row.key, "title": "A study", **posted})
    row.refresh_from_db()

    assert answer.status_code == 302
    assert (row.title, row.confidential) == ("A study", confidential)


def test_a_date_that_cannot_be_read_comes_back_as_it_was_typed(proponent):
    case = make_draft(proponent)
    row = make_evidence(case)
    typed = {"key": row.key, "title": "Another", "dated": "yesterday", "kind": "law"}
    address = reverse("cases:evidence_describe", args=[case.pk])
    answer = client_of(proponent).post(address, typed)

    assert answer.status_code == 422
    assert "yesterday" in answer.content.decode()
    assert EvidenceFile.objects.get(pk=row.pk).title == "Feasibility study"


def test_what_a_file_is_stays_as_it_was_submitted(proponent):
    case = make_draft(proponent)
    row = make_evidence(case)
    frozen = make_submission(case, quoting())
    case.status = "returned"
    case.save()
    describe_evidence(
        case=case,
        actor=proponent,
        key=row.key,
        title="",
        dated=None,
        kind="law",
        confidential=False,
    )

    (entry,) = frozen.case_data()["evidence"]
    assert (entry["kind"], entry["confidential"]) == ("technical_report", True)
