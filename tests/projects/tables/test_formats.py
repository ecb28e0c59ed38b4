"""What the number formats that spreadsheet programs write say of a number."""

import pytest

from projects.tables.formats import style_of
from projects.tables.sheet import NUMBER
from tests.projects.tables import files
from tests.projects.tables.test_reading import read_file


@pytest.mark.parametrize(
    ("code", "style"),
    [
        ("General", ""),
        ("GENERAL", ""),
        ('General"年"', ""),
        ('[$-404]General;[Red]-General;"–"', ""),
        ("yyyy;General", ""),
        ("@", ""),
        ("0", ""),
        ("#,##0", ""),
        ("#,##0_);[Red](#,##0)", ""),
        ("[Red]-0", ""),
        ("0.00E+00", ""),
        ("##0.0E+0", ""),
        ("# ?/?", ""),
        ('#,##0"萬"', ""),
        ('#,##0" days"', ""),
        ('"Year "0', ""),
        (r"0\ \d\a\y", ""),
        ("[$-404]#,##0", ""),
        ('#,##0" USD model"', ""),
        ("h:mm AM/PM", ""),
        ("[h]:mm:ss", ""),
        ('"unclosed day', ""),
        ("0%", "%"),
        ("0.00%;[Red]-0.00%", "%"),
        ('0.0"%"', ""),
        ("yyyy", "day"),
        ("e", "day"),
        ("mm/dd/yy", "day"),
        ("m/d", "day"),
        ("mmm", "day"),
        ("yyyy/m/d;@", "day"),
        ("yyyy-mm-dd hh:mm:ss.000", "day"),
        (r"yyyy\-mm\-dd", "day"),
        ('e"年"', "day"),
        ('yyyy"年"m"月"d"日"', "day"),
        ('[$-404]e"年"m"月"d"日"', "day"),
        ('[$-404]e"年"', "day"),
        ("[$-411]ggge", "day"),
        ("[$-404]aaaa;@", "day"),
        ('[$-F800]dddd", "mmmm dd", "yyyy', "day"),
        ('[$-404]yyyy" NT$"', "day"),
        ("[$NT$-404]#,##0", "TWD"),
        ("[$NT$-404]#,##0.00;[RED]-[$NT$-404]#,##0.00", "TWD"),
        ("[$NT$-zh-TW]#,##0", "TWD"),
        ("[$$-404]#,##0", "TWD"),
        ("[$TWD-404] #,##0", "TWD"),
        ("[$TWD] #,##0", "TWD"),
        ('"NT$"#,##0.00;-"NT$"#,##0.00', "TWD"),
        ('_-"NT$"* #,##0_-;-"NT$"* #,##0_-;_-"NT$"* "-"_-;_-@_-', "TWD"),
        (r"\N\T\$#,##0", "TWD"),
        ('"NT$"General', "TWD"),
        ('#,##0.0 "NT$"', "TWD"),
        ("[$$-409]#,##0.00", "USD"),
        ("[$$-1010409]#,##0.00", "USD"),
        ("[$USD] #,##0", "USD"),
        ("#,##0 [$€-407]", "EUR"),
        ("[$€-2] #,##0", "EUR"),
        ("[$¥-411]#,##0", "JPY"),
        ("[$¥-804]#,##0", "CNY"),
    ],
)
def test_a_format_says_day_percent_or_currency(code, style):
    assert style_of(code) == style


def test_a_workbook_that_spells_out_the_general_format_holds_numbers():
    """LibreOffice writes the format `General` under a number of its own; so the first cells are no days."""
    styles = (
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="General"/></numFmts>'
        '<cellXfs count="1"><xf numFmtId="164"/></cellXfs>'
    )
    row = '<row r="1"><c r="A1" s="0"><v>2026</v></c><c r="B1" s="0"><v>46023</v></c></row>'
    (sheet,), _faults, _book = read_file(files.raw_workbook(row, styles=styles))

    assert [cell[:2] for cell in sheet.cells.values()] == [(NUMBER, "2026"), (NUMBER, "46023")]
