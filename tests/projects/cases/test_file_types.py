"""What a file is, by its bytes."""

import io

import pytest

from projects.services.file_names import LONGEST, clean_name
from projects.services.file_types import FileRefused, recognise
from tests.projects.cases import files

GOOD = {
    "study.pdf": (files.PDF, "application/pdf"),
    "site.png": (files.image("PNG"), "image/png"),
    "site.jpeg": (files.image("JPEG"), "image/jpeg"),
    "site.JPG": (files.image("JPEG"), "image/jpeg"),
    "site.webp": (files.image("WEBP"), "image/webp"),
    "scan.tif": (files.image("TIFF"), "image/tiff"),
    "note.docx": (
        files.office("wordprocessingml.document"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "model.xlsx": (
        files.office("spreadsheetml.sheet"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "talk.pptx": (
        files.office("presentationml.presentation"),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "note.odt": (files.open_document("text"), "application/vnd.oasis.opendocument.text"),
    "model.ods": (
        files.open_document("spreadsheet"),
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
    "talk.odp": (
        files.open_document("presentation"),
        "application/vnd.oasis.opendocument.presentation",
    ),
    "plants.csv": ("名稱,容量\n風場,34\n".encode(), "text/csv"),
    "big5.csv": ("名稱,容量\n風場,34\n".encode("cp950"), "text/csv"),
    "letter.txt": (b"Dear reviewer, 3 < 4.\n", "text/plain"),
}


@pytest.mark.parametrize("name", GOOD)
def test_documents_are_taken_for_what_they_are(name):
    content, media = GOOD[name]

    assert recognise(io.BytesIO(content), name).content_type == media


HOSTILE = {
    "nothing at all": ("a.pdf", b"", "empty"),
    "a program": ("a.exe", files.PROGRAM, "not_accepted"),
    "a program named PDF": ("a.pdf", files.PROGRAM, "not_accepted"),
    "a program named text": ("a.txt", files.PROGRAM, "not_accepted"),
    "an SVG": ("a.svg", files.SVG, "markup"),
    "an SVG named PNG": ("a.png", files.SVG, "markup"),
    "a page": ("a.html", files.HTML, "markup"),
    "a page named CSV": ("a.csv", files.HTML, "markup"),
    "a page after blank lines": ("a.txt", b"\n\n  " + files.HTML, "markup"),
    "a script far down in a text": (
        "a.txt",
        b"x\n" * 90_000 + b"<script>alert(1)</script>",
        "markup",
    ),
    "a zip bomb in a word file": ("a.docx", files.zip_bomb(), "bomb"),
    "a description that lies about its size": ("a.docx", files.lying_bomb(), "damaged"),
    "a description far too long": (
        "a.docx",
        files.packed({"[Content_Types].xml": "<Types>" + "x" * 2_000_000}),
        "bomb",
    ),
    "an archive": ("a.zip", files.packed({"a.pdf": files.PDF}), "archive"),
    "an archive named word file": ("a.docx", files.packed({"a.pdf": files.PDF}), "archive"),
    "a program inside a word file": (
        "a.docx",
        files.packed({"[Content_Types].xml": "<Types/>", "run.exe": files.PROGRAM}),
        "archive",
    ),
    "macros by their part": (
        "a.docx",
        files.packed({"[Content_Types].xml": "<Types/>", "word/vbaProject.bin": b"x"}),
        "macros",
    ),
    "macros by the description": (
        "a.docx",
        files.packed(
            {
                "[Content_Types].xml": '<Types><Override ContentType="application/vnd.ms-word.'
                'document.macroEnabled.main+xml"/></Types>'
            }
        ),
        "macros",
    ),
    "an encrypted workbook": ("a.xlsx", files.locked(), "encrypted"),
    "an encrypted open document": (
        "a.odt",
        files.open_document("text", "<m><encryption-data/></m>"),
        "encrypted",
    ),
    "an office file that does not unpack": ("a.docx", files.spoiled(), "damaged"),
    "a torn office file": ("a.docx", files.office("wordprocessingml.document")[:120], "damaged"),
    "an old office file": ("a.doc", files.OLD_OFFICE, "old_office"),
    "a PDF named word file": ("a.docx", files.PDF, "name_differs"),
    "a PDF named program": ("a.pdf.exe", files.PDF, "name_differs"),
    "a PDF without an ending": ("study", files.PDF, "name_differs"),
    "a text with control characters": ("a.txt", b"abc\x07def", "not_accepted"),
    "bytes that are no text": ("a.csv", b"\xff\xfe\xff\xff\xff", "not_accepted"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused(case):
    name, content, code = HOSTILE[case]

    with pytest.raises(FileRefused) as refused:
        recognise(io.BytesIO(content), name)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("study.pdf", "study.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\study.pdf", "study.pdf"),
        ("a\nb\r\nX-Evil: 1.pdf", "a b X-Evil_ 1.pdf"),
        ("可行性研究.pdf", "可行性研究.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("..", "file"),
        ("", "file"),
        (".hidden", "hidden"),
        ("nul\x00byte.pdf", "nulbyte.pdf"),
        ('a"b<c>|?*.pdf', "a_b_c____.pdf"),
        ("half\ud800.pdf", "half.pdf"),
    ],
)
def test_names_are_made_harmless(sent, kept):
    assert clean_name(sent) == kept


def test_a_long_name_is_cut_and_keeps_its_ending():
    name = clean_name("長" * 300 + ".pdf")

    assert len(name) == LONGEST
    assert name.endswith("長.pdf")
