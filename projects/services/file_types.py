"""What an uploaded file is, told by its bytes and never by its name alone.

Accepted: PDF, PNG, JPEG, WebP, TIFF, Office Open XML and OpenDocument files without macros, CSV
and plain text. Everything else is refused: programs, SVG, HTML, archives, encrypted files, and
a file whose name says something other than its content.
"""

import codecs
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

import filetype

HEAD_BYTES = 8192
MEMBERS_LIMIT = 10_000
UNPACKED_LIMIT = 400 * 1024 * 1024
RATIO_LIMIT = 200
RATIO_FROM = 10 * 1024 * 1024
DESCRIPTION_LIMIT = 1024 * 1024


class FileRefused(Exception):
    """The file is not taken as evidence; `code` says why, `params` holds what to name."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class FileType:
    """A type evidence may have: its media type, and the endings its names may have."""

    content_type: str
    endings: tuple[str, ...]


OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
SIMPLE = {
    kind.content_type: kind
    for kind in (
        FileType("application/pdf", (".pdf",)),
        FileType("image/png", (".png",)),
        FileType("image/jpeg", (".jpg", ".jpeg")),
        FileType("image/webp", (".webp",)),
        FileType("image/tiff", (".tif", ".tiff")),
    )
}
OFFICE = {
    "wordprocessingml.document.main+xml": FileType(
        f"{OOXML}.wordprocessingml.document", (".docx",)
    ),
    "spreadsheetml.sheet.main+xml": FileType(f"{OOXML}.spreadsheetml.sheet", (".xlsx",)),
    "presentationml.presentation.main+xml": FileType(
        f"{OOXML}.presentationml.presentation", (".pptx",)
    ),
}
OPEN_DOCUMENT = {
    kind.content_type: kind
    for kind in (
        FileType(f"{ODF}.text", (".odt",)),
        FileType(f"{ODF}.spreadsheet", (".ods",)),
        FileType(f"{ODF}.presentation", (".odp",)),
    )
}
CSV = FileType("text/csv", (".csv",))
PLAIN = FileType("text/plain", (".txt",))
ENDINGS = sorted(
    ending
    for kind in (*SIMPLE.values(), *OFFICE.values(), *OPEN_DOCUMENT.values(), CSV, PLAIN)
    for ending in kind.endings
)

_MACROS = re.compile(r"(^|/)(vbaProject|vbaData)\.|^Basic/|^Scripts/|(^|/)macrosheets/", re.I)
_PROGRAM = re.compile(
    r"\.(exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|jar|lnk|sh|py|html?|svg|swf)$", re.I
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\A\s*<|<\s*(script|html|svg|iframe|!doctype)\b", re.I)


def recognise(file: BinaryIO, name: str) -> FileType:
    """The type of `file`, read from its start; `name` must agree with it.

    Raises FileRefused: `empty`, `not_accepted`, `old_office`, `archive`, `encrypted`, `bomb`,
    `damaged`, `macros`, `markup`, `name_differs` (params `ending`, `expected`).
    """
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if not head:
        raise FileRefused("empty")
    kind = _by_content(file, head, PurePosixPath(name).suffix.lower())
    ending = PurePosixPath(name).suffix.lower()
    if ending not in kind.endings:
        raise FileRefused("name_differs", ending=ending or "–", expected=", ".join(kind.endings))
    return kind


def _by_content(file: BinaryIO, head: bytes, ending: str) -> FileType:
    guessed = filetype.guess(head)
    media = guessed.mime if guessed else ""
    if media in SIMPLE:
        return SIMPLE[media]
    if head.startswith(b"PK\x03\x04"):
        return _packed(file)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise FileRefused("old_office")
    if media and not media.startswith("text/"):
        raise FileRefused("not_accepted", endings=", ".join(ENDINGS))
    return _text(file, ending)


def _packed(file: BinaryIO) -> FileType:
    """An office file is a zip that describes itself; nothing is unpacked but its description."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _refuse_dangerous(members)
            return _described(archive, {member.filename for member in members})
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        raise FileRefused("damaged") from error
    except (ValueError, OSError, RuntimeError, zlib.error, lzma.LZMAError) as error:
        raise FileRefused("damaged") from error


def _refuse_dangerous(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MEMBERS_LIMIT:
        raise FileRefused("bomb")
    if any(member.flag_bits & 0x1 for member in members):
        raise FileRefused("encrypted")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if unpacked > UNPACKED_LIMIT or (unpacked > RATIO_FROM and unpacked / packed > RATIO_LIMIT):
        raise FileRefused("bomb")
    if any(_MACROS.search(member.filename) for member in members):
        raise FileRefused("macros")
    if any(_PROGRAM.search(member.filename) for member in members):
        raise FileRefused("archive")


def _described(archive: zipfile.ZipFile, names: set[str]) -> FileType:
    if "[Content_Types].xml" in names:
        text = _member(archive, "[Content_Types].xml")
        if re.search("macroEnabled|vbaProject", text, re.I):
            raise FileRefused("macros")
        for part, kind in OFFICE.items():
            if part in text:
                return kind
    elif "mimetype" in names:
        if "META-INF/manifest.xml" in names:
            manifest = _member(archive, "META-INF/manifest.xml")
            if "encryption-data" in manifest:
                raise FileRefused("encrypted")
        kind_or_none = OPEN_DOCUMENT.get(_member(archive, "mimetype").strip())
        if kind_or_none:
            return kind_or_none
    raise FileRefused("archive")


def _member(archive: zipfile.ZipFile, name: str) -> str:
    """The text of one member, at most DESCRIPTION_LIMIT bytes of it, whatever its header says."""
    with archive.open(name) as member:
        content = member.read(DESCRIPTION_LIMIT + 1)
    if len(content) > DESCRIPTION_LIMIT:
        raise FileRefused("bomb")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused("damaged") from error


def _text(file: BinaryIO, ending: str) -> FileType:
    """Text in UTF-8, or in Big5 as spreadsheets in Taiwan still write it."""
    kind = CSV if ending in CSV.endings else PLAIN
    for encoding in ("utf-8-sig", "cp950"):
        decoder = codecs.getincrementaldecoder(encoding)()
        file.seek(0)
        first = True
        try:
            while block := file.read(65536):
                _refuse_not_plain(decoder.decode(block), first)
                first = False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return kind
    raise FileRefused("not_accepted", endings=", ".join(ENDINGS))


def _refuse_not_plain(text: str, first: bool) -> None:
    if _CONTROL.search(text):
        raise FileRefused("not_accepted", endings=", ".join(ENDINGS))
    match = _MARKUP.search(text)
    if match and (first or match.group(1)):
        raise FileRefused("markup")
