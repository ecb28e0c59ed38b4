"""Lines of money as a mapping reads them, and every cell that reads otherwise than it looks."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from additionality.engine.decimals import plain
from projects.spreadsheets.mapping import NEGATIVE, POSITIVE, Line
from projects.spreadsheets.proposing import propose, unit_in
from projects.spreadsheets.reading import Reading, shortened
from projects.tables.sheet import Sheet
from projects.wording.table_faults import grouped
from tests.projects.spreadsheets.models import wind
from tests.projects.tables import files
from tests.projects.tables.test_reading import read_file

HEAD = ["", 2026, 2027, 2028]


def sheet_of(rows: list[list[Any]], **parts: Any) -> Sheet:
    (sheet,), _faults, _book = read_file(files.model(rows, **parts))
    return sheet


def reading(rows: list[list[Any]], **parts: Any) -> Reading:
    """The rows read as they themselves suggest."""
    sheet = sheet_of(rows, **parts)
    return Reading(sheet, propose(sheet))


def noted(rows: list[list[Any]], **parts: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fault in reading(rows, **parts).faults:
        found.setdefault(fault.code, []).extend(fault.cells)
    return found


def amounts(rows: list[list[Any]]) -> dict[str, list[str]]:
    return {line.name: [plain(a) for a in line.amounts.values()] for line in reading(rows).lines}


def test_the_clean_model_reads_without_a_word():
    (sheet,), _faults, _book = read_file(wind())
    found = Reading(sheet, propose(sheet))

    assert found.faults == []
    assert [line.kind for line in found.lines] == ["capex", "opex", "revenue", "carbon_revenue"]
    assert found.lines[0].amounts[2026] == Decimal(1_500_000)
    assert (found.first_year, found.number_of_years) == (2026, 11)
    assert (found.mapping.unit, found.mapping.costs) == ("1000", NEGATIVE)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("3.5萬", "35000"), ("1億2,000萬", "120000000"), ("NT$ 1,234", "1234"), ("１２３", "123"), ("(70)", "-70"),
        ("1,234.50", "1234.5"), ("新臺幣5元", "5"),
    ],
)  # fmt: skip
def test_a_number_written_as_text_is_read_and_told(cell, amount):
    rows = [HEAD, ["營運成本", cell, 1, 1]]

    assert amounts(rows)["營運成本"][0] == amount
    assert noted(rows)["number_as_text"] == ["B2"]


def test_a_unit_written_with_the_number_is_not_applied_again():
    rows = [["單位：千元"], HEAD, ["營運成本", "3.5萬", "70", 70]]

    assert amounts(rows)["營運成本"] == ["35000", "70000", "70000"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        pytest.param("n/a", "text_not_number", id="text"),
        pytest.param("1.234,5", "text_not_number", id="a number that reads in two ways"),
        pytest.param("5%", "percent_amount", id="a percentage in words"),
        pytest.param(("B9", "#REF!"), "error_amount", id="a broken reference"),
        pytest.param(("1+1", None), "no_result_amount", id="no stored result"),
        pytest.param(1e19, "amount_too_large", id="too large"),
    ],
)
def test_what_is_no_amount_is_left_out_and_named(cell, code):
    rows = [HEAD, ["Fuel", 5, cell, 7]]

    assert amounts(rows)["Fuel"] == ["5", "7"]
    assert noted(rows)[code] == ["C2"]


@pytest.mark.parametrize("text", ["-", "–", "—", " "])
def test_a_dash_is_a_blank_and_no_fault(text):
    rows = [HEAD, ["Fuel", 5, text, 7]]

    assert amounts(rows)["Fuel"] == ["5", "7"]
    assert noted(rows) == {}


DATED = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="200"/></cellXfs>'
FORMATS = '<numFmts><numFmt numFmtId="200" formatCode="[$$-409]#,##0"/></numFmts>'


def styled(cells: str, second: str = '<c r="A2" t="inlineStr"><is><t>Fuel</t></is></c>') -> Sheet:
    data = f'<row r="1">{cells}</row><row r="2">{second}</row>'
    (sheet,), _faults, _book = read_file(files.raw_workbook(data, styles=FORMATS + DATED))
    return sheet


def test_years_that_are_dates_are_read_and_told():
    days = "".join(
        f'<c r="{c}1" s="1"><v>{day}</v></c>'
        for c, day in zip("BCD", (46023, 46388, 46753), strict=True)
    )
    fuel = '<c r="A2" t="inlineStr"><is><t>Fuel</t></is></c><c r="B2"><v>5</v></c><c r="C2" s="2"><v>0.5</v></c>'
    sheet = styled(days, fuel + '<c r="D2" s="1"><v>46000</v></c>')
    found = Reading(sheet, propose(sheet))

    assert list(found.years.values()) == [2026, 2027, 2028]
    codes = {fault.code: fault.cells for fault in found.faults}
    assert codes["years_as_days"] == ("B1:D1",)
    assert codes["percent_amount"] == ("C2",)
    assert codes["day_amount"] == ("D2",)


def test_amounts_in_another_currency_are_named():
    years = "".join(f'<c r="{c}1"><v>{y}</v></c>' for c, y in zip("BCD", HEAD[1:], strict=True))
    row = (
        '<c r="A2" t="inlineStr"><is><t>Fuel</t></is></c><c r="B2" s="3"><v>1</v></c><c r="C2" s="4"><v>2</v></c>'
        '<c r="D2" s="4"><v>3</v></c>'
    )
    formats = FORMATS.replace(
        "</numFmts>", '<numFmt numFmtId="201" formatCode="&quot;NT$&quot;#,##0"/></numFmts>'
    )
    styles = formats + DATED.replace("</cellXfs>", '<xf numFmtId="201"/></cellXfs>')
    data = f'<row r="1">{years}</row><row r="2">{row}</row>'
    (sheet,), _faults, _book = read_file(files.raw_workbook(data, styles=styles))
    found = Reading(sheet, propose(sheet))

    assert [(f.code, f.cells, f.params) for f in found.faults] == [
        ("mixed_currencies", ("B2",), {"currency": "USD"})
    ]


@pytest.mark.parametrize(
    ("head", "years", "code"),
    [
        pytest.param(["", "2026", "2027", "2028"], [2026, 2027, 2028], "years_as_text", id="text"),
        pytest.param(
            ["", "FY2026", "FY2027E", "2028年度"], [2026, 2027, 2028], "years_as_text", id="marked"
        ),
        pytest.param(
            ["", "民國115年", "民國116年", "民國117年"],
            [2026, 2027, 2028],
            "years_as_text",
            id="民國",
        ),
        pytest.param(
            ["", "115年", "116年", "117年"],
            [2026, 2027, 2028],
            "years_of_republic",
            id="of the Republic",
        ),
        pytest.param(["", 2026, 2027, 2029], [2026, 2027, 2029], "year_gap", id="a gap"),
    ],
)
def test_years_in_other_forms_are_read_and_told(head, years, code):
    found = reading([head, ["Fuel", 5, 6, 7]])

    assert list(found.years.values()) == years
    assert code in {fault.code for fault in found.faults}


def test_years_that_are_counted_need_the_calendar_year_of_the_first():
    sheet = sheet_of([["", "Year 1", "Year 2", "Year 3"], ["Fuel", 5, 6, 7]])

    assert Reading(sheet, propose(sheet)).years == {}
    assert list(Reading(sheet, propose(sheet, "2026")).years.values()) == [2026, 2027, 2028]


def test_a_sheet_that_lies_the_other_way_is_seen_and_read():
    rows = [
        list(column)
        for column in zip(HEAD, ["Turbines", 5, 6, 7], ["Power sales", 1, "x", 3], strict=True)
    ]
    found = reading(rows)

    assert found.mapping.orientation == "columns"
    assert amounts(rows) == {"Turbines": ["5", "6", "7"], "Power sales": ["1", "3"]}
    assert noted(rows)["text_not_number"] == ["C3"]


def test_a_line_with_a_unit_of_its_own_is_read_in_it_and_named():
    rows = [["單位：千元"], HEAD, ["營運成本", 1, 1, 1], ["補助（萬元）", 1, 0, 0]]

    assert amounts(rows) == {"營運成本": ["1000"] * 3, "補助（萬元）": ["10000", "0", "0"]}
    assert noted(rows)["mixed_units"] == ["A4"]


def test_hidden_and_merged_cells_that_are_read_are_named():
    data = (
        '<row r="1"><c r="B1"><v>2026</v></c><c r="C1"><v>2027</v></c><c r="D1"><v>2028</v></c></row>'
        '<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>Fuel</t></is></c><c r="B2"><v>5</v></c></row>'
    )
    after = '<mergeCells><mergeCell ref="C2:D2"/><mergeCell ref="A8:B8"/></mergeCells>'
    (sheet,), _faults, _book = read_file(files.raw_workbook(data, after=after))
    found = {fault.code: fault.cells for fault in Reading(sheet, propose(sheet)).faults}

    assert found == {"hidden_used": ("B2",), "merged_used": ("C2:D2",)}


def test_totals_that_are_not_those_of_their_lines_are_named_with_both_numbers():
    rows = [
        [*HEAD, "Total"], ["Fuel", 5, 6, 7, 19], ["Rent", 1, 1, 1, 3], ["Total costs", 6, 7, 9, 22],
    ]  # fmt: skip
    found = {fault.code: (fault.cells, fault.params) for fault in reading(rows).faults}

    assert found == {
        "total_differs": (("E2",), {"total": "19", "sum": "18", "cells": "B2:D2"}),
        "column_total_differs": (("D4",), {"total": "9", "sum": "8", "cells": "D2:D3"}),
    }


SUBTOTALS = [
    ["", *range(2026, 2030)],
    ["Towers investment", 9, 1, 1, 1],
    ["Cables investment", 5, 2, 2, 2],
    ["Investment", *[(f"SUM({c}2:{c}3)", n) for c, n in zip("BCDE", (14, 3, 3, 3), strict=True)]],
    ["Civil works", *[(f"{c}4+0", n) for c, n in zip("BCDE", (14, 3, 3, 3), strict=True)]],
]


def test_a_line_whose_formulas_only_add_up_other_lines_is_not_proposed():
    assert set(amounts(SUBTOTALS[:4])) == {"Towers investment", "Cables investment"}
    assert "Civil works" in amounts(SUBTOTALS)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(SUBTOTALS[:4], id="by its formulas"),
        pytest.param([*SUBTOTALS[:3], ["Investment", 14, 3, 3, 3]], id="by every amount"),
    ],
)
def test_a_line_that_counts_others_twice_is_named(rows):
    sheet = sheet_of(rows)
    mapping = propose(sheet)
    lines = {**mapping.lines, 4: Line("capex", "Investment")}
    found = [(f.code, f.cells) for f in Reading(sheet, replace(mapping, lines=lines)).faults]

    assert found == [("counted_twice", ("A4",))]


def test_a_name_that_comes_twice_is_told():
    assert noted([HEAD, ["Fuel", 5, 6, 7], ["Fuel", 1, 1, 1]])["name_repeated"] == ["A2:A3"]


def test_a_minus_where_the_kind_gives_the_sign_is_named():
    rows = [HEAD, ["Power sales", 5, -6, 7]]

    assert noted(rows) == {"negative_amount": ["C2"]}
    assert reading(rows).mapping.costs == POSITIVE


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("單位：新臺幣千元", "1000"), ("單位：元", "1"), ("(萬元)", "10000"), ("百萬元", "1000000"),
        ("億元", "100000000"), ("in thousand TWD", "1000"), ("NT$ million", "1000000"), ("TWD '000", "1000"),
        ("Coastal wind farm", ""), ("單位：千美元", "1000"), ("（萬日圓）", "10000"), ("百萬歐元", "1000000"),
        ("二氧化碳單元", ""),
    ],
)  # fmt: skip
def test_the_unit_is_proposed_from_the_words(text, unit):
    assert unit_in(text) == unit


def test_each_amount_that_is_an_error_is_named_up_to_a_limit_and_the_rest_counted():
    years = list(range(2026, 2046))
    rows = [["", *years], ["Fuel", *[("1/0", "#DIV/0!")] * 20]]
    found = [fault for fault in shortened(reading(rows).faults) if fault.code != "total_differs"]

    assert [(f.cells, f.params["year"]) for f in found[:2]] == [
        (("B2",), "2026"),
        (("C2",), "2027"),
    ]
    assert found[0].params["text"] == "#DIV/0!"
    with translation.override("en"):
        (heading, shown), *_others = grouped(found)
        assert str(heading) == "Left out until it is mended"
        assert len(shown) == 13
        assert str(shown[-1].sentence) == "More of the same, 8 in all."
    assert shown[-1].where.startswith("N2")


def test_a_line_whose_amounts_are_words_is_proposed_where_they_can_be_read():
    rows = [HEAD, ["安裝工程費", "210萬", "-", "-"], ["保險費", "另計", "另計", "另計"]]

    assert amounts(rows) == {"安裝工程費": ["2100000"]}
