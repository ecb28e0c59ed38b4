"""Text in the encodings spreadsheets write, and what is none of them."""

import io

import pytest

from projects.tables.encodings import encoding_of, separator_of, text_of
from projects.tables.limits import TableRefused

TEXT = "項目,2026,2027\n售電收入,1,2\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp950", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_a_text_reads_as_it_was_written(encoding):
    text = TEXT + "," * 200 if encoding.startswith("utf-16-") else TEXT
    file = io.BytesIO(text.encode(encoding))

    assert text_of(file, encoding_of(file)).read() == text


def test_a_character_cut_by_the_block_is_no_error():
    file = io.BytesIO(("a" * 65_535 + "電" * 40_000).encode())

    assert encoding_of(file) == "utf-8"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"\xff\xfe\x00\xd8x", "encoding", id="half a character"),
        pytest.param(b"abc\x81\xff\xff", "encoding", id="no encoding at all"),
        pytest.param(b"a,b\n\x01\x02", "no_table", id="control characters"),
        pytest.param(bytes(range(256)), "encoding", id="a program"),
        pytest.param(b"\x00a\x00b\x00c", "no_table", id="zeros that leave one cell"),
        pytest.param(b"\x00\x81\x00\n\x00\x90" * 9, "no_table", id="zeros between no letters"),
    ],
)
def test_what_is_no_text_is_refused(content, code):
    with pytest.raises(TableRefused) as refused:
        encoding_of(io.BytesIO(content))

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ('"1,000";"2,000"\n"3,000";"4,000"\n', ";"),
        ("a\tb\n1,5\t2,5\n", "\t"),
        ("only one\ncolumn\n", ","),
        ("", ","),
    ],
)
def test_the_separator_is_the_one_that_lines_share(text, mark):
    assert separator_of(text) == mark
