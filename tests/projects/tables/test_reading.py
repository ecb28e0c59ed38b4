"""Workbooks are read as others read them: values, formulas, formats, what is hidden."""

import io
import json
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook.protection import WorkbookProtection

from projects.tables.addresses import address
from projects.tables.faults import Fault
from projects.tables.limits import TableRefused
from projects.tables.sheet import Cell, Sheet
from projects.tables.workbook import BOOK, BYTES_READ, FAULTS, READ, SHEET, read
from tests.projects.cases.files import packed
from tests.projects.tables import files


def read_file(content: bytes, **limits: int) -> tuple[list[Sheet], list[Fault], dict[str, Any]]:
    """The sheets, the faults of the first and what is said of the whole."""
    sheets, faults, book = [], [], {}

    def say(word: str, payload: bytes) -> None:
        if word == SHEET:
            sheets.append(Sheet.from_dict(json.loads(payload)))
        elif word == FAULTS:
            faults.append([Fault.from_dict(one) for one in json.loads(payload)])
        elif word == BOOK:
            book.update(json.loads(payload))

    read(io.BytesIO(content), {"limits": limits, "name": "table"}, say)
    return sheets, faults[0], book


def cells(content: bytes) -> dict[str, Cell]:
    (sheet, *_others), _faults, _book = read_file(content)
    return {address(*place): cell for place, cell in sheet.cells.items()}


def refusal(content: bytes, **limits: int) -> TableRefused:
    with pytest.raises(TableRefused) as refused:
        read_file(content, **limits)
    return refused.value


values = st.one_of(
    st.none(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e15, 1e15, allow_subnormal=False).map(lambda x: float(f"{x:.12g}")),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=20
    ).filter(lambda text: not text.startswith("=")),
    st.booleans(),
)


@settings(max_examples=40)
@given(st.lists(st.lists(values, min_size=1, max_size=6), min_size=1, max_size=8))
def test_values_are_those_that_openpyxl_writes_and_reads(rows):
    if not any(value is not None for row in rows for value in row):
        rows[0][0] = "x"
    content = files.workbook(rows)
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = cells(content)

    for row in book.active.iter_rows():
        for cell in row:
            if cell.value is None:
                assert cell.coordinate not in found
                continue
            ours = found.pop(cell.coordinate)
            if isinstance(cell.value, bool):
                assert ours == Cell("b", str(cell.value).upper())
            elif isinstance(cell.value, str):
                kind = "e" if cell.data_type == "e" else "s"
                assert (ours.kind, ours.text) == (kind, cell.value)
            else:
                assert ours.kind == "n"
                assert float(ours.text) == pytest.approx(cell.value, rel=1e-14)
    assert found == {}


def test_formulas_formats_hidden_and_merged_are_those_that_openpyxl_writes():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Year", date(2027, 1, 1), 0.05, 12, "=B1+1"])
    sheet["C1"].number_format, sheet["D1"].number_format = "0.0%", '#,##0 "US$"'
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet["A3"] = "below"
    sheet.merge_cells("A5:C6")
    book.create_sheet("Secret").sheet_state = "veryHidden"
    book.security = WorkbookProtection(lockStructure=True)
    (one, other), _faults, _book = read_file(files.saved(book))

    assert one.cells[1, 2] == Cell("d", "2027-01-01")
    assert one.cells[1, 3] == Cell("n", "0.05", "", "%")
    assert one.cells[1, 4] == Cell("n", "12", "", "USD")
    assert one.cells[1, 5] == Cell("", "", "B1+1")
    assert one.hidden_rows == {3}
    assert one.is_hidden_column(4)
    assert not one.is_hidden_column(3)
    assert one.merged == ["A5:C6"]
    assert other.state == "very_hidden"


def test_a_formula_and_its_stored_result_come_together():
    found = cells(files.model([[1, ("A1*2", 2), ("A1&B1", "12"), ("1/0", "#DIV/0!")]]))

    assert found["B1"] == Cell("n", "2", "A1*2")
    assert found["C1"] == Cell("s", "12", "A1&B1")
    assert found["D1"] == Cell("e", "#DIV/0!", "1/0")


