"""The ledger: what every claim rests on, for whole cases, drafts and nonsense."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from additionality.engine.case import read_case
from additionality.engine.ledger import CLAIM_KINDS, Support, claims_by_document, claims_of
from additionality.engine.problems import MalformedCase
from tests.factories import case_file


def claim(data, kind, position=0):
    return [one for one in claims_of(data) if one.kind == kind][position]


def with_law(**answers):
    data = case_file()
    data["regulatory"]["laws"] = [{"title": "Water Act", "binding": True, **answers}]
    data["evidence"].append({"id": "E2", "title": "Statistics"})
    return data


def test_a_claim_says_page_and_words_of_each_place():
    data = with_law(
        evidence=["E1"],
        evidence_at=[{"id": "E1", "page": "3", "quote": "shall"}, {"id": "E1", "page": "9"}],
    )
    read_case(data)

    assert claim(data, "law").support == (Support("E1", "3", "shall"), Support("E1", "9"))


def test_one_document_serves_both_limbs_or_each_has_its_own():
    both = {"systematically_unenforced": True, "noncompliance_widespread": True}
    one = with_law(**both, evidence=["E1"])
    apart = with_law(**both, unenforced_evidence=["E1"], noncompliance_evidence=["E2"])
    half = with_law(**both, unenforced_evidence=["E1"])

    limbs = ("law_unenforced", "law_noncompliance")
    assert [claim(one, kind).support[0].evidence for kind in limbs] == ["E1", "E1"]
    assert [claim(apart, kind).support[0].evidence for kind in limbs] == ["E1", "E2"]
    assert [claim(half, kind).is_supported for kind in limbs] == [True, False]


@pytest.mark.parametrize(
    ("source", "supported", "in_words"),
    [
        pytest.param("E1", True, "", id="a document"),
        pytest.param("Feasibility study, page 3", False, "Feasibility study, page 3", id="words"),
        pytest.param("", False, "", id="nothing"),
        pytest.param("E9", False, "", id="a document that is not there"),
    ],
)
def test_a_source_is_a_document_or_words_or_nothing(source, supported, in_words):
    data = case_file()
    data["investment"]["lines"][0] |= {"source": source, "source_at": {"page": "4"}}
    found = claim(data, "input")

    assert (found.is_supported, found.in_words) == (supported, in_words)
    assert [place.page for place in found.support] == (["4"] if supported else [])


@pytest.mark.parametrize(
    ("line", "claimed"),
    [
        pytest.param({"residual_basis": "book_value"}, False, id="the book value"),
        pytest.param({"residual_basis": "book_value", "source": "E1"}, True, id="with a source"),
        pytest.param({"residual_basis": "market_value"}, True, id="a market value"),
        pytest.param({}, True, id="a residual value"),
        pytest.param({"residual_basis": "book_value", "kind": "capex"}, True, id="another kind"),
    ],
)
def test_the_book_value_is_computed_and_needs_no_support_of_its_own(line, claimed):
    data = case_file()
    amounts = ["0"] * len(data["investment"]["lines"][0]["amounts"])
    data["investment"]["lines"].append(
        {"name": "Scrap", "kind": "residual", "amounts": amounts} | line
    )
    read_case(data)

    assert ("Scrap" in {one.name for one in claims_of(data)}) is claimed


def test_what_supports_the_list_supports_each_plant_that_has_nothing_of_its_own():
    data = with_law()
    plants = [{"name": "North"}, {"name": "South", "evidence": ["E2"]}]
    data["common_practice"] = {"area": "TW", "activities": plants, "evidence": ["E1"]}

    assert claim(data, "activity", 0).support == (Support("E1"),)
    assert claim(data, "activity", 1).support == (Support("E2"),)


def test_a_place_of_a_document_that_is_not_named_beside_it_is_refused():
    data = with_law(evidence=["E1"], evidence_at=[{"id": "E2", "page": "3"}])
    with pytest.raises(MalformedCase) as caught:
        read_case(data)

    assert [(one.path, one.code) for one in caught.value.errors] == [
        ("regulatory.laws[0].evidence_at[0].id", "place_of_other_evidence")
    ]


def test_an_unknown_document_is_refused_wherever_it_is_named():
    data = case_file()
    data["project"]["dates_evidence"] = ["E7"]
    data["alternatives"][1]["evidence"] = ["E8"]
    data["common_practice"]["evidence"] = ["E9"]
    with pytest.raises(MalformedCase) as caught:
        read_case(data)

    assert [one.path for one in caught.value.errors] == [
        "project.dates_evidence[0]",
        "alternatives[1].evidence[0]",
        "common_practice.evidence[0]",
    ]


def test_places_survive_reading_and_writing_again():
    data = with_law(evidence=["E1"], evidence_at=[{"id": "E1", "page": "3", "quote": "shall"}])
    data["evidence"][0] |= {"kind": "law", "confidential": True}
    again = json.loads(json.dumps(read_case(data).to_dict()))

    assert claim(again, "law") == claim(data, "law")
    assert read_case(again) == read_case(data)


IDS = st.lists(st.sampled_from(["E1", "E2", "E3", ""]), max_size=3)
PLACES = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["E1", "E2", "E3"])}, optional={"page": st.text(max_size=3)}
    ),
    max_size=3,
)
CITING = {
    "evidence": IDS,
    "evidence_at": PLACES,
    "title": st.text(max_size=3),
    "name": st.text(max_size=3),
}
SOURCED = {
    "source": st.sampled_from(["", "E1", "E3", "a letter"]),
    "source_at": st.just({"page": "1"}),
}
CASES = st.fixed_dictionaries(
    {},
    optional={
        "evidence": st.lists(
            st.fixed_dictionaries({"id": st.sampled_from(["E1", "E2"])}), max_size=2
        ),
        "regulatory": st.fixed_dictionaries(
            {"searched": st.text(max_size=2)},
            optional={
                "laws": st.lists(
                    st.fixed_dictionaries(
                        {"systematically_unenforced": st.booleans()},
                        optional=CITING | {"unenforced_evidence": IDS},
                    ),
                    max_size=3,
                )
            },
        ),
        "alternatives": st.lists(
            st.fixed_dictionaries({"complies_with_law": st.booleans()}, optional=CITING), max_size=2
        ),
        "investment": st.fixed_dictionaries(
            {"lines": st.lists(st.fixed_dictionaries({}, optional=SOURCED), max_size=3)},
            optional={"benchmark": st.fixed_dictionaries({}, optional=SOURCED)},
        ),
        "barriers": st.lists(st.fixed_dictionaries({}, optional=CITING), max_size=3),
        "common_practice": st.fixed_dictionaries(
            {},
            optional=CITING
            | {"activities": st.lists(st.fixed_dictionaries({}, optional=CITING), max_size=3)},
        ),
    },
)


@given(CASES)
def test_every_supported_claim_cites_a_document_of_the_case(data):
    listed = {one["id"] for one in data.get("evidence", [])}
    claims = claims_of(data)

    for one in claims:
        assert one.is_supported == bool(one.support)
        assert {place.evidence for place in one.support} <= listed
    serving = claims_by_document(claims)
    assert set(serving) <= listed
    assert sum(map(len, serving.values())) == sum(len(one.support) for one in claims)
    assert [CLAIM_KINDS.index(one.kind) for one in claims] == sorted(
        CLAIM_KINDS.index(one.kind) for one in claims
    )
