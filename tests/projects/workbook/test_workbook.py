"""The sheets of a workbook: what is an input, that nothing in them can run, and how they look."""

import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from additionality.engine.case import read_case
from additionality.engine.finance import IrrKind, irr
from projects.workbook.analysis import MOST_VARIED, NoWorkbook, analyse
from projects.workbook.build import workbook
from projects.workbook.rates import searched
from projects.workbook.refusals import sentence
from projects.workbook.sheet import INPUT, clean
from tests.projects.workbook.cases import CASES, as_good_as_another, data_of, line
from tests.rulepacks.golden import REMOVED, make_data

EVIL = (
    '=HYPERLINK("http://evil.example","x")', "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "\n=1+1",
    "=cmd|' /C calc'!A0", '"&A1&"', "</v><f>1+1</f>", "_x003D_1+1",
)  # fmt: skip


def opened(data, language="en"):
    with translation.override(language):
        return openpyxl.load_workbook(BytesIO(workbook(read_case(data))))


def is_input(cell):
    return cell.font.color is not None and cell.font.color.rgb == INPUT.color.rgb


def cells(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


def written_everywhere(text):
    """A case with the text wherever one may be typed that reaches the workbook."""
    own = [line(text, "capex", 100, 0), line("Sales " + text, "revenue", 0, 40)]
    listed = [{"id": "A0", "name": "Project", "is_project": True}, {"id": text, "name": text}]
    return make_data(
        project__name=text, project__name_zh=text, investment__lines=own, barriers=REMOVED,
        investment__currency=text[:20], investment__benchmark__source=text, alternatives=listed,
        investment__option="comparison", investment__alternatives=[{"id": text, "lines": own}],
        investment__output={"unit": text, "amounts": ["0", *["1"] * 10]},
    )  # fmt: skip


def formulas(book):
    return [(cell.coordinate, cell.value) for cell in cells(book) if cell.data_type == "f"]


@pytest.mark.parametrize("text", EVIL)
def test_what_a_person_typed_is_never_a_formula_nor_in_one(text):
    book = opened(written_everywhere(text))

    assert formulas(book) == formulas(opened(written_everywhere("a harmless text")))
    assert sum(text.strip() in str(cell.value).replace("_x005F_", "_") for cell in cells(book)) > 6


def test_a_text_that_looks_like_a_formula_is_marked_as_text():
    book = opened(
        make_data(investment__lines=[line("=1+1", "capex", 9, 0), line("In", "revenue", 0, 2)])
    )

    found = [cell for cell in cells(book) if cell.value == "=1+1"]

    assert found
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in found)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Wind\x07farm", "Wind\N{REPLACEMENT CHARACTER}farm"),
        ("Wind\ufffe\ud800", "Wind\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"),
        ("_x000D_", "_x005F_x000D_"),
        ("風場 O&M\n第二期", "風場 O&M\n第二期"),
    ],
)
def test_what_a_file_cannot_carry_is_shown_as_replaced(text, written):
    assert clean(text) == written


@pytest.mark.parametrize(
    ("name", "language"), [*((name, "en") for name in CASES), ("taxed-equity", "zh-hant")]
)
def test_every_number_is_an_input_or_was_assessed(name, language):
    """No total is typed: a number that is no formula is an input, or stands where it says that it was assessed."""
    book = opened(data_of(name), language)
    rates = book.worksheets[-2]

    typed = [
        f"{cell.parent.title}!{cell.coordinate}"
        for cell in cells(book)
        if isinstance(cell.value, int | float)
        and not (cell.parent is rates and cell.row == 1)
        and not (cell.parent is book.worksheets[0] and cell.column == 3)
        and not is_input(cell)
    ]

    assert typed == []
    assert not [cell for cell in cells(book) if cell.data_type == "f" and is_input(cell)]


def test_the_amounts_of_the_case_stand_in_it_and_nothing_computed():
    book = opened(data_of("pre-tax"))

    inputs = [
        cell.value for cell in cells(book)
        if cell.data_type == "n" and cell.value is not None and cell.parent is book.worksheets[1]
    ]  # fmt: skip

    assert sorted(inputs) == sorted([1500] + [0] * 13 + [250] * 10 + [70] * 10 + [60] * 10)


def test_an_amount_with_more_digits_than_a_cell_holds_is_given_in_full_beside_it():
    exact = "123456789012.3456789"
    data = make_data(
        investment__lines=[line("Plant", "capex", exact, 0), line("In", "revenue", 0, "9e10")]
    )

    commented = [cell for cell in cells(opened(data)) if cell.comment]

    assert [cell.comment.text for cell in commented] == [exact]
    assert commented[0].value == pytest.approx(float(exact), rel=1e-15)


def test_sheets_stay_in_sight_and_fit_on_paper():
    for sheet in opened(data_of("comparison")):
        assert isinstance(sheet, Worksheet)
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.column_dimensions["A"].width > 30
    flow = opened(data_of("comparison")).worksheets[1]
    assert flow.freeze_panes == "D3"


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_it_says_what_it_is_and_what_is_not_live(language):
    book = opened(data_of("taxed-equity"), language)
    about = [cell.value for cell in cells(book) if cell.parent is book.worksheets[-1]]

    assert "tw-offset 2024.1" in about
    assert any(re.fullmatch("[0-9a-f]{64}", str(value)) for value in about)
    if language == "en":
        words = " ".join(filter(None, about))
        assert "What decides is the determination" in words
        assert "Not live: which lines are varied" in words
        assert "break-even" not in words