@pytest.mark.parametrize(
    ("stored", "kind"),
    [
        pytest.param('t="str"><f>""</f><v></v>', "s", id="an empty text is a result"),
        pytest.param("><f>B1</f><v/>", "", id="an empty number is none"),
        pytest.param("><f>B1</f>", "", id="nothing is stored"),
    ],
)
def test_a_formula_without_a_result_is_told_from_one_whose_result_is_empty(stored, kind):
    found = cells(files.raw_workbook(f'<row r="1"><c r="A1" {stored}</c></row>'))

    assert found["A1"].kind == kind


def test_a_shared_formula_reads_as_a_copy_reads():
    data = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:C2" si="0">A1*$A$1</f><v>1</v></c>'
        '<c r="C1"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>0</v></c></row>'
    )
    found = cells(files.raw_workbook(data))

    assert [found[name].formula for name in ("B1", "C1", "B2")] == ["A1*$A$1", "B1*$A$1", "A2*$A$1"]


def test_cells_without_addresses_follow_each_other():
    found = cells(
        files.raw_workbook("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    )

    assert {name: cell.text for name, cell in found.items()} == {"A1": "1", "B1": "2", "A2": "3"}


def test_names_with_a_prefix_are_the_same_names():
    content = files.model([[7]])
    sheet = (
        f'<x:worksheet xmlns:x="{files.NAMESPACE}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v>'
        "</x:c></x:row></x:sheetData></x:worksheet>"
    )
    members = {"xl/worksheets/s1.xml": sheet}

    assert cells(replaced(content, members))["A1"].text == "7"


def replaced(content: bytes, members: dict[str, str]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()} | members)


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<worksheet><sheetData><row><c t='inlineStr'><is><t>&b;</t></is></c></row></sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("content", "limits", "code"),
    [
        pytest.param(
            replaced(files.model([[1]]), {"xl/worksheets/s1.xml": ENTITIES}),
            {},
            "document_type",
            id="entities",
        ),
        pytest.param(
            replaced(files.model([[1]]), {"xl/worksheets/s1.xml": "<worksheet><sheetData>"}),
            {},
            "damaged",
            id="XML that ends in the middle",
        ),
        pytest.param(files.raw_workbook("", sheets=1000), {}, "too_many_sheets", id="1,000 sheets"),
        pytest.param(files.model([[1] * 11]), {"cells": 10}, "too_many_cells", id="too many cells"),
        pytest.param(files.model([]), {}, "no_cells", id="nothing in it"),
        pytest.param(b"\n\n,,\n", {}, "no_cells", id="text with nothing in it"),
        pytest.param(
            files.raw_workbook('<row r="2000000"><c r="A2000000"><v>1</v></c></row>'),
            {},
            "outside",
            id="a row beyond the last",
        ),
    ],
)
def test_a_hostile_workbook_is_refused(content, limits, code):
    assert refusal(content, **limits).code == code


def test_a_text_that_is_shared_very_often_is_refused_before_memory_is_full():
    shared = f'<sst xmlns="{files.NAMESPACE}"><si><t>{"x" * 300}</t></si></sst>'
    rows = "<row>" + '<c t="s"><v>0</v></c>' * 140_000 + "</row>"
    content = replaced(files.raw_workbook(rows), {"xl/sharedStrings.xml": shared})
    relation = (
        f'<Relationship Id="ss" Type="{files.RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    relations = (
        f'<Relationships xmlns="{files.PACKAGE}">{relation}'
        f'<Relationship Id="r1" Type="{files.RELATIONS}/worksheet" Target="worksheets/s1.xml"/></Relationships>'
    )

    assert refusal(
        replaced(content, {"xl/_rels/workbook.xml.rels": relations}), columns=200_000
    ).code == ("too_much_text")


def table(rows: str, name: str = "Model", style: str = "ta1") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{rows}</table:table>'


