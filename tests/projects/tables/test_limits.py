"""What is opened and what is refused, before anything of it is unpacked."""

import io
import struct

import pytest

from projects.tables.limits import MIB, Limits, TableRefused, kind_of
from tests.projects.cases.files import packed
from tests.projects.tables import files

ROWS = [["Year", 2026, 2027], ["Sales", 1, 2]]


def kind(content: bytes, **limits: int) -> str:
    return kind_of(io.BytesIO(content), Limits(**limits))


def refusal(content: bytes, **limits: int) -> TableRefused:
    with pytest.raises(TableRefused) as refused:
        kind(content, **limits)
    return refused.value


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(files.workbook(ROWS), "xlsx", id="a workbook"),
        pytest.param(files.open_document(""), "ods", id="an OpenDocument spreadsheet"),
        pytest.param(b"Year,2026\nSales,1\n", "text", id="text"),
        pytest.param("\ufeff年,2026\n".encode("utf-16"), "text", id="text of two bytes a letter"),
    ],
)
def test_the_kind_is_told_by_the_content(content, expected):
    assert kind(content) == expected


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(files.OLD, "old_workbook", id="an .xls"),
        pytest.param(files.LOCKED, "password", id="a workbook with a password"),
        pytest.param(b"<html><table><tr><td>1", "web_page", id="a web page named .xls"),
        pytest.param(b"%PDF-1.7", "no_table", id="a PDF"),
        pytest.param(b"PK\x03\x04" + bytes(40), "damaged", id="half an archive"),
        pytest.param(packed({"a.txt": "x"}), "no_table", id="another archive"),
        pytest.param(
            packed({"[Content_Types].xml": "application/vnd.ms-excel.sheet.binary.macro"}),
            "binary_workbook",
            id="an .xlsb",
        ),
        pytest.param(
            packed({"mimetype": files.ODS_TYPE, "META-INF/manifest.xml": "encryption-data"}),
            "password",
            id="an .ods with a password",
        ),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content, code):
    assert refusal(content).code == code


def test_a_zip_bomb_is_refused_by_its_directory():
    content = files.bomb()

    assert len(content) < MIB
    assert refusal(content).code == "bomb"


def test_an_archive_of_too_many_parts_is_refused():
    content = packed({f"{i}": "" for i in range(11)})

    assert refusal(content, members=10).code == "bomb"


def test_a_directory_that_says_too_little_unpacks_no_more_than_it_says():
    content = bytearray(packed({"[Content_Types].xml": b"x" * 5 * MIB}))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 10)

    assert refusal(bytes(content)).code == "damaged"


@pytest.mark.parametrize(("size", "refused"), [(MIB, False), (MIB + 1, True)])
def test_a_file_of_the_most_bytes_is_read_and_one_more_is_not(size, refused):
    content = b"a" * size
    if refused:
        assert refusal(content, packed=MIB).params == {"limit": 1}
    else:
        assert kind(content, packed=MIB) == "text"