LONG = [line(f"Line {i}", "opex", 1, 1) | {"amounts": ["1"] * 100} for i in range(300)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"investment": None}, "investment_not_supplied"),
        ({"investment__benchmark__rate": None}, "benchmark_rate_not_stated"),
        (
            {"investment__lines": LONG, "investment__option": "comparison",
             "investment__alternatives": [{"id": "A1", "lines": LONG}]},
            "too_large",
        ),
    ],
)  # fmt: skip
def test_without_figures_there_is_no_workbook(change, reason):
    with pytest.raises(NoWorkbook) as refused:
        workbook(read_case(make_data(**change)))

    assert refused.value.reason == reason
    with translation.override("en"):
        assert sentence(refused.value).endswith(".")


def test_so_many_variations_are_live_and_the_others_are_named():
    lines = [line(f"Plant {i}", "capex", 50, 0) for i in range(40)]
    data = make_data(investment__lines=[*lines, line("In", "revenue", 0, 200)])
    book = opened(data)

    assert len(analyse(read_case(data)).varied) == MOST_VARIED
    words = [cell.value for cell in cells(book) if cell.parent is book.worksheets[2]]
    assert "18 more variations are not in this workbook." in words


flows = st.lists(st.integers(-1000, 1000), min_size=2, max_size=25)


@given(flows)
def test_the_rates_that_are_searched_enclose_the_one_there_is(values):
    """Where the engine finds one rate within the bounds, the present values change their sign once at it."""
    found = irr([Decimal(value) for value in values])
    if found.kind is not IrrKind.UNIQUE or not Decimal("-0.98") < found.rate < 1_000_000:
        return
    rates = searched(len(values))
    signs = [sum(Decimal(v) / (1 + rate) ** t for t, v in enumerate(values)) > 0 for rate in rates]
    changes = [i for i in range(len(rates) - 1) if signs[i] != signs[i + 1]]

    assert len(changes) == 1
    assert rates[changes[0]] <= found.rate <= rates[changes[0] + 1]


@pytest.mark.parametrize("name", ["pre-tax", "straight-line"])
def test_no_column_of_the_sensitivity_has_a_head_and_no_cells(name):
    book = opened(data_of(name))
    rows = [[cell.value for cell in row] for row in book.worksheets[2].iter_rows()]
    heads = [i for i, row in enumerate(rows) if row[0] in ("Line", "Credits")]

    for place in heads:
        headed = [bool(value) for value in rows[place]]
        assert headed == [bool(value) for value in rows[place + 1]]
    assert len(heads) == 2


def test_lines_that_the_rules_leave_out_are_named():
    feed_in = line("Feed-in premium", "subsidy", 0, 40)
    data = make_data(
        pack="cdm",
        investment__lines=[
            line("Plant", "capex", 900, 0), line("Sales", "revenue", 0, 90),
            feed_in | {"policy": "e_minus", "policy_adopted": "2010-01-01"},
        ],
    )  # fmt: skip
    book = opened(data)

    for page in (book.worksheets[0], book.worksheets[-1]):
        said = [str(cell.value) for row in page.iter_rows() for cell in row]
        assert any("“Feed-in premium”" in words and "left out" in words for words in said)
    assert "Feed-in premium" not in [row[0].value for row in book.worksheets[1].iter_rows()]


@pytest.mark.parametrize("seed", [3, 7, 12])
def test_a_project_as_good_as_its_alternative_needs_no_credits(seed):
    """Whatever the digits of the rate of return that both have: the alternative is nine tenths of it."""
    found = analyse(read_case(make_data(investment=as_good_as_another(seed))))

    assert (found.surplus, found.share_needed) == (0, "0")


@pytest.mark.parametrize(("language", "name"), [("en", "Wind farm"), ("zh-hant", "風場")])
def test_its_title_has_the_name_of_the_project_in_its_language(language, name):
    book = opened(make_data(project__name="Wind farm", project__name_zh="風場"), language)

    titles = (book.worksheets[0]["A1"].value, book.properties.title)
    assert all(title.endswith(name) for title in titles)


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_the_cost_of_capital_is_explained_in_the_words_of_its_own_rows(language):
    sheet = opened(data_of("wacc"), language).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    labels = {row[0] for row in rows if row[0]}
    notes = [
        cell for row in rows for cell in row[1:] if isinstance(cell, str) and " × (1 − " in cell
    ]
    (wacc,) = [
        cell for row in rows for cell in row[1:] if isinstance(cell, str) and cell.count(" × ") == 2
    ]

    (debt,) = [note for note in notes if note != wacc]
    assert set(debt.rstrip(")").split(" × (1 − ")) <= labels
    share, equity, again, owed = re.fullmatch(r"(.+) × (.+) \+ \(1 − (.+)\) × (.+)", wacc).groups()
    assert share == again
    assert {share, equity, owed} <= labels
