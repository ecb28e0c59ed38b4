"""The PDF: what it claims, what it holds, that it is the same each time and fetches nothing."""

import http.server
import io
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from additionality.determination.attachments import Attachment
from additionality.determination.limited import to_pdf_limited
from additionality.determination.record import record_attachments
from additionality.determination.render import RenderError
from tests.determination.samples import (
    DATED,
    RESOURCES,
    make_html,
    make_pdf,
    make_record,
    plain_pdf,
)

PROJECT = Path(__file__).resolve().parents[2]
XMP = "{http://www.aiim.org/pdfa/ns/id/}"


@pytest.fixture
def opened() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(plain_pdf())) as pdf:
        yield pdf


@pytest.fixture
def pdf_file(tmp_path: Path) -> Path:
    path = tmp_path / "determination.pdf"
    path.write_bytes(plain_pdf())
    return path


def test_qpdf_finds_no_error(pdf_file):
    done = subprocess.run(["qpdf", "--check", pdf_file], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def test_claims_pdf_a_3a_with_an_output_intent(opened):
    with opened.open_metadata() as xmp:
        assert (xmp[f"{XMP}part"], xmp[f"{XMP}conformance"]) == ("3", "A")
    assert opened.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang) == "zh-Hant"
    assert "/NeedAppearances" not in opened.Root.AcroForm


def test_chinese_text_can_be_extracted(pdf_file):
    text = subprocess.run(["pdftotext", pdf_file, "-"], capture_output=True, text=True).stdout

    assert "濱海風場具外加性" in text


def test_all_fonts_are_embedded(pdf_file):
    listed = subprocess.run(["pdffonts", pdf_file], capture_output=True, text=True).stdout
    rows = listed.splitlines()[2:]

    assert rows
    assert all(row.split()[-5] == "yes" for row in rows), listed


def test_attachments_are_data_listed_once_and_dated(opened):
    files = record_attachments(make_record())
    specs = list(opened.Root.AF)

    assert sorted(str(spec.UF) for spec in specs) == [file.name for file in files]
    assert {str(spec.AFRelationship) for spec in specs} == {"/Data"}
    for file in files:
        stored = opened.attachments[file.name].get_file()
        assert stored.read_bytes() == file.data
        assert stored.obj.Params.CreationDate == "D:20261121010000Z"


def test_header_cells_say_what_they_head(opened):
    scopes = [
        str(one.A.Scope)
        for one in opened.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"
    ]

    assert sorted(scopes) == ["/Column", "/Column", "/Row"]


def test_the_empty_signature_field_is_visible_and_tagged_where_the_page_has_it(opened):
    (field,) = opened.Root.AcroForm.Fields
    x1, y1, x2, y2 = (float(number) for number in field.Rect)
    form = next(
        one
        for one in opened.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Form"
    )

    assert (field.FT, str(field["/T"])) == ("/Sig", "Determination")
    assert "Signature" in str(field.TU)
    assert "/V" not in field
    assert x2 - x1 == pytest.approx(90 / 25.4 * 72, abs=0.5)
    assert y2 - y1 == pytest.approx(24 / 25.4 * 72, abs=0.5)
    assert form.K[0].Obj.objgen == field.objgen
    assert form.P.P.S != "/StructTreeRoot"
    numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    assert parents[int(field.StructParent)].objgen == form.objgen


def test_without_a_place_the_signature_comes_after_the_last_line():
    with pikepdf.open(io.BytesIO(make_pdf(make_html(place="")))) as pdf:
        x1, y1, x2, y2 = (float(number) for number in pdf.Root.AcroForm.Fields[0].Rect)

        assert x2 - x1 > 200
        assert y2 - y1 > 50


def test_the_same_input_gives_the_same_bytes_in_another_process():
    script = (
        "import sys; from tests.determination.samples import make_pdf;"
        "make_pdf(); sys.stdout.buffer.write(make_pdf())"
    )
    other = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, cwd=PROJECT, check=True
    ).stdout

    assert other == plain_pdf()


def test_another_date_gives_other_bytes():
    assert make_pdf(dated=DATED.replace(day=20)) != plain_pdf()