def test_an_open_document_reads_with_formulas_repeats_and_what_is_hidden():
    rows = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        "<table:table-row>"
        '<table:table-cell office:value-type="string"><text:p>Sales</text:p>'
        "<office:annotation><text:p>a note</text:p></office:annotation></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="250">'
        "<text:p>250</text:p></table:table-cell>"
        '<table:table-cell table:formula="of:=SUM([.B1:.C1])+[$Costs.A1]" '
        'office:value-type="float" office:value="500"/>'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:visibility="collapse" table:number-rows-repeated="2">'
        '<table:table-cell office:value-type="percentage" office:value="0.05"/>'
        '<table:table-cell office:value-type="date" office:date-value="2027-01-01T00:00:00"/>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string">'
        "<text:p>#DIV/0!</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )
    (one, other), _faults, book = read_file(
        files.open_document(table(rows) + table("", "Secret", "ta2"))
    )
    found = {address(*place): cell for place, cell in one.cells.items()}

    assert book["kind"] == "ods"
    assert found["A1"] == Cell("s", "Sales")
    assert found["B1"] == found["C1"] == Cell("n", "250")
    assert found["D1"] == Cell("n", "500", "SUM(B1:C1)+Costs!A1")
    assert found["A2"] == found["A3"] == Cell("n", "0.05", "", "%")
    assert found["B2"] == Cell("d", "2027-01-01")
    assert found["C2"] == Cell("e", "#DIV/0!", "1/0")
    assert one.hidden_rows == {2, 3}
    assert one.is_hidden_column(3)
    assert other.state == "hidden"
    assert max(one.cells) == (3, 3)


@pytest.mark.parametrize(("shown", "kind"), [("<text:p/>", "s"), ("", "")])
def test_an_empty_result_of_an_open_document_is_told_from_none(shown, kind):
    cell = f'<table:table-cell table:formula="of:=[.B1]">{shown}</table:table-cell>'

    found = cells(files.open_document(table(f"<table:table-row>{cell}</table:table-row>")))
    assert found["A1"] == Cell(kind, "", "B1")


def test_a_filled_cell_repeated_over_the_whole_sheet_is_refused_before_it_is_made():
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'

    assert refusal(files.open_document(table(rows))).code == "too_many_cells"


def test_an_open_document_of_a_thousand_sheets_is_refused():
    assert refusal(files.open_document(table("") * 1000)).code == "too_many_sheets"


def test_a_text_table_reads_by_its_separator_and_formulas_in_it_are_kept_as_text():
    content = '項目;2026;2027\n售電收入;1,000;2.5\n=WEBSERVICE("http://x");-;+1\n'.encode("cp950")
    (sheet,), faults, book = read_file(content)
    found = {address(*place): cell for place, cell in sheet.cells.items()}

    assert book["kind"] == "text"
    assert found["A2"] == Cell("s", "售電收入")
    assert found["B2"] == Cell("s", "1,000")
    assert found["C2"] == Cell("n", "2.5")
    assert found["B3"] == Cell("s", "-")
    assert [(fault.code, fault.cells) for fault in faults] == [("calls_out", ("A3",))]


def test_thousands_of_a_text_table_are_numbers_where_the_comma_cannot_be_a_point():
    table = 'Fuel,"1,234,567","(1,000.5)","-12,000","1,23","12%"\n'
    (sheet,), _faults, _book = read_file(table.encode())

    assert [sheet.cells[1, column] for column in range(2, 7)] == [
        Cell("n", "1234567"), Cell("n", "-1000.5"), Cell("n", "-12000"), Cell("s", "1,23"), Cell("s", "12%"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"".join(b"Fuel cost %d,5,6,7\n" % n for n in range(30_000)), id="text"),
        pytest.param(
            files.workbook([[f"Fuel cost {n}", 5] for n in range(30_000)]), id="a workbook of texts"
        ),
    ],
)
def test_it_is_said_while_it_goes_on_how_far_the_reading_is(content):
    said: list[int] = []
    read(io.BytesIO(content), {}, lambda word, n: said.append(int(n)) if word == READ else None)

    assert said == sorted(said)
    assert said[-1] == 1000
    before_the_end = [n for n in said if n < BYTES_READ]
    assert before_the_end[0] < BYTES_READ / 2
    assert len(before_the_end) > 3
