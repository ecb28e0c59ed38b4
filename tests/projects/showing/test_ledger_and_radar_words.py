"""Every code of the radar and of the ledger has its words and its place in docs/codes.md."""

import re

from django.utils.translation import override

from additionality.engine.case import schema
from additionality.engine.ledger import CLAIM_KINDS
from projects.models import EvidenceKind
from projects.radar.matching import SEVERITY, Signals
from projects.showing.ledger import STEP_OF, ledger
from projects.wording.claims import CLAIMS
from projects.wording.radar import ALIKE, SENTENCES, SETTLING, TITLES
from tests.projects.showing.codes import PAGE, section


def test_every_code_of_the_radar_is_published_and_has_words():
    published = {row[0].strip("`"): row[1] for row in section("Radar")}

    assert published == SEVERITY
    assert set(SEVERITY) == set(TITLES) == set(SENTENCES) == set(SETTLING)


def test_everything_that_can_be_alike_has_a_word():
    assert set(Signals(1, 1, 0, True).alike) == set(ALIKE)


def test_the_kinds_of_claims_are_one_list_everywhere():
    published = re.findall(r"`(\w+)`", PAGE.split("Claims of the ledger:")[1].split("\n\n")[0])

    assert list(CLAIM_KINDS) == published
    assert set(CLAIM_KINDS) == set(STEP_OF) == set(CLAIMS)


def test_the_kinds_of_documents_are_those_of_the_schema():
    item = schema()["properties"]["evidence"]["items"]["properties"]["kind"]

    assert [*EvidenceKind.values, None] == item["enum"]


def unsupported(*plants):
    """What is told of a case in which only these plants (True: with evidence) are claimed."""
    rows = [
        {"name": f"P{n}", "evidence": ["E1"] if shown else []} for n, shown in enumerate(plants)
    ]
    case = {
        "common_practice": {"activities": rows},
        "evidence": [{"id": "E1", "title": "Register"}],
    }
    [group] = ledger(case).unsupported
    return [claim.sentence for claim in group.claims]


def test_plants_without_evidence_are_told_in_one_sentence():
    with override("en"):
        some = unsupported(False, True, False, False, False, True, False)
        one = unsupported(True, False)
        many = unsupported(*[False, True] * 200)

    counts = "The comparable plants and their counts"
    assert some == [counts, "5 plants of the list have no evidence: 1, 3–5, 7"]
    assert one == [counts, "“P1” as a comparable plant"]
    assert many == [
        counts,
        "200 plants of the list have no evidence: 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, …",
    ]
