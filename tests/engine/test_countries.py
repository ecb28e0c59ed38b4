"""One country by any of its codes and names; a name that is not known is only itself."""

import pytest

from additionality.engine.countries import country_code, currencies_of, same_country


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("TW", "tw"), ("twn", "tw"), ("Taiwan", "tw"), ("臺灣", "tw"), ("台湾", "tw"),
        ("BR", "br"), ("BRA", "br"), (" brazil ", "br"), ("巴西", "br"),
        ("Viet Nam", "vn"), ("U.S.A.", "us"), ("Côte d\u2019Ivoire", "ci"),
        ("Trinidad and Tobago", "tt"), ("Myanmar (Burma)", "mm"), ("ＩＮ", "in"),
        ("Congo", ""), ("Korea", ""), ("Bavaria", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_codes_and_names(name, code):
    assert country_code(name) == code


def test_two_texts_are_one_country_or_one_text():
    assert same_country("TW", "Taiwan")
    assert same_country("Area  9", "area 9")
    assert not same_country("TW", "China")
    assert not same_country("", "Taiwan")


@pytest.mark.parametrize(
    "name", ["中華民國", "臺灣地區", "台灣", "Republic of China", "Taiwan (R.O.C.)", "ROC", "TWN"]
)
def test_taiwan_by_every_name_it_goes_by(name):
    assert country_code(name) == "tw"
    assert same_country(name, "Taiwan")
    assert not same_country(name, "China")


@pytest.mark.parametrize(
    ("country", "codes"),
    [
        ("TW", ("TWD",)), ("巴西", ("BRL",)), ("Germany", ("EUR",)), ("PA", ("PAB", "USD")),
        ("Antarctica", ()), ("Nowhere", ()), ("", ()),
    ],
)  # fmt: skip
def test_the_currencies_of_a_country_are_known(country, codes):
    assert currencies_of(country) == codes
