"""The book value at the end of the analysis, and what a residual value is beside it."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from additionality.engine.assess import assess
from additionality.engine.book_value import book_value
from additionality.engine.case import read_case
from additionality.engine.codes import CONCERN_SEVERITY
from additionality.engine.investment_facts import Depreciation, Line, Tax
from additionality.engine.taxation import tax_years
from tests.rulepacks.golden import BASE, REMOVED, make_data

LINES = BASE["investment"]["lines"]
OWN = {
    "residual_not_the_book_value", "residual_not_explained", "residual_negative", "market_value_without_source",
}  # fmt: skip


def line(kind, *amounts):
    return Line(kind.title(), kind, tuple(Decimal(amount) for amount in amounts))


def straight(years):
    return Tax(depreciation=Depreciation("straight_line", years))


def declining(rate, years=None):
    return Tax(depreciation=Depreciation("declining_balance", years, Decimal(rate)))


PLANT = (line("capex", 1000, 0, 0, 0, 0), line("revenue", 0, 300, 300, 300, 300))
LATE = (line("capex", 1000, 0, 0, 500, 0), PLANT[1])
NEVER = (PLANT[0], line("opex", 0, 0, 10, 10, 10))


@pytest.mark.parametrize(
    ("lines", "tax", "life", "expected"),
    [
        pytest.param(PLANT, None, "8", "500", id="half of a life of eight years"),
        pytest.param(PLANT, None, "4.5", "111.111111", id="a life a little longer than the operation"),
        pytest.param(PLANT, None, "4", "0", id="a life as long as the operation"),
        pytest.param(PLANT, None, "3.5", "0", id="a life that ends within a year"),
        pytest.param(PLANT, None, "0", "0", id="no life at all"),
        pytest.param(LATE, None, "5", "500", id="what was bought later is younger"),
        pytest.param(NEVER, None, "6", "500", id="a project that never earns is in use when it costs"),
        pytest.param(PLANT[:1], None, "6", "1000", id="a project that never runs loses nothing"),
        pytest.param(PLANT, straight(8), "100", "500", id="the tax goes before the technical life"),
        pytest.param(PLANT, straight(3), None, "0", id="written off before the end"),
        pytest.param(PLANT, straight(7), None, "428.571429", id="sevenths"),
        pytest.param(PLANT, declining("0.5"), None, "62.5", id="half of what is left each year"),
        pytest.param(PLANT, declining("0.5", 5), None, "62.5", id="a balance with a year to go"),
        pytest.param(PLANT, declining("0.5", 4), None, "0", id="a balance whose last year takes the rest"),
        pytest.param(PLANT, declining("0"), None, "1000", id="a share of nothing"),
        pytest.param((*PLANT, line("residual", 0, 0, 0, 9, 0)), straight(8), None, "0", id="sold before the end"),
        pytest.param((*PLANT, line("residual", 0, 0, 0, 9, 0)), None, "8", "0", id="sold, without a tax"),
        pytest.param((*PLANT, line("residual", 0, 0, 0, 0, 9)), straight(8), None, "500", id="sold at the end"),
        pytest.param((*PLANT, line("residual", 0, 0, 7, 0, 9)), straight(8), None, "500", id="sold at the end at last"),
        pytest.param((*PLANT, line("residual", 9, 0, 0, 0, 0)), straight(8), None, "0", id="sold before it runs"),
        pytest.param((*LATE, line("residual", 0, 0, 9, 0, 0)), straight(5), None, "300", id="bought after the sale"),
        pytest.param((*LATE, line("residual", 0, 0, 0, 9, 0)), straight(5), None, "0", id="bought in its year"),
    ],
)  # fmt: skip
def test_book_value_by_hand(lines, tax, life, expected):
    found = book_value(lines, tax, None if life is None else Decimal(life))

    assert round(found.value, 6) == Decimal(expected)


@pytest.mark.parametrize(
    ("lines", "tax", "life"),
    [
        pytest.param(PLANT, None, None, id="nothing stated"),
        pytest.param(PLANT, Tax(), Decimal(20), id="a tax without its depreciation"),
        pytest.param(PLANT, Tax(depreciation=Depreciation("declining_balance", 5)), None, id="no share is stated"),
        pytest.param(PLANT[1:], straight(5), Decimal(20), id="nothing invested"),
        pytest.param((), straight(5), Decimal(20), id="no cash flow"),
    ],
)  # fmt: skip
def test_nothing_is_taken_for_granted(lines, tax, life):
    assert book_value(lines, tax, life) is None


money = st.decimals(0, 10**9, places=3)
depreciations = st.builds(
    Depreciation, st.just("straight_line"), st.integers(1, 40)
) | st.builds(
    Depreciation, st.just("declining_balance"), st.none() | st.integers(1, 40), st.decimals(0, 1, places=4)
)  # fmt: skip


@settings(max_examples=40)
@given(st.data(), st.integers(1, 30), depreciations, st.decimals(0, 60, places=2))
def test_between_nothing_and_the_cost_and_what_the_tax_leaves(data, years, depreciation, life):
    amounts = st.lists(money, min_size=years, max_size=years).map(tuple)
    capex = Line("Plant", "capex", data.draw(amounts))
    sold = st.lists(st.just(Decimal(0)) | money, min_size=years, max_size=years).map(tuple)
    residual = Line("Scrap", "residual", data.draw(st.just((Decimal(0),) * years) | sold))
    lines = (capex, Line("Sales", "revenue", data.draw(amounts)), residual)
    tax = Tax(rate=Decimal("0.2"), depreciation=depreciation)

    for found in (book_value(lines, tax, None), book_value(lines, None, life)):
        if any(capex.amounts):
            assert 0 <= found.value <= found.cost == sum(capex.amounts)
        else:
            assert found is None
    if any(capex.amounts):
        taxed = tax_years(lines, tax, with_credits=False)
        income = sum(sum(one.amounts) for one in lines[1:])
        deducted = income - sum(year.base for year in taxed)
        if residual.amounts[-1]:  # what is left is deducted when it is sold, in the last year
            assert abs(deducted - sum(capex.amounts)) < Decimal("1e-12")
            deducted = sum(year.depreciation for year in taxed)
        left = sum(capex.amounts) - deducted
        assert abs(book_value(lines, tax, None).value - left) < Decimal("1e-12")


def judged(*residuals, **change):
    return assess(
        read_case(make_data(**{"investment__lines": [*LINES, *residuals], **change}))
    ).finding("investment")


def residual(amount, **more):
    return {"name": "Scrap", "kind": "residual", "amounts": ["0"] * 10 + [str(amount)], **more}


LONG, ODD, NO_LIFE = (
    {"investment__technical_life_years": life} for life in ("15", "18.333", REMOVED)
)


def test_the_figures_show_formula_and_gain():
    figures = judged(residual(650, source="E1"), **LONG).figures["residual"]

    assert figures == {
        "year": "2036",
        "from": "technical_life",
        "method": "straight_line",
        "life": "15",
        "rate": None,
        "assets": [
            {
                "year": "2026", "cost": "1500.000000", "depreciated_from": "2027", "years": "10",
                "depreciated": "1000.000000", "book_value": "500.000000",
            }
        ],
        "book_value": "500.000000",
        "stated": "650.000000",
        "gain": "150.000000",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("residuals", "change", "stated", "gain"),
    [
        pytest.param([], LONG, None, None, id="no residual value, and a book value"),
        pytest.param([residual(400)], LONG, "400.000000", "-100.000000", id="a loss"),
        pytest.param([residual(-40)], {}, "-40.000000", "-40.000000", id="what it costs to take down"),
        pytest.param([residual(300), residual(200, name="Land")], LONG, "500.000000", "0.000000", id="two lines"),
        pytest.param([residual(400) | {"amounts": ["0"] * 9 + ["7", "400"]}], LONG, "400.000000", None,
                     id="a residual value before the end"),
    ],
)  # fmt: skip
def test_what_is_stated_against_the_book_value(residuals, change, stated, gain):
    figures = judged(*residuals, **change).figures["residual"]

    assert (figures["stated"], figures["gain"]) == (stated, gain)


def test_no_figure_where_nothing_is_left_and_nothing_stated():
    assert "residual" not in judged().figures
    assert "residual" not in judged(residual(1), investment__technical_life_years=REMOVED).figures


def test_what_was_sold_before_the_end_is_not_in_the_books_again():
    sold = residual(0) | {"amounts": ["0"] * 5 + ["400"] + ["0"] * 5}
    tax = {"rate": "0.2", "depreciation": {"method": "straight_line", "years": 20}}
    post = {"investment__tax_basis": "post_tax", "investment__benchmark__tax_basis": "post_tax"}
    figures = judged(sold, investment__tax=tax, **post).figures["residual"]

    assert (figures["book_value"], figures["at_disposal"]) == ("0.000000", "1125.000000")
    assert figures["assets"][0]["depreciated"] == "375.000000"
    assert (figures["stated"], figures["gain"]) == ("0.000000", None)


NOT_BOOK, UNEXPLAINED, NEGATIVE, UNSOURCED = sorted(OWN, key=list(CONCERN_SEVERITY).index)


@pytest.mark.parametrize(
    ("residuals", "change", "raised"),
    [
        pytest.param([residual(500)], LONG, set(), id="the book value"),
        pytest.param([residual(500, residual_basis="book_value")], LONG, set(), id="said to be it"),
        pytest.param([residual(501, residual_basis="book_value")], LONG, {NOT_BOOK}, id="said to be it, and not"),
        pytest.param([residual(501)], LONG, {UNEXPLAINED}, id="another amount"),
        pytest.param([residual(501, source="E1")], LONG, set(), id="another amount with a source"),
        pytest.param([residual(499, source="E1")], LONG, {UNEXPLAINED}, id="below it, with a source"),
        pytest.param([residual(499, source="E1", residual_basis="market_value")], LONG, set(),
                     id="below it, said to be a market value"),
        pytest.param([residual(-40, source="E1")], LONG, {NEGATIVE}, id="below zero, with a source"),
        pytest.param([residual(-40, source="E1", residual_basis="market_value")], LONG, {NEGATIVE},
                     id="below zero, said to be a market value"),
        pytest.param([residual(-40)], NO_LIFE, {NEGATIVE}, id="below zero, no life"),
        pytest.param([residual(540, source="E1"), residual(-40, name="B", source="E1")], LONG, set(),
                     id="taking down less than the rest brings"),
        pytest.param([residual(501, residual_basis="market_value")], LONG, {UNSOURCED}, id="no source"),
        pytest.param([residual(501, residual_basis="market_value", source="E1")], LONG, set(), id="sourced"),
        pytest.param([residual(300), residual(200, name="B", residual_basis="book_value")], LONG, set(), id="both"),
        pytest.param([residual(300), residual(9, name="Land", residual_basis="market_value", source="E1")], LONG, set(),
                     id="a part of it a market value"),
        pytest.param([residual(1, residual_basis="book_value"),
                      residual(1, name="Land", residual_basis="market_value", source="E1")], LONG, {NOT_BOOK},
                     id="said to be it, beside a market value"),
        pytest.param([residual(500, residual_basis="book_value"), residual(9, name="Land", source="E1")], LONG, set(),
                     id="the book value beside a market value"),
        pytest.param([residual(0) | {"amounts": ["0"] * 5 + ["400"] + ["0"] * 5, "residual_basis": "book_value"}],
                     LONG, {NOT_BOOK}, id="said to be it, before the end"),
        pytest.param([residual(5)], NO_LIFE, set(), id="nothing to compare with"),
        pytest.param([residual(5, residual_basis="book_value")], NO_LIFE, {NOT_BOOK},
                     id="of which nobody knows how it came"),
        pytest.param([residual("681.8")], ODD, set(), id="to the last digit written"),
        pytest.param([residual("681.81")], ODD, {UNEXPLAINED}, id="a digit beside it"),
        pytest.param([residual(0)], LONG, set(), id="an empty line"),
    ],
)  # fmt: skip
def test_a_residual_value_is_explained_or_raises_its_concern(residuals, change, raised):
    assert OWN & {concern.code for concern in judged(*residuals, **change).concerns} == raised


def test_where_nothing_is_invested_nothing_is_said_of_depreciation():
    unspent = [one for one in LINES if one["kind"] != "capex"]
    booked = residual(5, residual_basis="book_value")
    for life in (LONG, NO_LIFE):
        found = assess(read_case(make_data(investment__lines=[*unspent, booked], **life)))
        (concern,) = (one for one in found.finding("investment").concerns if one.code in OWN)
        assert concern.detail == {"lines": ["Scrap"], "stated": "5", "book_value": "0.000000"}


@pytest.mark.parametrize(
    ("years", "life", "residuals", "left"),
    [
        pytest.param(50, 10, [], "1200.000000", id="far longer than it lasts"),
        pytest.param(11, None, [], "136.363636", id="a year longer than it operates"),
        pytest.param(10, 10, [], None, id="as long as it operates"),
        pytest.param(5, 10, [], None, id="shorter"),
        pytest.param(50, 10, [residual(1200)], None, id="with a residual value"),
        pytest.param(15, 15, [], None, id="as long as it lasts, of which the life tells"),
    ],
)
def test_a_book_value_left_in_no_ones_hands(years, life, residuals, left):
    tax = {"rate": "0.2", "depreciation": {"method": "straight_line", "years": years}}
    post = {"investment__tax_basis": "post_tax", "investment__benchmark__tax_basis": "post_tax"}
    found = judged(
        *residuals, investment__tax=tax, **post, investment__technical_life_years=life
    ).concerns
    told = [one.detail for one in found if one.code == "book_value_left_over"]

    expected = {"years": str(years), "operating_years": "10", "book_value": left}
    assert told == ([expected] if left else [])
