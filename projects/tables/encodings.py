"""Which encoding and which separator a text table is written in. Nothing is replaced or guessed at:
what no accepted encoding can read is refused."""

import codecs
import csv
import io
import re
from typing import IO

from projects.tables.limits import TableRefused

BLOCK = 65_536
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: In this order: text in UTF-8 is hardly ever valid by chance; Big5 is what Excel in Taiwan writes.
UNMARKED = ("utf-8", "cp950", "big5hkscs")
ALL = ("utf-32", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", *UNMARKED)
SEPARATORS = "\t;,|"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
#: Control characters that no spreadsheet program writes, and what stands between any two cells.
_LATER_CONTROL, _APART = re.compile("[\x80-\x84\x86-\x9f]"), re.compile(f"[\r\n{SEPARATORS}]")


def encoding_of(file: IO[bytes]) -> str:
    """The name of the encoding that reads the whole file.

    A byte order mark decides; without one, bytes of zero at every other place mean UTF-16. Raises
    TableRefused: `encoding`, or `no_table` where it is no text.
    """
    file.seek(0)
    head = file.read(BLOCK)
    marked = next((name for mark, name in MARKS if head.startswith(mark)), "")
    candidates = (marked,) if marked else (_by_zeros(head) or UNMARKED)
    for name in candidates:
        if _reads(file, name):
            return name
    raise TableRefused("encoding")


def _by_zeros(head: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark, told by the zeros that ASCII has in it; () where there are few.

    Raises TableRefused (`no_table`) where what is read so is no text, or has no second cell.
    """
    half = max(len(head) // 2, 1)
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if min(even, odd) >= 0.02 or max(even, odd) <= 0.2:
        return ()
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = head.decode(name, errors="ignore")
    if _LATER_CONTROL.search(text) or not _APART.search(text):
        raise TableRefused("no_table")
    return (name,)


def _reads(file: IO[bytes], name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    file.seek(0)
    try:
        while block := file.read(BLOCK):
            if _CONTROL.search(decoder.decode(block)):
                raise TableRefused("no_table")
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def separator_of(text: str) -> str:
    """The separator of the first lines of a text table: the one that most lines have alike often.

    A table of one column has none; then it is a comma.
    """
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def score(mark: str) -> tuple[float, int]:
        counts = [len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=mark)]
        usual = max(set(counts), key=counts.count, default=1)
        return (counts.count(usual) / len(counts) if usual > 1 else 0, usual)

    try:
        best = max(SEPARATORS, key=score)
        return best if score(best)[1] > 1 else ","
    except csv.Error:
        return ","


def text_of(file: IO[bytes], encoding: str) -> io.TextIOWrapper:
    """The file as text from its start, with line ends as they are, for `csv.reader`."""
    file.seek(0)
    return io.TextIOWrapper(file, encoding=encoding, newline="")
