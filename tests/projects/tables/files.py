"""Tables as plain functions make them: ordinary, faulty and hostile."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook

from tests.projects.cases.files import packed

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
#: The head of a password-protected workbook: an OLE file with a part of this name in it.
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le")


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def workbook(rows: Iterable[Iterable[Any]], title: str = "Model") -> bytes:
    """One sheet with these rows, as openpyxl writes it: formulas have no stored results."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def raw_workbook(sheet_data: str, sheets: int = 1, styles: str = "", after: str = "") -> bytes:
    """A workbook around the XML of its rows; with more sheets, all of them the same."""
    numbers = range(1, sheets + 1)
    listed = "".join(f'<sheet name="S{i}" sheetId="{i}" r:id="r{i}"/>' for i in numbers)
    links = "".join(
        f'<Relationship Id="r{i}" Type="{RELATIONS}/worksheet" Target="worksheets/s{i}.xml"/>'
        for i in numbers
    )
    links += f'<Relationship Id="st" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    sheet = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{sheet_data}</sheetData>{after}</worksheet>'
    members = {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{NAMESPACE}">{styles}</styleSheet>',
    }
    return packed(members | {f"xl/worksheets/s{i}.xml": sheet for i in numbers})


def open_document(tables: str) -> bytes:
    """An OpenDocument spreadsheet around the XML of its tables."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>"
        '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = "<manifest/>"
    members = {"mimetype": ODS_TYPE, "META-INF/manifest.xml": manifest, "content.xml": content}
    return packed(members)


def bomb() -> bytes:
    """A small workbook that unpacks to a thousand times its size."""
    return packed({"[Content_Types].xml": TYPES, "xl/workbook.xml": b" " * (30 * 1024 * 1024)})
