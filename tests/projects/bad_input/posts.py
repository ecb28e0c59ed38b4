"""What may be sent to a form: what it holds, with any of it changed, dropped, doubled or mistyped.

The strategies start from a form as the site showed it, so that most of a post is right and the
wrong part gets past the first check. Half characters and NUL travel as bytes, as a hostile
sender would send them.
"""

import copy
import json
import random
import string
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

from tests.factories import case_file, micro_case_file
from tests.projects.bad_input.forms import Form
from tests.projects.cases import files

SCRIPT = "<script>alert(1)</script>"
ODD_NUMBERS = [
    "0", "-0", "-1", "1", "200", "1e400", "1e-400", "NaN", "-Infinity", "∞", "1,2,3", "1.5", "+-1", "0x1F", "1_000",
    "９９９", "٣٤", "2²", "Ⅷ", "五", "3萬5", "1億2,000萬", "5%", "NT$5", "2147483648", "9223372036854775807",
    "9223372036854775808", "-9223372036854775809",
]  # fmt: skip
ODD_DAYS = [
    "2026-02-30", "0000-01-01", "9999-12-31", "民國115年2月30日", "民國元年1月1日", "114/3/1", "2026-1-1T00:00",
    "２０２６-０１-０１",
]  # fmt: skip
ODD_TEXTS = [
    "", " ", "\0", "\r\n", "\t", "\ud800", "\udfff\ud800", "\U0010ffff", "\ufffe", "\u202e", "\u0301" * 50, "🌬️", "ﷺ",
    SCRIPT, "{{ 7*7 }}", "{% include 'x' %}", "%s%n%(x)s", "'; DROP TABLE x; --", "../../etc/passwd", "null", "None",
    "true", "[]", "{}", "[1", "E1", "A1", "yes", "-none", "en", "CAR", "/", "//evil.example", "javascript:alert(1)",
    "1" * 70, "9" * 5_000, "x" * 700, "林" * 11_000, "a\n" * 3_000, "name\tyear\n" * 40,
]  # fmt: skip
BUTTONS = [
    "continue", "list", "evidence", "add", "paste", "add-year", "remove-year", "remove-0", "remove-99999999",
    "remove-x", "remove-", "x",
]  # fmt: skip
CONTENT_TYPES = (
    "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "",
    "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=hex",
    "multipart/form-data; boundary=x; charset=hex", "multipart/form-data; boundary=x; charset=idna",
    "multipart/form-data; boundary=x; charset=utf-7",
)  # fmt: skip
BOUNDARY = "a-boundary-that-nobody-types"

texts = st.one_of(
    st.sampled_from(ODD_TEXTS),
    st.sampled_from([*ODD_NUMBERS, *ODD_DAYS]),
    st.text(max_size=30),
    st.integers().map(str),
    st.floats().map(str),
)


