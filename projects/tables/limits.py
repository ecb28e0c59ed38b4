"""What kind of table a file is, told by its bytes, and whether it is small enough to be opened.

Nothing is unpacked but the description of the file: what a zip archive would unpack to stands in its
directory, and Python never unpacks more of a member than that says.
"""

import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

MIB = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DESCRIPTION_LIMIT = MIB
TEXT_HEAD = 4096
#: What zipfile and the decompressors raise at an archive that is none, or no more.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError, EOFError, KeyError, ValueError, OSError, OverflowError, RuntimeError,
)  # fmt: skip
#: XML that repeats itself packs to a hundredth; only what packs better than this is made to harm.
MOST_RATIO, RATIO_FROM = 200, 10 * MIB


class TableRefused(Exception):
    """The file is not read; `code` says why (`projects.wording.tables`), `params` what to name."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read: bytes packed and unpacked, parts of an archive, sheets, filled cells.

    A row or column beyond the most has no address in any spreadsheet program.
    """

    packed: int = 20 * MIB
    unpacked: int = 300 * MIB
    members: int = 5_000
    sheets: int = 200
    cells: int = 300_000
    rows: int = 1_048_576
    columns: int = 16_384


XLSX, ODS, TEXT = "xlsx", "ods", "text"
_MAIN = re.compile(
    r"spreadsheetml\.sheet\.main\+xml|ms-excel\.(sheet|template)\.macroEnabled\.main\+xml"
    r"|spreadsheetml\.template\.main\+xml"
)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_MARKUP = re.compile(rb"\A(\xef\xbb\xbf)?\s*<(!doctype\s+html|html|table|\?xml|meta|head)\b", re.I)


def kind_of(file: IO[bytes], limits: Limits) -> str:
    """`xlsx`, `ods` or `text`, after the size of the file and its directory were held to `limits`.

    Raises TableRefused: `empty`, `file_too_large`, `old_workbook`, `password`, `binary_workbook`,
    `web_page`, `no_table`, and for archives `bomb`, `damaged`.
    """
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(TEXT_HEAD)
    if not head:
        raise TableRefused("empty")
    if size > limits.packed:
        raise TableRefused("file_too_large", limit=limits.packed // MIB)
    if head.startswith(b"PK\x03\x04"):
        return _archive_kind(file, limits)
    if head.startswith(OLE):
        raise TableRefused("password" if _is_locked(file) else "old_workbook")
    if _MARKUP.match(head):
        raise TableRefused("web_page")
    if head.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!", b"7z\xbc")):
        raise TableRefused("no_table")
    return TEXT


def _is_locked(file: IO[bytes]) -> bool:
    """Whether an OLE file is a workbook locked with a password: it holds a part of that name."""
    file.seek(0)
    before = b""
    while block := file.read(MIB):
        if "EncryptedPackage".encode("utf-16-le") in before + block:
            return True
        before = block[-64:]
    return False


def _archive_kind(file: IO[bytes], limits: Limits) -> str:
    try:
        with opened(file, limits) as archive:
            return _described(archive)
    except BROKEN_ARCHIVE as error:
        raise TableRefused("damaged") from error


def opened(file: IO[bytes], limits: Limits) -> zipfile.ZipFile:
    """The archive, whose directory was held to `limits`. Raises TableRefused or BadZipFile."""
    file.seek(0)
    archive = zipfile.ZipFile(file)
    members = archive.infolist()
    if any(member.flag_bits & 0x1 for member in members):
        raise TableRefused("password")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    too_dense = unpacked > RATIO_FROM and unpacked / packed > MOST_RATIO
    if len(members) > limits.members or unpacked > limits.unpacked or too_dense:
        raise TableRefused("bomb")
    if len({member.filename for member in members}) < len(members):
        raise TableRefused("damaged")
    return archive


def unpacked_size(file: IO[bytes], limits: Limits) -> int:
    """How many bytes there are to be read: of an archive what it unpacks to, else the file itself."""
    size = file.seek(0, 2)
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        return size
    with opened(file, limits) as archive:
        return sum(member.file_size for member in archive.infolist())


def _described(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        types = _text_of(archive, "[Content_Types].xml")
        if _MAIN.search(types):
            return XLSX
        raise TableRefused("binary_workbook" if "sheet.binary" in types else "no_table")
    if "mimetype" in names and _text_of(archive, "mimetype").strip().startswith(_ODS):
        manifest = "META-INF/manifest.xml"
        if manifest in names and "encryption-data" in _text_of(archive, manifest):
            raise TableRefused("password")
        return ODS
    raise TableRefused("no_table")


def _text_of(archive: zipfile.ZipFile, name: str) -> str:
    """A short part of the archive as text."""
    with archive.open(name) as member:
        content = member.read(DESCRIPTION_LIMIT + 1)
    if len(content) > DESCRIPTION_LIMIT:
        raise TableRefused("bomb")
    return content.decode("utf-8-sig")
