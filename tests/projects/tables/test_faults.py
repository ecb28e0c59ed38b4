"""Faults that secretariats found in submitted models, each by its cell; a clean model raises none."""

import pytest

from tests.projects.spreadsheets.models import wind
from tests.projects.tables import files
from tests.projects.tables.test_reading import read_file


def found(rows, **parts) -> dict[str, list[str]]:
    """Code -> the cells it names in the first sheet, and the codes of the whole book."""
    _sheets, faults, book = read_file(files.model(rows, **parts))
    by_code: dict[str, list[str]] = {}
    for fault in faults:
        by_code.setdefault(fault.code, []).extend(fault.cells)
    return by_code | {fault["code"]: [] for fault in book["faults"]}


COMPUTED = ("A1+1", 2)  # keeps "no formula at all" away


@pytest.mark.parametrize(
    ("rows", "code", "cells"),
    [
        pytest.param([["x", ("B9", "#REF!")]], "broken_formula", ["B1"], id="a broken reference"),
        pytest.param(
            [["x", ("B9/#REF!", 3)]], "broken_formula", ["B1"], id="broken, with an old result"
        ),
        pytest.param(
            [["x", ("A1", "#NAME?"), ("A1", "#DIV/0!")]], "broken_formula", ["B1:C1"], id="errors"
        ),
        pytest.param([["x", ("1+1", None)]], "no_result", ["B1"], id="no stored result"),
        pytest.param([[("B1", 1), ("A1", 1)]], "circular", ["A1:B1"], id="two in a circle"),
        pytest.param([[("A1+1", 1)]], "circular", ["A1"], id="a cell of itself"),
        pytest.param(
            [["a", 1], ["b", ("SUM(B1:B3)", 1)], ["c", ("B2", 1)]],
            "circular",
            ["B2:B3"],
            id="through a sum",
        ),
        pytest.param(
            [["x", ('WEBSERVICE("http://example.org")', 1)]],
            "calls_out",
            ["B1"],
            id="a web service",
        ),
        pytest.param([["x", ("cmd|'/C calc'!A0", 1)]], "calls_out", ["B1"], id="DDE"),
        pytest.param([["x", ("[1]Prices!$B$2*2", 1)]], "elsewhere", ["B1"], id="another workbook"),
        pytest.param(
            [["x", ("'C:\\[p.xlsx]S'!B2", 1)]], "elsewhere", ["B1"], id="another file by name"
        ),
        pytest.param(
            [["a", 1, 4], ["b", 2, 5], ["Total", 3, 9], [*[COMPUTED]]],
            "typed_total",
            ["B3:C3"],
            id="a total",
        ),
        pytest.param(
            [["風機", 1, 4], ["土建", 2, 5], ["合計", 3, 9], [COMPUTED]],
            "typed_total",
            ["B3:C3"],
            id="合計",
        ),
        pytest.param(
            [["", 2026, 2027, 2028, "Total"], ["a", 1, 2, 3, 6], [COMPUTED]],
            "typed_total",
            ["E2"],
            id="a total at the right",
        ),
        pytest.param(
            [["IRR", 0.08], [COMPUTED]], "typed_result", ["B1"], id="a typed rate of return"
        ),
        pytest.param(
            [["a", 1, ("B1*2", 2), ("C1*2", 4), 9, ("E1*2", 18)]],
            "typed_among_formulas",
            ["E1"],
            id="typed over a formula",
        ),
        pytest.param(
            [["a", ("1+2", 3), ("B1*2", 6), 0, ("C1*2", 12)], [COMPUTED]],
            "typed_among_formulas",
            ["D1"],
            id="a zero typed over a formula",
        ),
        pytest.param(
            [
                ["", 2026, 2027],
                ["a", 0, 1],
                ["b", 5, 2],
                ["c", 0, 2],
                ["Total", 0, ("SUM(C2:C4)", 5)],
            ],
            "typed_total",
            ["B5"],
            id="a total of nothing over something",
        ),
        pytest.param(
            [["a", 1], ["b", 2], ["s", ("SUM(B1:B2)", 4)]], "sum_differs", ["B3"], id="an old sum"
        ),
        pytest.param(
            [["a", 1], ["b", 2], ["c", 3], ["s", ("SUM(B1:B2)", 3)]],
            "sum_leaves_out",
            ["B4"],
            id="a sum too short",
        ),
        pytest.param([["a", 1], ["b", 2]], "no_formulas", [], id="nothing computed"),
    ],
)
def test_a_fault_is_named_by_its_cell(rows, code, cells):
    assert found(rows)[code] == cells


def test_hidden_rows_and_columns_are_named_where_anything_is_in_them():
    data = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><f>A1</f><v>1</v></c></row><row r="2" hidden="1"/>'
        '<row r="3" hidden="1"><c r="A3"><v>1</v></c></row>'
    )
    content = files.raw_workbook(data).replace(b"", b"")
    _sheets, faults, _book = read_file(content)

    assert [(one.code, one.params) for one in faults] == [("hidden_rows", {"rows": "3"})]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["a", ('IF(B9="see [1]","x","y")', "x")]], id="brackets in a text"),
        pytest.param([["a", ("Table1[Amount]*2", 2)]], id="a table of the same file"),
        pytest.param([["a", 1], ["b", ("B1*1.02", 1.02)]], id="one after the other"),
        pytest.param([["Year", 2026, ("B1+1", 2027), ("C1+1", 2028)]], id="the first year typed"),
        pytest.param(
            [["Total capacity (MW)", 34], ["x", COMPUTED]], id="a single number named total"
        ),
        pytest.param([["a", 1], ["b", 2], ["s", ("SUM(B1:B2)", 3.0000000001)]], id="rounded"),
        pytest.param(
            [["a", ("SUM($C1:$G1)", 9), 0, ("1+2", 3), ("D1", 3), ("E1", 3), ("F1-3", 0)]],
            id="the total of the row before a first year that is typed",
        ),
        pytest.param(
            [["", 2026, 2027], ["a", 0, 1], ["b", 0, 2], ["Total", 0, ("SUM(C2:C3)", 3)]],
            id="a typed total of nothing over nothing",
        ),
        pytest.param(
            [
                [
                    "利息",
                    0,
                    ("1+2", 3),
                    ("C1-1", 2),
                    ("D1-1", 1),
                    ("E1*2", 2),
                    0,
                    0,
                    ("SUM(B1:H1)", 8),
                ]
            ],
            id="zeros typed after the end of a loan",
        ),
    ],
)
def test_what_is_in_order_raises_no_alarm(rows):
    assert found(rows) == {}


def test_the_clean_model_raises_no_alarm():
    _sheets, faults, book = read_file(wind())

    assert (faults, book["faults"]) == ([], [])


def test_so_many_dependencies_that_not_all_are_followed_is_said(monkeypatch):
    monkeypatch.setattr("projects.tables.circles.MOST_EDGES", 10)
    rows = [[("1", 1)] * 8, [("SUM(A1:H1)", 8)] * 8]

    assert "circles_not_followed" in found(rows)