@pytest.fixture
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that notes what it is asked for."""
    asked: list[str] = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


ASKING = {
    "a picture": '<img src="{0}/x.png" alt="x">',
    "a linked attachment": '<a rel="attachment" href="{0}/x">x</a>',
    "an attachment in the head": '<link rel="attachment" href="{0}/x">',
    "a style sheet": '<link rel="stylesheet" href="{0}/x.css">',
    "an import": '<style>@import url("{0}/x.css");</style>',
    "a font": '<style>@font-face {{ font-family: x; src: url("{0}/x.woff2") }} p {{ font-family: x }}</style>',
    "a background": '<p style="background-image: url({0}/x.png)">x</p>',
    "an object": '<object data="{0}/x.svg" type="image/svg+xml"></object>',
    "a picture inside a drawing": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<image href="{0}/x.png" width="9" height="9"/></svg>',
}


@pytest.mark.parametrize("markup", ASKING.values(), ids=ASKING.keys())
def test_nothing_is_fetched_from_the_network(markup, listening):
    address, asked = listening

    with pytest.raises(RenderError, match="not given"):
        make_pdf(make_html(markup.format(address)))

    assert asked == []


@pytest.mark.parametrize(
    "address",
    ["file:///etc/hostname", "data:image/png;base64,AAAA", "../secret.svg", "other.svg"],
)
@pytest.mark.parametrize("markup", [ASKING["a picture"], ASKING["an attachment in the head"]])
def test_nothing_but_the_given_files_is_read(markup, address):
    with pytest.raises(RenderError, match="not given"):
        make_pdf(make_html(markup.replace("{0}/x.png", address).replace("{0}/x", address)))


def test_a_base_address_in_the_page_leads_nowhere(listening):
    address, asked = listening

    with pytest.raises(RenderError, match="not given"):
        make_pdf(make_html(head=f'<base href="{address}/">'))

    assert asked == []


def test_a_document_needs_a_language_and_a_title():
    with pytest.raises(RenderError, match="language or no title"):
        make_pdf("<html><body>x</body></html>")


def test_two_attachments_of_one_name_are_refused():
    twice = [Attachment("a.json", b"{}", "", "application/json")] * 2

    with pytest.raises(RenderError, match="same name"):
        make_pdf(attachments=twice)


def test_a_date_without_zone_is_refused():
    with pytest.raises(RenderError, match="time zone"):
        make_pdf(dated=DATED.replace(tzinfo=None))


def test_deep_nesting_is_refused_in_a_sentence():
    with pytest.raises(RenderError, match="nested too deeply"):
        make_pdf(make_html("<div>" * 2000))


def limited(body: str = "", **limits: float) -> bytes:
    return to_pdf_limited(
        make_html(body),
        attachments=record_attachments(make_record()),
        dated=DATED,
        resources=RESOURCES,
        **limits,
    )


def test_the_limited_process_gives_the_same_bytes():
    assert limited() == plain_pdf()


def test_the_limited_process_passes_the_reason_on():
    with pytest.raises(RenderError, match="not given"):
        limited('<img src="other.svg" alt="x">')


def test_a_page_that_takes_too_long_is_given_up():
    with pytest.raises(RenderError, match="took too long"):
        limited("<table>" + "<tr><td>x<td>y" * 30_000, seconds=3)


def test_a_page_that_needs_too_much_memory_is_given_up():
    with pytest.raises(RenderError, match="memory"):
        limited(memory=150_000_000)


def test_the_glyphs_on_the_page_are_those_of_the_font(tmp_path: Path):
    """Text extraction can be right where the wrong characters were painted: compare pixels."""
    from PIL import Image, ImageDraw, ImageFont

    from additionality.determination.fonts import font_file

    words, size, dpi = "外加性判定書濱海風場", 40, 144
    css = b"""@page { size: 500pt 80pt; margin: 0 } body { margin: 0 }
    p { margin: 0; padding: 10pt; font: 40pt/1.2 "Noto Sans CJK TC"; letter-spacing: 0 }"""
    html = make_html().partition("<body>")[0] + f"<body><p>{words}</p></body></html>"
    (tmp_path / "a.pdf").write_bytes(make_pdf(html, resources={"determination.css": css}))
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-gray", "-png", "-singlefile", "a.pdf", "a"],
        cwd=tmp_path,
        check=True,
    )
    path, index = font_file("Noto Sans CJK TC")
    font = ImageFont.truetype(str(path), size * dpi // 72, index=index)
    drawn = Image.new("L", (1100, 200), 255)
    ImageDraw.Draw(drawn).text((40, 20), words, font=font, fill=0)

    painted = _trimmed(Image.open(tmp_path / "a.png"))
    expected = _trimmed(drawn).resize(painted.size)

    assert _difference(painted, expected) < 0.04
    wrong = Image.new("L", (1100, 200), 255)
    ImageDraw.Draw(wrong).text((40, 20), "外加性判定書濱海風力", font=font, fill=0)
    assert _difference(painted, _trimmed(wrong).resize(painted.size)) > _difference(
        painted, expected
    )


def _trimmed(image):
    from PIL import ImageOps

    gray = image.convert("L")
    return gray.crop(ImageOps.invert(gray).point(lambda v: 255 if v > 60 else 0).getbbox())


def _difference(one, other) -> float:
    """The mean difference of two grey pictures of one size, from 0 to 1."""
    from PIL import ImageChops, ImageStat

    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0] / 255
