"""A determination whose plants were found in a data set: issued, decided again, and tampered with."""

import io
import json
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.utils import translation

from additionality.determination.record import build_record, record_attachments
from additionality.determination.sign import sign
from additionality.determination.verify import verify
from additionality.engine.assess import assess
from additionality.engine.canonical import canonical_json
from additionality.engine.case import read_case
from projects.models import SignedDocument
from projects.register.answers import result
from projects.register.issuing_steps import read_document
from projects.services.issuing import issue
from tests.determination import attacks
from tests.determination.samples import make_pdf, make_signer, root_pem
from tests.projects.register.decided import make_determination, published

pytestmark = pytest.mark.django_db
REASON = "Turbines in the sea; its own stand on land."


def searched() -> dict[str, Any]:
    """The published search, with four of its seven plants said to use another technology."""
    data = published("wind-searched")
    for activity in data["common_practice"]["activities"][:4]:
        activity |= {"different": True, "reason": REASON}
    return data


@pytest.fixture
def pdf(db) -> bytes:
    determination = make_determination(searched(), edition="en")
    issue(determination.pk)
    document = read_document(SignedDocument.objects.get(determination=determination))
    assert document is not None
    return document


def attached(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {name: one.get_file().read_bytes() for name, one in opened.attachments.items()}


def figures_of(assessment: dict[str, Any]) -> dict[str, Any]:
    findings = {one["analysis"]: one for one in assessment["findings"]}
    return findings["common_practice"]["figures"]


def signed_again(pdf: bytes, case: dict[str, Any]) -> bytes:
    """The same record about another case, with everything else left, drawn and signed anew."""
    files = attached(pdf)
    record = json.loads(files["determination.json"])
    kept = ("number", "decision", "reasons", "submission", "review_history", "evidence", "language")
    forged = build_record(
        **{name: record[name] for name in kept},
        issued_on=date.fromisoformat(record["issued_on"]),
        case=case,
        assessment=record["assessment"],
        pack_files=record["pack"]["files"],
    )
    drawn = make_pdf(attachments=record_attachments(forged))
    return sign(drawn, signer=make_signer(), reason="x", number=record["number"])


def test_plants_of_a_search_are_counted_again_in_the_document_and_noticed_if_changed(pdf, keys):
    files = attached(pdf)
    case = json.loads(files["case.json"])
    found = verify(pdf, root_pem=(keys / "root.pem").read_bytes())
    assert (found.good, found.recomputed, found.conclusion) == (True, "identical", "additional")

    assert case["common_practice"]["dataset"]["licence"] == "CC BY 4.0"
    assert case["common_practice"]["funnel"]["candidates"] == "7"
    counted = figures_of(json.loads(canonical_json(assess(read_case(case)).to_dict())))
    assert [counted[name] for name in ("n_all", "n_diff", "f")] == ["7", "4", "0.428571"]
    assert counted == figures_of(json.loads(files["assessment.json"]))
    assert found.to_dict()["recomputed_conclusion"] == "additional"
    assert found.to_dict()["recomputed_common_practice"] == {
        "n_all": "7", "n_diff": "4", "f": "0.428571",
    }  # fmt: skip
    with translation.override("en"):
        said = result(found, sha256="", issued="same").answers[4].meaning
    assert (
        "decided again: Additional. Comparable plants, counted again: N_all 7, N_diff 4, F 0.428571."
        in said
    )

    # With nothing changed the way of forging is a good one, so it is the plant that is noticed.
    assert verify(signed_again(pdf, case), root_pem=root_pem()).recomputed == "identical"
    case["common_practice"]["activities"][0]["capacity"] = "52"  # out of the range around 34
    changed = verify(signed_again(pdf, case), root_pem=root_pem())
    assert (changed.intact, changed.recomputed, changed.good) == (True, "different", False)
    assert (
        changed.recomputed_common_practice["n_all"] == "6"
    )  # from the case, not as it was printed

    case_file = canonical_json(case)
    appended = verify(
        attacks.with_a_changed_attachment(pdf, "case.json", case_file),
        root_pem=(keys / "root.pem").read_bytes(),
    )
    assert not appended.covers_whole_document
    assert not appended.good
