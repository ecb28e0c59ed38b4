"""How alike names, companies, technologies and places are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.radar.likeness import (
    company_key,
    distance_km,
    key_of,
    likeness,
    name_likeness,
    technologies_of,
    words_of,
)
from projects.radar.matching import SAME_COMPANY, SAME_NAME

NAMES = st.text(alphabet="abc 12一二期風場Ａ", max_size=12)


@given(NAMES, NAMES)
def test_likeness_is_symmetric_and_between_nothing_and_the_same(one, other):
    a, b = key_of(one), key_of(other)

    assert likeness(a, b) == likeness(b, a)
    assert 0 <= name_likeness(a, b) <= likeness(a, b) <= 1
    assert not a or likeness(a, a) == 1


@given(NAMES)
def test_a_key_stays_what_it_is(text):
    assert key_of(key_of(text)) == key_of(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Coastal Wind Farm", "COASTAL  wind-farm", True, id="case and marks"),
        pytest.param("Coastal Wind Farm", "Coastel Wind Farm", True, id="a typing error"),
        pytest.param("Coastal Wind Farm", "Mountain Wind Farm", False, id="another word"),
        pytest.param("濱海風場", "濱海 風場", True, id="Chinese with a space"),
        pytest.param("台中濱海風場", "臺中濱海風場", True, id="two forms of one character"),
        pytest.param("濱海風場", "山區風場", False, id="another place"),
        pytest.param("Wind farm 1", "Wind farm 2", False, id="numbered differently"),
        pytest.param("Wind farm I", "Wind farm 1", True, id="a Roman number"),
        pytest.param("濱海風場一期", "濱海風場二期", False, id="stages"),
        pytest.param("Coastal Wind Farm", "Coastal Wind Farm 1", True, id="one is not numbered"),
    ],
)
def test_the_same_name_in_other_writing(one, other, same):
    assert (name_likeness(key_of(one), key_of(other)) >= SAME_NAME) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Example Energy Co., Ltd.", "EXAMPLE ENERGY", True),
        ("範例能源股份有限公司", "範例能源", True),
        ("Example Energy", "Sample Power", False),
        ("Company Ltd", "Company Ltd", True),
    ],
)
def test_a_company_is_the_same_with_and_without_its_legal_form(one, other, same):
    assert (likeness(company_key(one), company_key(other)) >= SAME_COMPANY) is same


def test_a_technology_is_recognised_in_either_language():
    assert technologies_of("Onshore WIND power") == technologies_of("陸域風力發電") == {"wind"}
    assert technologies_of("rewinding of motors") == set()


def test_names_are_found_by_words_and_by_pairs_of_characters():
    assert words_of("Coastal farm 濱海風場 2") == {"coastal", "farm", "濱海", "海風", "風場"}


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        pytest.param((0, 0), (0, 1), 111.195, id="one degree of the equator"),
        pytest.param((24, 120), (24, 120), 0, id="the same place"),
        pytest.param((90, 0), (-90, 50), 20015.1, id="pole to pole"),
        pytest.param((0, 179.5), (0, -179.5), 111.195, id="across the date line"),
    ],
)
def test_distances_are_along_great_circles(one, other, km):
    assert distance_km(one, other) == pytest.approx(km, rel=1e-4)
