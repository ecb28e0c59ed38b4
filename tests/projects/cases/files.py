"""Uploads for the tests: small real files, and hostile ones."""

import io
import zipfile

from PIL import Image

MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + bytes(300)
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
HTML = b"<!doctype html><script>alert(1)</script>"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def image(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(made, kind)
    return made.getvalue()


def packed(members: dict[str, bytes | str], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def office(main: str, **members: bytes | str) -> bytes:
    """An Office Open XML file whose main part is `main`, such as `wordprocessingml.document`."""
    types = f'<Types><Override PartName="/m.xml" ContentType="{MAIN.format(main)}"/></Types>'
    named = {name.replace("__", "/"): content for name, content in members.items()}
    return packed({"[Content_Types].xml": types, "m.xml": "<m/>", **named})


def spoiled() -> bytes:
    """An office file whose first packed byte is another one, so that it does not unpack."""
    content = bytearray(office("wordprocessingml.document"))
    content[30 + len("[Content_Types].xml")] = 0
    return bytes(content)


def open_document(kind: str, manifest: str = "<manifest/>") -> bytes:
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": "<office/>",
            "META-INF/manifest.xml": manifest,
        }
    )


def zip_bomb() -> bytes:
    """A word file of a few kilobytes with a member that unpacks to far more."""
    return office("wordprocessingml.document", word__document=bytes(60 * 1024 * 1024))


def lying_bomb() -> bytes:
    """The description itself is the bomb, and its header says that it is small."""
    big = b"<Types>" + bytes(30 * 1024 * 1024)
    content = packed({"[Content_Types].xml": big})
    size = len(big).to_bytes(4, "little")
    assert content.count(size) == 2
    return content.replace(size, (500).to_bytes(4, "little"))


def locked() -> bytes:
    """An office file whose directory says that its members are encrypted."""
    content = bytearray(office("spreadsheetml.sheet"))
    position = content.find(b"PK\x01\x02")
    while position >= 0:
        content[position + 8] |= 1
        position = content.find(b"PK\x01\x02", position + 4)
    return bytes(content)
