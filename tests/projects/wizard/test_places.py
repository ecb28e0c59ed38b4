"""Places in documents as people type them, and as a case file has them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from additionality.engine.case import read_case
from projects.wizard.facts import case_data, draft_from
from projects.wizard.places import Places, places
from tests.factories import case_file, make_case

#: What stands in ids, pages and words, with everything that marks their ends.
TEXT = st.text(alphabet='Ee1 2,，:："“”「」第頁p.-甲', max_size=8).map(str.strip)
QUOTES = st.lists(TEXT, max_size=3).map("\n".join).map(str.strip)
PLACES = st.fixed_dictionaries(
    {"id": TEXT.filter(bool)}, optional={"page": TEXT.filter(bool), "quote": QUOTES.filter(bool)}
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("E1", [{"id": "E1"}]),
        ("e1, page 12", [{"id": "E1", "page": "12"}]),
        ("E1 p. 12-14: as agreed", [{"id": "E1", "page": "12-14", "quote": "as agreed"}]),
        ("Ｅ１，第12頁：「文字」", [{"id": "E1", "page": "12", "quote": "文字"}]),
        ("E1, Annex 3", [{"id": "E1", "page": "Annex 3"}]),
        ("E1: a: b", [{"id": "E1", "quote": "a: b"}]),
        ("E1, 3: one\n  two\nE2", [{"id": "E1", "page": "3", "quote": "one\ntwo"}, {"id": "E2"}]),
        ("\r\nE1\r\n\r\nE2\r\n", [{"id": "E1"}, {"id": "E2"}]),
        ('"my study", 4', [{"id": "my study", "page": "4"}]),
        ("", []),
    ],
)
def test_a_line_names_a_document_a_page_and_words(typed, found):
    assert Places("").clean(typed) == found


@pytest.mark.parametrize(
    "typed", [":", '"E1', 'E1 "', "E" * 101, "E1, " + "9" * 101, "E1\n" * 101, "E1: \x07"]
)
def test_what_cannot_be_read_is_refused(typed):
    with pytest.raises(ValidationError):
        Places("").clean(typed)


@given(st.lists(PLACES, max_size=3))
def test_what_a_case_file_has_can_be_typed(value):
    question = places()
    (typed,) = question.to_typed(value)
    read = [dict(place) for place in (question.to_python(typed) or [])]
    for place in read:  # e1 is read as E1
        place["id"] = place["id"].casefold()

    assert read == [place | {"id": place["id"].casefold()} for place in value]


@pytest.mark.django_db
def test_places_and_what_a_document_is_survive_the_draft():
    data = case_file()
    data["evidence"][0] |= {"kind": "technical_report", "confidential": False}
    at = [{"id": "E1", "page": "3", "quote": "one\ntwo"}, {"id": "E1", "page": "9"}]
    data["regulatory"]["laws"][0] |= {
        "evidence_at": at,
        "policy": "e_plus",
        "in_force": "2010-01-01",
    }
    data["regulatory"] |= {"evidence": ["E1"], "evidence_at": at[:1]}
    data["alternatives"][1] |= {
        "output": "80 GWh",
        "kept": True,
        "reason": "Legal.",
        "evidence": ["E1"],
    }
    data["investment"]["lines"][0]["source_at"] = {"page": "4", "quote": "1,500"}
    data["investment"]["benchmark"]["source_at"] = {"page": "5"}
    data["project"] |= {
        "financing_date": "2025-06-01",
        "dates_evidence": ["E1"],
        "reductions_evidence": ["E1"],
    }
    data["common_practice"] |= {"evidence": ["E1"], "evidence_at": at[1:]}
    case = make_case(draft=draft_from(data))
    read = read_case(data)

    assert read_case(case_data(case, assessed_on=read.assessed_on)) == read