@dataclass(frozen=True)
class Upload:
    """A file as a browser sends it."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass(frozen=True)
class Post:
    """The fields in their order, texts and files alike, or a body of no kind with its type."""

    fields: tuple[tuple[str, str | Upload], ...]
    multipart: bool = False
    content_type: str | None = None

    def body(self) -> tuple[bytes, str]:
        """The bytes, and the type that says how to read them."""
        if self.multipart or any(isinstance(value, Upload) for _name, value in self.fields):
            kind = f"multipart/form-data; boundary={BOUNDARY}"
            return b"".join(_parts(self.fields)), self.content_type or kind
        pairs = (f"{_quoted(name)}={_quoted(str(value))}" for name, value in self.fields)
        kind = "application/x-www-form-urlencoded"
        return "&".join(pairs).encode(), self.content_type or kind


def raw(text: str) -> bytes:
    """`text` in UTF-8, with half characters as the bytes that no decoder accepts."""
    return text.encode("utf-8", "surrogatepass")


def _quoted(text: str) -> str:
    return quote_from_bytes(raw(text))


def _parts(fields: Iterable[tuple[str, str | Upload]]) -> Iterable[bytes]:
    for name, value in fields:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{_in_head(name)}"'
        if isinstance(value, Upload):
            head += f'; filename="{_in_head(value.name)}"\r\nContent-Type: {value.content_type}'
        content = value.content if isinstance(value, Upload) else raw(value)
        yield raw(head) + b"\r\n\r\n" + content + b"\r\n"
    yield f"--{BOUNDARY}--\r\n".encode()


def _in_head(text: str) -> str:
    return text.replace("\r", "").replace("\n", "").replace('"', "%22")


def case_files() -> st.SearchStrategy[str]:
    """Case files with a few of their values, at any depth, replaced by odd ones."""
    odd: st.SearchStrategy[Any] = st.one_of(
        texts, st.none(), st.booleans(), st.integers(), st.floats(), st.just([]), st.just({}),
        st.sampled_from([10**30, [[]], {"": None}, ["x"] * 300, [0] * 120]),
    )  # fmt: skip
    base = st.sampled_from([case_file, micro_case_file])
    return st.builds(_garbled, base, st.lists(odd, min_size=1, max_size=4), st.randoms())


def _garbled(make: Any, odd: list[Any], chance: random.Random) -> str:
    data = make()
    for value in odd:
        _replace_somewhere(data, copy.deepcopy(value), chance)
    return json.dumps(data)


def _replace_somewhere(data: Any, value: Any, chance: random.Random) -> None:
    keys = list(data) if isinstance(data, dict) else list(range(len(data)))
    if not keys:
        return
    key = chance.choice(keys)
    if isinstance(data[key], dict | list) and data[key] and chance.random() < 0.8:
        _replace_somewhere(data[key], value, chance)
    else:
        data[key] = value


FILES = (
    b"", files.PDF, files.PROGRAM, files.SVG, files.HTML, files.OLD_OFFICE, b"PK\x03\x04", b"PK\x03\x04" + bytes(50),
    b"%PDF-1.7", files.image("PNG"), files.office("wordprocessingml.document"), files.locked(), b"a,b\n1,2\n",
    "電力,度\n".encode("cp950"), b"\xff\xfe\x00", b"\x00" * 300, json.dumps(case_file()).encode(), b"[" * 9_000,
)  # fmt: skip
FILE_NAMES = [
    "study.pdf", "a.docx", "case.json", "a.csv", "", ".", "..", "../x.pdf", "a" * 400 + ".pdf", "\u202efdp.exe",
    "\0.pdf", "\ud800.pdf", "x.PDF", "CON", f"{SCRIPT}.pdf", "研究.pdf", "a/b\\c.txt",
]  # fmt: skip


@st.composite
def uploads(draw: st.DrawFn) -> Upload:
    content = draw(
        st.sampled_from(FILES) | st.binary(max_size=200) | case_files().map(lambda t: t.encode())
    )
    name = draw(st.sampled_from(FILE_NAMES) | st.text(string.printable, max_size=12))
    kind = draw(st.sampled_from(["application/pdf", "image/svg+xml", "text/html", "", "x"]))
    return Upload(name, content, kind)


@st.composite
def posts(draw: st.DrawFn, form: Form) -> Post:
    """A post to `form`: its buttons, up to six changes, rarely a body of another kind."""
    whole = form.filled_in() if draw(st.booleans()) else form.fields
    fields: list[tuple[str, str | Upload]] = list(whole)
    button = draw(st.sampled_from(form.buttons) | st.sampled_from(BUTTONS).map(_do))
    for name in form.files:
        if draw(st.integers(0, 3)):
            fields.append((name, draw(uploads())))
    for _ in range(draw(st.integers(0, 6))):
        fields = draw(_changed(form, fields))
    if button[0]:
        fields.append(button)
    kinds = st.sampled_from([*[None] * 30, *CONTENT_TYPES])
    return Post(tuple(fields), multipart=draw(st.booleans()), content_type=draw(kinds))


def _do(text: str) -> tuple[str, str]:
    return "do", text


@st.composite
def _changed(
    draw: st.DrawFn, form: Form, fields: list[tuple[str, str | Upload]]
) -> list[tuple[str, str | Upload]]:
    """One change. Names are the form's, a neighbour's (another card, a prefix) or unknown."""
    names = form.names or ["x"]
    name = draw(st.sampled_from(names))
    if draw(st.integers(0, 4)) == 0:
        name = draw(_neighbours(name))
    value: str | Upload = draw(_values(form, name))
    kept = [one for one in fields if one[0] != name]
    how = draw(st.sampled_from(["replace", "replace", "replace", "drop", "double", "first"]))
    if how == "drop":
        return kept
    if how == "double":
        return [*fields, (name, value)]
    return [(name, value), *kept] if how == "first" else [*kept, (name, value)]


def _neighbours(name: str) -> st.SearchStrategy[str]:
    digits = "".join(c if not c.isdigit() else "0" for c in name)
    found = [
        name + "x",
        name.upper(),
        "count",
        "paste",
        "draft_version",
        "next",
        "key",
        "\0",
        "",
        "a" * 300,
    ]
    numbers = ("1", "7", "199", "200", "99999999", "-1", "٣")
    return st.sampled_from([*found, *(digits.replace("0", number, 1) for number in numbers)])


def _values(form: Form, name: str) -> st.SearchStrategy[str | Upload]:
    offered = [text for choice, text in form.choices if choice == name]
    there = [text for _name, text in form.fields]
    strategies: list[st.SearchStrategy[Any]] = [texts, texts]
    if offered or there:
        strategies.append(st.sampled_from([*offered, *there]))
    if name in form.files or name == "file":
        strategies = [uploads(), uploads(), texts]
    elif name in ("text", "paste"):
        strategies.append(case_files())
    return st.one_of(*strategies)
