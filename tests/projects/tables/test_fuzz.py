"""Whatever is in a file, it is read or refused: nothing else leaves the reader."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.spreadsheets.proposing import propose
from projects.spreadsheets.reading import Reading
from projects.tables.limits import TableRefused
from tests.projects.cases.files import packed
from tests.projects.spreadsheets.models import faulty
from tests.projects.tables import files
from tests.projects.tables.test_reading import read_file, table

ODS = files.open_document(
    table(
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Fuel</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="3" office:value-type="float" office:value="2026" '
        'table:formula="of:=SUM([.A1:.B2])"/></table:table-row>'
    )
)
TEXT = "項目,2026,2027,2028\nFuel,1,=SUM(A1),3.5萬\n".encode()
SNIPPETS = [
    "", "<", ">", '"', "&amp;", "&#0;", "0", "-1", "1e999", "nan", "99999999999999999999", "A", "ZZZZ9", "_xD800_",
    "_x0000_", "\u0660", "<v>", "</c>", "<row>", "<f>A1", 't="s"', 't="shared" si="0"', 'r="A0"', 'r="XFD1048576"',
    "SUM(", "A1:XFD1048576", "$A$1", "#REF!", "'[1]x'!A1", "number-rows-repeated", "office:value=\"x\"", "<!DOCTYPE a>",
]  # fmt: skip
changes = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(SNIPPETS) | st.text(max_size=5)),
    min_size=1,
    max_size=4,
)


def changed(text: str, how: list[tuple[float, int, str]]) -> str:
    """`text` with stretches of it replaced, at places given as parts of its length."""
    for where, length, snippet in how:
        at = int(where * len(text))
        text = text[:at] + snippet + text[at + length :]
    return text


def read_and_map(content: bytes) -> None:
    with contextlib.suppress(TableRefused):
        sheets, _faults, _book = read_file(content, cells=20_000)
        for sheet in sheets:
            assert Reading(sheet, propose(sheet, "2026")).faults is not None


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        pytest.param(
            faulty(),
            [
                "xl/worksheets/s1.xml",
                "xl/workbook.xml",
                "xl/styles.xml",
                "xl/_rels/workbook.xml.rels",
            ],
            id="xlsx",
        ),
        pytest.param(ODS, ["content.xml"], id="ods"),
    ],
)
@settings(max_examples=80)
@given(how=changes, part=st.integers(0, 3))
def test_a_workbook_with_anything_changed_in_it_is_read_or_refused(content, parts, how, part):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = parts[part % len(parts)]
    text = changed(members[name].decode(), how)

    read_and_map(packed(members | {name: text.encode("utf-8", "replace")}))


@settings(max_examples=50)
@given(how=changes)
def test_a_text_with_anything_changed_in_it_is_read_or_refused(how):
    read_and_map(changed(TEXT.decode(), how).encode("utf-8", "replace"))


@settings(max_examples=50)
@given(st.integers(0, 3_000), st.binary(min_size=1, max_size=8))
def test_an_archive_with_other_bytes_in_it_is_read_or_refused(where, other):
    content = faulty()
    at = where % len(content)

    read_and_map(content[:at] + other + content[at + len(other) :])
